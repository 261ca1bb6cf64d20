import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { callsOf } from './calls.ts';
import { version } from './places.ts';

/** The network's clock, epoch ms. A refusal has a date, too: nothing of its body is read. */
export async function serverTime(ctx: ConnectorContext): Promise<Result<number, ConnectorError>> {
  const calls = callsOf(ctx);
  const answer = await calls.http.request({
    method: 'GET',
    url: `${calls.places.api}/${version}/me?fields=id`,
    headers: calls.token === null || calls.token === '' ? {} : { authorization: `Bearer ${calls.token}` },
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
        failure: failure('protocol', { host: new URL(calls.places.api).host, field: 'date' }),
        raw: '',
      });
}
