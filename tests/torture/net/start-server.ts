import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { connectorOf } from '../../../src-main/connectors/index.ts';
import type { ConnectorContext, Secret, Session } from '../../../src-main/connectors/contract.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import { emptyContent, type Content } from '../../../src-shared/domain/content.ts';
import { rowId } from '../../../src-shared/ids.ts';
import type { SimAccount } from '../../../src-simulator/core/sim.ts';
import { accountOf, contextOf } from '../outbox/account-of.ts';
import { value, type Held, type Server } from '../outbox/networks.ts';
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
  const held: Held = {
    account,
    login,
    secret,
    sim,
    targets: await talkTo(ctx, sim, login, { network, account }),
    old: repertoires[network].acts.includes('delete') ? await oldPosts(ctx, network) : [],
    signIn: async () => (await connect()).secret,
    ...(network === 'twitter' && { isUnproven: hasPoll }),
    read: () => standingFrom(network, held, books),
  };
  return held;
}

/** Its list shows no answers of a poll: whether one is there nobody but the person can say (x §8). */
const hasPoll = ({ poll }: Content): boolean => poll !== null;

const through = (secret: Secret, from: string, to: string): Secret =>
  JSON.parse(JSON.stringify(secret).replaceAll(from, to)) as Secret;

/** Somebody asks two questions under an own post: what may be answered, liked and hidden. */
async function talkTo(
  ctx: ConnectorContext,
  sim: Running['sim'],
  login: SimAccount,
  { network, account }: { readonly network: Network; readonly account: Account },
): Promise<Held['targets']> {
  const connector = connectorOf(network);
  const { feeds, capabilities } = account.manifest;
  // Whose posts nobody can read has nothing to answer either.
  if (!capabilities.includes('reply')) return [];
  const [post = ''] = await sim.control.bulk({ account: login.id, kind: 'post', count: 1 });
  for (const text of ['Une question 1', 'Une question 2'])
    await sim.control.audience.say({ kind: 'reply', person: 'theo_marchand', post, text });
  const targets = new Map<string, Held['targets'][number]>();
  for (const { name: feed } of feeds) {
    const page = value(await connector.pull(ctx, { feed, cursor: null, direction: 'newer', limit: 40 }));
    for (const item of page.items)
      if (item.tag === 'message' && JSON.stringify(item.message.body).includes('Une question'))
        targets.set(item.message.remoteId, {
          messageId: rowId(account.workspaceId, account.id, item.message.remoteId),
          remoteId: item.message.remoteId,
          conversationId: item.message.conversationId,
          handleData: item.message.handleData,
          box: 'public' as const,
          authorHandle: item.message.author.handle,
        });
    if (targets.size >= 2) break;
  }
  if (targets.size < 2) throw new Error(`set-up failed: ${network} shows ${String(targets.size)} questions`);
  return [...targets.values()];
}

/** Own posts that may be deleted. */
async function oldPosts(ctx: ConnectorContext, network: Network): Promise<Held['old']> {
  const connector = connectorOf(network);
  const old: Held['old'][number][] = [];
  for (const text of ['À supprimer 1', 'À supprimer 2']) {
    const operation = {
      tag: 'create' as const,
      content: { ...emptyContent, text },
      uploaded: [],
      replyTo: null,
    };
    const drawn = connector.draw(operation, ctx.now(), (bytes) => randomBytes(bytes));
    const made = value(await connector.publish(ctx, operation, drawn));
    if (made.tag === 'done' && made.remote.remoteId !== null)
      old.push({ remoteId: made.remote.remoteId, handle: made.remote.handle, text });
  }
  return old;
}
