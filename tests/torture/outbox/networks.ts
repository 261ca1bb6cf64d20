import { randomBytes } from 'node:crypto';
import { connectorOf } from '../../../src-main/connectors/index.ts';
import type { ConnectorContext, Secret, Session } from '../../../src-main/connectors/contract.ts';
import { systemClock } from '../../../src-main/engine/clock.ts';
import { createUndiciHttp, type UndiciHttp } from '../../../src-main/engine/undici-http.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import { emptyContent, type Content } from '../../../src-shared/domain/content.ts';
import type { Action } from '../../../src-shared/domain/intent.ts';
import { failure } from '../../../src-shared/errors.ts';
import { rowId, type WorkspaceId } from '../../../src-shared/ids.ts';
import type { NetworkId } from '../../../src-shared/networks/registry.ts';
import type { Operation } from '../../../src-shared/outbox/operation.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { createBlueskySim } from '../../../src-simulator/bluesky/start.ts';
import type { LedgerEntry } from '../../../src-simulator/core/ledger.ts';
import type { Sim, SimAccount } from '../../../src-simulator/core/sim.ts';
import type { FlavourName } from '../../../src-simulator/mastodon/flavour.ts';
import { createMastodonSim } from '../../../src-simulator/mastodon/sim.ts';
import { accountOf, contextOf } from './account-of.ts';
import type { StormClock } from './storm-clock.ts';

/** A simulated server with the accounts that Vigie has there. */
export interface Server {
  readonly network: NetworkId;
  readonly sim: Sim;
  readonly accounts: readonly Held[];
}

export interface Held {
  readonly account: Account;
  readonly login: SimAccount;
  readonly secret: Secret;
  readonly sim: Sim;
  /** What may be answered and liked. */
  readonly targets: readonly Target[];
  /** What else may be done there; absent: nothing else is. */
  readonly more?: More;
  /** Own posts that may be deleted, with their words. */
  readonly old: readonly { readonly remoteId: string; readonly handle: string; readonly text: string }[];
  /** Signs in anew, as its owner does after a refusal. */
  signIn(): Promise<Secret>;
  /** Reads everything of it, with all faults off. */
  read(): Promise<Standing>;
  /** What the network's own reading cannot tell from something else, by its sheet; absent: nothing. */
  isUnproven?(content: Content): boolean;
  /** What no list shows for certain, by the network's sheet: that it is not seen proves nothing; absent: nothing. */
  isUnlisted?(content: Content): boolean;
  /** What nobody can look for once the names of its media were lost with the journal; absent: nothing. */
  isForgotten?(content: Content): boolean;
}

type Target = Extract<Action, { tag: 'reply' }>['target'];

/** What is there for wishes that few networks know. */
export interface More {
  /** What people said in private, each in a conversation of their own. */
  readonly messages: readonly Target[];
  /** Somebody's comment that is hidden already. */
  readonly hidden: readonly Target[];
  /** Somebody's comment that is to go. */
  readonly unwanted: readonly Target[];
}

/** What stands on a server of one account, read as anybody could. */
export interface Standing {
  readonly posts: readonly StandingPost[];
  /** Remote ids of what the account likes, one for each like. */
  readonly likes: readonly string[];
  /** What the server's own scheduler still holds. */
  readonly pending: number;
  /** Remote ids of what the account keeps from everybody else's eyes; absent: it cannot. */
  readonly hidden?: readonly string[];
  /** Remote ids of what others said under its posts and is still there; absent: the reader does not look. */
  readonly comments?: readonly string[];
}

export interface StandingPost {
  readonly id: string;
  readonly text: string;
  readonly replyTo: string | null;
  readonly media: number;
  /** Choices of its poll; absent: the reader does not look. */
  readonly choices?: number;
  /** The request that made it; null: the server's own scheduler did. */
  readonly entry: LedgerEntry | null;
  readonly createdAt: number;
}

const first = <T>(result: Result<readonly T[], unknown>): T => {
  const [one] = value(result);
  if (one === undefined) throw new Error('nobody was connected');
  return one;
};

export const value = <T>(result: Result<T, unknown>): T => {
  if (result.tag === 'err') throw new Error(`set-up failed: ${JSON.stringify(result.error)}`);
  return result.value;
};

export const openHttp = (): UndiciHttp =>
  createUndiciHttp({ clock: systemClock, version: '0.0.0', isNamed: () => true });

