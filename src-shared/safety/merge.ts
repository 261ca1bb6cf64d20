import { canonicalJson } from '../canonical-json.ts';
import type { AuthoredRow } from './authored-row.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * `restore`: the person wants an earlier state back, so that what is no text (columns, a client's settings) goes back
 * to it. `merge`: two states of one client meet, and the later of two such rows stays.
 */
export type MergeMode = 'restore' | 'merge';

/** What becomes of a row of a backup. `both`: what is here stays, and the backup's words come beside it. */
export type Verdict = 'add' | 'same' | 'keep' | 'replace' | 'both';

/** Judges one row of a backup against the row of the same id that the store holds (null: none). No words are ever lost by it. */
export function judge(
  collection: AuthoredRow['collection'],
  stored: Row | null,
  incoming: Row,
  mode: MergeMode,
): Verdict {
  if (stored === null) return 'add';
  if (canonicalJson(stored) === canonicalJson(incoming)) return 'same';
  switch (collection) {
    case 'posts': {
      if (words(stored) === words(incoming)) return isNewer(incoming, stored) ? 'replace' : 'keep';
      if (isWordless(incoming)) return 'keep';
      return isWordless(stored) ? 'replace' : 'both';
    }
    // What was asked for is frozen, and main's ledger knows the rest.
    case 'intents':
    case 'media':
      return 'keep';
    // What was read or answered since stays read and answered.
    case 'triage':
      return isNewer(incoming, stored) ? 'replace' : 'keep';
    case 'workspaces':
    case 'records':
      return mode === 'restore' || isNewer(incoming, stored) ? 'replace' : 'keep';
  }
}

const words = (post: Row): string => canonicalJson([post['base'], post['variants']]);

/** A draft in which nothing was written yet. */
function isWordless(post: Row): boolean {
  const base = post['base'];
  const said = typeof base === 'object' && base !== null ? Object.entries(base) : [];
  const isEmpty = said.every(
    ([name, value]) =>
      !['text', 'warning', 'poll', 'media', 'parts', 'firstComment'].includes(name) ||
      value === null ||
      value === '' ||
      (Array.isArray(value) && value.length === 0),
  );
  return isEmpty && canonicalJson(post['variants'] ?? {}) === '{}';
}

function isNewer(one: Row, other: Row): boolean {
  const at = (row: Row): number => (typeof row['updatedAt'] === 'number' ? row['updatedAt'] : 0);
  return at(one) > at(other);
}

/** The backup's version of a draft, as a draft of its own beside the one that is here. */
export const besideDraft = (post: Row, id: string): Row => ({ ...post, id, intentId: null, deletedAt: null });

/** How many rows come to each end, by collection. */
export type Tallies = Readonly<Record<Verdict, Readonly<Partial<Record<AuthoredRow['collection'], number>>>>>;

/** Order in which collections are written: a client last, so that what was cut short shows no half client. */
export const writingOrder: readonly AuthoredRow['collection'][] = [
  'media',
  'triage',
  'intents',
  'posts',
  'records',
  'workspaces',
];
