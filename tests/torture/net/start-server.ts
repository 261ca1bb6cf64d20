import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { connectorOf } from '../../../src-main/connectors/index.ts';
import type { ConnectorContext, Performed, Secret, Session } from '../../../src-main/connectors/contract.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import { emptyContent, type Content } from '../../../src-shared/domain/content.ts';
import { rowId } from '../../../src-shared/ids.ts';
import type { Operation } from '../../../src-shared/outbox/operation.ts';
import type { SimAccount } from '../../../src-simulator/core/sim.ts';
import { accountOf, contextOf } from '../outbox/account-of.ts';
import { value, type Held, type More, type Server } from '../outbox/networks.ts';
import type { StartServer } from '../outbox/play.ts';
import { networks, type Network } from './cells.ts';
import { openLeakyGate, type LeakyGate } from './leaky-gate.ts';
import { repertoires } from './repertoire.ts';
import { startSim, type Running } from './sims.ts';
import { standingFrom } from './standing.ts';

type Deps = Parameters<StartServer>[1];

/** A network with its accounts, its past, and the way to its own books. */
export const startNetwork: StartServer = async (named, deps): Promise<Server> => {
  const network = networks.find((one) => one === named);
  if (network === undefined) throw new Error(`no such network here: ${named}`);
  const { clock, seed, http, plan } = deps;
  const books = path.join(deps.folder, 'server');
  const running = await startSim(
    network,
    { clock, seed, dir: books, log: (line) => console.error(line) },
    { http, plan },
  );
  const { sim } = running;
  const gate = plan.leaks === undefined ? null : await openLeakyGate(sim.baseUrl, plan.leaks);
  const accounts: Held[] = [];
  for (const login of sim.accounts.slice(0, 2))
    accounts.push(await hold(network, running, login, gate, books, deps));
  sim.control.ledger.clear();
  const close = async (): Promise<void> => {
    await gate?.close();
    await sim.close();
  };
  return { network, sim: { ...sim, close }, accounts };
};

async function hold(
  network: Network,
  { sim, signIn }: Running,
  login: SimAccount,
  gate: LeakyGate | null,
  books: string,
  { clock, workspaceId, http }: Deps,
): Promise<Held> {
  // Codes of an authorisation live for seconds, of which a busy machine may lose many here: it is done again.
  const connect = async (tries = 5): Promise<Session> => {
    const session = await signIn(login).catch((error: unknown) => {
      if (tries === 1) throw error;
      return connect(tries - 1);
    });
    return gate === null
      ? session
      : { ...session, secret: through(session.secret, sim.baseUrl, gate.origin) };
  };
  const { identity, secret } = await connect();
  const plain = accountOf(network, identity, workspaceId, clock.now());
  // What the engine says goes through the gate; the past is made beside it.
  const account: Account = gate === null ? plain : { ...plain, origin: gate.origin };
  const ctx = contextOf(plain, secret, { http, now: () => clock.now() });
  // Whose posts nobody can read has nothing to answer either.
  const isHeard = account.manifest.capabilities.includes('reply');
  const [post = ''] = isHeard ? await sim.control.bulk({ account: login.id, kind: 'post', count: 1 }) : [];
  const there: There = { network, account, post: isHeard ? post : null };
  const held: Held = {
    account,
    login,
    secret,
    sim,
    targets: await talkTo(ctx, sim, there),
    old: repertoires[network].acts.includes('delete') ? await oldPosts(ctx, network) : [],
    more: await moreThere(ctx, sim, login, there),
    signIn: async () => (await connect()).secret,
    ...(network === 'twitter' && { isUnproven: hasPoll }),
    ...(network === 'facebook' && { isForgotten: hasFilm, isUnlisted: isPhotoStory }),
    read: () => standingFrom(network, held, books),
  };
  return held;
}

/** Its list shows no answers of a poll: whether one is there nobody but the person can say (x §8). */
const hasPoll = ({ poll }: Content): boolean => poll !== null;

/** No list of stories of photos is reliable: one that is not in it may stand all the same (facebook-pages §9). */
const isPhotoStory = (content: Content): boolean =>
  content.settings['format'] === 'story' && !hasFilm(content);

