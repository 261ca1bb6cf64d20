import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { callContext, send } from './calls.ts';

/** The server's clock, epoch ms, from the cheapest answer that is made for this account. */
export async function serverTime(ctx: ConnectorContext): Promise<Result<number, ConnectorError>> {
  const answer = await send(callContext(ctx), 'read', { method: 'GET', path: '/2/users/me' });
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
