import type { Connector, ConnectorContext, ConnectorError } from '../../../src-main/connectors/contract.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Stand } from './stand.ts';

export interface Read {
  readonly name: string;
  readonly read: (ctx: ConnectorContext) => Promise<Result<unknown, ConnectorError>>;
}

/** Everything that the account reads: its feeds, conversations, itself, the clock, its figures, people. */
export function readsOf(stand: Stand): Promise<readonly Read[]> {
  const known = found.get(stand) ?? find(stand);
  found.set(stand, known);
  return known;
}
const found = new WeakMap<Stand, Promise<readonly Read[]>>();

async function find(stand: Stand): Promise<readonly Read[]> {
  const { connector, manifest } = stand;
  const comment = await stand.comment();
  const thread = (of: typeof comment, box: 'public' | 'private'): Read => ({
    name: `${box} conversation`,
    read: (ctx) =>
      connector.thread(ctx, {
        remoteId: of.remoteId,
        handleData: of.handleData,
        conversationId: of.conversationId,
        box,
      }),
  });
  const isPrivate = manifest.operations.message !== undefined;
  const all: readonly Read[] = [
    ...manifest.feeds.map(({ name }): Read => ({ name, read: (ctx) => pull(connector, ctx, name) })),
    thread(comment, 'public'),
    ...(isPrivate ? [thread(await stand.privateMessage(), 'private')] : []),
    { name: 'identify', read: (ctx) => connector.identify(ctx) },
    { name: 'server time', read: (ctx) => connector.serverTime(ctx) },
    { name: 'figures', read: (ctx) => connector.measure(ctx) },
    { name: 'people', read: (ctx) => connector.findPeople(ctx, 'camille') },
  ];
  const asking: Read[] = [];
  // What asks nothing of the network cannot be struck.
  for (const one of all) {
    const since = stand.mark();
    await one.read(await stand.ctx());
    if (since.entries().length > 0) asking.push(one);
  }
  return asking;
}

export const pull = (connector: Connector, ctx: ConnectorContext, feed: string, limit = 5) =>
  connector.pull(ctx, { feed, cursor: null, direction: 'newer', limit });
