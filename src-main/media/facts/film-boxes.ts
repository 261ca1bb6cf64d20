import type { Reader } from './reader.ts';

/** How the outermost boxes of an MP4 or a QuickTime film lie. */
export interface Boxes {
  /** The last one ends where the file does: nothing was cut off. */
  readonly isWhole: boolean;
  /** The index lies before the pictures; null: there is none of the two. */
  readonly fastStart: boolean | null;
}

/** More boxes than any film has; what goes on is made to keep us busy. */
const most = 100_000;

/** Null: the file is none of boxes. */
export async function filmBoxes(reader: Reader): Promise<Boxes | null> {
  let at = 0;
  let index: number | null = null;
  let pictures: number | null = null;
  for (let count = 0; at < reader.size && count < most; count += 1) {
    const head = await reader.read(at, 16);
    // What some programs leave behind the last box is too short to be one.
    if (head.byteLength < 8) break;
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const type = String.fromCharCode(...head.subarray(4, 8));
    if (count === 0 && type !== 'ftyp') return null;
    const short = view.getUint32(0);
    const isLong = short === 1 && head.byteLength === 16;
    const length = isLong ? Number(view.getBigUint64(8)) : short === 0 ? reader.size - at : short;
    if (length < 8) return { isWhole: false, fastStart: null };
    if (type === 'moov') index ??= at;
    if (type === 'mdat') pictures ??= at;
    at += length;
  }
  return {
    isWhole: at <= reader.size && index !== null,
    fastStart: index === null || pictures === null ? null : index < pictures,
  };
}
