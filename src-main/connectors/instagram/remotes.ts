import type { Remote } from '../../../src-shared/outbox/operation.ts';
import { writeHandleData, type HandleData } from './handle-data.ts';

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
