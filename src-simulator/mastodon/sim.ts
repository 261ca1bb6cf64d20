import { randomBytes } from 'node:crypto';
import { createAudience, type Audience } from '../core/audience.ts';
import { openBlobs } from '../core/blobs.ts';
import { clients } from '../core/clients.ts';
import { createScopedClock } from '../core/clock.ts';
import { createFaults } from '../core/faults.ts';
import { createLedger } from '../core/ledger.ts';
import { createRandom } from '../core/random.ts';
import { createSimServer } from '../core/server.ts';
import type { Sim, SimAccount, SimDeps } from '../core/sim.ts';
import { openState } from '../core/state.ts';
import { makeBulk } from './bulk.ts';
import { createDialect } from './dialect.ts';
import { createEndpoints } from './endpoint.ts';
import { createEntities } from './entities.ts';
import { createFanOut } from './fan-out.ts';
import { flavours, type FlavourName, type Limits } from './flavour.ts';
import { accountRoutes } from './methods/accounts.ts';
import { conversationRoutes } from './methods/conversations.ts';
import { instanceRoutes } from './methods/instance.ts';
import { interactionRoutes } from './methods/interactions.ts';
import { mediaRoutes } from './methods/media.ts';
import { notificationRoutes } from './methods/notifications.ts';
import { oauthPageRoutes } from './methods/oauth-pages.ts';
import { oauthRoutes } from './methods/oauth.ts';
import { pollRoutes } from './methods/polls.ts';
import { reportRoutes } from './methods/reports.ts';
import { scheduledRoutes } from './methods/scheduled.ts';
import { searchRoutes } from './methods/search.ts';
import { statusRoutes } from './methods/statuses.ts';
import { streamingRoutes } from './methods/streaming.ts';
import { timelineRoutes } from './methods/timelines.ts';
import { createPublishing } from './publishing.ts';
import { createRateLimits } from './rate-limits.ts';
import { createScheduling } from './scheduling.ts';
import { seedToken, seedWorld } from './seed.ts';
import type { Services } from './services.ts';
import { createStage } from './stage.ts';
import { createWorld } from './world.ts';

export interface MastodonSettings {
  /** Which kind of server to be; Mastodon itself unless said otherwise. */
  readonly flavour?: FlavourName;
  /** Limits that differ from the flavour's own. */
  readonly limits?: Partial<Limits>;
}

export interface MastodonSim extends Sim {
  /** Issues a token with exactly these scopes, for tests of what a token may do. */
  issueToken(accountId: string, scopes: readonly string[]): Promise<string>;
  /** The network's id of somebody in the audience. Throws for an unknown handle. */
  personId(handle: string): string;
  /** What its administrator changes of the limits that it announces and enforces, from now on. */
  setLimits(change: Partial<Limits>): void;
  /** Destroys all open connections, as a crash of the server would; it goes on listening. */
  cutConnections(): void;
}

