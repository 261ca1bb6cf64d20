import type { Dialect } from '../core/dialect.ts';
import type { SimReply } from '../core/reply.ts';
import type { SimRequest } from '../core/route.ts';
import { createMetaDialect } from '../meta/dialect.ts';
import { failure, invalidParameter, missing, refusal } from '../meta/failure.ts';
import type { Usage } from '../meta/usage.ts';
import { errors } from './errors.ts';
import type { World } from './world.ts';

/** Refusals that only this network knows, by the name that a fault plays them under. */
export const ownRefusals = {
  /** instagram §6, 4/2207051: the action is called spam, and the post may be live. */
  spam: () => refusal(errors.spam),
  /** instagram §6, 100/33 on a container or a post: a known passing fault. */
  transient: (request: SimRequest) =>
    refusal({ ...missing(request.method, request.path.split('/').at(-1) ?? ''), transient: false }),
  /** instagram §6, HTTP 401: a rate block that looks like a refused access. */
  'too-many-actions': () =>
    refusal(failure(-1, 'User is performing too many actions', { status: 401, type: 'OAuthException' })),
  /** instagram §6, −1/2207001: the server's own failure. */
  'server-error': () =>
    refusal(
      failure(-1, 'Instagram server error. Try again later', {
        subcode: 2207001,
        status: 500,
        transient: true,
      }),
    ),
  /** instagram §4: one unsupported name fails the whole call. */
  'bad-metric': () => refusal(invalidParameter('The value must be a valid insights metric')),
  /** instagram §6, 25/2207050. */
  restricted: () => refusal(errors.restricted),
} as const satisfies Readonly<Record<string, (request: SimRequest) => SimReply>>;
export type OwnRefusal = keyof typeof ownRefusals;

export function createDialect(world: World, usage: Usage): Dialect {
  const shared = createMetaDialect({ network: 'instagram', world, usage, kindOf: () => 'instagram' });
  return {
    ...shared,
    ownRefusal(name, request) {
      if (!isOwn(name)) throw new Error(`instagram knows no refusal ${name}`);
      return ownRefusals[name](request);
    },
    // What lies at the person's own media host, and what the network serves, is no call to the graph.
    decorate: (reply, request) => (isFile(request) ? reply : (shared.decorate?.(reply, request) ?? reply)),
    before: (request) => (isFile(request) ? undefined : shared.before?.(request)),
  };
}

const isOwn = (name: string): name is OwnRefusal => name in ownRefusals;
const isFile = (request: SimRequest): boolean => request.operation.startsWith('hosting.');
