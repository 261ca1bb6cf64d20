import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outboxHandlers } from '../../src-main/bridge/handlers/outbox.ts';
import { streamsHandlers } from '../../src-main/bridge/handlers/streams.ts';
import type { JournalWrite } from '../../src-main/journal/journal.ts';
import { createRebuildDebt, firstRows } from '../../src-main/journal/rebuild-debt.ts';
import type { Databases } from '../../src-renderer/store/databases.ts';
import { createHandOver } from '../../src-renderer/store/hand-over.ts';
import { sendRebuild } from '../../src-renderer/store/rebuild.ts';
import { wallOf } from '../../src-shared/calendar/moment.ts';
import { emptyContent } from '../../src-shared/domain/content.ts';
import type { Intent } from '../../src-shared/domain/intent.ts';
import { failure } from '../../src-shared/errors.ts';
import type { DeliveryId } from '../../src-shared/ids.ts';
import { networkIds } from '../../src-shared/networks/registry.ts';
import { ok } from '../../src-shared/result.ts';
import { createPoints } from '../fixtures/death-and-faults.ts';
import { createDirectBridge } from '../fixtures/direct-bridge.ts';
import { createStoreDisk } from '../fixtures/memory-store.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';
import { until } from '../fixtures/stream-ends.ts';

const minute = 60_000;
const simulated = networkIds.filter((id) => id === 'bluesky' || id === 'mastodon');

/**
 * A wish that the store knows as main has it, and an edit of it of which the store heard nothing but its own words:
 * main took it, or never saw it, and then main's journal was lost.
 */
