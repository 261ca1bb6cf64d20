import { failure } from '../../../src-shared/errors.ts';
import { err } from '../../../src-shared/result.ts';
import type { Connector } from '../contract.ts';
import { accessOf } from './access.ts';
import { authorise } from './authorise.ts';
import { callContext } from './call-context.ts';
import { confirm } from './confirm.ts';
import { draw } from './draw.ts';
import { pull } from './feeds.ts';
import { readIdentity } from './identity.ts';
import { mastodonManifest } from './manifest.ts';
import { findPeople, measure } from './measure.ts';
import { pollMedia } from './media.ts';
import { publish } from './publish.ts';
import { serverTime } from './server-time.ts';
import { listen } from './stream.ts';
import { thread } from './thread.ts';
import { refresh, refreshAt, revoke } from './tokens.ts';

/** Mastodon and the servers that speak its language: GoToSocial, Pleroma, Akkoma and Mastodon's forks. */
export const mastodonConnector: Connector = {
  manifest: mastodonManifest,
  authorise,
  refreshAt,
  accessOf,
  refresh,
  revoke,
  identify: (ctx) => readIdentity(callContext(ctx)),
  serverTime,
  pull,
  thread,
  listen,
  draw,
  publish,
  // Only media are worked on after the answer.
  poll: (ctx, operation, handle) =>
    operation.tag === 'upload'
      ? pollMedia(ctx, handle)
      : Promise.resolve(
          err({ tag: 'rejected', failure: failure('not-offered', { operation: operation.tag }) }),
        ),
  confirm,
  measure,
  findPeople,
};
