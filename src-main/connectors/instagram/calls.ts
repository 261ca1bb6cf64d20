import type * as v from 'valibot';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { HttpResponse } from '../../engine/http.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import type { Kind } from '../meta/graph-error.ts';
import { ask as askGraph, send as sendGraph, type GraphCall, type GraphContext } from '../meta/graph.ts';
import { ownReading } from './refusal.ts';
import { blankSecret, readSecret, type InstagramSecret } from './secret.ts';

/** The account's own access, and where to use it. */
export interface OwnCalls {
  readonly graph: GraphContext;
  readonly secret: InstagramSecret;
}

export interface Call {
  readonly method: GraphCall['method'];
  /** Below the version, without a leading slash; a whole address is taken as it is. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Parameters of a write. What is undefined is left out: an empty parameter is refused as one. */
  readonly form?: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
}

/** Calls of an account; a secret that is not ours asks without an access. */
export function callsOf(ctx: ConnectorContext): OwnCalls {
  const secret = readSecret(ctx.secret);
  return callsWith(ctx, secret ?? blankSecret);
}

/** Calls with an access, to the account's own host. */
export const callsWith = (
  ctx: Pick<GraphContext, 'http' | 'origin' | 'signal' | 'now'>,
  secret: InstagramSecret,
): OwnCalls => ({
  secret,
  graph: {
    http: ctx.http,
    origin: ctx.origin,
    signal: ctx.signal,
    now: ctx.now,
    token: secret.token === '' ? null : secret.token,
    own: ownReading,
  },
});

/** Sends one call and returns an answer that is one, or says what its failure means. Never repeats. */
export async function send(
  calls: OwnCalls,
  kind: Kind,
  call: Call,
): Promise<Result<HttpResponse, ConnectorError>> {
  const answer = await sendGraph(calls.graph, kind, graphCall(call));
  return answer.tag === 'ok' ? ok(answer.value) : err(answer.error.error);
}

/** Sends one call and reads its JSON answer. */
export const ask = <T>(
  calls: OwnCalls,
  kind: Kind,
  schema: v.GenericSchema<unknown, T>,
  call: Call,
): Promise<Result<T, ConnectorError>> => askGraph(calls.graph, kind, schema, graphCall(call));

function graphCall({ method, path, query, form, timeoutMs }: Call): GraphCall {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(form ?? {})) if (value !== undefined) body.set(name, value);
  return {
    method,
    path: /^https?:\/\//.test(path) ? path : `/${path}`,
    ...(query && { query }),
    // Parameters are a form: their lists and objects are JSON inside it, as the documents write them.
    ...(form && {
      body: { bytes: new TextEncoder().encode(body.toString()) },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
}
