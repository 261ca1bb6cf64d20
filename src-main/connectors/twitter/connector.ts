import { failure } from '../../../src-shared/errors.ts';
import { err } from '../../../src-shared/result.ts';
import type { Connector } from '../contract.ts';
import { accessOf, scopesOf } from './access.ts';
import { authorise } from './authorise.ts';
import { callContext } from './calls.ts';
import { confirm } from './confirm.ts';
import { pull } from './feeds.ts';
import { readIdentity } from './identity.ts';
import { twitterManifest } from './manifest.ts';
import { findPeople, measure } from './measure.ts';
import { publish } from './publish.ts';
import { readSecret } from './secret.ts';
import { serverTime } from './server-time.ts';
import { thread } from './thread.ts';
import { refresh, refreshAt, revoke } from './tokens.ts';
import { pollUpload } from './upload.ts';

/** X, through its API v2 and an app of the person's own. */
export const twitterConnector: Connector = {
  manifest: twitterManifest,
  authorise,
  refreshAt,
  accessOf,
  refresh,
  revoke,
  identify: (ctx) => readIdentity(callContext(ctx), scopesOf(readSecret(ctx.secret)?.scope ?? '')),
  serverTime,
  pull,
  thread,
  // Its streams want the app's secret, which a public client has not (x §5).
  listen: null,
  // There is no key (x §8): the moment alone tells a repeat from a first attempt.
  draw: (_operation, now) => ({ key: '', at: now }),
  publish,
  poll: (ctx, operation, handle) =>
    operation.tag === 'upload'
      ? pollUpload(ctx, handle)
      : Promise.resolve(
          err({ tag: 'rejected', failure: failure('not-offered', { operation: operation.tag }) }),
        ),
  confirm,
  measure,
  findPeople,
};
