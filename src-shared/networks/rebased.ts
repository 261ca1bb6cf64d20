/**
 * What was refined of `was`, now that its base is `now`: what the refinement left as it was is the new base's, what it
 * changed stays changed. Lists of words lose and gain what they had lost and gained; other lists, and values that both
 * changed, stay as they were refined.
 */
export function rebased(was: unknown, refined: unknown, now: unknown): unknown {
  if (isSame(refined, was)) return now;
  if (isSame(was, now)) return refined;
  if (isWords(was) && isWords(refined) && isWords(now))
    return [
      ...now.filter((word) => refined.includes(word) || !was.includes(word)),
      ...refined.filter((word) => !was.includes(word) && !now.includes(word)),
    ];
  if (!isTable(was) || !isTable(refined) || !isTable(now)) return refined;
  const names = [...new Set([...Object.keys(now), ...Object.keys(refined)])];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = rebased(was[name], refined[name], now[name]);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

type Table = Readonly<Record<string, unknown>>;

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isWords = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((value, index) => isSame(value, other[index]));
  if (!isTable(one) || !isTable(other)) return one === other;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => isSame(one[name], other[name]));
}