export async function startServer(
  network: NetworkId,
  deps: {
    readonly clock: StormClock;
    readonly seed: number;
    readonly http: UndiciHttp;
    readonly workspaceId: WorkspaceId;
    readonly flavour: FlavourName;
  },
): Promise<Server> {
  const { clock, seed } = deps;
  const log = (line: string): void => console.error(line);
  const sim =
    network === 'bluesky'
      ? await createBlueskySim({ clock, seed, log })
      : await createMastodonSim({ clock, seed, log }, { flavour: deps.flavour });
  const accounts: Held[] = [];
  for (const login of sim.accounts.slice(0, 2)) accounts.push(await hold(sim, network, login, deps));
  sim.control.ledger.clear();
  return { network, sim, accounts };
}

async function sessionOf(
  sim: Sim,
  network: NetworkId,
  login: SimAccount,
  deps: { readonly clock: StormClock; readonly http: UndiciHttp },
): Promise<Session> {
  const connector = connectorOf(network);
  const { signal } = new AbortController();
  const now = (): number => deps.clock.now();
  if (connector.manifest.auth.tag === 'password')
    return first(
      await connector.authorise({
        http: deps.http,
        signal,
        now,
        random: (bytes) => randomBytes(bytes).toString('base64url'),
        progress: () => undefined,
        way: '',
        paste: () => Promise.resolve(err(failure('not-offered'))),
        choose: (choices) => Promise.resolve(ok(choices.map(({ id }) => id))),
        loopback: () => Promise.reject(new Error('no browser is needed')),
        fields: { handle: login.login, password: login.password, server: sim.baseUrl },
      }),
    );
  // The way through a browser is not what is tried here: a token as the server gives it.
  const issue =
    'issueToken' in sim ? (sim as Awaited<ReturnType<typeof createMastodonSim>>).issueToken : null;
  const token = (await issue?.(login.id, ['read', 'write', 'push', 'profile'])) ?? login.token;
  const secret: Secret = {
    accessToken: token,
    refreshToken: null,
    expiresAt: null,
    scope: 'read write push profile',
    clientId: 'torture',
    clientSecret: 'torture',
    redirectUri: '',
    tokenUrl: `${sim.baseUrl}/oauth/token`,
    revokeUrl: `${sim.baseUrl}/oauth/revoke`,
  };
  const ctx: ConnectorContext = {
    http: deps.http,
    origin: sim.baseUrl,
    secret,
    signal,
    now,
    manifest: connector.manifest,
    me: { remoteId: login.id, handle: login.handle },
    openMedia: () => Promise.resolve(err(failure('media-missing'))),
    readMedia: () => Promise.resolve(err(failure('media-missing'))),
  };
  return { identity: value(await connector.identify(ctx)), secret };
}

async function hold(
  sim: Sim,
  network: NetworkId,
  login: SimAccount,
  deps: Parameters<typeof startServer>[1],
): Promise<Held> {
  const { clock, workspaceId, http } = deps;
  const connector = connectorOf(network);
  const { identity, secret } = await sessionOf(sim, network, login, deps);
  const account = accountOf(network, identity, workspaceId, clock.now());
  const ctx = contextOf(account, secret, { http, now: () => clock.now() });
  for (const n of [1, 2])
    await sim.control.audience.say({
      kind: 'mention',
      person: 'theo_marchand',
      account: login.id,
      text: `Une question ${String(n)}`,
    });
  const feed = account.manifest.feeds[0]?.name ?? '';
  const page = value(await connector.pull(ctx, { feed, cursor: null, direction: 'newer', limit: 40 }));
  const targets = page.items.flatMap((item) =>
    item.tag === 'message' && JSON.stringify(item.message.body).includes('Une question')
      ? [
          {
            messageId: rowId(workspaceId, account.id, item.message.remoteId),
            remoteId: item.message.remoteId,
            conversationId: item.message.conversationId,
            handleData: item.message.handleData,
            box: 'public' as const,
            authorHandle: item.message.author.handle,
          },
        ]
      : [],
  );
  if (targets.length < 2) throw new Error('set-up failed: nobody mentioned the account');
  const old: { remoteId: string; handle: string; text: string }[] = [];
  for (const n of [1, 2]) {
    const text = `À supprimer ${String(n)}`;
    const operation: Operation = {
      tag: 'create',
      content: { ...emptyContent, text },
      uploaded: [],
      replyTo: null,
    };
    const drawn = connector.draw(operation, clock.now(), (bytes) => randomBytes(bytes));
    const made = value(await connector.publish(ctx, operation, drawn));
    if (made.tag === 'done' && made.remote.remoteId !== null)
      old.push({ remoteId: made.remote.remoteId, handle: made.remote.handle, text });
  }
  const held: Held = {
    account,
    login,
    secret,
    sim,
    targets,
    old,
    signIn: async () => (await sessionOf(sim, network, login, deps)).secret,
    read: () => standingOf(held),
  };
  return held;
}

