import type { BridgeClient } from '../../src-shared/bridge/index.ts';
import type { AuthoredRow } from '../../src-shared/bridge/authored.ts';
import type { Failure } from '../../src-shared/errors.ts';
import { ok, type Result } from '../../src-shared/result.ts';

/**
 * Saves everything that people wrote as JSON, from main's second copy: it needs no store, so it works when the store
 * cannot be opened. Answers how many rows were written, or null when the person gave up.
 */
export async function exportAuthored(
  bridge: BridgeClient,
  at: number,
): Promise<Result<{ readonly rows: number } | null, Failure>> {
  const rows: AuthoredRow[] = [];
  let after: string | null = null;
  for (;;) {
    const page: Awaited<ReturnType<BridgeClient['authored']['restore']>> = await bridge.authored.restore({
      after,
    });
    if (page.tag === 'err') return page;
    // Deleted rows have nothing left to export.
    for (const one of page.value.rows)
      if (one.row !== null) rows.push({ collection: one.collection, id: one.id, row: { ...one.row } });
    if (page.value.next === null) break;
    after = page.value.next;
  }
  const exportedAt = new Date(at).toISOString();
  const saved = await bridge.app.saveFile({
    name: `vigie-${exportedAt.slice(0, 10)}.json`,
    text: JSON.stringify({ format: 'vigie-authored-1', exportedAt, rows }, null, 2),
  });
  if (saved.tag === 'err') return saved;
  return ok(saved.value.saved ? { rows: rows.length } : null);
}
