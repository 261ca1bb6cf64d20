import * as v from 'valibot';
import { isOver } from '../outbox/command.ts';
import { recordSchema } from '../outbox/record.ts';
import type { BackupRow } from './backup.ts';

/** Files of the profile that can be damaged, each with a set-aside folder of its own. */
export const damagedPlaces = ['journal', 'copy', 'store'] as const;
export type DamagedPlace = (typeof damagedPlaces)[number];

/** What a loss is counted in: what a person would miss. */
export const lossKinds = [
  'workspaces',
  'drafts',
  'scheduled',
  'deliveries',
  'records',
  'media',
  'triage',
  'accounts',
] as const;
export type LossKind = (typeof lossKinds)[number];

export const lossLineSchema = v.object({
  kind: v.picklist(lossKinds),
  /** In the last snapshot from before the damage. */
  before: v.number(),
  /** Of those, how many are still here. */
  here: v.number(),
});
export type LossLine = Readonly<v.InferOutput<typeof lossLineSchema>>;

/**
 * Compares what was known before a damage with what is here now. Rows of the snapshot are looked for one by one: a
 * figure of all rows would hide a loss behind what was written since. Kinds of which nothing was known are left out.
 */
export function lossOf(rows: readonly BackupRow[], isHere: (row: BackupRow) => boolean): readonly LossLine[] {
  const lines = new Map<LossKind, { before: number; here: number }>();
  for (const row of rows) {
    const kind = kindOf(row);
    if (kind === null) continue;
    const line = lines.get(kind) ?? { before: 0, here: 0 };
    line.before += 1;
    if (isHere(row)) line.here += 1;
    lines.set(kind, line);
  }
  return lossKinds.flatMap((kind) => {
    const line = lines.get(kind);
    return line === undefined ? [] : [{ kind, ...line }];
  });
}

function kindOf(row: BackupRow): LossKind | null {
  switch (row.tag) {
    case 'account':
      return 'accounts';
    case 'settings':
    // Nobody can tell what of it they would miss.
    case 'opaque':
      return null;
    case 'delivery': {
      const parsed = v.safeParse(recordSchema, row.record);
      return parsed.success && !isOver(parsed.output) ? 'scheduled' : 'deliveries';
    }
    case 'authored':
      return authoredKind(row);
  }
}

function authoredKind({ collection, row }: Extract<BackupRow, { tag: 'authored' }>): LossKind | null {
  switch (collection) {
    case 'posts':
      // One that was asked for is counted with its departures; one in the bin is nobody's loss.
      return (row['intentId'] ?? null) === null && (row['deletedAt'] ?? null) === null ? 'drafts' : null;
    case 'intents':
      return null;
    case 'workspaces':
    case 'records':
    case 'media':
    case 'triage':
      return collection;
  }
}

/** How many of them are gone. */
export const missingIn = (lines: readonly LossLine[]): number =>
  lines.reduce((sum, { before, here }) => sum + before - here, 0);
