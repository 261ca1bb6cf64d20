import { createHash } from 'node:crypto';

/**
 * How a row is written: a digest of its key and its value, then the value as JSON. LevelDB answers without an error
 * after a byte has flipped; a digest does not.
 */
export interface CodedRow {
  readonly text: string;
  readonly digest: bigint;
}

const digits = 32;

export function encodeRow(key: string, value: unknown): CodedRow {
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined) throw new TypeError(`the row ${key} has no JSON form`);
  const hex = digestOf(key, json);
  return { text: hex + json, digest: BigInt(`0x${hex}`) };
}

/** Null: the row is not what was written. */
export function decodeRow(
  key: string,
  text: string,
): { readonly value: unknown; readonly digest: bigint } | null {
  const hex = text.slice(0, digits);
  const json = text.slice(digits);
  if (digestOf(key, json) !== hex) return null;
  return { value: JSON.parse(json) as unknown, digest: BigInt(`0x${hex}`) };
}

const digestOf = (key: string, json: string): string =>
  createHash('sha256').update(key).update('\0').update(json).digest('hex').slice(0, digits);

export const asHex = (digest: bigint): string => digest.toString(16).padStart(digits, '0');
