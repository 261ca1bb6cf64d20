import type { Session } from '../../../src-main/connectors/contract.ts';
import type { UndiciHttp } from '../../../src-main/engine/undici-http.ts';
import { createBlueskySim } from '../../../src-simulator/bluesky/start.ts';
import type { Sim, SimAccount, SimDeps } from '../../../src-simulator/core/sim.ts';
import { createFacebookSim } from '../../../src-simulator/facebook/sim.ts';
import { createInstagramSim } from '../../../src-simulator/instagram/sim.ts';
import { everyScope } from '../../../src-simulator/linkedin/seed.ts';
import { createLinkedinSim } from '../../../src-simulator/linkedin/sim.ts';
import { createMastodonSim } from '../../../src-simulator/mastodon/sim.ts';
import { createTwitterSim } from '../../../src-simulator/twitter/sim.ts';
import * as bluesky from '../../fixtures/bluesky-account.ts';
import * as facebook from '../../fixtures/facebook-account.ts';
import * as instagram from '../../fixtures/instagram-account.ts';
import * as linkedin from '../../fixtures/linkedin-account.ts';
import * as mastodon from '../../fixtures/mastodon-account.ts';
import * as twitter from '../../fixtures/twitter-account.ts';
import type { Plan } from '../outbox/plan.ts';
import type { Network } from './cells.ts';

/** A running network, and how somebody signs in there as often as they like. */
export interface Running {
  readonly sim: Sim;
  signIn(login: SimAccount): Promise<Session>;
}

/** Figures that no storm is about; the class `rate-limit` plays them. */
const plenty = 1_000_000;

export async function startSim(
  network: Network,
  deps: SimDeps,
  { http, plan }: { readonly http: UndiciHttp; readonly plan: Plan },
): Promise<Running> {
  const now = (): number => deps.clock.now();
  switch (network) {
    case 'bluesky': {
      const sim = await createBlueskySim(deps);
      return {
        sim,
        signIn: async ({ login, password }) =>
          (await bluesky.connect(http, { handle: login, password, server: sim.baseUrl }, now)).session,
      };
    }
    case 'mastodon': {
      const limits = { requests: plenty, posts: plenty, uploads: plenty, deletions: plenty };
      const sim = await createMastodonSim(deps, { flavour: plan.flavour, limits });
      return {
        sim,
        signIn: async (login) => (await mastodon.connect(http, sim.baseUrl, login, now)).session,
      };
    }
    case 'facebook': {
      const sim = await createFacebookSim(deps);
      return { sim, signIn: async (login) => (await facebook.connect(http, sim, now, login)).session };
    }
    case 'instagram': {
      const sim = await createInstagramSim(deps);
      return {
        sim,
        signIn: async (login) => {
          const token = await sim.issueToken(login.id);
          const form = { ...login.form, token };
          return instagram.sessionOf(http, sim.baseUrl, { ...login, form }, now);
        },
      };
    }
    case 'linkedin': {
      const sim = await createLinkedinSim(deps);
      return {
        sim,
        signIn: async (login) => {
          const keeper = sim.keeper(login.id === sim.accounts[0]?.id ? 'atelier-lumiere' : 'velo-et-co');
          const token = await sim.issueToken(keeper, everyScope);
          const author = plan.asMember === true ? keeper : login.id;
          const options = { now, tick: () => Promise.resolve() };
          return (await linkedin.connect(http, sim.baseUrl, token, author, options)).session;
        },
      };
    }
    case 'twitter': {
      const windows = ['posts.create', 'posts.hide', 'posts.delete', 'users.posts', 'posts.get', 'users.me'];
      const limits = Object.fromEntries(windows.map((name) => [name, plenty]));
      const sim = await createTwitterSim(deps, { limits });
      return { sim, signIn: async (login) => (await twitter.connect(http, sim, login, now)).session };
    }
  }
}