/** While a film is worked on no list shows it: only by its own id it can be asked for (facebook-pages §9). */
const hasFilm = ({ media }: Content): boolean => media.some(({ mime }) => mime.startsWith('video/'));

const through = (secret: Secret, from: string, to: string): Secret =>
  JSON.parse(JSON.stringify(secret).replaceAll(from, to)) as Secret;

interface There {
  readonly network: Network;
  readonly account: Account;
  /** The own post under which people speak; null: they cannot. */
  readonly post: string | null;
}

/** What the account's own feeds bring of what was just said. */
async function heard(
  ctx: ConnectorContext,
  { network, account }: There,
  box: 'public' | 'private',
  texts: readonly string[],
): Promise<Held['targets']> {
  const connector = connectorOf(network);
  const targets = new Map<string, Held['targets'][number]>();
  for (const { name: feed } of account.manifest.feeds) {
    const page = value(await connector.pull(ctx, { feed, cursor: null, direction: 'newer', limit: 40 }));
    for (const item of page.items)
      if (
        item.tag === 'message' &&
        item.message.box === box &&
        texts.some((text) => JSON.stringify(item.message.body).includes(text))
      )
        targets.set(item.message.remoteId, {
          messageId: rowId(account.workspaceId, account.id, item.message.remoteId),
          remoteId: item.message.remoteId,
          conversationId: item.message.conversationId,
          handleData: item.message.handleData,
          box,
          authorHandle: item.message.author.handle,
        });
    if (targets.size >= texts.length) break;
  }
  if (targets.size < texts.length)
    throw new Error(`set-up failed: ${network} shows ${String(targets.size)} of ${texts.join(', ')}`);
  return [...targets.values()];
}

/** Somebody asks two questions under an own post: what may be answered, liked and hidden. */
async function talkTo(ctx: ConnectorContext, sim: Running['sim'], there: There): Promise<Held['targets']> {
  if (there.post === null) return [];
  const texts = ['Une question 1', 'Une question 2'];
  for (const text of texts)
    await sim.control.audience.say({ kind: 'reply', person: 'theo_marchand', post: there.post, text });
  return heard(ctx, there, 'public', texts);
}

/** And what few networks know: words in private, a comment that is hidden already, one that is to go. */
async function moreThere(
  ctx: ConnectorContext,
  sim: Running['sim'],
  login: SimAccount,
  there: There,
): Promise<More> {
  const { more } = repertoires[there.network];
  const said = async (text: string): Promise<Held['targets']> => {
    if (there.post === null) return [];
    await sim.control.audience.say({ kind: 'reply', person: 'lucas_perrin', post: there.post, text });
    return heard(ctx, there, 'public', [text]);
  };
  const inPrivate = async (text: string): Promise<Held['targets']> => {
    await sim.control.audience.say({ kind: 'message', person: 'nadia_benali', account: login.id, text });
    return heard(ctx, there, 'private', [text]);
  };
  const hidden = more.includes('unhide') ? await said('Une remarque à montrer de nouveau') : [];
  for (const { remoteId, handleData } of hidden)
    await perform(ctx, there.network, { tag: 'hide', remoteId, handleData });
  return {
    messages: more.includes('message') ? await inPrivate('Un mot en privé') : [],
    hidden,
    unwanted: more.includes('delete-comment') ? await said('Une réclame à effacer') : [],
  };
}

async function perform(ctx: ConnectorContext, network: Network, operation: Operation): Promise<Performed> {
  const connector = connectorOf(network);
  const drawn = connector.draw(operation, ctx.now(), (bytes) => randomBytes(bytes));
  return value(await connector.publish(ctx, operation, drawn));
}

/** Own posts that may be deleted. */
async function oldPosts(ctx: ConnectorContext, network: Network): Promise<Held['old']> {
  const old: Held['old'][number][] = [];
  for (const text of ['À supprimer 1', 'À supprimer 2']) {
    const content = { ...emptyContent, text };
    const made = await perform(ctx, network, { tag: 'create', content, uploaded: [], replyTo: null });
    if (made.tag === 'done' && made.remote.remoteId !== null)
      old.push({ remoteId: made.remote.remoteId, handle: made.remote.handle, text });
  }
  return old;
}
