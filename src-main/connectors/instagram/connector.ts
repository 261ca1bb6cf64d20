import { failure } from '../../../src-shared/errors.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Connector } from '../contract.ts';
import { accessOf } from './access.ts';
import { authorise } from './authorise.ts';
import { confirm } from './confirm.ts';
import { pollContainer } from './containers.ts';
import { draw } from './draw.ts';
import { pull } from './feeds.ts';
import { identify } from './identity.ts';
import { instagramManifest } from './manifest.ts';
import { measure } from './measure.ts';
import { publish } from './publish.ts';
import { serverTime } from './server-time.ts';
import { thread } from './thread.ts';
import { refresh, refreshAt, revoke } from './tokens.ts';

/** Instagram's professional accounts, by Instagram Login or by Facebook Login. */
export const instagramConnector: Connector = {
  manifest: instagramManifest,
  authorise,
  refreshAt,
  accessOf,
  refresh,
  revoke,
  identify,
  serverTime,
  pull,
  thread,
  listen: null,
  draw,
  publish,
  poll: (ctx, operation, handle) =>
    operation.tag === 'upload' || operation.tag === 'prepare'
      ? pollContainer(ctx, handle)
      : Promise.resolve(
          err({ tag: 'rejected', failure: failure('not-offered', { operation: operation.tag }) }),
        ),
  confirm,
  measure,
  // Names cannot be looked up: only whole ones, and only of professional accounts.
  findPeople: () => Promise.resolve(ok([])),
};
