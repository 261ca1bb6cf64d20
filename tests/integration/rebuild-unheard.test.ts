import { afterEach, describe, expect, it } from 'vitest';
import { outboxHandlers } from '../../src-main/bridge/handlers/outbox.ts';
import { streamsHandlers } from '../../src-main/bridge/handlers/streams.ts';
import type { JournalWrite } from '../../src-main/journal/journal.ts';
import { createRebuildDebt, firstRows } from '../../src-main/journal/rebuild-debt.ts';
import { createHandOver } from '../../src-renderer/store/hand-over.ts';
import { outboxNetworks } from '../fixtures/world-networks.ts';
import { ok } from '../../src-shared/result.ts';
import { createPoints } from '../fixtures/death-and-faults.ts';
import { createDirectBridge } from '../fixtures/direct-bridge.ts';
import { createStoreDisk } from '../fixtures/memory-store.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';
import { sendRebuild } from '../../src-renderer/store/rebuild.ts';
import { until } from '../fixtures/stream-ends.ts';

let w: OutboxWorld;
afterEach(() => w.close());

const minute = 60_000;

describe.each(outboxNetworks)('on %s, a wish that main took without its answer being heard', (network) => {
  it('is not sent again after the journal was lost', async () => {
    w = await createOutboxWorld(network);
    const disk = createStoreDisk();
    const { databases } = await disk.open(createPoints({ tag: 'none' }));
    const intent = w.intent({ tag: 'publish' }, { when: { tag: 'now', graceMs: 0 } });
    await databases.authored.intents.insert({
      id: intent.id,
      workspaceId: intent.workspaceId,
      postId: null,
      revision: 1,
      handed: 'pending',
      refusal: null,
      intent,
      createdAt: intent.createdAt,
      updatedAt: intent.createdAt,
    });
    const id = await w.submit(intent);
    await w.until(() => w.delivery(id).state === 'sent');
    expect(w.effects('post')).toHaveLength(1);

    // Killed before it answered, and its journal is damaged.
    w.kill();
    await w.settle();
    const rows = await w.journal.range('', '~', 10_000);
    await w.journal.write([
      ...rows.map(({ key }): JournalWrite => ({ tag: 'del', key })),
      ...firstRows(null),
    ]);
    await w.boot({ held: true });
    const handlers = {
      outbox: outboxHandlers(w.runner),
      streams: streamsHandlers({
        down: w.down,
        book: w.book,
        outbox: w.runner,
        debt: await createRebuildDebt({ journal: w.journal, folder: '' }),
        rewind: () => Promise.resolve(ok(null)),
        now: () => w.clock.now(),
        log: w.log,
      }),
    };
    const bridge = createDirectBridge(() => handlers, createPoints({ tag: 'none' }));
    await bridge.client.streams.hello({ epoch: 'e1', acked: 40 });
    expect(await sendRebuild(bridge.client, databases)).toBe(true);
    const handOver = createHandOver({ bridge: bridge.client, databases, now: () => w.clock.now() });
    handOver.start();
    const handed = async () => (await databases.authored.intents.findOne(intent.id).exec())?.handed;
    await until('it is handed over', async () => (await handed()) !== 'pending');
    handOver.stop();

    expect(await handed()).toBe('accepted');
    await w.until(() => ['sent', 'needs-decision'].includes(w.delivery(id).state), 30 * minute, 10_000);
    expect(w.effects('post')).toHaveLength(1);
    disk.release();
  });
});
