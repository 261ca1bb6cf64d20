import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { graphVersion } from '../meta/graph-version.ts';
import { callsOf } from './calls.ts';

/** The network's clock, epoch ms. A refusal has a date, too: nothing of its body is read. */
export async function serverTime(ctx: ConnectorContext): Promise<Result<number, ConnectorError>> {
  const { token } = callsOf(ctx).graph;
  const answer = await ctx.http.request({
    method: 'GET',
    url: `${ctx.origin}/${graphVersion}/me?fields=id`,
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    signal: ctx.signal,
  });
  if (answer.tag === 'err')
    return err({
      tag: answer.error.tag === 'not-sent' ? 'offline' : 'server',
      failure: answer.error.failure,
    });
  const date = Date.parse(answer.value.headers['date'] ?? '');
  return Number.isFinite(date)
    ? ok(date)
    : err({
        tag: 'protocol',
        failure: failure('protocol', { host: new URL(ctx.origin).host, field: 'date' }),
        raw: '',
      });
}
