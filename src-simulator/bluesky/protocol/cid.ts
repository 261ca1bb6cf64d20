import { createHash } from 'node:crypto';
import { base32, fromBase32 } from './base32.ts';
import { encodeDagCbor } from './dag-cbor.ts';
import type { Json } from './json.ts';

const dagCbor = 0x71;
const raw = 0x55;
const header = (codec: number): readonly number[] => [0x01, codec, 0x12, 0x20];

function cidOf(codec: number, bytes: Uint8Array): string {
  const digest = createHash('sha256').update(bytes).digest();
  return `b${base32(new Uint8Array([...header(codec), ...digest]))}`;
}

/** CIDv1 of a record: sha-256 of its canonical DAG-CBOR (`bafyrei…`). Throws on what the data model cannot hold. */
export const cidOfRecord = (record: Json): string => cidOf(dagCbor, encodeDagCbor(record));

/** CIDv1 of raw bytes (`bafkrei…`), the name of a blob. sheet: 2 Publish, Blob */
export const cidOfBytes = (bytes: Uint8Array): string => cidOf(raw, bytes);

/** The binary form of a CIDv1 in base32, or `null` when the text is no such CID. */
export function cidBytes(cid: string): Uint8Array | null {
  if (!cid.startsWith('b')) return null;
  const bytes = fromBase32(cid.slice(1));
  if (bytes === null || bytes.length !== 36 || bytes[0] !== 1 || bytes[2] !== 0x12 || bytes[3] !== 0x20)
    return null;
  return bytes[1] === dagCbor || bytes[1] === raw ? bytes : null;
}

export const isCid = (text: string): boolean => cidBytes(text) !== null;
