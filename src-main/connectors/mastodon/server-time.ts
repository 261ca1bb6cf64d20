import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { callContext } from './call-context.ts';
import { send } from './calls.ts';
import { ownAccountPath } from './identity.ts';

/**
 * The server's clock, epoch ms. Asked of an answer that is made for this account: shared ones may come from a cache
 * and bear an old date.
 */
export async function serverTime(ctx: ConnectorContext): Promise<Result<number, ConnectorError>> {
  const answer = await send(callContext(ctx), 'read', { method: 'GET', path: ownAccountPath });
  if (answer.tag === 'err') return answer;
  const date = Date.parse(answer.value.headers['date'] ?? '');
  return Number.isFinite(date)
    ? ok(date)
    : err({
        tag: 'protocol',
        failure: failure('protocol', { host: new URL(ctx.origin).host, field: 'date' }),
        raw: '',
      });
}
