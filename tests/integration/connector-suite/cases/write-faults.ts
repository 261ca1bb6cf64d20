import type { Fault } from '../../../../src-simulator/core/faults.ts';
import { settled } from '../settling.ts';
import { fault, type SuiteCase } from '../suite-case.ts';
import { everyWrite, type Expected } from '../write-faults.ts';

/** A fault of the answer or of the server: every kind of write by the contract, and a post by the outbox. */
const row = (
  name: string,
  played: Fault,
  told: Expected['told'],
  work: Expected['work'],
  also: readonly Fault[] = [],
): SuiteCase =>
  fault(name, async (stand) => {
    const writes = await everyWrite(stand, { fault: played, told, work });
    const post = await settled(stand, [
      { fault: played },
      ...also.map((one) => ({ fault: one, operation: '*', times: Infinity })),
    ]);
    return `${writes}; ${post}`;
  });

const lost = 'unknown-outcome';

export const writeFaults: readonly SuiteCase[] = [
  row('write: dropped reply after the work', { tag: 'drop-reply' }, lost, 'done'),
  row('write: late commit', { tag: 'late-commit', minMs: 60_000, maxMs: 100_000 }, lost, 'late'),
  row('write: 5xx after the work', { tag: 'server-error', status: 500, worked: true }, lost, 'done'),
  row('write: 500 without the work', { tag: 'server-error', status: 500 }, lost, 'none'),
  row('write: 503 without the work', { tag: 'server-error', status: 503, retryAfterMs: 5_000 }, lost, 'none'),
  row('write: HTML page in its place', { tag: 'html-page' }, lost, 'none'),
  row('write: HTML page after the work', { tag: 'html-page', worked: true }, lost, 'done'),
  row(
    'write: HTML page with status 200 after the work',
    { tag: 'html-page', status: 200, worked: true },
    lost,
    'done',
  ),
  row('write: reset', { tag: 'reset' }, lost, 'none'),
  row('write: 429', { tag: 'rate-limit', ms: 90_000 }, 'rate-limited', 'none'),
];
