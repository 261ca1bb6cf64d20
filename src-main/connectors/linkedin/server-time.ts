import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { placesOf } from './places.ts';

/**
 * The network's clock, epoch ms. Asked without a token: what it refuses for that bears a date as well, comes from no
 * cache, and is taken from no budget.
 */
export async function serverTime(ctx: ConnectorContext): Promise<Result<number, ConnectorError>> {
  const { api } = placesOf(ctx.origin);
  const answer = await ctx.http.request({
    method: 'GET',
    url: `${api}/v2/userinfo`,
    signal: ctx.signal,
  });
  if (answer.tag === 'err')
    return err(
      answer.error.tag === 'not-sent'
        ? { tag: 'offline', failure: answer.error.failure }
        : { tag: 'server', failure: answer.error.failure },
    );
  const host = new URL(api).host;
  if (answer.value.status >= 500)
    return err({ tag: 'server', failure: failure('server-error', { host, status: answer.value.status }) });
  const date = Date.parse(answer.value.headers['date'] ?? '');
  return Number.isFinite(date)
    ? ok(date)
    : err({ tag: 'protocol', failure: failure('protocol', { host, field: 'date' }), raw: '' });
}
