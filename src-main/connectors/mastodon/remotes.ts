import type { Remote } from '../../../src-shared/outbox/operation.ts';
import { handleDataOf } from './map-status.ts';
import type { Viewer } from './viewer.ts';
import { webUrl } from './web-url.ts';
import type { WireScheduled, WireStatus } from './wire.ts';

/** What an operation that makes nothing (a like, a mute, a deletion) leaves. */
export const nothingMade: Remote = { remoteId: null, url: null, handle: '', createdAt: null };

export const postRemote = (status: WireStatus, viewer: Viewer): Remote => ({
  remoteId: status.id,
  url: webUrl(status.url) ?? webUrl(status.uri),
  handle: handleDataOf(status, viewer),
  createdAt: status.created_at,
});

/** A post that the network's scheduler holds has no address and was not made yet: that is how one tells the two. */
export const scheduledRemote = (scheduled: WireScheduled): Remote => ({
  remoteId: scheduled.id,
  url: null,
  handle: '',
  createdAt: null,
});
