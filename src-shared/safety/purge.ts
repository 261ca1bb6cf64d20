import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';

/**
 * What is to be forgotten. A client's id lies within every id of what is theirs, but for their accounts, which are
 * named: what is noted of an account alone knows no client. A person is known by exact texts:
 * their ids and names on the networks, and the ids of what they wrote.
 */
export const purgeTargetSchema = v.variant('tag', [
  v.object({
    tag: v.literal('client'),
    workspaceId: v.pipe(v.string(), v.minLength(20)),
    accounts: v.array(v.pipe(v.string(), v.minLength(1))),
  }),
  v.object({
    tag: v.literal('person'),
    texts: v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.minLength(1)),
  }),
]);
export type PurgeTarget = Frozen<v.InferOutput<typeof purgeTargetSchema>>;

/** Says of any row whether the one who is to be forgotten is in it. */
export function purgeMatcher(target: PurgeTarget): (row: unknown) => boolean {
  const isNamed = equalsAny(target.tag === 'client' ? target.accounts : target.texts);
  const isMeant =
    target.tag === 'client'
      ? (text: string): boolean => text.includes(target.workspaceId) || isNamed(text)
      : isNamed;
  const matches = (value: unknown): boolean => {
    if (typeof value === 'string') return isMeant(value);
    if (Array.isArray(value)) return value.some(matches);
    if (typeof value !== 'object' || value === null) return false;
    return Object.entries(value).some(([key, inner]) => isMeant(key) || matches(inner));
  };
  return matches;
}

function equalsAny(texts: readonly string[]): (text: string) => boolean {
  const known = new Set(texts);
  return (text) => known.has(text);
}

/** A certificate's figures: rows (or files) that were deleted, by the place in which they were. */
export type PurgePlaces = Readonly<Record<string, number>>;

/**
 * The certificate as it is saved: what kind of thing was forgotten, when, and how much of it, with a digest over the
 * rest. Nothing that was forgotten is in it.
 */
export interface PurgeCertificate {
  readonly format: 'vigie-purge-1';
  readonly what: PurgeTarget['tag'];
  readonly at: string;
  readonly version: string;
  readonly places: PurgePlaces;
  /** What may lie on until a file is written anew: inner numbers with which LevelDB notes where a file begins and ends. */
  readonly remains: readonly 'file-bounds'[];
  /** Rows that could not be deleted: departures that are under way or in doubt. */
  readonly left: number;
}
