/** One thing in a row that may be too short for all of them. */
export interface Fitted {
  readonly id: string;
  /** CSS pixels. */
  readonly width: number;
  /** What is lowest gives way first, the last of equals before the others. */
  readonly rank: number;
}

/** Which of them have no room, when those without are named by one more thing of `moreWidth`. */
export function withoutRoom(items: readonly Fitted[], room: number, moreWidth: number): ReadonlySet<string> {
  const hidden = new Set<string>();
  let taken = items.reduce((sum, { width }) => sum + width, 0);
  if (taken <= room) return hidden;
  taken += moreWidth;
  const order = items
    .map((item, index) => ({ ...item, index }))
    .sort((a, b) => a.rank - b.rank || b.index - a.index);
  // The first of all is never hidden: a row that says nothing would say that nothing is wrong.
  for (const { id, width } of order.slice(0, -1)) {
    if (taken <= room) break;
    hidden.add(id);
    taken -= width;
  }
  return hidden;
}
