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

/** The digest of a row that is what was written, whose value is not looked at; null: it is not. */
export function checkRow(key: string, text: string): bigint | null {
  const hex = text.slice(0, digits);
  return digestOf(key, text.slice(digits)) === hex ? BigInt(`0x${hex}`) : null;
}

/** Null: the row is not what was written. */
export function decodeRow(
  key: string,
  text: string,
): { readonly value: unknown; readonly digest: bigint } | null {
  const digest = checkRow(key, text);
  return digest === null ? null : { value: JSON.parse(text.slice(digits)) as unknown, digest };
}

const digestOf = (key: string, json: string): string =>
  createHash('sha256').update(key).update('\0').update(json).digest('hex').slice(0, digits);

export const asHex = (digest: bigint): string => digest.toString(16).padStart(digits, '0');
