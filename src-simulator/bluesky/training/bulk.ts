import { persons } from '../../core/persons.ts';
import type { BulkOrder } from '../../core/sim.ts';
import { parentOf } from '../appview/links.ts';
import type { World } from '../world.ts';
import { personDid } from './cast.ts';

/** Makes many things at once. All but messages cost one row, however many they are. */
export function makeBulk(world: World, order: BulkOrder): readonly string[] {
  const account = world.accounts.byDid(order.account);
  if (!account) throw new Error(`no account is called ${order.account}`);
  const now = world.clock.now();
  const stepMs = order.overMs === undefined ? 1000 : order.overMs / order.count;
  if (order.kind === 'message') return messages(world, order, stepMs);
  const step = Math.max(1, Math.floor(stepMs * 1000));
  const targets = world.repositories
    .list(account.id, 'app.bsky.feed.post')
    .filter((row) => parentOf(row) === undefined)
    .map((row) => ({ uri: row.id, cid: row.cid }));
  const needsTargets = order.kind === 'like' || order.kind === 'repost';
  if (needsTargets && targets.length === 0) throw new Error('the account has published nothing yet');
  const series = world.series.add({
    kind: order.kind,
    account: account.id,
    handle: account.handle,
    count: order.count,
    from: now * 1000 - step * order.count,
    step,
    targets: needsTargets ? targets : [],
  });
  return Array.from({ length: order.count }, (_, index) => world.series.uri(series, index));
}

function messages(world: World, order: BulkOrder, stepMs: number): readonly string[] {
  const writers = persons.map(personDid);
  return Array.from({ length: order.count }, (_, index) => {
    const writer = writers[index % writers.length] ?? '';
    const convo = world.chat.between(writer, order.account) ?? world.chat.begin(writer, order.account, true);
    const sentAt = Math.floor(world.clock.now() - stepMs * (order.count - index));
    return world.chat.send(convo, writer, { text: `Message ${index + 1} / ${order.count}` }, sentAt).id;
  });
}
