import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createParking } from '../../src-main/engine/parking.ts';
import type { Journal } from '../../src-main/journal/journal.ts';
import { openJournal } from '../../src-main/journal/open-journal.ts';
import { createMediaStore } from '../../src-main/media/media-store.ts';
import { readArchive, writeArchive } from '../../src-main/safety/archive-file.ts';
import { backupRows } from '../../src-main/safety/backup-rows.ts';
import { opaqueOf, takeOpaque } from '../../src-main/safety/opaque-rows.ts';
import { packSnapshot, readSnapshot, writeSnapshot } from '../../src-main/safety/snapshot-file.ts';
import { clientOf, createTally, type BackupRow } from '../../src-shared/safety/backup.ts';
import { value } from '../fixtures/connector-words.ts';
import { quiet } from '../fixtures/stream-ends.ts';

const passphrase = 'une phrase assez longue';
const [client, other] = ['01JWORKSPACE00000000000001', '01JWORKSPACE00000000000002'];
const now = 5_000;
let folder: string;
const open: Journal[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-opaque-'));
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  await rm(folder, { recursive: true, force: true });
});

interface Machine {
  readonly journal: Journal;
  readonly copy: Journal;
}

async function machine(name: string): Promise<Machine> {
  const opened = async (place: string) => {
    const { journal } = value(
      await openJournal({ folder: path.join(folder, name, place), log: quiet, now: () => 0 }),
    );
    open.push(journal);
    return journal;
  };
  return { journal: await opened('journal'), copy: await opened('copy') };
}

const collect = async (from: Machine, of: string | null): Promise<readonly BackupRow[]> => {
  const rows: BackupRow[] = [];
  for await (const row of backupRows(from, of)) rows.push(row);
  return rows;
};

/** Writes an archive of one machine and reads it back. */
async function carried(from: Machine, of: string | null): Promise<readonly BackupRow[]> {
  const file = path.join(folder, 'all.vigie');
  const media = createMediaStore(path.join(folder, 'media'));
  value(
    await writeArchive({
      file,
      passphrase,
      rows: backupRows(from, of),
      media,
      at: 1,
      version: '0.0.0',
      log2N: 10,
    }),
  );
  return value(await readArchive(file, passphrase, path.join(folder, 'incoming'))).rows;
}

async function take(rows: readonly BackupRow[], to: Machine, of: string | null = null): Promise<number> {
  const part = await opaqueOf(rows, of, { ...to, now });
  value(await takeOpaque(part, { ...to, now }));
  return part.journal.length + part.copy.length;
}

const odd = { collection: 'poèmes', id: 'x', row: { workspaceId: client, text: 'des vers' } };
const asideKey = 'parked/000000000001000-0d1e';
const aside = {
  at: 1_000,
  place: 'stream',
  kind: 'message',
  reason: 'row.kind',
  value: { tag: 'message', row: { id: 'm', workspaceId: other, kind: 7, text: 'des mots' } },
};
/** What a newer Vigie may have written. */
const delivery = { id: 'd1', workspaceId: client, phase: { tag: 'dreaming' }, text: 'un envoi' };

async function fill({ journal, copy }: Machine): Promise<void> {
  value(
    await copy.write([
      { tag: 'put', key: 'row/poèmes/x', value: odd },
      { tag: 'put', key: 'row/posts/y', value: 'not even an object' },
    ]),
  );
  value(
    await journal.write([
      { tag: 'put', key: asideKey, value: aside },
      { tag: 'put', key: 'parked/000000000002000-0d1f', value: 7 },
      { tag: 'put', key: 'outbox/d1', value: delivery },
      { tag: 'put', key: 'outbox/d2', value: 'torn' },
      { tag: 'put', key: 'freeze/f1', value: { id: 'f1', scope: 8 } },
      { tag: 'put', key: 'feed/secret', value: { cursor: 'stays here' } },
    ]),
  );
}

