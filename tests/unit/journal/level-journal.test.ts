import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../../src-main/diagnostics/log.ts';
import type { Journal, JournalWrite } from '../../../src-main/journal/journal.ts';
import {
  openJournal,
  type JournalPlace,
  type OpenedJournal,
} from '../../../src-main/journal/open-journal.ts';

const log = createLog({ now: () => 0, file: null });
let folder: string;
const open: Journal[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-journal-'));
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  await rm(folder, { recursive: true, force: true });
});

async function opened(more: Partial<JournalPlace> = {}): Promise<OpenedJournal> {
  const result = await openJournal({ folder, log, now: () => 1_700_000_000_000, ...more });
  if (result.tag === 'err') throw new Error(result.error.code);
  open.push(result.value.journal);
  return result.value;
}
const closeAll = async (): Promise<void> => {
  for (const one of open.splice(0)) await one.close();
};
const put = (key: string, value: unknown): JournalWrite => ({ tag: 'put', key, value });

describe('the journal on LevelDB', () => {
  it('keeps rows in key order, across a restart, and deletes them', async () => {
    const first = await opened();
    expect(first.opening).toEqual({ tag: 'new' });
    await first.journal.write([put('a/2', { n: 2 }), put('a/1', { n: 1 }), put('b/1', [true, null, 'é'])]);
    await first.journal.write([{ tag: 'del', key: 'a/2' }, put('a/3', 3)]);
    await closeAll();
    const { journal, opening } = await opened();
    expect(opening).toEqual({ tag: 'ok' });
    expect(await journal.get('b/1')).toEqual([true, null, 'é']);
    expect(await journal.get('a/2')).toBeUndefined();
    expect(await journal.range('a/', 'a/~', 10)).toEqual([
      { key: 'a/1', value: { n: 1 } },
      { key: 'a/3', value: 3 },
    ]);
    expect(await journal.range('a/1\u0000', 'a/~', 10)).toEqual([{ key: 'a/3', value: 3 }]);
    expect(await journal.range('', '~', 1)).toEqual([{ key: 'a/1', value: { n: 1 } }]);
    expect((await journal.range('', '~', 100)).map(({ key }) => key)).toEqual(['a/1', 'a/3', 'b/1']);
  });

  it('applies writes that wait together in the order in which they were asked for', async () => {
    const { journal } = await opened();
    const results = await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        journal.write(n % 3 === 2 ? [{ tag: 'del', key: 'x/1' }] : [put('x/1', n), put(`y/${String(n)}`, n)]),
      ),
    );
    expect(results.every((one) => one.tag === 'ok')).toBe(true);
    expect(await journal.get('x/1')).toBeUndefined();
    await journal.write([put('x/1', 'first'), put('x/1', 'second')]);
    await closeAll();
    const again = await opened();
    expect(again.opening.tag).toBe('ok');
    expect(await again.journal.get('x/1')).toBe('second');
  });

  it('refuses a value that JSON cannot hold, and nothing else', async () => {
    const { journal } = await opened();
    await expect(journal.write([put('x/1', undefined)])).rejects.toThrow(TypeError);
    expect(await journal.write([put('x/2', null)])).toEqual({ tag: 'ok', value: null });
    expect(await journal.get('x/2')).toBeNull();
  });

  it('is not opened twice, and the second try sets nothing aside', async () => {
    const { journal } = await opened();
    await journal.write([put('x/1', 1)]);
    const second = await openJournal({ folder, log, now: () => 0 });
    expect(second).toMatchObject({ tag: 'err', error: { code: 'already-open' } });
    expect(await journal.get('x/1')).toBe(1);
  });
});
