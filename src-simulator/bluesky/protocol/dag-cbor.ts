import { isList, isObject, type Json, type JsonObject } from './json.ts';
import { fromBase32 } from './base32.ts';

const utf8 = new TextEncoder();

/** A value that the AT Protocol's data model cannot hold (fractions, unsafe integers, malformed links). */
export class NotEncodable extends Error {}

function head(major: number, length: number, out: number[]): void {
  const kind = major << 5;
  if (length < 24) out.push(kind | length);
  else if (length < 0x100) out.push(kind | 24, length);
  else if (length < 0x10000) out.push(kind | 25, length >> 8, length & 0xff);
  else if (length < 0x100000000)
    out.push(kind | 26, (length >>> 24) & 0xff, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff);
  else {
    const high = Math.floor(length / 0x100000000);
    const low = length >>> 0;
    out.push(kind | 27);
    for (const part of [high, low]) {
      out.push((part >>> 24) & 0xff, (part >>> 16) & 0xff, (part >>> 8) & 0xff, part & 0xff);
    }
  }
}

function bytes(value: Uint8Array, out: number[]): void {
  for (const byte of value) out.push(byte);
}

function integer(value: number, out: number[]): void {
  if (!Number.isSafeInteger(value)) throw new NotEncodable('numbers must be safe integers');
  if (value >= 0) head(0, value, out);
  else head(1, -1 - value, out);
}

/** A link is tag 42 around the CID's bytes behind a zero byte (the "identity multibase" prefix). */
function link(cid: string, out: number[]): void {
  const binary = cid.startsWith('b') ? fromBase32(cid.slice(1)) : null;
  if (binary === null) throw new NotEncodable(`not a CID: ${cid}`);
  head(6, 42, out);
  head(2, binary.length + 1, out);
  out.push(0);
  bytes(binary, out);
}

function byKey(a: readonly [Uint8Array, Json], b: readonly [Uint8Array, Json]): number {
  return a[0].length - b[0].length || Buffer.compare(a[0], b[0]);
}

function map(value: JsonObject, out: number[]): void {
  const entries = Object.entries(value)
    .flatMap(([key, item]): [Uint8Array, Json][] => (item === undefined ? [] : [[utf8.encode(key), item]]))
    .sort(byKey);
  head(5, entries.length, out);
  for (const [key, item] of entries) {
    head(3, key.length, out);
    bytes(key, out);
    write(item, out);
  }
}

function write(value: Json, out: number[]): void {
  if (value === null) out.push(0xf6);
  else if (value === true) out.push(0xf5);
  else if (value === false) out.push(0xf4);
  else if (typeof value === 'number') integer(value, out);
  else if (typeof value === 'string') {
    const text = utf8.encode(value);
    head(3, text.length, out);
    bytes(text, out);
  } else if (isList(value)) {
    head(4, value.length, out);
    for (const item of value) write(item, out);
  } else if (isObject(value)) {
    const members = Object.keys(value);
    if (members.length === 1 && typeof value['$link'] === 'string') link(value['$link'], out);
    else if (members.length === 1 && typeof value['$bytes'] === 'string') {
      const binary = Buffer.from(value['$bytes'], 'base64');
      head(2, binary.length, out);
      bytes(binary, out);
    } else map(value, out);
  }
}

/**
 * Canonical DAG-CBOR of a record in its JSON form: shortest heads, map keys by length and then by bytes,
 * `{"$link"}` as tag 42, `{"$bytes"}` as a byte string.
 * @throws {NotEncodable}
 */
export function encodeDagCbor(value: Json): Uint8Array {
  const out: number[] = [];
  write(value, out);
  return new Uint8Array(out);
}
