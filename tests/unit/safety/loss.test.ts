import { expect, it } from 'vitest';
import type { BackupRow } from '../../../src-shared/safety/backup.ts';
import { lossOf, missingIn } from '../../../src-shared/safety/loss.ts';

const post = (id: string, fields: object): BackupRow => ({
  tag: 'authored',
  collection: 'posts',
  id,
  row: { id, intentId: null, deletedAt: null, ...fields },
});
const rows: readonly BackupRow[] = [
  { tag: 'authored', collection: 'workspaces', id: 'w1', row: { id: 'w1' } },
  post('p1', {}),
  post('p2', {}),
  // Asked for: its departures count.
  post('p3', { intentId: 'i1' }),
  // In the bin.
  post('p4', { deletedAt: 5 }),
  { tag: 'authored', collection: 'intents', id: 'i1', row: {} },
  { tag: 'account', account: { id: 'a1' } },
  { tag: 'settings', settings: {} },
  // It cannot be read any more: nobody is promised that it will leave.
  { tag: 'delivery', record: { id: 'i1/a1' } },
];

it('counts what a person would miss, and nothing else', () => {
  expect(lossOf(rows, () => false)).toEqual([
    { kind: 'workspaces', before: 1, here: 0 },
    { kind: 'drafts', before: 2, here: 0 },
    { kind: 'deliveries', before: 1, here: 0 },
    { kind: 'accounts', before: 1, here: 0 },
  ]);
  expect(missingIn(lossOf(rows, () => false))).toBe(5);
});

it('looks for each row, so that what was written since hides no loss', () => {
  const lines = lossOf(rows, (row) => row.tag === 'authored' && row.id === 'p1');
  expect(lines.find(({ kind }) => kind === 'drafts')).toEqual({ kind: 'drafts', before: 2, here: 1 });
  expect(missingIn(lossOf(rows, () => true))).toBe(0);
});
