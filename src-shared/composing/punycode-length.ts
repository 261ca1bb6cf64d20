/**
 * How long a label of a domain is in the name system: itself, or `xn--` and its Punycode (RFC 3492). A label of more
 * signs than any may have is not encoded: each takes one place at least.
 */
export function punycodeLength(label: string): number {
  const points = Array.from(label, (sign) => sign.codePointAt(0) ?? 0);
  const basic = points.filter((point) => point < 0x80).length;
  if (basic === points.length || points.length > LONGEST_LABEL) return points.length;
  let [length, handled, next, delta, bias] = [basic === 0 ? 0 : basic + 1, basic, 0x80, 0, 72];
  while (handled < points.length) {
    const lowest = Math.min(...points.filter((point) => point >= next));
    delta += (lowest - next) * (handled + 1);
    next = lowest;
    for (const point of points) {
      if (point < next) delta += 1;
      if (point !== next) continue;
      length += digits(delta, bias);
      bias = adapt(delta, handled + 1, handled === basic);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    next += 1;
  }
  return 'xn--'.length + length;
}

/** Longest label of the name system. */
export const LONGEST_LABEL = 63;
const BASE = 36;

/** How many digits a number takes, at a bias. */
function digits(value: number, bias: number): number {
  let count = 1;
  let rest = value;
  for (let place = BASE; ; place += BASE) {
    const threshold = Math.min(26, Math.max(1, place - bias));
    if (rest < threshold) return count;
    rest = Math.floor((rest - threshold) / (BASE - threshold));
    count += 1;
  }
}

function adapt(delta: number, points: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? 700 : 2));
  rest += Math.floor(rest / points);
  let place = 0;
  while (rest > 455) {
    rest = Math.floor(rest / (BASE - 1));
    place += BASE;
  }
  return place + Math.floor((BASE * rest) / (rest + 38));
}
