import type { RecordRow } from '../pds/repositories.ts';

/** One version of a record as the app-view knows it. Times are epoch ms. */
export interface Entry {
  readonly row: RecordRow;
  /** The earlier of what the author claims and what the server saw. sheet: 7 Idempotency 1 */
  readonly sortAt: number;
  /** The reply breaks the thread's rules: it exists, but the thread does not show it. */
  readonly outsideGate: boolean;
  /** When its author deleted or replaced it, and when the app-view noticed; Infinity while it lives. */
  deletedAt: number;
  goneAt: number;
}

/** What a request may see: the app-view's present, minus what a lagging list hides, plus the reader's own writes. */
export type Horizon = {
  readonly now: number;
  /** Lists hide what was committed after this moment. */
  readonly until: number;
  /** Whose fresh writes the PDS merges in. sheet: 7 Idempotency, Read-after-write */
  readonly own: string | null;
};

export function sees(horizon: Horizon, entry: Entry): boolean {
  const { row } = entry;
  if (row.committedAt > horizon.until) return false;
  if (row.indexedAt > horizon.now && row.did !== horizon.own) return false;
  if (entry.deletedAt === Infinity) return true;
  return entry.goneAt > horizon.now || entry.deletedAt > horizon.until;
}

/** Rows in ascending `sortAt`, stored or computed. */
export interface Lane {
  readonly length: number;
  /** Computed rows are visible to everybody: they need not be read to be counted. */
  readonly computed: boolean;
  at(index: number): Entry | undefined;
}

export const laneOf = (entries: readonly Entry[]): Lane => ({
  length: entries.length,
  computed: false,
  at: (index) => entries[index],
});

/** How many rows of these lanes a horizon shows. */
export function countSeen(
  lanes: readonly Lane[],
  horizon: Horizon,
  fits: (entry: Entry) => boolean = () => true,
): number {
  let total = 0;
  for (const lane of lanes) {
    if (lane.computed) total += lane.length;
    else
      for (let at = 0; at < lane.length; at += 1) {
        const entry = lane.at(at);
        if (entry && sees(horizon, entry) && fits(entry)) total += 1;
      }
  }
  return total;
}

/** The stored row of these lanes that one author wrote. */
export function writtenBy(lanes: readonly Lane[], did: string, horizon: Horizon): Entry | undefined {
  for (const lane of lanes) {
    if (lane.computed) continue;
    for (let at = lane.length - 1; at >= 0; at -= 1) {
      const entry = lane.at(at);
      if (entry?.row.did === did && sees(horizon, entry)) return entry;
    }
  }
  return undefined;
}

/** Where an entry of this moment belongs: after everything that is not later. */
export function placeOf(lane: Lane, sortAt: number): number {
  let low = 0;
  let high = lane.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lane.at(middle)?.sortAt ?? Infinity) <= sortAt) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const momentOf = (entry: Entry): number => entry.sortAt;

/** Puts an item in its place in a list of ascending moments; most arrive at the end. */
export function insert<T>(list: T[], item: T, moment: (item: T) => number): void {
  const at = moment(item);
  let place = list.length;
  for (let last = list[place - 1]; last !== undefined && moment(last) > at; last = list[place - 1])
    place -= 1;
  list.splice(place, 0, item);
}

/** Descending order; equal moments are told apart by CID, as the real keyset does. */
export const newestFirst = (a: Entry, b: Entry): number =>
  b.sortAt - a.sortAt || (a.row.cid < b.row.cid ? 1 : a.row.cid > b.row.cid ? -1 : 0);
