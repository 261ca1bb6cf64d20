import { placeOf, type Entry, type Lane } from './entry.ts';

/** Where a page ended: its last moment (epoch ms) and the name of its last row. */
export type Position = { readonly at: number; readonly name: string };

/** sheet: 3 Reading, Pagination (opaque). Two parts around a double underscore, as the real app-view packs them. */
export const packPosition = (position: Position): string => `${position.at}__${position.name}`;

/** `undefined` for no cursor, `null` for a malformed one. */
export function readPosition(cursor: string | undefined): Position | null | undefined {
  if (cursor === undefined || cursor === '') return undefined;
  const [at, name, ...more] = cursor.split('__');
  if (at === undefined || name === undefined || more.length > 0 || !/^-?\d+$/.test(at)) return null;
  return { at: Number(at), name };
}

const before = (entry: Entry, name: (entry: Entry) => string, position: Position): boolean =>
  entry.sortAt < position.at || (entry.sortAt === position.at && name(entry) < position.name);

/** The newest rows of several lanes, newest first, strictly after `from`, without reading a lane further than needed. */
export function* newest(
  lanes: readonly Lane[],
  from: Position | undefined,
  name: (entry: Entry) => string = (entry) => entry.row.cid,
): Generator<Entry> {
  const heads = lanes.map((lane) => batches(lane, from, name));
  const waiting = heads.map((head) => head.next().value);
  for (;;) {
    let best = -1;
    for (const [index, candidate] of waiting.entries()) {
      const champion = best < 0 ? undefined : waiting[best];
      if (!candidate) continue;
      if (!champion || candidate.sortAt > champion.sortAt) best = index;
      else if (candidate.sortAt === champion.sortAt && name(candidate) > name(champion)) best = index;
    }
    const chosen = waiting[best];
    if (!chosen) return;
    yield chosen;
    waiting[best] = heads[best]?.next().value;
  }
}

/** One lane backwards; rows of the same moment are ordered by name, so that no page border loses one. */
function* batches(
  lane: Lane,
  from: Position | undefined,
  name: (entry: Entry) => string,
): Generator<Entry, undefined, void> {
  let at = from === undefined ? lane.length - 1 : placeOf(lane, from.at) - 1;
  while (at >= 0) {
    const first = lane.at(at);
    if (!first) return;
    const same = [first];
    for (at -= 1; at >= 0; at -= 1) {
      const next = lane.at(at);
      if (!next || next.sortAt !== first.sortAt) break;
      same.push(next);
    }
    same.sort((a, b) => (name(a) < name(b) ? 1 : -1));
    for (const entry of same) if (from === undefined || before(entry, name, from)) yield entry;
  }
  return undefined;
}
