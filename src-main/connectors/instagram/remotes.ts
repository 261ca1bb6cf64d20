import type { Remote } from '../../../src-shared/outbox/operation.ts';
import { readHandleData, writeHandleData, type HandleData } from './handle-data.ts';

/** An operation that makes nothing. */
export const nothingMade: Remote = { remoteId: null, url: null, handle: '', createdAt: null };

/** A post of the account's own. `id` null: it is there, and nobody knows under which id. */
export const postRemote = (
  id: string | null,
  url: string | null = null,
  createdAt: number | null = null,
): Remote => ({ remoteId: id, url, handle: writeHandleData({ kind: 'post' }), createdAt });

export const madeRemote = (id: string, data: HandleData, createdAt: number | null = null): Remote => ({
  remoteId: id,
  url: null,
  handle: writeHandleData(data),
  createdAt,
});

/** A comment of the account's own, under what it answers. */
export function commentRemote(
  id: string,
  replyTo: { readonly remoteId: string; readonly handleData: string },
  createdAt: number | null = null,
): Remote {
  const target = readHandleData(replyTo.handleData);
  const place =
    target.kind === 'comment'
      ? {
          mediaId: target.mediaId,
          ...(target.topId !== undefined && { topId: target.topId ?? replyTo.remoteId }),
        }
      : { mediaId: replyTo.remoteId, topId: null };
  return madeRemote(id, { kind: 'comment', personId: null, ...place }, createdAt);
}
