import { describe, expect, it } from 'vitest';
import { applyRestore, planRestore } from '../../src-renderer/store/restore-backup.ts';
import { keepSecondCopy } from '../../src-renderer/store/second-copy.ts';
import type { AuthoredRow } from '../../src-shared/bridge/authored.ts';
import { ok } from '../../src-shared/result.ts';
import { createPoints } from '../fixtures/death-and-faults.ts';
import { createDirectBridge } from '../fixtures/direct-bridge.ts';
import { createStoreDisk, type RowPoison } from '../fixtures/memory-store.ts';

const points = createPoints({ tag: 'none' });
const rows = ['r1', 'odd', 'r2'].map((id) => ({
  id,
  workspaceId: 'all',
  kind: 'statement',
  data: { name: id },
  updatedAt: 1_000,
}));
const poisons = (['throws', 'answers'] as const).map((how): readonly [string, RowPoison] => [
  how,
  { how, has: (id) => id === 'odd' },
]);

describe.each(poisons)('a row that the store refuses (it %s)', (_how, poison) => {
  it('breaks no import: the others come in, and it is set apart as it is', async () => {
    const disk = createStoreDisk();
    const { databases } = await disk.open(points, undefined, poison);
    const plan = await planRestore(
      databases,
      rows.map((row) => ({ collection: 'records' as const, row })),
      'merge',
    );
    const apart: AuthoredRow[] = [];
    await applyRestore(databases, plan, (row) => {
      apart.push(row);
      return Promise.resolve();
    });
    expect(apart).toEqual([{ collection: 'records', id: 'odd', row: rows[1] }]);
    const stored = await databases.authored.records.find().exec();
    expect(stored.map(({ id }) => id).toSorted()).toEqual(['r1', 'r2']);
    disk.release();
  });

  it('keeps nothing of the copy from coming back', async () => {
    const disk = createStoreDisk();
    const { databases } = await disk.open(points, undefined, poison);
    const notes: string[] = [];
    const bridge = createDirectBridge(
      () => ({
        authored: {
          restore: () =>
            Promise.resolve(
              ok({
                rows: rows.map((row) => ({ collection: 'records' as const, id: row.id, row })),
                next: null,
              }),
            ),
          keep: () => Promise.resolve(ok(null)),
        },
        diagnostics: {
          note: ({ code }: { readonly code: string }) => {
            notes.push(code);
            return Promise.resolve(ok(null));
          },
        },
      }),
      points,
    );
    const copy = keepSecondCopy(bridge.client, databases);
    expect(await copy.compare(() => Promise.resolve())).toEqual({ records: 2 });
    expect(notes).toEqual(['copy-row-refused']);
    copy.stop();
    disk.release();
  });
});
