/**
 * Rest.li 2.0 in addresses: `List(a,b)` and `(key:value)` are structure where their punctuation is written as it is,
 * and text where it is percent-encoded. So everything is read from the raw query, never from a decoded one.
 */
// linkedin §2
export type RestliValue = string | RestliList | RestliRecord;
export interface RestliList extends ReadonlyArray<RestliValue> {}
export interface RestliRecord {
  readonly [key: string]: RestliValue;
}

/** The parameters of a query with their values as they came. */
export function rawQuery(url: URL): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of url.search.replace(/^\?/, '').split('&')) {
    if (pair === '') continue;
    const cut = pair.indexOf('=');
    parameters.set(cut < 0 ? pair : pair.slice(0, cut), cut < 0 ? '' : pair.slice(cut + 1));
  }
  return parameters;
}

/** Reads one value; undefined when its punctuation is not where it belongs (a bare URN, an encoded list). */
export function parseRestli(raw: string): RestliValue | undefined {
  const reader = { raw, at: 0 };
  const value = readValue(reader);
  return value !== undefined && reader.at === raw.length ? value : undefined;
}

/** A value that must be a text. */
export function restliText(raw: string | undefined): string | undefined {
  const value = raw === undefined ? undefined : parseRestli(raw);
  return typeof value === 'string' ? value : undefined;
}

/** A value that must be a list of texts. */
export function restliTexts(raw: string | undefined): readonly string[] | undefined {
  const value = raw === undefined ? undefined : parseRestli(raw);
  return isList(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}

export function restliRecord(value: RestliValue | undefined): RestliRecord | undefined {
  return value === undefined || typeof value === 'string' || isList(value) ? undefined : value;
}

export const isList = (value: RestliValue | undefined): value is RestliList => Array.isArray(value);

interface Reader {
  readonly raw: string;
  at: number;
}

function readValue(reader: Reader): RestliValue | undefined {
  if (reader.raw.startsWith('List(', reader.at)) {
    reader.at += 'List('.length;
    return readItems(reader);
  }
  if (reader.raw[reader.at] === '(') {
    reader.at += 1;
    return readRecord(reader);
  }
  return readText(reader);
}

function readItems(reader: Reader): readonly RestliValue[] | undefined {
  const items: RestliValue[] = [];
  if (taken(reader, ')')) return items;
  for (;;) {
    const item = readValue(reader);
    if (item === undefined) return undefined;
    items.push(item);
    if (taken(reader, ')')) return items;
    if (!taken(reader, ',')) return undefined;
  }
}

function readRecord(reader: Reader): RestliRecord | undefined {
  const record: Record<string, RestliValue> = {};
  if (taken(reader, ')')) return record;
  for (;;) {
    const key = readText(reader);
    if (key === undefined || key === '' || !taken(reader, ':')) return undefined;
    const value = readValue(reader);
    if (value === undefined) return undefined;
    record[key] = value;
    if (taken(reader, ')')) return record;
    if (!taken(reader, ',')) return undefined;
  }
}

function readText(reader: Reader): string | undefined {
  const text = /^[^,():']*/.exec(reader.raw.slice(reader.at))?.[0] ?? '';
  reader.at += text.length;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function taken(reader: Reader, mark: string): boolean {
  if (reader.raw[reader.at] !== mark) return false;
  reader.at += 1;
  return true;
}
