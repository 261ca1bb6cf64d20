import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { SimReply, ReplyHeaders } from '../../core/reply.ts';
import type { SimRequest } from '../../core/route.ts';
import type { Eyes } from '../appview/eyes.ts';
import type { Json, JsonObject } from '../protocol/json.ts';
import type { Check } from '../records/check.ts';
import type { Limit } from '../pds/points.ts';
import type { Credentials } from '../pds/sessions.ts';
import type { World } from '../world.ts';
import type { Params, ParamRules } from './params.ts';
import type { XrpcFailure } from './failure.ts';

/** What a method answers: JSON, nothing (200 without a body), or bytes. */
export type Answer =
  | { readonly tag: 'json'; readonly body: JsonObject; readonly headers?: ReplyHeaders }
  | { readonly tag: 'empty' }
  | { readonly tag: 'reply'; readonly reply: SimReply };

export type Outcome = Result<Answer, XrpcFailure>;

export const answer = (body: JsonObject, headers?: ReplyHeaders): Outcome =>
  ok(headers === undefined ? { tag: 'json', body } : { tag: 'json', body, headers });
export const done = (): Outcome => ok({ tag: 'empty' });
export const refuse = (problem: XrpcFailure): Outcome => err(problem);

/** One call, after its token, parameters and body were checked. */
export type Call = {
  readonly world: World;
  readonly request: SimRequest;
  /** Null where a method takes no access token. */
  readonly credentials: Credentials | null;
  readonly params: Params;
  readonly input: JsonObject;
  /** The refresh token's id, for methods that take one. */
  readonly refreshId: string;
};

/** A call by somebody who signed in. */
export type SignedCall = Call & { readonly did: string };

type Common = {
  readonly nsid: string;
  readonly params?: ParamRules;
  /** A JSON body of this shape; `bytes` for any content; nothing when absent. */
  readonly input?: Check | 'bytes';
  /** Answered by another service, which the caller must name in `atproto-proxy`. */
  readonly service?: 'chat';
  /** Points that this call takes from limits of its own. sheet: 5 Rate limits */
  readonly points?: (call: Call) => readonly (readonly [limit: Limit, key: string, points: number])[];
  readonly maxBytes?: number;
};

export type Method = Common & { readonly kind: 'query' | 'procedure' } & (
    | {
        readonly auth: 'none' | 'refresh' | 'refresh-any-age';
        readonly run: (call: Call) => Outcome | Promise<Outcome>;
      }
    | { readonly auth: 'access'; readonly run: (call: SignedCall) => Outcome | Promise<Outcome> }
  );

/** How the caller sees the app-view. `merged`: the PDS adds the caller's own fresh posts. */
export function eyesOf(call: SignedCall, merged = false): Eyes {
  const { world, request, did } = call;
  const until = request.asked.visibleUntil;
  return {
    accounts: world.accounts,
    index: world.index,
    privates: world.privates,
    viewer: did,
    // A lagging list stands for an app-view that does not tell its revision: then the PDS can merge nothing.
    horizon: { now: world.clock.now(), until, own: merged && until === Infinity ? did : null },
    origin: request.origin,
  };
}

/** The same, for reading something by its name: no list, so no list lag. */
export function eyesById(call: SignedCall, merged = false): Eyes {
  const { world, request, did } = call;
  return {
    accounts: world.accounts,
    index: world.index,
    privates: world.privates,
    viewer: did,
    horizon: { now: world.clock.now(), until: Infinity, own: merged ? did : null },
    origin: request.origin,
  };
}

export const defined = <T extends Json>(values: readonly (T | undefined)[]): readonly T[] =>
  values.filter((value): value is T => value !== undefined);
