import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
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
import { createEndpoint } from './endpoint.ts';
import { dmRoutes } from './methods/dms.ts';
import { interactionRoutes } from './methods/interactions.ts';
import { mediaRoutes } from './methods/media.ts';
import { oauthRoutes } from './methods/oauth.ts';
import { postRoutes } from './methods/posts.ts';
import { readRoutes } from './methods/reads.ts';
import { createObjects } from './objects.ts';
import { createPublishing } from './publishing.ts';
import { createPurse, type Purse } from './purse.ts';
import { createRateLimits } from './rate-limits.ts';
import type { MediaRow, PostRow } from './rows.ts';
import { SEED_CLIENT_ID, seedToken, seedWorld } from './seed.ts';
import type { Services } from './services.ts';
import { usualSettings, type Settings } from './settings.ts';
import { createStage, usernameOf } from './stage.ts';
import { createWorld } from './world.ts';
import { persons } from '../core/persons.ts';

export interface TwitterSim extends Sim {
  /** May be changed while the server runs, as the network changes. */
  readonly settings: Settings;
  readonly purse: Purse;
  /** The client id of the registered app. */
  readonly clientId: string;
  /** Registers another redirect address of the app, as its owner does in the console. */
  allowRedirect(uri: string): Promise<void>;
  /** Issues a lasting token with exactly these scopes, for tests of what a token may do. */
  issueToken(accountId: string, scopes: readonly string[]): Promise<string>;
  /** The network's id of somebody in the audience. Throws for an unknown handle. */
  personId(handle: string): string;
  /** A post as the server keeps it. */
  post(id: string): PostRow | undefined;
  medium(id: string): MediaRow | undefined;
  /** Somebody in the audience answers a post, or speaks at an account, without naming it: no summons. */
  aside(handle: string, text: string, inReplyToId?: string): Promise<string>;
  /** Destroys all open connections, as a crash of the server would; it goes on listening. */
  cutConnections(): void;
}

/** Starts a simulated X on the loopback interface. */
export async function createTwitterSim(deps: SimDeps, given: Partial<Settings> = {}): Promise<TwitterSim> {
  const settings: Settings = { ...usualSettings, ...given };
  const clock = createScopedClock(deps.clock);
  const random = createRandom(deps.seed);
  const faults = createFaults(random);
  const ledger = createLedger();
  const store = { name: 'twitter', ...(deps.dir === undefined ? {} : { dir: deps.dir }) };
  const state = await openState(store);
  const blobs = openBlobs(store);
  let baseUrl = 'http://127.0.0.1';
  const world = createWorld({ state, blobs, clock, settings, baseUrl: () => baseUrl });
  const purse = createPurse(world);
  const publishing = createPublishing(world, {
    onPublished(post, author) {
      const client = clients.find((candidate) => candidate.id === author.clientId);
      // What the seed publishes is long past; nobody reacts to it.
      if (client && post.createdAt > clock.now() - 60_000)
        audience.posted({ account: author.id, post: post.id, client });
    },
  });
  const services: Services = {
    world,
    objects: createObjects(world),
    publishing,
    purse,
    endpoint: createEndpoint(world),
  };
  const audience: Audience = createAudience({
    stage: createStage(services),
    clock,
    random,
    rate: deps.audienceRate ?? 0,
    ...(deps.log ? { log: deps.log } : {}),
  });
  const rates = createRateLimits(world);

  world.reindex();
  const server = await createSimServer({
    clock,
    dialect: createDialect(world, rates),
    routes: [
      ...oauthRoutes(services),
      ...postRoutes(services),
      ...interactionRoutes(services),
      ...readRoutes(services),
      ...mediaRoutes(services),
      ...dmRoutes(services),
    ],
    faults,
    ledger,
    random,
    settle: () => state.flush(),
    ...(deps.port === undefined ? {} : { port: deps.port }),
    ...(deps.log ? { log: deps.log } : {}),
  });
  baseUrl = server.baseUrl;
  if (world.accounts.size === 0) seedWorld(services, deps.seed, deps.past);
  // The network knows a redirect address by its port (x §1): the training's app registers one that is free here.
  const returnPort = await freePort();
  registerRedirect(`http://127.0.0.1:${returnPort}/oauth/callback`);
  await state.flush();

  function registerRedirect(uri: string): void {
    const app = world.apps.get(SEED_CLIENT_ID);
    if (app) world.apps.put({ ...app, redirectUris: [...new Set([...app.redirectUris, uri])] });
  }

  function accountsNow(): readonly SimAccount[] {
    return clients.flatMap((client) => {
      const row = world.accountNamed(client.username);
      if (!row || row.email === null || row.password === null) return [];
      return [
        {
          id: row.id,
          username: row.username,
          handle: `@${row.username}`,
          displayName: row.name,
          login: row.email,
          password: row.password,
          token: seedToken(deps.seed, client.id),
          form: { client: SEED_CLIENT_ID, port: String(returnPort) },
        },
      ];
    });
  }

  return {
    network: 'twitter',
    baseUrl: server.baseUrl,
    settings,
    purse,
    clientId: SEED_CLIENT_ID,
    get accounts() {
      return accountsNow();
    },
    control: {
      faults,
      audience,
      ledger,
      clock: deps.clock,
      async revoke(account) {
        for (const grant of world.grants.values())
          if (grant.accountId === account) world.grants.put({ ...grant, ended: true });
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
        registerRedirect(`http://127.0.0.1:${returnPort}/oauth/callback`);
        await state.flush();
      },
    },
    async allowRedirect(uri) {
      registerRedirect(uri);
      await state.flush();
    },
    async issueToken(accountId, scopes) {
      const grant = world.grants.put({
        id: randomBytes(16).toString('hex'),
        appId: SEED_CLIENT_ID,
        accountId,
        scopes,
        ended: false,
      });
      const token = world.tokens.put({
        id: randomBytes(32).toString('base64url'),
        grantId: grant.id,
        expiresAt: null,
        revoked: false,
      });
      await state.flush();
      return token.id;
    },
    personId(handle) {
      const person = persons.find((one) => one.handle === handle);
      const row = person && world.accountNamed(usernameOf(person));
      if (!row) throw new Error(`nobody is called ${handle}`);
      return row.id;
    },
    post: (id) => world.posts.get(id),
    medium: (id) => world.media.get(id),
    async aside(handle, text, inReplyToId) {
      const person = persons.find((one) => one.handle === handle);
      const author = person && world.accountNamed(usernameOf(person));
      if (!author) throw new Error(`nobody is called ${handle}`);
      const post = publishing.publish(author, { text, inReplyToId: inReplyToId ?? null });
      await state.flush();
      return post.id;
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

/** A port that nobody listens on now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
