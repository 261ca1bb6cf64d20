import { isDid, isHandle, isNsid, isRecordKey } from './formats.ts';

export type AtUri = { readonly authority: string; readonly collection: string; readonly rkey: string };

export const atUri = (did: string, collection: string, rkey: string): string =>
  `at://${did}/${collection}/${rkey}`;

/** The three parts of a record's address, or `null` for anything else (also for a bare `at://did`). */
export function parseAtUri(uri: string): AtUri | null {
  const match = /^at:\/\/([^/?#]+)\/([^/?#]+)\/([^/?#]+)$/.exec(uri);
  const [, authority, collection, rkey] = match ?? [];
  if (authority === undefined || collection === undefined || rkey === undefined) return null;
  if (!(isDid(authority) || isHandle(authority)) || !isNsid(collection) || !isRecordKey(rkey)) return null;
  return { authority, collection, rkey };
}

/** Who wrote the record at this address, or an empty text when it is no address. */
export const authorOf = (uri: string): string => parseAtUri(uri)?.authority ?? '';
