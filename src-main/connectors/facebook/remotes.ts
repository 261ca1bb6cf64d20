import type { Remote } from '../../../src-shared/outbox/operation.ts';
import { webUrl } from '../meta/web-url.ts';
import { writeHandleData } from './handle-data.ts';

/** What an operation that makes nothing (a like, a block, a deletion) leaves. */
export const nothingMade: Remote = { remoteId: null, url: null, handle: '', createdAt: null };

export const postRemote = (id: string, url: string | null, createdAt: number | null = null): Remote => ({
  remoteId: id,
  url: webUrl(url),
  handle: writeHandleData({ kind: 'post', objectId: id }),
  createdAt,
});

export const commentRemote = (
  id: string,
  objectId: string,
  url: string | null = null,
  createdAt: number | null = null,
): Remote => ({
  remoteId: id,
  url: webUrl(url),
  handle: writeHandleData({ kind: 'comment', objectId }),
  createdAt,
});

export const messageRemote = (id: string, createdAt: number | null = null): Remote => ({
  remoteId: id,
  url: null,
  handle: '',
  createdAt,
});
