import { createAudience, type Audience } from '../core/audience.ts';
import { openBlobs } from '../core/blobs.ts';
import { clients } from '../core/clients.ts';
import { createScopedClock } from '../core/clock.ts';
import { createFaults } from '../core/faults.ts';
import { createLedger } from '../core/ledger.ts';
import { persons } from '../core/persons.ts';
import { createRandom } from '../core/random.ts';
import { createSimServer } from '../core/server.ts';
import type { Sim, SimAccount, SimDeps } from '../core/sim.ts';
import { openState } from '../core/state.ts';
import { makeBulk } from './bulk.ts';
import { createDialect } from './dialect.ts';
import { createEndpoints } from './endpoint.ts';
import { commentRoutes } from './methods/comments.ts';
import { identityRoutes } from './methods/identity.ts';
import { notificationRoutes } from './methods/notifications.ts';
import { oauthPageRoutes } from './methods/oauth-pages.ts';
import { issueToken, oauthRoutes } from './methods/oauth.ts';
import { postRoutes } from './methods/posts.ts';
import { reactionRoutes } from './methods/reactions.ts';
import { statisticsRoutes } from './methods/statistics.ts';
import { uploadRoutes } from './methods/uploads.ts';
import { createPublishing } from './publishing.ts';
import { createQuotas } from './quotas.ts';
import type { Role } from './rows.ts';
import {
  giveRole,
  keeperOf,
  personIdOf,
  SEED_APP_ID,
  seedSecret,
  seedToken,
  seedWorld,
  SELF_SERVE_APP_ID,
} from './seed.ts';
import type { Services } from './services.ts';
import { defaultSettings, type LinkedinSettings } from './settings.ts';
import { createStage } from './stage.ts';
import { memberUrn, organizationUrn } from './urn.ts';
import { createWorld, isAccountOf } from './world.ts';

/** An app of the developer portal, as its owner reads it there. */
export interface PortalApp {
  readonly id: string;
  readonly secret: string;
}

export interface LinkedinSim extends Sim {
  readonly apps: {
    /** Every product, refresh tokens, native flow. */
    readonly partner: PortalApp;
    /** What anybody gets at once: sign-in and posting as a member. */
    readonly selfServe: PortalApp;
  };
  /** A token of the portal's generator with exactly these scopes. `member`: a bare id. */
  issueToken(member: string, scopes: readonly string[], app?: string): Promise<string>;
  /** Ends every access that the members behind an account gave, as the days that it lives for do. */
  expire(account: string): Promise<void>;
  /** The URN of the member who looks after a client's page. */
  keeper(clientId: string): string;
  /** The URN of somebody of the audience. Throws for an unknown handle. */
  personUrn(handle: string): string;
  /** Gives a member (URN) a role on a page (URN). */
  giveRole(member: string, organization: string, role: Role): Promise<void>;
  /** What people see of a post, by its share, ugcPost or activity URN; undefined: nothing. */
  shownText(post: string): string | undefined;
  /** Destroys all open connections, as a crash of the server would; it goes on listening. */
  cutConnections(): void;
}

