import { createAudience, type Audience } from '../core/audience.ts';
import { openBlobs } from '../core/blobs.ts';
import { clients } from '../core/clients.ts';
import { createScopedClock } from '../core/clock.ts';
import { createFaults } from '../core/faults.ts';
import { createLedger } from '../core/ledger.ts';
import { createRandom } from '../core/random.ts';
import { createSimServer } from '../core/server.ts';
import type { Sim, SimDeps } from '../core/sim.ts';
import { openState } from '../core/state.ts';
import { createMetaDialect } from '../meta/dialect.ts';
import { createEndpoints } from '../meta/endpoint.ts';
import { failure } from '../meta/failure.ts';
import { loginRoutes } from '../meta/login.ts';
import { createMessaging } from '../meta/messaging.ts';
import type { TokenEnd } from '../meta/rows.ts';
import { familyAccounts, seedAppId } from '../meta/seed.ts';
import { endTokens, userNamed } from '../meta/tokens.ts';
import { createUploads } from '../meta/uploads.ts';
import { createUsage } from '../meta/usage.ts';
import { createMetaWorld } from '../meta/world.ts';
import { makeBulk } from './bulk.ts';
import { facebookLimits, type Limits } from './limits.ts';
import { engagementRoutes } from './methods/engagement.ts';
import { photoRoutes } from './methods/photos.ts';
import { pictureRoutes } from './methods/pictures.ts';
import { postRoutes } from './methods/posts.ts';
import { videoRoutes } from './methods/videos.ts';
import { createNodes, edgeNames } from './nodes.ts';
import { createPublishing } from './publishing.ts';
import { seedWorld } from './seed.ts';
import type { Services } from './services.ts';
import { createStage } from './stage.ts';
import { createWorld } from './world.ts';

export interface FacebookSettings {
  readonly limits?: Partial<Limits>;
}

export interface FacebookSim extends Sim {
  /** The training app: what a person would copy from the developer console. */
  readonly app: { readonly id: string; readonly secret: string };
  /** An access of the page with exactly these permissions. */
  issueToken(pageId: string, scopes: readonly string[]): Promise<string>;
  /** Ends the accesses of a page in one of the network's ways. */
  endAccess(pageId: string, why: TokenEnd): Promise<void>;
  /** The network's id of somebody in the audience. Throws for an unknown handle. */
  personId(handle: string): string;
  /** Somebody recommends the page, or does not. Resolves with the id of its story. */
  recommend(handle: string, pageId: string, positive: boolean, text: string): Promise<string>;
}

/** Starts the simulated network: every host of it at one address on the loopback interface. */
export async function createFacebookSim(
  deps: SimDeps,
  settings: FacebookSettings = {},
): Promise<FacebookSim> {
  const limits = { ...facebookLimits, ...settings.limits };
  const clock = createScopedClock(deps.clock);
  const random = createRandom(deps.seed);
  const faults = createFaults(random);
  const ledger = createLedger();
  const store = { name: 'facebook', ...(deps.dir === undefined ? {} : { dir: deps.dir }) };
  const state = await openState(store);
  const blobs = openBlobs(store);
  const world = createWorld(createMetaWorld({ state, blobs, clock }), limits);
  const endpoints = createEndpoints(world);
  const uploads = createUploads(world, endpoints, { paths: ['video-upload'] });
  const messaging = createMessaging(world, {
    platform: 'MESSENGER',
    longest: limits.message,
    measure: (text) => text.length,
    nameOf: (id) => ({ name: world.who(id)?.name ?? '' }),
  });
  const publishing = createPublishing(world, {
    published(post) {
      const page = world.pages.get(post.pageId);
      const client = clients.find((candidate) => candidate.id === page?.clientId);
      // What the seed publishes is long past; nobody reacts to it.
      if (client && post.createdAt > clock.now() - 60_000)
        audience.posted({ account: post.pageId, post: post.id, client });
    },
  });
  const nodes = createNodes(world, messaging);
  const services: Services = { world, endpoints, messaging, uploads, publishing, nodes };
  const audience: Audience = createAudience({
    stage: createStage(services),
    clock,
    random,
    rate: deps.audienceRate ?? 0,
    ...(deps.log ? { log: deps.log } : {}),
  });
  const usage = createUsage(clock, limits);

  world.reindex();
  const server = await createSimServer({
    clock,
    dialect: createMetaDialect({
      network: 'facebook',
      world,
      usage,
      own: {
        duplicate: failure(506, '(#506) Duplicate status message'),
        'already-posted': failure(100, '(#100) The photos were already posted.', { subcode: 1366051 }),
      },
      kindOf: ({ operation }) => (operation === 'messages.create' ? 'messenger' : 'pages'),
    }),
    routes: [
      ...loginRoutes(world, endpoints),
      ...uploads.routes,
      ...endpoints.reads(edgeNames, nodes.find),
      ...postRoutes(services),
      ...photoRoutes(services),
      ...videoRoutes(services),
      ...engagementRoutes(services),
      ...pictureRoutes(services),
    ],
    faults,
    ledger,
    random,
    settle: () => state.flush(),
    ...(deps.port === undefined ? {} : { port: deps.port }),
    ...(deps.log ? { log: deps.log } : {}),
  });
  if (world.pages.size === 0) seedWorld(services, deps.seed, deps.past);
  publishing.resume();
  await state.flush();

  return {
    network: 'facebook',
    baseUrl: server.baseUrl,
    get app() {
      return { id: seedAppId, secret: world.apps.get(seedAppId)?.secret ?? '' };
    },
    get accounts() {
      return familyAccounts(world, deps.seed);
    },
    control: {
      faults,
      audience,
      ledger,
      clock: deps.clock,
      async revoke(account) {
        endTokens(world, (token) => token.profileId === account, 'app-removed');
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
        usage.clear();
        world.reindex();
        seedWorld(services, deps.seed, deps.past);
        await state.flush();
      },
    },
    async issueToken(pageId, scopes) {
      const page = world.pages.get(pageId);
      const owner = page && Object.keys(page.tasks)[0];
      if (owner === undefined) throw new Error(`no page ${pageId}`);
      const now = clock.now();
      const token = world.tokens.put({
        id: world.secret('EAAP'),
        type: 'PAGE',
        appId: seedAppId,
        userId: owner,
        profileId: pageId,
        scopes: ['public_profile', ...scopes],
        targets: null,
        issuedAt: now,
        expiresAt: null,
        dataAccessExpiresAt: now + 90 * 86_400_000,
        longLived: true,
        ended: null,
      });
      await state.flush();
      return token.id;
    },
    async endAccess(pageId, why) {
      endTokens(world, (token) => token.profileId === pageId, why);
      await state.flush();
    },
    personId(handle) {
      const user = userNamed(world, handle);
      if (!user) throw new Error(`nobody is called ${handle}`);
      return user.id;
    },
    async recommend(handle, pageId, positive, text) {
      const user = userNamed(world, handle);
      if (!user) throw new Error(`nobody is called ${handle}`);
      const now = clock.now();
      const row = world.ratings.put({
        id: world.nextId(),
        pageId,
        fromId: user.id,
        positive,
        text,
        createdAt: now,
        committedAt: now,
      });
      await state.flush();
      return row.id;
    },
    async close() {
      clock.stop();
      audience.quiet();
      await server.close();
      await state.close();
    },
  };
}
