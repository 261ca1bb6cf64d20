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
import { createEndpoints } from '../meta/endpoint.ts';
import { loginRoutes as facebookLogin } from '../meta/login.ts';
import { createMessaging } from '../meta/messaging.ts';
import { endTokens, userNamed } from '../meta/tokens.ts';
import { createUploads } from '../meta/uploads.ts';
import { createUsage } from '../meta/usage.ts';
import { makeBulk } from './bulk.ts';
import { createDialect } from './dialect.ts';
import { bytesOf } from './fetching.ts';
import { limits } from './limits.ts';
import { commentRoutes } from './methods/comments.ts';
import { hostingKey, hostingRoutes } from './methods/hosting.ts';
import { insightRoutes } from './methods/insights.ts';
import { loginRoutes } from './methods/login.ts';
import { messageRoutes } from './methods/messages.ts';
import { publishingRoutes } from './methods/publishing.ts';
import { createNodes } from './nodes.ts';
import { accountsNow, pageToken, putToken, seedWorld } from './seed.ts';
import type { Services } from './services.ts';
import { createStage } from './stage.ts';
import { createWorld, usualTuning, type Tuning } from './world.ts';

export interface InstagramSettings {
  /** Times and allowances that differ from the usual ones. */
  readonly tuning?: Partial<Tuning>;
}

export interface InstagramSim extends Sim {
  /** The access of the page that a client's account is linked to (Facebook Login). Throws for an unknown account. */
  pageToken(accountId: string): string;
  /** The page that an account is linked to. */
  pageId(accountId: string): string;
  /** Another access of Instagram Login, as the console generates it. Throws for an unknown account. */
  issueToken(accountId: string): Promise<string>;
  /** The network's id of somebody in the audience. Throws for an unknown handle. */
  personId(handle: string): string;
  /** Restricts an account, as the network does to some, or frees it again. */
  restrict(accountId: string, restricted: boolean): Promise<void>;
  /** A place of the person's own where a file is put for the network to fetch. */
  readonly hosting: { readonly url: string; readonly key: string };
}

/** Starts a simulated Instagram on the loopback interface: every host of the network is this one server. */
export async function createInstagramSim(
  deps: SimDeps,
  settings: InstagramSettings = {},
): Promise<InstagramSim> {
  const clock = createScopedClock(deps.clock);
  const random = createRandom(deps.seed);
  const faults = createFaults(random);
  const ledger = createLedger();
  const store = { name: 'instagram', ...(deps.dir === undefined ? {} : { dir: deps.dir }) };
  const state = await openState(store);
  const blobs = openBlobs(store);
  const tuning = { ...usualTuning, ...settings.tuning };
  let baseUrl = 'http://127.0.0.1';
  const world = createWorld({ state, blobs, clock, tuning, baseUrl: () => baseUrl });
  const endpoints = createEndpoints(world);
  const messaging = createMessaging(world, {
    platform: 'INSTAGRAM',
    longest: limits.messageBytes,
    measure: (text) => Buffer.byteLength(text),
    nameOf: (id) => ({ name: world.usernameOf(id), username: world.usernameOf(id) }),
    ownerOf: (id) => world.accountOfPage(id)?.id ?? accountOfScoped(id) ?? id,
  });
  const accountOfScoped = (id: string): string | undefined =>
    [...world.accounts.values()].find((row) => row.scopedId === id)?.id;
  const uploads = createUploads(world, endpoints, {
    paths: ['ig-api-upload'],
    fetchUrl: bytesOf,
  });
  const services: Services = {
    world,
    endpoints,
    uploads,
    messaging,
    onPublished(media) {
      const account = world.accounts.get(media.ownerId);
      const client = clients.find((candidate) => candidate.id === account?.clientId);
      if (account && client) audience.posted({ account: account.id, post: media.id, client });
    },
  };
  const audience: Audience = createAudience({
    stage: createStage(services),
    clock,
    random,
    rate: deps.audienceRate ?? 0,
    ...(deps.log ? { log: deps.log } : {}),
  });
  const usage = createUsage(clock, {
    appCalls: tuning.callsPerDay,
    businessCalls: tuning.callsPerDay,
    messages: tuning.callsPerDay,
  });
  const nodes = createNodes(world, messaging);
  const facebook = facebookLogin(world, endpoints);
  world.reindex();
  const server = await createSimServer({
    clock,
    dialect: createDialect(world, usage),
    routes: [
      ...loginRoutes(services, facebook),
      ...facebook,
      ...publishingRoutes(services),
      ...commentRoutes(services),
      ...messageRoutes(services),
      ...insightRoutes(services),
      ...hostingRoutes(world),
      ...endpoints.reads(nodes.edges, nodes.find),
    ],
    faults,
    ledger,
    random,
    settle: () => state.flush(),
    ...(deps.port === undefined ? {} : { port: deps.port }),
    ...(deps.log ? { log: deps.log } : {}),
  });
  baseUrl = server.baseUrl;
  if (world.accounts.size === 0) await seedWorld(services, deps.seed, deps.past);
  await state.flush();

  const clientOf = (accountId: string): string => {
    const row = world.accounts.get(accountId);
    if (!row) throw new Error(`no account ${accountId}`);
    return row.clientId;
  };

  return {
    network: 'instagram',
    baseUrl: server.baseUrl,
    get accounts() {
      return accountsNow(world, deps.seed);
    },
    control: {
      faults,
      audience,
      ledger,
      clock: deps.clock,
      async revoke(account) {
        const owner = world.accounts.get(account)?.ownerId;
        endTokens(world, (token) => token.profileId === account || token.userId === owner, 'app-removed');
        await state.flush();
      },
      async bulk(order) {
        const ids = await makeBulk(services, random, order);
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
        await seedWorld(services, deps.seed, deps.past);
        await state.flush();
      },
    },
    pageToken: (accountId) => pageToken(deps.seed, clientOf(accountId)),
    pageId(accountId) {
      const page = [...world.pages.values()].find((row) => row.instagramId === accountId);
      if (!page) throw new Error(`no page is linked to ${accountId}`);
      return page.id;
    },
    async issueToken(accountId) {
      clientOf(accountId);
      const access = putToken(world, accountId, world.secret('IGAA'));
      await state.flush();
      return access.id;
    },
    personId(handle) {
      const user = userNamed(world, handle);
      if (!user) throw new Error(`nobody is called ${handle}`);
      return user.id;
    },
    async restrict(accountId, restricted) {
      const row = world.accounts.get(accountId);
      if (!row) throw new Error(`no account ${accountId}`);
      world.accounts.put({ ...row, restricted });
      await state.flush();
    },
    hosting: { url: `${server.baseUrl}/hosting`, key: hostingKey },
    async close() {
      clock.stop();
      audience.quiet();
      await server.close();
      await state.close();
    },
  };
}
