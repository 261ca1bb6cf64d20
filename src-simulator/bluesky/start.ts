import { createAudience } from '../core/audience.ts';
import { openBlobs } from '../core/blobs.ts';
import { clients } from '../core/clients.ts';
import { createRealClock, type SimClock } from '../core/clock.ts';
import { createFaults } from '../core/faults.ts';
import { createLedger } from '../core/ledger.ts';
import { createRandom } from '../core/random.ts';
import { createSimServer } from '../core/server.ts';
import type { Sim, SimAccount, SimControl, SimDeps } from '../core/sim.ts';
import { openState } from '../core/state.ts';
import { parentOf } from './appview/links.ts';
import { createDialect } from './dialect.ts';
import { methods } from './methods/index.ts';
import { identityRoutes } from './methods/identity.ts';
import { imageRoutes } from './methods/repo-blobs.ts';
import type { Account } from './pds/accounts.ts';
import { makeBulk } from './training/bulk.ts';
import { clientDid, memberOfClient } from './training/cast.ts';
import { seed } from './training/seed.ts';
import { createStage } from './training/stage.ts';
import { createWorld, defaultSettings, type Settings, type World } from './world.ts';
import { xrpcRoutes } from './xrpc/router.ts';

export interface BlueskyAccount extends SimAccount {
  readonly did: string;
  /** An app password that may not read private messages. */
  readonly passwordWithoutMessages: string;
}

export interface BlueskyControl extends SimControl {
  /** Index delay and rate limits: set what a test needs. */
  readonly settings: Settings;
  /** Changes an account's standing or second factor. */
  setAccount(
    did: string,
    change: Partial<Pick<Account, 'status' | 'secondFactor' | 'handle'>>,
  ): Promise<void>;
  /** Deletes an app password as its owner would: its refresh tokens end now, its access tokens when they expire. */
  revokeAppPassword(did: string, name: string): Promise<void>;
  /** Forgets all used rate-limit points. */
  forgetLimits(): void;
  /** Facets of posts of these accounts that do not fit their text: none is what a connector wants. */
  facetProblems(): readonly string[];
}

export interface BlueskySim extends Sim {
  readonly accounts: readonly BlueskyAccount[];
  readonly control: BlueskyControl;
}

export const NETWORK = 'bluesky';

/** Starts the simulated server: PDS, app-view, chat and DID directory at one address. */
export async function createBlueskySim(deps: SimDeps): Promise<BlueskySim> {
  const { clock } = deps;
  const random = createRandom(deps.seed);
  const faults = createFaults(random);
  const ledger = createLedger();
  const place = { name: NETWORK, ...(deps.dir === undefined ? {} : { dir: deps.dir }) };
  const state = await openState(place);
  const files = openBlobs(place);
  const settings = defaultSettings();
  const audience = createAudience({
    stage: createStage(() => world),
    clock,
    random,
    rate: deps.audienceRate ?? 0,
    ...(deps.log ? { log: deps.log } : {}),
  });

  async function open(): Promise<World> {
    const made = createWorld({ state, files, clock, settings });
    if (made.accounts.all().length === 0) await seed(made, deps.seed, deps.past);
    made.repositories.onCommit(({ did, ops }) => {
      const client = clients.find((candidate) => clientDid(candidate) === did);
      for (const { before, after } of ops)
        if (client && !before && after?.collection === 'app.bsky.feed.post' && parentOf(after) === undefined)
          audience.posted({ account: did, post: after.id, client });
    });
    await state.flush();
    return made;
  }

  let world = await open();
  const server = await createSimServer({
    clock,
    random,
    faults,
    ledger,
    dialect: createDialect(() => world, NETWORK),
    routes: [
      ...xrpcRoutes(() => world, methods),
      ...imageRoutes(() => world),
      ...identityRoutes(() => world),
    ],
    settle: () => state.flush(),
    ...(deps.port === undefined ? {} : { port: deps.port }),
    ...(deps.log ? { log: deps.log } : {}),
  });

  const accountOf = (did: string): Account => {
    const account = world.accounts.byDid(did);
    if (!account) throw new Error(`no account is called ${did}`);
    return account;
  };

  const control: BlueskyControl = {
    faults,
    audience,
    ledger,
    clock,
    settings,
    async revoke(did) {
      const account = accountOf(did);
      world.accounts.put({ ...account, generation: account.generation + 1 });
      world.sessions.revokeAll(did);
      await state.flush();
    },
    async revokeAppPassword(did, name) {
      const account = accountOf(did);
      world.accounts.put({
        ...account,
        appPasswords: account.appPasswords.filter((app) => app.name !== name),
      });
      world.sessions.revokeAll(did, name);
      await state.flush();
    },
    async setAccount(did, change) {
      const before = accountOf(did);
      const account = world.accounts.put({ ...before, ...change });
      if (account.status === 'takendown') world.sessions.revokeAll(did);
      await state.flush();
    },
    async bulk(order) {
      const ids = makeBulk(world, order);
      await state.flush();
      return ids;
    },
    async reset() {
      audience.quiet();
      const secret = world.sessions.secret();
      await state.clear();
      await files.clear();
      state.table('meta').put(secret);
      world = await open();
    },
    forgetLimits: () => world.points.reset(),
    facetProblems: () => ledger.effects('facet-problem').map((effect) => effect.id),
  };

  return {
    network: NETWORK,
    baseUrl: server.baseUrl,
    accounts: clients.map((client): BlueskyAccount => {
      const { did, handle, displayName, appPasswords } = memberOfClient(client);
      const [withMessages, without] = appPasswords;
      return {
        id: did,
        did,
        username: client.username,
        handle: `@${handle}`,
        displayName,
        login: handle,
        password: withMessages?.password ?? '',
        passwordWithoutMessages: without?.password ?? '',
        /** Drawn when it is read: access tokens live two hours on the simulator's clock. */
        get token() {
          return world.sessions.open(did, withMessages ?? null).accessJwt;
        },
      };
    }),
    control,
    async close() {
      audience.quiet();
      await server.close();
      await state.close();
    },
  };
}

/** For tests: real time and seed 1 unless said otherwise. */
export function startBlueskySim(options: Partial<SimDeps> = {}): Promise<BlueskySim> {
  const clock: SimClock = options.clock ?? createRealClock();
  return createBlueskySim({ seed: 1, ...options, clock });
}