describe.each(simulated)(
  'on %s, an edit whose answer was never heard before the journal was lost',
  (network) => {
    let w: OutboxWorld;
    let databases: Databases;
    let disk: ReturnType<typeof createStoreDisk>;
    beforeEach(async () => {
      w = await createOutboxWorld(network);
      disk = createStoreDisk();
      ({ databases } = await disk.open(createPoints({ tag: 'none' })));
    });
    afterEach(async () => {
      disk.release();
      await w.close();
    });

    const in_ = (ms: number): Intent['when'] => {
      const dueAt = w.clock.now() + ms;
      return {
        tag: 'at',
        moment: { wall: wallOf(dueAt, 'UTC'), zone: 'UTC', dueAt },
        toleranceMs: 60 * minute,
      };
    };
    const now: Intent['when'] = { tag: 'now', graceMs: 0 };
    const first = (when: Intent['when'], more: Partial<Omit<Intent, 'targets'>> = {}): Intent =>
      w.intent(
        { tag: 'publish' },
        { when, ...more, content: { ...emptyContent, text: 'La réunion est lundi à neuf heures' } },
      );
    const second = (intent: Intent, when: Intent['when'], text: string): Intent => {
      const content = { ...emptyContent, text };
      const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
      return {
        ...intent,
        revision: 2,
        when,
        targets: intent.targets.map((target) => ({ ...target, content, hash })),
      };
    };
    /** A word of it is corrected, or nothing is left as it was. */
    const corrected = 'La réunion est mardi à neuf heures';
    const other = 'Il n’y aura rien cette semaine';

    const store = async (
      intent: Intent,
      handed: 'pending' | 'accepted' | 'refused',
      held: Intent | null = null,
    ): Promise<void> => {
      await databases.authored.intents.upsert({
        id: intent.id,
        workspaceId: intent.workspaceId,
        postId: null,
        revision: intent.revision,
        handed,
        refusal: handed === 'refused' ? failure('already-sent') : null,
        intent,
        held,
        createdAt: intent.createdAt,
        updatedAt: intent.createdAt,
      });
    };
    const mirror = async (id: DeliveryId): Promise<void> => {
      await databases.mirror.deliveries.upsert(w.delivery(id));
    };

    /** The journal is gone; the store gives back what it has, and hands over what is not answered yet. */
    const lose = async (): Promise<void> => {
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
      const isPending = async () =>
        (await databases.authored.intents.find({ selector: { handed: 'pending' } }).exec()).length > 0;
      await until('it is handed over', async () => !(await isPending()));
      handOver.stop();
    };
    const handed = async (intent: Intent) =>
      (await databases.authored.intents.findOne(intent.id).exec())?.toMutableJSON();
    const posts = (): number => w.effects('post').length;
    const isOver = (id: DeliveryId) => (): boolean =>
      ['sent', 'missed', 'needs-decision'].includes(w.delivery(id).state);

    it('and that had left is not sent again', async () => {
      const one = first(in_(60 * minute));
      const id = await w.submit(one);
      await mirror(id);
      const two = second(one, now, other);
      await store(two, 'pending');
      await w.submit(two);
      await w.until(() => w.delivery(id).state === 'sent');
      await lose();
      await w.until(isOver(id), 90 * minute, 10_000);
      expect(w.delivery(id)).toMatchObject({ state: 'sent', revision: 2, content: { text: other } });
      await w.pass(2 * 60 * minute, minute);
      expect(posts()).toBe(1);
      expect(await handed(one)).toMatchObject({ handed: 'accepted', revision: 2 });
    });

    it.each([corrected, other])('and that left at the hour of both is found: %s', async (text) => {
      const one = first(in_(10 * minute));
      const id = await w.submit(one);
      await mirror(id);
      const two = second(one, one.when, text);
      await store(two, 'pending');
      await w.submit(two);
      await w.until(() => w.delivery(id).state === 'sent', 20 * minute, 5_000);
      await lose();
      await w.until(isOver(id), 90 * minute, 10_000);
      expect(w.delivery(id)).toMatchObject({ state: 'sent', revision: 2, content: { text } });
      await w.pass(2 * 60 * minute, minute);
      expect(posts()).toBe(1);
    });

    it.each([corrected, other])('and that main never saw is kept apart from what left: %s', async (text) => {
      const one = first(in_(10 * minute));
      const id = await w.submit(one);
      await mirror(id);
      await w.until(() => w.delivery(id).state === 'sent', 20 * minute, 5_000);
      const two = second(one, one.when, text);
      await store(two, 'pending');
      await lose();
      await w.until(isOver(id), 90 * minute, 10_000);
      expect(w.delivery(id)).toMatchObject({
        state: 'sent',
        revision: 1,
        content: { text: 'La réunion est lundi à neuf heures' },
      });
      await w.pass(2 * 60 * minute, minute);
      expect(posts()).toBe(1);
      // The person's words are not gone: they are shown as what was not sent.
      expect(await handed(one)).toMatchObject({ handed: 'refused', revision: 2 });
    });

    it('that main refused hides nothing of what had left, though the store never heard of it', async () => {
      const one = first(now);
      const id = await w.submit(one);
      await w.until(() => w.delivery(id).state === 'sent');
      const two = second(one, now, other);
      await store(two, 'refused', one);
      await lose();
      await w.until(isOver(id), 90 * minute, 10_000);
      expect(w.delivery(id)).toMatchObject({ state: 'sent', revision: 1 });
      await w.pass(2 * 60 * minute, minute);
      expect(posts()).toBe(1);
    });

    it('of which nothing had left leaves in its last words, once', async () => {
      const one = first(in_(10 * minute));
      const id = await w.submit(one);
      await mirror(id);
      const two = second(one, one.when, other);
      await store(two, 'pending');
      w.kill();
      await w.pass(15 * minute, minute);
      await lose();
      await w.until(isOver(id), 90 * minute, 10_000);
      expect(w.delivery(id)).toMatchObject({ state: 'sent', revision: 2, content: { text: other } });
      await w.pass(2 * 60 * minute, minute);
      expect(posts()).toBe(1);
    });

    it('and that was said to be taken is not lost when the mirror is older than that word', async () => {
      const one = first(in_(10 * minute));
      const id = await w.submit(one);
      await mirror(id);
      const two = second(one, in_(40 * minute), other);
      await w.submit(two);
      await store(two, 'accepted');
      await lose();
      expect(w.delivery(id)).toMatchObject({ state: 'scheduled', revision: 2, content: { text: other } });
      await w.pass(20 * minute, minute);
      expect(posts()).toBe(0);
      await w.until(isOver(id), 90 * minute, 10_000);
      expect(w.delivery(id)).toMatchObject({ state: 'sent', revision: 2 });
      expect(posts()).toBe(1);
    });
  },
);
