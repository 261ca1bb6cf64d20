import type { Random } from '../../../src-simulator/core/random.ts';
import type { History, Moment } from './history.ts';
import { withFile, type Image } from './image.ts';

/** Damage to bytes that had been acknowledged. */
export interface Spoilt {
  readonly what: string;
  readonly image: Image;
}

const rowsOnly = (image: Image): readonly (readonly [string, Buffer])[] =>
  [...image].filter(([name]) => name.startsWith('rows/'));

/** One damage to the disk as it is at `now`. Null: this kind of damage does not apply to it. */
export function spoil(random: Random, history: History, now: Moment): Spoilt | null {
  const { image } = now;
  const file = pickFile(random, image);
  const [name, bytes] = file;
  const other = (change: Buffer | null, what: string): Spoilt => ({
    what: `${what} in ${name}`,
    image: withFile(image, name, change),
  });
  const copy = Buffer.from(bytes);
  const spot = (): number => random.between(0, Math.max(0, copy.length - 1));
  switch (random.between(0, 13)) {
    case 0:
    case 1:
    case 2: {
      const at = spot();
      if (copy.length === 0) return null;
      copy[at] = (copy[at] ?? 0) ^ (1 << random.between(0, 7));
      return other(copy, `bit flipped at ${at}`);
    }
    case 3: {
      for (let n = random.between(2, 40), at = spot(); n > 0; n -= 1, at += 1)
        if (at < copy.length) copy[at] = random.between(0, 255);
      return other(copy, 'bytes overwritten');
    }
    case 4: {
      const block = random.chance(0.5) ? 512 : 4096;
      const at = block * Math.floor(spot() / block);
      copy.fill(0, at, Math.min(copy.length, at + block));
      return other(copy, `block of ${block} zeroed`);
    }
    case 5:
      return other(copy.subarray(0, spot()), 'cut');
    case 6:
      return other(copy.subarray(spot()), 'head cut off');
    case 7:
      return other(null, 'file gone');
    case 8:
      return other(Buffer.alloc(0), 'file emptied');
    case 9:
      return other(
        Buffer.concat([copy, Buffer.from(Array.from({ length: random.between(1, 300) }, spot))]),
        'noise appended',
      );
    case 10:
      return older(random, history, now, file);
    case 11:
      return wentBack(random, history, now);
    case 12:
      return random.chance(0.5)
        ? { what: 'mark gone', image: withFile(image, 'mark', null) }
        : {
            what: 'rows gone',
            image: new Map([...image].filter(([each]) => !each.startsWith('rows/'))),
          };
    default: {
      const [second, its] = pickFile(random, image);
      if (second === name) return null;
      return {
        what: `${name} and ${second} exchanged`,
        image: withFile(withFile(image, name, its), second, bytes),
      };
    }
  }
}

/** The larger, the likelier, but small ones are the more delicate. */
function pickFile(random: Random, image: Image): readonly [string, Buffer] {
  const files = [...image];
  if (random.chance(0.6)) {
    const holding = files.filter(([name]) => /\.(ldb|log)$/.test(name) && (image.get(name)?.length ?? 0) > 0);
    const one = random.pick(holding);
    if (one !== undefined) return one;
  }
  return random.pick(files) ?? ['', Buffer.alloc(0)];
}

/** One file is what it once was. */
function older(
  random: Random,
  history: History,
  now: Moment,
  [name, bytes]: readonly [string, Buffer],
): Spoilt | null {
  const past = before(history, now).filter(({ image }) => image.get(name)?.equals(bytes) === false);
  const then = random.pick(past)?.image.get(name);
  return then === undefined ? null : { what: `${name} went back`, image: withFile(now.image, name, then) };
}

/** All rows, or the mark, are what they once were. */
function wentBack(random: Random, history: History, now: Moment): Spoilt | null {
  const then = random.pick(before(history, now));
  if (then === undefined) return null;
  if (random.chance(0.5)) {
    const rest = [...now.image].filter(([name]) => !name.startsWith('rows/'));
    return { what: 'all rows went back', image: new Map([...rest, ...rowsOnly(then.image)]) };
  }
  const mark = then.image.get('mark');
  return mark === undefined ? null : { what: 'the mark went back', image: withFile(now.image, 'mark', mark) };
}

function before(history: History, now: Moment): readonly Moment[] {
  const all = history.generations.flat();
  return all.slice(0, Math.max(0, all.indexOf(now)));
}