/** Starts a simulated Mastodon server (or a compatible one) on the loopback interface. */
export async function createMastodonSim(
  deps: SimDeps,
  settings: MastodonSettings = {},
): Promise<MastodonSim> {
  const base = flavours[settings.flavour ?? 'mastodon'];
  const limits = { ...base.limits, ...settings.limits };
  const flavour = { ...base, limits };
  const clock = createScopedClock(deps.clock);
  const random = createRandom(deps.seed);
  const faults = createFaults(random);
  const ledger = createLedger();
  const store = { name: 'mastodon', ...(deps.dir === undefined ? {} : { dir: deps.dir }) };
  const state = await openState(store);
  const blobs = openBlobs(store);
  let baseUrl = 'http://127.0.0.1';
  const world = createWorld({ state, blobs, clock, flavour, baseUrl: () => baseUrl });
  const entities = createEntities(world);
  const fanOut = createFanOut(world, entities);
  const publishing = createPublishing(world, fanOut, {
    onPublished(status, author) {
      const client = clients.find((candidate) => candidate.id === author.clientId);
      // What the seed publishes is long past; nobody reacts to it.
      if (client && status.createdAt > clock.now() - 60_000)
        audience.posted({ account: author.id, post: status.id, client });
    },
  });
  const scheduling = createScheduling(world, publishing);
  const endpoints = createEndpoints(world);
  const services: Services = { world, entities, fanOut, publishing, scheduling, endpoints };
  const audience: Audience = createAudience({
    stage: createStage(services),
    clock,
    random,
    rate: deps.audienceRate ?? 0,
    ...(deps.log ? { log: deps.log } : {}),
  });
  const rates = createRateLimits(world);
  const streaming = streamingRoutes(services);

  world.reindex();
  const server = await createSimServer({
    clock,
    dialect: createDialect(world, rates),
    routes: [
      ...instanceRoutes(services),
      ...oauthRoutes(services),
      ...oauthPageRoutes(services),
      ...statusRoutes(services),
      ...interactionRoutes(services),
      ...scheduledRoutes(services),
      ...mediaRoutes(services),
      ...pollRoutes(services),
      ...accountRoutes(services),
      ...notificationRoutes(services),
      ...conversationRoutes(services),
      ...timelineRoutes(services),
      ...searchRoutes(services),
      ...reportRoutes(services),
      ...streaming.routes,
    ],
    sockets: streaming.sockets,
    faults,
    ledger,
    random,
    settle: () => state.flush(),
    ...(deps.port === undefined ? {} : { port: deps.port }),
    ...(deps.log ? { log: deps.log } : {}),
  });
  baseUrl = server.baseUrl;
  if (world.accounts.size === 0) seedWorld(services, deps.seed, deps.past);
  for (const poll of world.polls.values()) publishing.armPoll(poll.id);
  scheduling.resume();
  await state.flush();

  function accountsNow(): readonly SimAccount[] {
    return clients.flatMap((client) => {
      const row = world.accountNamed(client.username, null);
      if (!row || row.email === null || row.password === null) return [];
      return [
        {
          id: row.id,
          username: row.username,
          handle: `@${row.username}`,
          displayName: row.displayName,
          login: row.email,
          password: row.password,
          token: seedToken(deps.seed, client.id),
        },
      ];
    });
  }

  return {
    network: 'mastodon',
    baseUrl: server.baseUrl,
    get accounts() {
      return accountsNow();
    },
    control: {
      faults,
      audience,
      ledger,
      clock: deps.clock,
      async revoke(account) {
        for (const token of world.tokens.values()) {
          if (token.accountId !== account) continue;
          world.tokens.put({ ...token, revoked: true });
          world.streams.kick(token.id);
        }
        await state.flush();
      },
      async bulk(order) {
        const ids = makeBulk(services, random, order);
        await state.flush();
        return ids;
      },
      async reset() {
        clock.stop();
        audience.quiet();
        server.cutConnections();
        await state.clear();
        await blobs.clear();
        rates.clear();
        world.reindex();
        seedWorld(services, deps.seed, deps.past);
        await state.flush();
      },
    },
    async issueToken(accountId, scopes) {
      const app = [...world.apps.values()][0];
      if (!app) throw new Error('the server has no app');
      const token = world.tokens.put({
        id: randomBytes(32).toString('base64url'),
        appId: app.id,
        accountId,
        scopes,
        createdAt: clock.now(),
        revoked: false,
      });
      await state.flush();
      return token.id;
    },
    personId(handle) {
      const found = [...world.accounts.values()].find((row) => row.username === handle);
      if (!found) throw new Error(`nobody is called ${handle}`);
      return found.id;
    },
    setLimits: (change) => {
      Object.assign(limits, change);
    },
    cutConnections: () => server.cutConnections(),
    async close() {
      clock.stop();
      audience.quiet();
      await server.close();
      await state.close();
    },
  };
}
