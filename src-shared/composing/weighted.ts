import { addressesIn } from './loose-addresses.ts';

/**
 * The weighted length of a text, as the rules that `twitter-text` publishes (configuration 3) have it: counted after
 * canonical composition; an address counts `urlLength`, with or without a scheme; an emoji sequence counts 2 as a whole;
 * Latin, Greek, Cyrillic … and general punctuation count 1, everything else 2. Linear in the text's length.
 */
export function weightedLength(text: string, urlLength: number | null): number {
  const composed = text.normalize('NFC');
  const addresses = urlLength === null ? [] : addressesIn(composed);
  let length = 0;
  let next = 0;
  let at = 0;
  while (at < composed.length) {
    const address = addresses[next];
    if (address?.start === at) {
      length += urlLength ?? 0;
      at = address.end;
      next += 1;
      continue;
    }
    const point = composed.codePointAt(at) ?? 0;
    const width = point > 0xff_ff ? 2 : 1;
    const sequence = joins(composed.codePointAt(at + width) ?? 0) ? emojiAt(composed, at) : 0;
    length += sequence === 0 && isLight(point) ? 1 : 2;
    at += sequence === 0 ? width : sequence;
  }
  return length;
}

/** Whether a code point can go on an emoji: only then is a sequence looked for. One that stands alone weighs 2 anyway. */
const joins = (point: number): boolean =>
  point >= 0x20_0d &&
  (point === 0x20_0d ||
    point === 0x20_e3 ||
    point === 0xfe_0f ||
    (point >= 0x1_f1_e6 && point <= 0x1_f1_ff) ||
    (point >= 0x1_f3_fb && point <= 0x1_f3_ff) ||
    (point >= 0xe_00_20 && point <= 0xe_00_7f));

// The set of recommended sequences comes with the runtime; besides them, keycaps without their selector.
const emoji = new RegExp('\\p{RGI_Emoji}|[#*0-9]\\u{20E3}', 'vy');

function emojiAt(text: string, index: number): number {
  emoji.lastIndex = index;
  return emoji.test(text) ? emoji.lastIndex - index : 0;
}

const isLight = (point: number): boolean =>
  point <= 4_351 ||
  (point >= 8_192 && point <= 8_205) ||
  (point >= 8_208 && point <= 8_223) ||
  (point >= 8_242 && point <= 8_247);
