import type { Random } from '../../../src-simulator/core/random.ts';
import type { Moment } from './history.ts';
import { withFile, type Image } from './image.ts';

/** What a crash leaves: everything that was acknowledged, and of the write under way anything at all. */
export interface Torn {
  readonly what: string;
  readonly image: Image;
}

const isLog = (name: string): boolean => name.endsWith('.log');

/** Tears what came between two moments of one generation. Both may be believed; the first was acknowledged. */
export function tear(random: Random, before: Moment, after: Moment): Torn | null {
  const name = [...after.image.keys()].filter(isLog).sort().at(-1);
  const [old, grown] = [before.image.get(name ?? '')?.length, after.image.get(name ?? '')];
  if (name === undefined || old === undefined || grown === undefined || grown.length <= old) return null;
  const log = (bytes: Buffer): Image => withFile(before.image, name, bytes);
  const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, () => random.between(0, 255)));
  switch (random.between(0, 5)) {
    case 0: {
      const cut = random.between(old, grown.length);
      return { what: `log cut at +${cut - old}`, image: log(grown.subarray(0, cut)) };
    }
    case 1:
      return {
        what: 'noise after the log',
        image: log(Buffer.concat([grown.subarray(0, old), noise(random.between(1, 400))])),
      };
    case 2:
      return {
        what: 'zeros after the log',
        image: log(Buffer.concat([grown.subarray(0, old), Buffer.alloc(random.between(1, 5_000))])),
      };
    case 3: {
      // Sectors reach the disk in any order.
      const bytes = Buffer.from(grown);
      for (let n = random.between(1, 4); n > 0; n -= 1) {
        const at = random.between(old, grown.length - 1);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random.between(0, 7));
      }
      return { what: 'bits of the unacknowledged write flipped', image: log(bytes) };
    }
    case 4: {
      const bytes = Buffer.from(grown);
      const from = random.between(old, grown.length - 1);
      bytes.fill(0, from, Math.min(bytes.length, from + random.between(1, 600)));
      return { what: 'a hole in the unacknowledged write', image: log(bytes) };
    }
    default: {
      const mark = tornMark(random, before, after);
      return { what: mark.what, image: withFile(log(grown), 'mark', mark.bytes) };
    }
  }
}

/** The rows are on disk; the mark was being written. */
function tornMark(
  random: Random,
  before: Moment,
  after: Moment,
): { readonly what: string; readonly bytes: Buffer } {
  const [old, grown] = [before.image.get('mark'), after.image.get('mark')];
  if (old === undefined || grown === undefined) throw new Error('there is always a mark');
  const first = grown.findIndex((byte, at) => byte !== old[at]);
  const slot = first - (first % 4096);
  const cut = random.chance(0.7) ? random.between(slot, slot + 160) : random.between(slot, slot + 4096);
  const bytes = Buffer.concat([grown.subarray(0, cut), old.subarray(cut)]);
  if (random.chance(0.3))
    bytes.fill(random.between(0, 255), cut, Math.min(slot + 4096, cut + 100, bytes.length));
  return { what: `mark torn at ${cut - slot}`, bytes };
}
