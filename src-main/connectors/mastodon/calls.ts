import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Http, HttpRequest, HttpResponse } from '../../engine/http.ts';
import type { ConnectorError } from '../contract.ts';
import { jsonOf } from './json.ts';
import { refusalOf, type Kind } from './refusal.ts';

/** What a request needs of the context it is made in. */
export interface CallContext {
  readonly http: Http;
  readonly origin: string;
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Null before an account is known. */
  readonly token: string | null;
}

export interface Call {
  readonly method: HttpRequest['method'];
  /** Path below the origin, or a whole address that the server itself named. */
  readonly path: string;
  readonly query?: URLSearchParams;
  readonly body?:
    { readonly json: unknown } | { readonly form: URLSearchParams } | { readonly parts: FormData };
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/**
 * Sends one request and returns an answer below 400, or says what its failure means. Never repeats. Codes that say
 * that something is not there are errors too (`gone`): callers for whom that is an answer look at the error.
 */
export async function send(
  ctx: CallContext,
  kind: Kind,
  call: Call,
): Promise<Result<HttpResponse, ConnectorError>> {
  const answer = await ctx.http.request(requestOf(ctx, call));
  if (answer.tag === 'err') {
    const { tag, failure: cause } = answer.error;
    if (tag === 'not-sent') return err({ tag: 'offline', failure: cause });
    if (kind === 'write') return err({ tag: 'unknown-outcome', failure: cause });
    return err(
      tag === 'too-large' ? { tag: 'protocol', failure: cause, raw: '' } : { tag: 'server', failure: cause },
    );
  }
  const refusal = refusalOf(answer.value, kind, { host: hostOf(ctx, call), now: ctx.now() });
  return refusal === null ? ok(answer.value) : err(refusal);
}

/** Sends one request and reads its JSON answer. */
export async function ask<T>(
  ctx: CallContext,
  kind: Kind,
  schema: v.GenericSchema<unknown, T>,
  call: Call,
): Promise<Result<T, ConnectorError>> {
  const answer = await send(ctx, kind, call);
  return answer.tag === 'err' ? answer : read(ctx, kind, schema, call, answer.value);
}

/** Reads an answer's JSON. Of a write, an unreadable "yes" is still most likely a yes: its outcome is unknown. */
export function read<T>(
  ctx: CallContext,
  kind: Kind,
  schema: v.GenericSchema<unknown, T>,
  call: Call,
  response: HttpResponse,
): Result<T, ConnectorError> {
  const parsed = v.safeParse(schema, jsonOf(response.text));
  if (parsed.success) return ok(parsed.output);
  const cause = failure('protocol', { host: hostOf(ctx, call), field: v.getDotPath(parsed.issues[0]) });
  return err(
    kind === 'write'
      ? { tag: 'unknown-outcome', failure: cause, raw: response.text.slice(0, 2_000) }
      : { tag: 'protocol', failure: cause, raw: response.text.slice(0, 2_000) },
  );
}

function requestOf(ctx: CallContext, call: Call): HttpRequest {
  const { body } = call;
  const query = call.query?.toString() ?? '';
  const address = urlOf(ctx, call) + (query === '' ? '' : `?${query}`);
  return {
    method: call.method,
    url: address,
    headers: {
      accept: 'application/json',
      // Refusals are told apart by their words, which servers translate.
      'accept-language': 'en',
      ...(ctx.token === null ? {} : { authorization: `Bearer ${ctx.token}` }),
      ...(body && 'json' in body ? { 'content-type': 'application/json' } : {}),
      ...(body && 'form' in body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      ...call.headers,
    },
    ...(body ? { body: bytesOf(body) } : {}),
    signal: ctx.signal,
    ...(call.timeoutMs === undefined ? {} : { timeoutMs: call.timeoutMs }),
  };
}

function bytesOf(body: NonNullable<Call['body']>): NonNullable<HttpRequest['body']> {
  if ('json' in body) return JSON.stringify(body.json);
  return 'form' in body ? body.form.toString() : body.parts;
}

const urlOf = (ctx: CallContext, call: Call): string =>
  call.path.startsWith('/') ? `${ctx.origin}${call.path}` : call.path;
const hostOf = (ctx: CallContext, call: Call): string => new URL(urlOf(ctx, call)).host;