type Json = Readonly<Record<string, unknown>>;

/** The requests that made things of these kinds, by the thing's id. */
export const makersOf = (sim: Sim, kinds: readonly string[]): ReadonlyMap<string, LedgerEntry> =>
  new Map(
    sim.control.ledger
      .entries({ worked: true })
      .flatMap((entry) =>
        entry.effects.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => [id, entry] as const),
      ),
  );

async function standingOf(held: Held): Promise<Standing> {
  const makers = makersOf(held.sim, ['post']);
  return held.account.network === 'bluesky' ? blueskyStanding(held, makers) : mastodonStanding(held, makers);
}

async function blueskyStanding(held: Held, makers: ReadonlyMap<string, LedgerEntry>): Promise<Standing> {
  const list = async (collection: string): Promise<readonly { uri: string; value: Json }[]> => {
    const all: { uri: string; value: Json }[] = [];
    let cursor = '';
    do {
      const query = new URLSearchParams({ repo: held.account.remoteId, collection, limit: '100' });
      if (cursor !== '') query.set('cursor', cursor);
      const url = `${held.sim.baseUrl}/xrpc/com.atproto.repo.listRecords?${query.toString()}`;
      const answer = (await (await fetch(url)).json()) as { records: typeof all; cursor?: string };
      all.push(...answer.records);
      cursor = answer.cursor ?? '';
    } while (cursor !== '');
    return all;
  };
  const posts = await list('app.bsky.feed.post');
  const likes = await list('app.bsky.feed.like');
  return {
    posts: posts.map(({ uri, value: post }) => ({
      id: uri,
      text: String(post['text']),
      replyTo:
        (((post['reply'] as Json | undefined)?.['parent'] as Json | undefined)?.['uri'] as string | null) ??
        null,
      media: (((post['embed'] as Json | undefined)?.['images'] ?? []) as unknown[]).length,
      entry: makers.get(uri) ?? null,
      createdAt: Date.parse(String(post['createdAt'])),
    })),
    likes: likes.map(({ value: like }) => String((like['subject'] as Json)['uri'])),
    pending: 0,
  };
}

async function mastodonStanding(held: Held, makers: ReadonlyMap<string, LedgerEntry>): Promise<Standing> {
  const issue = (held.sim as Awaited<ReturnType<typeof createMastodonSim>>).issueToken;
  const token = await issue(held.login.id, ['read']);
  const read = async (path: string): Promise<readonly Json[]> => {
    const answer = await fetch(`${held.sim.baseUrl}${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const found: unknown = await answer.json();
    if (!Array.isArray(found)) throw new Error(`${path}: ${JSON.stringify(found)}`);
    return found as readonly Json[];
  };
  const posts: Json[] = [];
  for (;;) {
    const last = posts.at(-1)?.['id'] as string | undefined;
    const page = await read(
      `/api/v1/accounts/${held.account.remoteId}/statuses?limit=40${last === undefined ? '' : `&max_id=${last}`}`,
    );
    posts.push(...page);
    if (page.length === 0) break;
  }
  const likes: string[] = [];
  for (const { remoteId } of held.targets) {
    const answer = await fetch(`${held.sim.baseUrl}/api/v1/statuses/${remoteId}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (((await answer.json()) as Json)['favourited'] === true) likes.push(remoteId);
  }
  const pending = await read('/api/v1/scheduled_statuses?limit=40');
  return {
    posts: posts.map((post) => ({
      id: String(post['id']),
      text: String(post['content'])
        .replace(/<[^>]*>/g, '')
        .replaceAll('&#39;', "'"),
      replyTo: (post['in_reply_to_id'] as string | null) ?? null,
      media: (post['media_attachments'] as unknown[]).length,
      entry: makers.get(String(post['id'])) ?? null,
      createdAt: Date.parse(String(post['created_at'])),
    })),
    likes,
    pending: pending.length,
  };
}
