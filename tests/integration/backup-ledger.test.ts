import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { authoredHandlers } from '../../src-main/bridge/handlers/authored.ts';
import type { Journal } from '../../src-main/journal/journal.ts';
import { openJournal } from '../../src-main/journal/open-journal.ts';
import { createMediaStore } from '../../src-main/media/media-store.ts';
import { unseal } from '../../src-main/safety/archive-crypto.ts';
import { backupRows } from '../../src-main/safety/backup-rows.ts';
import { createSafety, type Safety } from '../../src-main/safety/safety.ts';
import { createSnapshots } from '../../src-main/safety/snapshots.ts';
import { createSettingsStore } from '../../src-main/settings/settings-store.ts';
import { emptyContent } from '../../src-shared/domain/content.ts';
import { ok } from '../../src-shared/result.ts';
import { value } from '../fixtures/connector-words.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';
import { quiet } from '../fixtures/stream-ends.ts';

const hour = 3_600_000;
const passphrase = 'une phrase assez longue';
const worlds: OutboxWorld[] = [];
const folders: string[] = [];
const journals: Journal[] = [];

afterEach(async () => {
  for (const one of journals.splice(0)) await one.close();
  for (const one of worlds.splice(0)) await one.close();
  for (const one of folders.splice(0)) await rm(one, { recursive: true, force: true });
});

interface Machine {
  readonly world: OutboxWorld;
  readonly safety: Safety;
  readonly copy: Journal;
  readonly folder: string;
}

async function machine(): Promise<Machine> {
  const world = await createOutboxWorld('mastodon');
  worlds.push(world);
  const folder = await mkdtemp(path.join(tmpdir(), 'vigie-ledger-'));
  folders.push(folder);
  const opened = await openJournal({ folder: path.join(folder, 'copy'), log: quiet, now: () => 0 });
  const copy = value(opened).journal;
  journals.push(copy);
  const { clock, journal } = world;
  const safety = createSafety({
    folder,
    version: '0.0.0',
    clock,
    log: quiet,
    journal,
    copy,
    book: world.book,
    vault: { read: () => Promise.resolve(ok(null)) },
    media: createMediaStore(path.join(folder, 'media')),
    settings: await createSettingsStore(journal),
    settingsChanged: () => undefined,
    outbox: world.runner,
    log2N: 10,
    snapshots: createSnapshots({
      folder: path.join(folder, 'snapshots'),
      version: '0.0.0',
      clock,
      log: quiet,
      rows: () => backupRows({ journal, copy }, null),
    }),
  });
  return { world, safety, copy, folder };
}

const inAnHour = (world: OutboxWorld, text: string) =>
  world.intent(
    { tag: 'publish' },
    {
      content: { ...emptyContent, text },
      when: {
        tag: 'at',
        moment: { wall: '2026-01-01T10:00', zone: 'Europe/Paris', dueAt: world.clock.now() + hour },
        toleranceMs: 30 * 60_000,
      },
    },
  );

/** The same network, and a journal in which nothing of it is known any more. */
async function forgotten({ world }: Machine): Promise<void> {
  value(await world.runner.forget(({ workspaceId }) => workspaceId === world.account.workspaceId));
}

