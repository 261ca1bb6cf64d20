import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Connector, ConnectorContext, ConnectorError } from '../contract.ts';
import { send } from '../meta/graph.ts';
import { authorise } from './authorise.ts';
import { confirm } from './confirm.ts';
import { pull } from './feeds.ts';
import { readIdentity } from './identity.ts';
import { facebookManifest } from './manifest.ts';
import { measure } from './measure.ts';
import { pageContext } from './page-context.ts';
import { poll } from './poll.ts';
import { publish } from './publish.ts';
import { accessOf } from './secret.ts';
import { thread } from './thread.ts';

/** Facebook Pages. Every account is one page, with the page's own access. */
export const facebookConnector: Connector = {
  manifest: facebookManifest,
  authorise,
  // A page's access is not renewed: the person logs in again (facebook-pages §2).
  refreshAt: () => null,
  accessOf,
  refresh: (ctx) => Promise.resolve(ok(ctx.secret)),
  // The network knows no way to give back one page's access: it would take back those of all others, too.
  revoke: () =>
    Promise.resolve(err({ tag: 'rejected', failure: failure('not-offered', { operation: 'revoke' }) })),
  identify: (ctx) => readIdentity(pageContext(ctx), ctx.origin, ctx.me.remoteId),
  serverTime,
  pull,
  thread,
  // Live events need a public address, which a desktop has not.
  listen: null,
  // No key is honoured (facebook-pages §9): the moment is all that a repeat is known by.
  draw: (_operation, now) => ({ key: '', at: now }),
  publish,
  poll,
  confirm,
  measure,
  // People cannot be searched for; pages are named in a text only with a feature that the network gives apart.
  findPeople: () => Promise.resolve(ok([])),
};

async function serverTime(ctx: ConnectorContext): Promise<Result<number, ConnectorError>> {
  const answer = await send(pageContext(ctx), 'read', {
    method: 'GET',
    path: '/me',
    query: { fields: 'id' },
  });
  if (answer.tag === 'err') return err(answer.error.error);
  const date = Date.parse(answer.value.headers['date'] ?? '');
  return Number.isFinite(date)
    ? ok(date)
    : err({
        tag: 'protocol',
        failure: failure('protocol', { host: new URL(ctx.origin).host, field: 'date' }),
        raw: '',
      });
}
