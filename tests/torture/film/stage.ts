import type { Secret } from '../../../src-main/connectors/contract.ts';
import type { UndiciHttp } from '../../../src-main/engine/undici-http.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Content, PostMedia } from '../../../src-shared/domain/content.ts';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import type { Sim } from '../../../src-simulator/core/sim.ts';
import { createFacebookSim } from '../../../src-simulator/facebook/sim.ts';
import { startTwitterSim } from '../../../src-simulator/twitter/start.ts';
import * as facebook from '../../fixtures/facebook-account.ts';
import * as twitter from '../../fixtures/twitter-account.ts';
import { accountOf } from '../outbox/account-of.ts';
import type { StormClock } from '../outbox/storm-clock.ts';
import { workspaceId } from '../outbox/wanted.ts';

/** Networks that take a film of two gigabytes in pieces. */
export const filmNetworks = ['facebook', 'twitter'] as const;
export type FilmNetwork = (typeof filmNetworks)[number];

/** A simulated network that takes long films, with an account on it. */
export interface Stage {
  readonly sim: Sim;
  readonly account: Account;
  readonly secret: Secret;
  /** The operation that brings a piece. */
  readonly piece: string;
  /** Whether an effect is a piece that was taken, and its place in the film. */
  readonly placeOf: (effect: { readonly kind: string; readonly id: string }) => string | null;
  readonly content: (film: PostMedia) => Content;
}

export async function openStage(
  network: FilmNetwork,
  deps: { readonly clock: StormClock; readonly http: UndiciHttp },
): Promise<Stage> {
  const now = (): number => deps.clock.now();
  if (network === 'facebook') {
    const sim = await createFacebookSim({ clock: deps.clock, seed: 1 });
    const { session } = await facebook.connect(deps.http, sim, now);
    return {
      sim,
      ...heldOf(network, session, now()),
      piece: 'videos.create',
      placeOf: ({ kind, id }) => (kind === 'bytes' ? (id.split('@')[1] ?? id) : null),
      content: (film) => ({
        ...emptyContent,
        text: 'Notre film',
        media: [film],
        settings: { format: 'video' },
      }),
    };
  }
  const sim = await startTwitterSim({
    clock: deps.clock,
    // A film of two gigabytes, and more pieces in a quarter of an hour than this machine sends.
    videoBytes: 4 * 1024 ** 3,
    limits: { 'media.append': 10_000 },
  });
  const [login] = sim.accounts;
  if (login === undefined) throw new Error('the network has no account');
  const { session } = await twitter.connect(deps.http, sim, login, now);
  const held = heldOf(network, session, now());
  const { videos } = held.account.manifest;
  if (videos === undefined) throw new Error('the network takes no films');
  return {
    sim,
    secret: held.secret,
    // An account of the kind that may send so much: everybody else's is refused 512 MB ahead of any piece.
    account: {
      ...held.account,
      manifest: { ...held.account.manifest, videos: { ...videos, maxBytes: 4 * 1024 ** 3 } },
    },
    piece: 'media.append',
    placeOf: ({ kind, id }) => (kind === 'media-segment' ? (id.split(':')[1] ?? id) : null),
    content: (film) => ({ ...emptyContent, text: 'Notre film', media: [film] }),
  };
}

function heldOf(
  network: FilmNetwork,
  { identity, secret }: facebook.TestPage['session'],
  now: number,
): Pick<Stage, 'account' | 'secret'> {
  return {
    secret,
    account: accountOf(network, identity, workspaceId, now),
  };
}
