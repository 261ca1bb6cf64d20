/** A snapshot as far as its keeping is concerned. `at`: epoch ms. */
export interface Aged {
  readonly at: number;
  readonly bytes: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** All of the last quarter of an hour, then the last of each hour for a day, of each day for a month, of each month for a year. */
const spans: readonly { readonly within: number; readonly bucket: (at: number) => number | string }[] = [
  { within: 15 * minute, bucket: (at) => at },
  { within: day, bucket: (at) => Math.floor(at / hour) },
  { within: 31 * day, bucket: (at) => Math.floor(at / day) },
  { within: 366 * day, bucket: (at) => `month ${monthOf(at)}` },
];

/** Days since the epoch, as a month: the calendar in UTC, which no change of zone moves. */
function monthOf(at: number): string {
  // Civil-from-days (Howard Hinnant), without the day.
  const z = Math.floor(at / day) + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1_460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365,
  );
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return `${String(yoe + era * 400 + (month <= 2 ? 1 : 0))}-${String(month)}`;
}

/**
 * Which snapshots stay. The newest always does, whatever it weighs; of the others the oldest go first where all
 * together weigh more than `maxBytes`.
 */
export function keepByAge<S extends Aged>(all: readonly S[], now: number, maxBytes: number): readonly S[] {
  const newestFirst = [...all].sort((a, b) => b.at - a.at);
  const taken = new Set<string>();
  const kept: S[] = [];
  let bytes = 0;
  for (const [index, one] of newestFirst.entries()) {
    // One that claims to come from the future (the clock was set back) counts as new.
    const age = Math.max(0, now - one.at);
    const first = spans
      .filter(({ within }) => age <= within)
      .map(({ within, bucket }) => `${String(within)} ${String(bucket(one.at))}`)
      .filter((key) => !taken.has(key));
    for (const key of first) taken.add(key);
    if (index > 0 && (first.length === 0 || bytes + one.bytes > maxBytes)) continue;
    bytes += one.bytes;
    kept.push(one);
  }
  return kept;
}
