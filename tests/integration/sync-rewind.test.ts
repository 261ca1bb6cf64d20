import { afterEach, expect, it } from 'vitest';
import type { SyncRunner } from '../../src-main/engine/sync-runner.ts';
import type { Journal } from '../../src-main/journal/journal.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';
import { createWorldSync } from '../fixtures/world-sync.ts';

let w: OutboxWorld;
afterEach(() => w.close());

const runner = (journal: Journal): SyncRunner =>
  createWorldSync(w, () => null, { journal, past: { days: 1, items: 10 } });

/** How many times the store was offered this message. */
const offered = async (text: string): Promise<number> =>
  (await w.rows()).filter((row) => row.tag === 'message' && JSON.stringify(row).includes(text)).length;

it('a store that tells of its loss while the feeds are read from the journal is given everything again', async () => {
  w = await createOutboxWorld('mastodon');
  const text = 'Est-ce que la nocturne a lieu ?';
  await w.sim.control.audience.say({ kind: 'mention', person: 'theo_marchand', account: w.me.id, text });
  const first = runner(w.journal);
  await first.start([w.account]);
  await w.pass(5_000);
  await first.stop();
  const before = await offered(text);
  expect(before).toBeGreaterThan(0);

  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  /** A slow disk: what is read was true before the loss was told. */
  const slow: Journal = {
    ...w.journal,
    get: async (key) => {
      const value = await w.journal.get(key);
      if (key.startsWith('feed/')) await gate;
      return value;
    },
  };
  const second = runner(slow);
  const starting = second.start([w.account]);
  await w.settle();
  expect((await second.rewind()).tag).toBe('ok');
  release();
  await starting;
  await w.pass(5_000);
  expect(await offered(text)).toBeGreaterThan(before);
  await second.stop();
});
