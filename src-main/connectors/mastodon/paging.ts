import type { HttpResponse } from '../../engine/http.ts';

/** The neighbours of a page, as the server's `Link` header names them: query strings, opaque to us. */
export interface Neighbours {
  /** Towards newer items. */
  readonly newer: string | null;
  /** Towards older items. */
  readonly older: string | null;
}

/**
 * Reads the `Link` header. Only the query of its addresses is kept: whatever host a misconfigured proxy writes there,
 * a token only ever goes to the account's own server.
 */
export function neighboursOf(response: HttpResponse): Neighbours {
  const found = new Map<string, string>();
  for (const match of (response.headers['link'] ?? '').matchAll(/<([^>]*)>([^<]*)/g)) {
    const [, address = '', parameters = ''] = match;
    const relation = /;\s*rel="?([^";,]*)"?/i.exec(parameters)?.[1] ?? '';
    const query = queryOf(address);
    if (query !== null) for (const name of relation.toLowerCase().split(/\s+/)) found.set(name, query);
  }
  return { newer: found.get('prev') ?? null, older: found.get('next') ?? null };
}

function queryOf(address: string): string | null {
  if (!URL.canParse(address, 'https://unused.invalid')) return null;
  const query = new URL(address, 'https://unused.invalid').searchParams;
  query.delete('access_token');
  const text = query.toString();
  return text === '' ? null : text;
}

/** The query of a page: what the feed always asks for, then where the last page said to go on. */
export function pageQuery(base: Readonly<Record<string, string>>, cursor: string | null): URLSearchParams {
  const query = new URLSearchParams(cursor ?? '');
  for (const [name, value] of Object.entries(base)) query.set(name, value);
  return query;
}
