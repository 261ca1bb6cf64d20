import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Http, HttpResponse } from '../../engine/http.ts';
import type { ConnectorError } from '../contract.ts';
import { signed, wordsOf } from './signature.ts';

export interface CallContext {
  readonly http: Http;
  readonly origin: string;
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Null before an account is known: nothing is signed. */
  readonly secret: { readonly bell: string; readonly key: string } | null;
}

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly json?: unknown;
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
const refusalSchema = v.object({ wrong: v.string() });

/** Asks once and reads the answer. Of a write, whatever is no clear answer leaves its outcome open. */
export async function ask<T>(
  ctx: CallContext,
  kind: 'read' | 'write',
  schema: v.GenericSchema<unknown, T>,
  call: Call,
): Promise<Result<T, ConnectorError>> {
  const body = call.json === undefined ? '' : JSON.stringify(call.json);
  const at = ctx.now();
  const answer = await ctx.http.request({
    method: call.method,
    url: `${ctx.origin}${call.path}`,
    headers: {
      'content-type': 'application/json',
      ...(ctx.secret !== null && {
        'x-bell': ctx.secret.bell,
        'x-rung-at': String(at),
        'x-signature': signed(ctx.secret.key, wordsOf(call.method, call.path, at, body)),
      }),
    },
    ...(body !== '' && { body }),
    signal: ctx.signal,
  });
  if (answer.tag === 'err') {
    const { tag, failure: cause } = answer.error;
    if (tag === 'not-sent') return err({ tag: 'offline', failure: cause });
    return err({ tag: kind === 'write' ? 'unknown-outcome' : 'server', failure: cause });
  }
  const host = new URL(ctx.origin).host;
  const refused = refusalOf(answer.value, kind, host, ctx.now());
  if (refused !== null) return err(refused);
  const parsed = v.safeParse(schema, jsonOf(answer.value.text));
  if (parsed.success) return ok(parsed.output);
  const cause = failure('protocol', { host });
  return err(
    kind === 'write'
      ? { tag: 'unknown-outcome', failure: cause }
      : { tag: 'protocol', failure: cause, raw: answer.value.text.slice(0, 2_000) },
  );
}

function refusalOf(
  { status, text, headers }: HttpResponse,
  kind: 'read' | 'write',
  host: string,
  now: number,
): ConnectorError | null {
  if (status < 300) return null;
  const said = v.safeParse(refusalSchema, jsonOf(text));
  // A page of somebody in between is no refusal of the network's.
  if (status >= 500 || !said.success)
    return {
      tag: kind === 'write' ? 'unknown-outcome' : 'server',
      failure: failure('server-error', { host, status }),
    };
  if (status === 429)
    return { tag: 'rate-limited', until: now + 1_000 * Number(headers['retry-after'] ?? 60) };
  if (status === 401) return { tag: 'auth', failure: failure('token-revoked', { host }) };
  if (status === 404) return { tag: 'gone', failure: failure('target-gone', { host }) };
  return { tag: 'rejected', failure: failure('rejected', { host, reason: said.output.wrong }) };
}
