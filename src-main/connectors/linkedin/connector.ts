import { failure } from '../../../src-shared/errors.ts';
import { err } from '../../../src-shared/result.ts';
import type { Connector } from '../contract.ts';
import { accessOf } from './access.ts';
import { authorise } from './authorise.ts';
import { confirm } from './confirm.ts';
import { draw } from './draw.ts';
import { pull } from './feeds.ts';
import { identify } from './identity.ts';
import { linkedinManifest } from './manifest.ts';
import { findPeople, measure } from './measure.ts';
import { pollMedia } from './media.ts';
import { publish } from './publish.ts';
import { serverTime } from './server-time.ts';
import { thread } from './thread.ts';
import { grantOf, refresh, refreshAt, revoke } from './tokens.ts';

/** LinkedIn: pages through the Community Management API, members through what everybody may use. */
export const linkedinConnector: Connector = {
  manifest: linkedinManifest,
  authorise,
  refreshAt,
  accessOf,
  grantOf,
  refresh,
  revoke,
  identify,
  serverTime,
  pull,
  thread,
  // Events need a public address of ours.
  listen: null,
  draw,
  publish,
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
