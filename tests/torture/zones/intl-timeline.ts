import type { Change, Timeline } from './tzif.ts';

/** Offset of a zone by the data that the runtime was built with, asked of nothing but `Intl`. */
export function intlOffsets(zone: string): (epochMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (epochMs) => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(epochMs)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(epochMs / 1_000) * 1_000;
  };
}

/** Changes between two moments, found by halving; two changes within `stepMs` that cancel out are not seen. */
export function intlTimeline(zone: string, from: number, until: number, stepMs = 2 * 86_400_000): Timeline {
  const offsetAt = intlOffsets(zone);
  const changes: Change[] = [{ at: -Infinity, offsetMs: offsetAt(from) }];
  for (let at = from; at < until; at += stepMs) {
    let [low, high] = [at, at + stepMs];
    const before = offsetAt(low);
    if (offsetAt(high) === before) continue;
    while (high - low > 1_000) {
      const middle = Math.floor((low + high) / 2_000) * 1_000;
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    changes.push({ at: high, offsetMs: offsetAt(high) });
  }
  return changes;
}
