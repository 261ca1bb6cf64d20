import * as v from 'valibot';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Http } from '../../engine/http.ts';
import type { ConnectorError } from '../contract.ts';
import { isJson, lostCall, parsed, refusal, serverClock, unreadable, type Effect } from './refusal.ts';

/** Who calls, and where. */
export interface Caller {
  readonly http: Http;
  /** Origin of the server, no trailing slash. */
  readonly origin: string;
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Headers that prove who asks; empty for calls that need no account. */
  readonly sign: (request: {
    readonly method: string;
    readonly url: string;
  }) => Promise<Readonly<Record<string, string>>>;
}

export interface Call<S extends v.GenericSchema> {
  /** Namespaced method, `com.atproto.repo.createRecord`. */
  readonly method: string;
  readonly effect: Effect;
  readonly params?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  /** A procedure: JSON, or bytes with their type. Absent: a query. */
  readonly body?:
    | { readonly tag: 'json'; readonly value: unknown }
    | { readonly tag: 'bytes'; readonly bytes: Uint8Array; readonly type: string }
    | { readonly tag: 'none' };
  /** The service that the account's server passes the call on to. */
  readonly proxy?: string;
  readonly answer: S;
}

export interface Answer<T> {
  readonly value: T;
  /** The server's clock, epoch ms; null when it says none. */
  readonly serverTime: number | null;
}

/** For procedures whose answer says nothing. */
export const noAnswer = v.unknown();

/** One XRPC call: one request, its answer parsed, its failure classified. Source: atproto.com/specs/xrpc. */
export async function xrpc<S extends v.GenericSchema>(
  caller: Caller,
  call: Call<S>,
): Promise<Result<Answer<v.InferOutput<S>>, ConnectorError>> {
  const url = `${caller.origin}/xrpc/${call.method}${query(call.params ?? {})}`;
  const method = call.body === undefined ? 'GET' : 'POST';
  const sent = await caller.http.request({
    method,
    url,
    signal: caller.signal,
    headers: {
      accept: 'application/json',
      ...(call.proxy === undefined ? {} : { 'atproto-proxy': call.proxy }),
      ...(call.body?.tag === 'json' ? { 'content-type': 'application/json' } : {}),
      ...(call.body?.tag === 'bytes' ? { 'content-type': call.body.type } : {}),
      ...(await caller.sign({ method, url })),
    },
    ...(call.body?.tag === 'json' ? { body: JSON.stringify(call.body.value) } : {}),
    ...(call.body?.tag === 'bytes' ? { body: call.body.bytes } : {}),
  });
  if (sent.tag === 'err') return err(lostCall(sent.error, call.effect));
  const response = sent.value;
  if (response.status < 200 || response.status >= 300)
    return err(refusal(response, call.effect, caller.now()));
  const serverTime = serverClock(response);
  // A captive portal answers 200 with its own page, also to procedures that answer nothing.
  if (response.text !== '' && !isJson(response)) return err(unreadable(response, call.effect, call.method));
  const read = v.safeParse(call.answer, parsed(response.text));
  if (!read.success) return err(unreadable(response, call.effect, call.method));
  return ok({ value: read.output, serverTime });
}

function query(params: NonNullable<Call<v.GenericSchema>['params']>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined) continue;
    if (typeof value === 'object') for (const one of value) search.append(name, one);
    else search.append(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
