import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLeftOut } from '../../src-main/engine/left-out.ts';
import { createParking } from '../../src-main/engine/parking.ts';
import type { SyncRunner } from '../../src-main/engine/sync-runner.ts';
import type { Parked } from '../../src-shared/sync/parked.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';
import { createWorldSync } from '../fixtures/world-sync.ts';

/** What becomes of an account whose network answers in another shape than it promises. */
let w: OutboxWorld;
let sync: SyncRunner;
const words = 'Le code du portail est 4812, ne le dites à personne.';

const begin = async (version: string): Promise<void> => {
  const parts = { journal: w.journal, now: () => w.clock.now(), log: w.log };
  const leftOut = createLeftOut({ ...parts, version });
  sync = createWorldSync(w, () => null, { leftOut, shape: w.vitals.shape, past: { days: 30, items: 400 } });
  // Without their streams, which bring the same by another way.
  const quiet = [w.account, w.second].map((account) => ({
    ...account,
    manifest: {
      ...account.manifest,
      capabilities: account.manifest.capabilities.filter((name) => name !== 'stream'),
    },
  }));
  await sync.start(quiet);
};
const alter = (operation: string, name: string) =>
  w.sim.control.faults.set({
    fault: { tag: 'altered-reply', change: { tag: 'missing-field', name } },
    operation,
    account: w.me.id,
  });
const look = async (): Promise<void> => {
  await sync.refresh(w.account.id);
  await w.pass(15 * 60_000, 60_000);
};
const shapes = (account = w.account) => w.vitals.of(account.id).shapes ?? [];
const aside = (): Promise<readonly Parked[]> =>
  createParking({ journal: w.journal, now: () => 0, log: w.log }).list(100);
const say = (text: string) =>
  w.sim.control.audience.say({
    kind: 'mention',
    person: w.sim.control.audience.persons[0]?.handle ?? '',
    account: w.me.id,
    text,
  });
const messages = async (): Promise<readonly string[]> =>
  (await w.rows()).flatMap((row) => (row.tag === 'message' ? [row.row.text] : []));

beforeEach(async () => {
  w = await createOutboxWorld('mastodon');
  await begin('1');
  await w.pass(60_000, 5_000);
});
afterEach(async () => {
  await sync.stop();
  await w.close();
});

describe('a network whose shape changed', () => {
  it('keeps what cannot be read beside, once, tells of it on that account alone, and lets it go when it is read', async () => {
    const fault = alter('notifications.list', 'created_at');
    await say(words);
    await look();
    await look();
    const [item, ...others] = await aside();
    expect(others).toEqual([]);
    expect(item).toMatchObject({ place: 'network', isRetryable: false });
    expect(item?.text).toContain(words);
    const told = shapes().find(({ part }) => part === 'notifications');
    expect(told).toMatchObject({ overAt: null, leftOut: 1 });
    // The report's part of it has the fields, and not a word.
    expect(told?.shown).toContain('"type":"mention"');
    expect(told?.shown).not.toContain('portail');
    expect(shapes(w.second)).toEqual([]);
    expect(w.book.get(w.account.id)?.health).toEqual({ tag: 'ok' });

    // What is right again is no longer told, and what was missed is kept until it can be read.
    w.sim.control.faults.clear(fault);
    await say('Un autre message');
    await look();
    expect(shapes().find(({ part }) => part === 'notifications')).toMatchObject({
      overAt: expect.any(Number) as number,
    });
  });

  it('is read anew by another version, and what it can read now is no longer set aside', async () => {
    const fault = alter('notifications.list', 'created_at');
    await say(words);
    await look();
    w.sim.control.faults.clear(fault);
    await say('Un autre message');
    await look();
    // The cursor is beyond it: the same Vigie does not ask again.
    expect(await aside()).toHaveLength(1);
    expect((await messages()).some((text) => text.includes(words))).toBe(false);
    await sync.stop();
    await begin('2');
    await w.until(() => shapes().every(({ leftOut }) => leftOut === 0), 30 * 60_000, 30_000);
    expect((await messages()).some((text) => text.includes(words))).toBe(true);
    expect(await aside()).toEqual([]);
  });

  it('that answers a whole list otherwise says so, and its numbers and its writes likewise', async () => {
    alter('accounts.*', 'id');
    alter('statuses.create', 'id');
    const id = await w.submit(w.intent({ tag: 'publish' }, { when: { tag: 'now', graceMs: 0 } }));
    await w.until(() => shapes().some(({ part }) => part === 'create'), 120_000);
    expect(shapes().find(({ part }) => part === 'create')?.shown).toContain('"created_at"');
    await w.pass(60 * 60_000, 5 * 60_000);
    expect(shapes().map(({ part }) => part)).toContain('measure');
    expect(JSON.stringify(w.delivery(id))).not.toContain('"raw"');
  });
});
