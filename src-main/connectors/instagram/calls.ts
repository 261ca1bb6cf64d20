import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Http, HttpRequest, HttpResponse } from '../../engine/http.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { placesOf, version, type Places } from './places.ts';
import { refusalOf, type Kind } from './refusal.ts';
import { readSecret, type InstagramSecret } from './secret.ts';

/** What a request needs of the context it is made in. */
export interface CallContext {
  readonly http: Http;
  readonly places: Places;
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Null before an account is known. */
  readonly token: string | null;
}

export interface Call {
  readonly method: HttpRequest['method'];
  /** Below the version, without a leading slash; with one, below the host itself. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Parameters of a write. What is undefined is left out: an empty parameter is refused as one. */
  readonly form?: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
}

/** The account's own access, and where to use it. */
export interface OwnCalls extends CallContext {
  readonly secret: InstagramSecret;
}

/** The context of requests made for an account; a secret that is not ours asks without an access. */
export function callsOf(ctx: ConnectorContext): OwnCalls {
  const secret = readSecret(ctx.secret);
  return {
    http: ctx.http,
    places: placesOf(ctx.origin),
    signal: ctx.signal,
    now: ctx.now,
    token: secret?.token ?? null,
    secret: secret ?? {
      login: 'instagram',
      token: '',
      issuedAt: 0,
      expiresAt: null,
      dataEndsAt: null,
      scope: '',
      pageId: null,
      hostPut: null,
      hostGet: null,
      hostKey: null,
    },
  };
}

/** Sends one request and returns an answer that is one, or says what its failure means. Never repeats. */
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
  const refusal = refusalOf(answer.value, kind, { host: hostOf(ctx), now: ctx.now() });
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
  if (answer.tag === 'err') return answer;
  const parsed = v.safeParse(schema, jsonOf(answer.value.text));
  if (parsed.success) return ok(parsed.output);
  const cause = failure('protocol', { host: hostOf(ctx), field: v.getDotPath(parsed.issues[0]) });
  // An unreadable "yes" to a write is still most likely a yes.
  return err(
    kind === 'write'
      ? { tag: 'unknown-outcome', failure: cause }
      : { tag: 'protocol', failure: cause, raw: answer.value.text.slice(0, 2_000) },
  );
}

function requestOf(ctx: CallContext, call: Call): HttpRequest {
  const path = call.path.startsWith('/') ? call.path : `/${version}/${call.path}`;
  const url = new URL(path, ctx.places.api);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(call.form ?? {})) if (value !== undefined) form.set(name, value);
  return {
    method: call.method,
    url: url.href,
    headers: {
      accept: 'application/json',
      'accept-language': 'en',
      // In the header and never in the address: addresses are written into logs on the way.
      ...(ctx.token === null ? {} : { authorization: `Bearer ${ctx.token}` }),
      ...(call.form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    },
    ...(call.form ? { body: form.toString() } : {}),
    signal: ctx.signal,
    ...(call.timeoutMs === undefined ? {} : { timeoutMs: call.timeoutMs }),
  };
}

/** The JSON of a text; undefined when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const hostOf = (ctx: CallContext): string => new URL(ctx.places.api).host;
