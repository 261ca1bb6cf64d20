const alphabet = '234567abcdefghijklmnopqrstuvwxyz';
const length = 13;

/**
 * A timestamp identifier, the record key that the AT Protocol gives to posts: 53 bits of microseconds since 1970 and
 * 10 bits that tell writers apart, in 13 characters that sort by time. `now` is epoch ms; the microseconds below
 * it and the writer are drawn, so that two keys of one millisecond differ.
 * Source: atproto.com/specs/tid.
 */
export function createTid(now: number, random: (bytes: number) => Uint8Array): string {
  const [a = 0, b = 0, c = 0, d = 0] = random(4);
  const micros = BigInt(Math.floor(now)) * 1000n + BigInt(((a << 8) | b) % 1000);
  const writer = BigInt(((c << 8) | d) & 1023);
  let rest = (micros << 10n) | writer;
  let text = '';
  for (let index = 0; index < length; index += 1) {
    text = (alphabet[Number(rest & 31n)] ?? '') + text;
    rest >>= 5n;
  }
  return text;
}