describe('a delivery that comes back from a backup', () => {
  it('is held back until the person says that this machine publishes', async () => {
    const one = await machine();
    const { world, safety } = one;
    const id = await world.submit(inAnHour(world, 'held until told'));
    await safety.snapshotNow();
    const [snapshot] = await safety.snapshots.list();
    await forgotten(one);
    value(await safety.openSnapshot(snapshot?.id ?? ''));
    expect(value(await safety.weigh(null))).toMatchObject({ deliveries: 1, held: 1, known: 0 });
    expect(value(await safety.take(null, true))).toMatchObject({ deliveries: 1, held: 1 });
    expect(world.delivery(id).state).toBe('frozen');
    expect(safety.arrived()).toEqual([{ workspaceId: world.account.workspaceId, count: 1 }]);

    // Taken again, it is the same delivery, and is not counted twice.
    expect(value(await safety.take(null, true))).toMatchObject({ deliveries: 0, held: 0 });
    // The end of a freeze is no word about what came from a backup.
    const freeze = { scope: null, by: 'moi', why: '', endsAt: null, openAccounts: [], repliesOpen: false };
    const pressed = value(await world.brakes.freeze(freeze));
    value(await world.brakes.resume({ id: pressed.id, by: 'moi', choices: [], spacingMs: 0 }));
    await world.pass(hour + 60_000, 60_000);
    expect(world.effects('post')).toHaveLength(0);
    expect(world.delivery(id).state).toBe('frozen');

    expect(value(await safety.publishHere(null))).toEqual({ released: 1 });
    await world.pass(60_000, 5_000);
    expect(world.effects('post')).toHaveLength(1);
    expect(safety.arrived()).toEqual([]);
  });

  it('that left after the backup was made is found, and is not sent again', async () => {
    const one = await machine();
    const { world, safety } = one;
    const id = await world.submit(inAnHour(world, 'left after the backup'));
    await safety.snapshotNow();
    const [snapshot] = await safety.snapshots.list();
    await world.pass(hour + 60_000, 60_000);
    expect(world.effects('post')).toHaveLength(1);
    await forgotten(one);
    value(await safety.openSnapshot(snapshot?.id ?? ''));
    value(await safety.take(null, true));
    value(await safety.publishHere(null));
    await world.pass(hour, 60_000);
    expect(world.effects('post')).toHaveLength(1);
    expect(['sent', 'needs-decision']).toContain(world.delivery(id).state);
  });

  it('that is known here counts as it is here', async () => {
    const one = await machine();
    const { world, safety } = one;
    const id = await world.submit(inAnHour(world, 'known'));
    await safety.snapshotNow();
    const [snapshot] = await safety.snapshots.list();
    value(await safety.openSnapshot(snapshot?.id ?? ''));
    expect(value(await safety.weigh(null))).toMatchObject({ deliveries: 0, held: 0, known: 1 });
    value(await safety.take(null, true));
    expect(world.delivery(id).state).toBe('scheduled');
  });

  it('that main had not taken over yet is held back, too', async () => {
    const one = await machine();
    const { world, safety, copy } = one;
    const intent = inAnHour(world, 'not handed over');
    const row = { id: intent.id, workspaceId: intent.workspaceId, handed: 'pending', intent };
    const keep = authoredHandlers(copy).keep;
    value(await keep({ rows: [{ collection: 'intents', id: intent.id, row: { ...row } }] }));
    await safety.snapshotNow();
    const [snapshot] = await safety.snapshots.list();
    value(await safety.openSnapshot(snapshot?.id ?? ''));
    // It is still in the store: main will be told of it in the usual way.
    expect(value(await safety.weigh(null))).toMatchObject({ deliveries: 0 });
    value(await keep({ rows: [{ collection: 'intents', id: intent.id, row: null }] }));
    expect(value(await safety.take(null, true))).toMatchObject({ deliveries: 1, held: 1 });
    await world.pass(2 * hour, 60_000);
    expect(world.effects('post')).toHaveLength(0);
  });
});

it('no token and nothing of the feeds is in an archive', async () => {
  const { world, safety, copy, folder } = await machine();
  await world.submit(inAnHour(world, 'words that travel'));
  const canary = 'CANARY-token-4f1d9c';
  await world.access.keep(world.account.id, { accessToken: canary });
  const keep = authoredHandlers(copy).keep;
  const row = { id: 'p1', workspaceId: world.account.workspaceId, base: { text: 'a draft that travels' } };
  value(await keep({ rows: [{ collection: 'posts', id: 'p1', row }] }));
  await world.journal.write([
    { tag: 'put', key: 'feed/x', value: { cursor: `${canary}-cursor` } },
    { tag: 'put', key: 'connecting/x', value: { verifier: `${canary}-verifier` } },
    { tag: 'put', key: 'settings/other', value: { client: `${canary}-client` } },
  ]);
  const file = path.join(folder, 'all.vigie');
  const written = value(await safety.exportArchive(file, passphrase, null));
  expect(written.rows).toBeGreaterThanOrEqual(4);
  const plain: Buffer[] = [];
  const source = (async function* () {
    yield await readFile(file);
  })();
  for await (const chunk of value(await unseal(source, passphrase))) plain.push(chunk);
  const text = Buffer.concat(plain).toString('utf8');
  expect(text).toContain('words that travel');
  expect(text).toContain('a draft that travels');
  expect(text).toContain(world.account.handle);
  expect(text).not.toContain('CANARY');
}, 60_000);
