import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { PricedName } from '../../../src-shared/networks/manifest.ts';
import type { Http, HttpRequest, HttpResponse } from '../../engine/http.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { jsonOf } from './json.ts';
import { placesOf } from './places.ts';
import { refusalOf, speaksOtherwise, type Kind } from './refusal.ts';
import { tokenOf } from './secret.ts';
import { inVocabulary, otherOf, vocabularyOf, type Vocabulary } from './vocabulary.ts';

/** What a request needs of the context it is made in. */
export interface CallContext {
  readonly http: Http;
  readonly origin: string;
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Null before an account is known. */
  readonly token: string | null;
  /** Which names are tried first. */
  readonly vocabulary: Vocabulary;
  /** Null where nobody counts: before an account is known. */
  readonly charge: ConnectorContext['tellCharge'] | null;
}

export interface Call {
  readonly method: HttpRequest['method'];
  /** Path below the API's origin. */
  readonly path: string;
  /** With the newer names; a read that is refused for them is asked again with the older ones. */
  readonly query?: Readonly<Record<string, string>>;
  readonly body?:
    { readonly json: unknown } | { readonly form: URLSearchParams } | { readonly parts: FormData };
  readonly timeoutMs?: number;
}

/** The context of requests made for an account. */
export const callContext = (ctx: ConnectorContext): CallContext => ({
  http: ctx.http,
  origin: ctx.origin,
  signal: ctx.signal,
  now: ctx.now,
  token: tokenOf(ctx.secret),
  vocabulary: vocabularyOf(ctx.manifest.software),
  charge: ctx.tellCharge ?? null,
});

/**
 * Sends one request and returns an answer below 300, or says what its failure means. A read that was refused only for
 * the names it used is asked once more with the other ones; nothing else is repeated.
 */
export async function send(
  ctx: CallContext,
  kind: Kind,
  call: Call,
): Promise<Result<HttpResponse, ConnectorError>> {
  const answer = await once(ctx, kind, call, ctx.vocabulary);
  if (kind === 'write' || answer.tag === 'err' || !speaksOtherwise(answer.value))
    return judged(ctx, kind, answer);
  return judged(ctx, kind, await once(ctx, kind, call, otherOf(ctx.vocabulary)));
}

async function once(
  ctx: CallContext,
  kind: Kind,
  call: Call,
  vocabulary: Vocabulary,
): Promise<Result<HttpResponse, ConnectorError>> {
  const answer = await ctx.http.request(requestOf(ctx, call, vocabulary));
  if (answer.tag === 'ok') {
    if (kind === 'read' && answer.value.status < 300) chargeRead(ctx, call, answer.value);
    return answer;
  }
  const { tag, failure: cause } = answer.error;
  if (tag === 'not-sent') return err({ tag: 'offline', failure: cause });
  if (kind === 'write') return err({ tag: 'unknown-outcome', failure: cause });
  return err(
    tag === 'too-large' ? { tag: 'protocol', failure: cause, raw: '' } : { tag: 'server', failure: cause },
  );
}

/** Each thing that an answer brings is charged (x §0); what comes along with it is not known to be. */
function chargeRead(ctx: CallContext, { path }: Call, response: HttpResponse): void {
  if (!ctx.charge) return;
  const parsed = v.safeParse(broughtSchema, jsonOf(response.text));
  if (!parsed.success) return;
  const { data } = parsed.output;
  const brought: readonly unknown[] = Array.isArray(data) ? data : data === undefined ? [] : [data];
  if (brought.length === 0) return;
  const ids = brought.flatMap((one) => {
    const named = v.safeParse(namedSchema, one);
    return named.success ? [named.output.id] : [];
  });
  ctx.charge(readName(path), brought.length, ids.length === brought.length ? ids : undefined);
}

const broughtSchema = v.object({ data: v.optional(v.unknown()) });
const namedSchema = v.object({ id: v.string() });

function readName(path: string): PricedName {
  if (path.includes('/dm_')) return 'read-message';
  const isPosts = /\/(?:tweets|mentions)(?:\/|$)/u.test(path);
  return path.startsWith('/2/users/') && !isPosts ? 'read-person' : 'read';
}

function judged(
  ctx: CallContext,
  kind: Kind,
  answer: Result<HttpResponse, ConnectorError>,
): Result<HttpResponse, ConnectorError> {
  if (answer.tag === 'err') return answer;
  const refusal = refusalOf(answer.value, kind, { host: hostOf(ctx), now: ctx.now() });
  return refusal === null ? answer : err(refusal);
}

/** Sends one request and reads its JSON answer. */
export async function ask<T>(
  ctx: CallContext,
  kind: Kind,
  schema: v.GenericSchema<unknown, T>,
  call: Call,
): Promise<Result<T, ConnectorError>> {
  const answer = await send(ctx, kind, call);
  return answer.tag === 'err' ? answer : read(ctx, kind, schema, answer.value);
}

/** Reads an answer's JSON. Of a write, an unreadable "yes" is still most likely a yes: its outcome is unknown. */
export function read<T>(
  ctx: CallContext,
  kind: Kind,
  schema: v.GenericSchema<unknown, T>,
  response: HttpResponse,
): Result<T, ConnectorError> {
  const parsed = v.safeParse(schema, jsonOf(response.text));
  if (parsed.success) return ok(parsed.output);
  const cause = failure('protocol', { host: hostOf(ctx), field: v.getDotPath(parsed.issues[0]) });
  return err(
    kind === 'write'
      ? { tag: 'unknown-outcome', failure: cause, raw: response.text.slice(0, 2_000) }
      : { tag: 'protocol', failure: cause, raw: response.text.slice(0, 2_000) },
  );
}

function requestOf(ctx: CallContext, call: Call, vocabulary: Vocabulary): HttpRequest {
  const { body } = call;
  const query = call.query ? new URLSearchParams(inVocabulary(call.query, vocabulary)).toString() : '';
  return {
    method: call.method,
    url: placesOf(ctx.origin).api + call.path + (query === '' ? '' : `?${query}`),
    headers: {
      accept: 'application/json',
      ...(ctx.token === null ? {} : { authorization: `Bearer ${ctx.token}` }),
      ...(body && 'json' in body ? { 'content-type': 'application/json' } : {}),
      ...(body && 'form' in body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
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

const hostOf = (ctx: CallContext): string => new URL(placesOf(ctx.origin).api).host;