describe('what cannot be parsed', () => {
  it('travels as it is, and comes back to where it lay, or set aside where it could do harm', async () => {
    const from = await machine('from');
    await fill(from);
    const to = await machine('to');
    const rows = await carried(from, null);
    expect(JSON.stringify(rows)).not.toContain('stays here');
    const taken = await take(rows, to);
    expect(taken).toBe(7);
    expect(await to.copy.get('row/poèmes/x')).toEqual(odd);
    expect(await to.copy.get('row/posts/y')).toBe('not even an object');
    expect(await to.journal.get(asideKey)).toEqual(aside);
    // A later Vigie that can read it must not send it from here.
    expect(await to.journal.range('outbox/', 'outbox/~', 10)).toEqual([]);
    expect(await to.journal.range('freeze/', 'freeze/~', 10)).toEqual([]);
    const parking = createParking({ journal: to.journal, now: () => now, log: quiet });
    const listed = await parking.list(10);
    expect(listed.map(({ kind, place, isRetryable }) => [kind, place, isRetryable]).sort()).toEqual([
      ['freeze', 'journal', false],
      ['message', 'stream', true],
      ['outbox', 'journal', false],
      ['outbox', 'journal', false],
      ['parked', 'journal', false],
    ]);
    expect(listed.map(({ text }) => text).join('\n')).toContain('un envoi');
  });

  it('is brought once, however often it is taken, and never over what is here', async () => {
    const from = await machine('from');
    await fill(from);
    const rows = await carried(from, null);
    expect(await take(rows, from)).toBe(0);
    const to = await machine('to');
    const mine = { collection: 'posts', id: 'y', row: { id: 'y', workspaceId: client } };
    value(await to.copy.write([{ tag: 'put', key: 'row/posts/y', value: mine }]));
    await take(rows, to);
    expect(await take(rows, to)).toBe(0);
    expect(await to.copy.get('row/posts/y')).toEqual(mine);
    // The other words under that key are set aside: they are lost nowhere.
    const kept = await to.journal.range('parked/', 'parked/~', 20);
    expect(JSON.stringify(kept)).toContain('not even an object');
  });

  it('is a client’s only where it names that client and no other', async () => {
    const from = await machine('from');
    await fill(from);
    const both = { rows: [{ workspaceId: client }, { workspaceId: other }] };
    value(await from.journal.write([{ tag: 'put', key: 'parked/000000000003000-0d20', value: both }]));
    const texts = JSON.stringify(await carried(from, client));
    expect(texts).toContain('des vers');
    expect(texts).toContain('un envoi');
    expect(texts).not.toContain('des mots');
    expect(texts).not.toContain(other);
    const to = await machine('to');
    await take(await carried(from, null), to, other);
    expect(await to.journal.get(asideKey)).toEqual(aside);
    expect(await to.copy.get('row/poèmes/x')).toBeUndefined();
  });

  it('is counted, and is in snapshots as in archives', async () => {
    const from = await machine('from');
    await fill(from);
    const rows = await collect(from, null);
    const tally = createTally();
    for (const row of rows) tally.add(row);
    expect(tally.summary().total.opaque).toBe(6);
    const file = path.join(folder, 'one.snapshot');
    await writeSnapshot(file, await packSnapshot(rows, { at: 1, version: '0.0.0' }));
    expect((await readSnapshot(file))?.rows).toEqual(rows);
  });
});

it('a row of a kind that this Vigie does not know breaks no import: it is set aside', async () => {
  const unknown = { tag: 'dream', workspaceId: client, words: 'd’une autre version' };
  const file = path.join(folder, 'newer.vigie');
  value(
    await writeArchive({
      file,
      passphrase,
      rows: (async function* () {
        yield unknown as unknown as BackupRow;
        yield { tag: 'opaque', place: 'journal', key: 'account/../../etc', value: { words: 'x' } } as const;
      })(),
      media: createMediaStore(path.join(folder, 'media')),
      at: 1,
      version: '9.0.0',
      log2N: 10,
    }),
  );
  const { rows } = value(await readArchive(file, passphrase, path.join(folder, 'incoming')));
  expect(rows.map((row) => [row.tag, clientOf(row)])).toEqual([
    ['opaque', client],
    ['opaque', null],
  ]);
  const to = await machine('to');
  expect(await take(rows, to)).toBe(2);
  const kept = await to.journal.range('', '\uffff', 20);
  expect(kept.every(({ key }) => key.startsWith('parked/'))).toBe(true);
  expect(JSON.stringify(kept)).toContain('d’une autre version');
});
