export interface Read<T> {
  readonly value: T;
  /** Where the next thing begins. */
  readonly end: number;
}

/** LevelDB's variable-length number; null: it is cut off, or larger than a number of ours holds exactly. */
export function readVarint(bytes: Uint8Array, at: number): Read<number> | null {
  let value = 0;
  for (let n = 0; n < 8; n += 1) {
    const byte = bytes[at + n];
    if (byte === undefined) return null;
    value += (byte & 0x7f) * 2 ** (7 * n);
    if (byte < 0x80) return Number.isSafeInteger(value) ? { value, end: at + n + 1 } : null;
  }
  return null;
}

/** Bytes behind their length. */
export function readSlice(bytes: Buffer, at: number): Read<Buffer> | null {
  const length = readVarint(bytes, at);
  if (length === null || length.end + length.value > bytes.length) return null;
  const end = length.end + length.value;
  return { value: bytes.subarray(length.end, end), end };
}
