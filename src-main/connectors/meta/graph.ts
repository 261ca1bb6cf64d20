import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Http, HttpRequest, HttpResponse } from '../../engine/http.ts';
import type { ConnectorError } from '../contract.ts';
import { refusalOf, type Kind, type OwnReading, type Refused } from './graph-error.ts';
import { graphVersion } from './graph-version.ts';
import { jsonOf } from './json.ts';

/** What a request needs of the context it is made in. */
export interface GraphContext {
  readonly http: Http;
  /** Host of the Graph that is asked, without a trailing slash. */
  readonly origin: string;
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Null: the call carries none (exchanges), or its own in the query. */
  readonly token: string | null;
  readonly own?: OwnReading;
}

export interface GraphCall {
  readonly method: HttpRequest['method'];
  /** Below the version, `/901/feed`; a whole address is taken as it is. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: { readonly json: unknown } | { readonly parts: FormData } | { readonly bytes: Uint8Array };
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** Sends one call and returns an answer, or what its refusal means with the network's own words. Never repeats. */
export async function send(
  ctx: GraphContext,
  kind: Kind,
  call: GraphCall,
): Promise<Result<HttpResponse, Refused>> {
  const answer = await ctx.http.request(requestOf(ctx, call));
  if (answer.tag === 'err') {
    const { tag, failure: cause } = answer.error;
    const because = (error: ConnectorError): Result<never, Refused> => err({ error, said: null });
    if (tag === 'not-sent') return because({ tag: 'offline', failure: cause });
    if (kind === 'write') return because({ tag: 'unknown-outcome', failure: cause });
    return because(
      tag === 'too-large' ? { tag: 'protocol', failure: cause, raw: '' } : { tag: 'server', failure: cause },
    );
  }
  const refused = refusalOf(answer.value, kind, { host: hostOf(ctx, call), now: ctx.now() }, ctx.own);
  return refused === null ? ok(answer.value) : err(refused);
}

/** Sends one call and reads its JSON answer. */
export async function ask<T>(
  ctx: GraphContext,
  kind: Kind,
  schema: v.GenericSchema<unknown, T>,
  call: GraphCall,
): Promise<Result<T, ConnectorError>> {
  const answer = await send(ctx, kind, call);
  return answer.tag === 'err' ? err(answer.error.error) : read(ctx, kind, schema, call, answer.value);
}

/** Reads an answer's JSON. Of a write, an unreadable "yes" is still most likely a yes: its outcome is unknown. */
export function read<T>(
  ctx: GraphContext,
  kind: Kind,
  schema: v.GenericSchema<unknown, T>,
  call: GraphCall,
  response: HttpResponse,
): Result<T, ConnectorError> {
  const parsed = v.safeParse(schema, jsonOf(response.text));
  if (parsed.success) return ok(parsed.output);
  const cause = failure('protocol', { host: hostOf(ctx, call), field: v.getDotPath(parsed.issues[0]) });
  return err(
    kind === 'write'
      ? { tag: 'unknown-outcome', failure: cause, raw: withoutSecrets(response.text).slice(0, 2_000) }
      : { tag: 'protocol', failure: cause, raw: withoutSecrets(response.text).slice(0, 2_000) },
  );
}

/** Answers hold accesses: pages' own, and the asker's in the address of the next page. */
export const withoutSecrets = (text: string): string =>
  text
    .replaceAll(/("access_token"\s*:\s*")[^"]*/g, '$1…')
    .replaceAll(/(access_token(?:=|%3D))[^&"\\]*/g, '$1…')
    .replaceAll(/\b(?:EAA|IGA|IGQ)\w{16,}/g, '…');

function requestOf(ctx: GraphContext, call: GraphCall): HttpRequest {
  const { body } = call;
  const query = new URLSearchParams(call.query).toString();
  const json = body && 'json' in body;
  return {
    method: call.method,
    url: urlOf(ctx, call) + (query === '' ? '' : `?${query}`),
    headers: {
      accept: 'application/json',
      // In the header, so that no log of addresses ever holds it.
      ...(ctx.token === null ? {} : { authorization: `Bearer ${ctx.token}` }),
      ...(json ? { 'content-type': 'application/json' } : {}),
      ...call.headers,
    },
    ...(body ? { body: json ? JSON.stringify(body.json) : 'parts' in body ? body.parts : body.bytes } : {}),
    signal: ctx.signal,
    ...(call.timeoutMs === undefined ? {} : { timeoutMs: call.timeoutMs }),
  };
}

const urlOf = (ctx: GraphContext, call: GraphCall): string =>
  call.path.startsWith('/') ? `${ctx.origin}/${graphVersion}${call.path}` : call.path;
const hostOf = (ctx: GraphContext, call: GraphCall): string => new URL(urlOf(ctx, call)).host;
