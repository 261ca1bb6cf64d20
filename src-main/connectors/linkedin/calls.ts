import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Http, HttpRequest, HttpResponse } from '../../engine/http.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { jsonOf } from './json.ts';
import { placesOf } from './places.ts';
import { refusalOf, type Kind } from './refusal.ts';
import { readSecret } from './secret.ts';
import { versionAt } from './version.ts';

/** What a request needs of the context it is made in. */
export interface CallContext {
  readonly http: Http;
  readonly origin: string;
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Null before an account is known, and where none must go. */
  readonly token: string | null;
  /** When the token was had, epoch ms. */
  readonly obtainedAt: number;
}

export interface Call {
  readonly method: HttpRequest['method'];
  /** `/rest/…`, `/v2/…`, `/oauth/…`, or a whole address that the network handed out. */
  readonly path: string;
  /** Written by `restli`. */
  readonly query?: string;
  readonly body?:
    { readonly json: unknown } | { readonly form: URLSearchParams } | { readonly bytes: Uint8Array };
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** Sends one request and returns an answer below 300, or says what its failure means. Never repeats. */
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
  const refusal = refusalOf(answer.value, kind, {
    host: new URL(urlOf(ctx, call)).host,
    now: ctx.now(),
    tokenAgeMs: ctx.now() - ctx.obtainedAt,
  });
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
  const cause = failure('protocol', {
    host: new URL(urlOf(ctx, call)).host,
    field: v.getDotPath(parsed.issues[0]),
  });
  return err(
    kind === 'write'
      ? { tag: 'unknown-outcome', failure: cause, raw: response.text.slice(0, 2_000) }
      : { tag: 'protocol', failure: cause, raw: response.text.slice(0, 2_000) },
  );
}

function requestOf(ctx: CallContext, call: Call): HttpRequest {
  const { body } = call;
  const address = urlOf(ctx, call) + (call.query === undefined ? '' : `?${call.query}`);
  const isApi = call.path.startsWith('/rest/') || call.path.startsWith('/v2/');
  return {
    method: call.method,
    url: address,
    headers: {
      ...(isApi
        ? {
            accept: 'application/json',
            'x-restli-protocol-version': '2.0.0',
            'linkedin-version': versionAt(ctx.now()),
          }
        : {}),
      ...(ctx.token === null ? {} : { authorization: `Bearer ${ctx.token}` }),
      ...(body && 'json' in body ? { 'content-type': 'application/json' } : {}),
      ...(body && 'form' in body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      ...(body && 'bytes' in body ? { 'content-type': 'application/octet-stream' } : {}),
      ...call.headers,
    },
    ...(body ? { body: bytesOf(body) } : {}),
    signal: ctx.signal,
    ...(call.timeoutMs === undefined ? {} : { timeoutMs: call.timeoutMs }),
  };
}

function bytesOf(body: NonNullable<Call['body']>): NonNullable<HttpRequest['body']> {
  if ('json' in body) return JSON.stringify(body.json);
  return 'form' in body ? body.form.toString() : body.bytes;
}

function urlOf(ctx: CallContext, call: Call): string {
  if (!call.path.startsWith('/')) return call.path;
  const places = placesOf(ctx.origin);
  return `${call.path.startsWith('/oauth/') ? places.www : places.api}${call.path}`;
}

/** The context of requests made for an account. */
export function callContext(ctx: ConnectorContext): CallContext {
  const own = readSecret(ctx.secret);
  return {
    http: ctx.http,
    origin: ctx.origin,
    signal: ctx.signal,
    now: ctx.now,
    token: own?.accessToken ?? null,
    obtainedAt: own?.obtainedAt ?? 0,
  };
}