/** Starts a simulated LinkedIn on the loopback interface: pages of consent, API and upload hosts in one. */
export async function createLinkedinSim(
  deps: SimDeps,
  settings: Partial<LinkedinSettings> = {},
): Promise<LinkedinSim> {
  const clock = createScopedClock(deps.clock);
  const random = createRandom(deps.seed);
  const faults = createFaults(random);
  const ledger = createLedger();
  const store = { name: 'linkedin', ...(deps.dir === undefined ? {} : { dir: deps.dir }) };
  const state = await openState(store);
  const blobs = openBlobs(store);
  let baseUrl = 'http://127.0.0.1';
  const world = createWorld({
    state,
    blobs,
    clock,
    settings: { ...defaultSettings, ...settings },
    baseUrl: () => baseUrl,
  });
  const quotas = createQuotas(world);
  const endpoints = createEndpoints(world, quotas);
  const publishing = createPublishing(world, {
    onPublished(post) {
      const client = clients.find((one) => organizationUrn(keeperOf(one).organization) === post.author);
      // What the seed publishes is long past; nobody reacts to it.
      if (client && post.createdAt > clock.now() - 60_000)
        audience.posted({ account: post.author, post: post.id, client });
    },
  });
  const services: Services = { world, endpoints, publishing };
  const audience: Audience = createAudience({
    stage: createStage(services),
    clock,
    random,
    rate: deps.audienceRate ?? 0,
    ...(deps.log ? { log: deps.log } : {}),
  });

  world.reindex();
  const server = await createSimServer({
    clock,
    dialect: createDialect(world),
    routes: [
      ...oauthPageRoutes(world),
      ...oauthRoutes(world),
      ...identityRoutes(services),
      ...postRoutes(services),
      ...uploadRoutes(services),
      ...commentRoutes(services),
      ...reactionRoutes(services),
      ...notificationRoutes(services),
      ...statisticsRoutes(services),
    ],
    faults,
    ledger,
    random,
    settle: () => state.flush(),
    ...(deps.port === undefined ? {} : { port: deps.port }),
    ...(deps.log ? { log: deps.log } : {}),
  });
  baseUrl = server.baseUrl;
  if (world.members.size === 0) seedWorld(services, deps.seed, deps.past);
  await state.flush();

  const portalApp = (id: string): PortalApp => ({ id, secret: seedSecret(deps.seed, id) });
  const bare = (member: string): string => member.replace('urn:li:person:', '');

  return {
    network: 'linkedin',
    baseUrl: server.baseUrl,
    // The pages; whoever looks after one signs in for it.
    accounts: clients.map((client): SimAccount => {
      const keeper = keeperOf(client);
      return {
        id: organizationUrn(keeper.organization),
        username: client.username,
        handle: client.username,
        displayName: client.name,
        login: `${keeper.first.toLowerCase()}@${new URL(client.website).hostname}`,
        password: keeper.password,
        token: seedToken(deps.seed, client.id),
        form: { token: seedToken(deps.seed, client.id) },
      };
    }),
    apps: { partner: portalApp(SEED_APP_ID), selfServe: portalApp(SELF_SERVE_APP_ID) },
    control: {
      faults,
      audience,
      ledger,
      clock: deps.clock,
      async revoke(account) {
        for (const member of world.members.values()) {
          if (!isAccountOf(member, account)) continue;
          for (const token of world.tokens.values())
            if (token.memberId === member.id) world.tokens.put({ ...token, revoked: true });
          for (const refresh of world.refreshes.values())
            if (refresh.memberId === member.id) world.refreshes.put({ ...refresh, revoked: true });
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
        quotas.clear();
        world.reindex();
        seedWorld(services, deps.seed, deps.past);
        await state.flush();
      },
    },
    async issueToken(member, scopes, app = SEED_APP_ID) {
      const row = world.apps.get(app);
      if (!row) throw new Error(`no app ${app}`);
      const token = issueToken(world, { app: row, memberId: bare(member), scopes });
      await state.flush();
      return token.id;
    },
    async expire(account) {
      const now = clock.now();
      for (const token of world.tokens.values()) {
        const member = world.memberOfToken(token);
        if (member && isAccountOf(member, account)) world.tokens.put({ ...token, expiresAt: now });
      }
      await state.flush();
    },
    keeper(clientId) {
      const client = clients.find(({ id }) => id === clientId);
      if (!client) throw new Error(`no client ${clientId}`);
      return memberUrn(keeperOf(client).id);
    },
    personUrn(handle) {
      const person = persons.find((one) => one.handle === handle);
      if (!person) throw new Error(`nobody is called ${handle}`);
      return memberUrn(personIdOf(person));
    },
    async giveRole(member, organization, role) {
      giveRole(services, bare(member), organization, role);
      await state.flush();
    },
    shownText: (post) => world.post(post)?.text,
    cutConnections: () => server.cutConnections(),
    async close() {
      clock.stop();
      audience.quiet();
      await server.close();
      await state.close();
    },
  };
}

/** Programs do not read direct messages there (linkedin §4). */
createLinkedinSim.withoutMessages = true;
