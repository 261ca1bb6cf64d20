/** What is looked for: some bytes, and what a find of them is called. */
export interface Needle {
  readonly form: string;
  readonly bytes: Buffer;
}

/** Each needle is known by this many bytes from its middle: the beginnings of accesses are alike. */
const keyBytes = 4;
const bits = 20;

/** Finds any of hundreds of needles in one pass over the bytes; each that is there, once. */
export function createFinder(needles: readonly Needle[]): (bytes: Buffer) => readonly Needle[] {
  const marked = new Uint8Array(2 ** bits);
  const byKey = new Map<number, { readonly needle: Needle; readonly at: number }[]>();
  for (const needle of needles) {
    if (needle.bytes.byteLength < keyBytes) throw new Error('too short to be told from anything');
    const at = Math.floor((needle.bytes.byteLength - keyBytes) / 2);
    const key = needle.bytes.readUInt32LE(at);
    marked[placeOf(key)] = 1;
    byKey.set(key, [...(byKey.get(key) ?? []), { needle, at }]);
  }
  return (bytes) => {
    const found = new Set<Needle>();
    let key = 0;
    for (let end = 0; end < bytes.length; end += 1) {
      key = ((key >>> 8) | ((bytes[end] ?? 0) << 24)) >>> 0;
      if (end < keyBytes - 1 || marked[placeOf(key)] === 0) continue;
      for (const { needle, at } of byKey.get(key) ?? []) {
        const start = end - (keyBytes - 1) - at;
        const stop = start + needle.bytes.byteLength;
        if (start < 0 || stop > bytes.length || found.has(needle)) continue;
        if (needle.bytes.compare(bytes, start, stop) === 0) found.add(needle);
      }
    }
    return [...found];
  };
}

const placeOf = (key: number): number => Math.imul(key, 0x9e3779b1) >>> (32 - bits);
