import { expect } from 'vitest';
import type { ConnectorError } from '../../../../src-main/connectors/contract.ts';
import type { Fault } from '../../../../src-simulator/core/faults.ts';
import { readsOf, type Read } from '../reads.ts';
import type { Stand } from '../stand.ts';
import { fault, type SuiteCase } from '../suite-case.ts';

type Outcome =
  { readonly tag: 'ok'; readonly value: unknown } | { readonly tag: 'err'; readonly error: ConnectorError };
const tagOf = (outcome: Outcome): string => (outcome.tag === 'ok' ? 'ok' : outcome.error.tag);

/** Every read while all that is asked is struck, and once more when it is over. */
const row = (name: string, played: Fault, told: ConnectorError['tag'] | 'ok', more?: Tolerance): SuiteCase =>
  fault(`read: ${name}`, async (stand) => {
    const reads = await readsOf(stand);
    for (const one of reads) {
      const rule = stand.strike(played);
      const outcome = await one.read(await stand.ctx());
      stand.world.sim.control.faults.clear(rule);
      const about = `${one.name} under ${JSON.stringify(played)}: ${JSON.stringify(outcome).slice(0, 300)}`;
      const isTime = outcome.tag === 'ok' && isServerTime(stand, one, outcome.value);
      if (!isTime && more?.(one, outcome) !== true) expect(tagOf(outcome), about).toBe(told);
      if (outcome.tag === 'err' && outcome.error.tag === 'rate-limited')
        expect(outcome.error.until, about).toBeGreaterThan(stand.world.clock.now());
      expect(tagOf(await one.read(await stand.ctx())), `${about}, and afterwards`).toBe('ok');
    }
    return `${names(reads)}: ${told}, and whole again afterwards`;
  });
/** A refusal tells the time as well. */
const isServerTime = ({ world }: Stand, { name }: Read, value: unknown): boolean =>
  name === 'server time' && typeof value === 'number' && Math.abs(value - world.clock.now()) <= 1_000;
type Tolerance = (read: Read, outcome: Outcome) => boolean;
const names = (reads: readonly Read[]): string => reads.map(({ name }) => name).join(', ');

/** What is not granted is not there: an empty page, no figures. */
const nothing: Tolerance = (_, outcome) =>
  outcome.tag === 'ok' &&
  (Array.isArray(outcome.value) ? outcome.value : itemsOf(outcome.value)).length === 0;
const itemsOf = (value: unknown): readonly unknown[] =>
  typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items)
    ? value.items
    : ['?'];

async function slow(stand: Stand): Promise<string> {
  const reads = await readsOf(stand);
  for (const one of reads) {
    stand.strike({ tag: 'slow', ms: 500 }, { times: 1 });
    const since = stand.mark();
    const answer = one.read(await stand.ctx());
    const { ledger } = stand.world.sim.control;
    await ledger.waitFor((entry) => entry.faults.includes('slow') && since.entries().includes(entry));
    await stand.world.clock.advance(500);
    expect(tagOf(await answer), one.name).toBe('ok');
  }
  return `${names(reads)}: waited for`;
}

async function givenUp(stand: Stand): Promise<string> {
  const reads = await readsOf(stand);
  for (const one of reads) {
    const abort = new AbortController();
    stand.strike({ tag: 'slow', ms: 60_000 }, { times: 1 });
    const since = stand.mark();
    const ctx = { ...(await stand.ctx()), signal: abort.signal };
    const answer = one.read(ctx);
    const { ledger } = stand.world.sim.control;
    await ledger.waitFor((entry) => entry.outcome.tag === 'pending' && since.entries().includes(entry));
    abort.abort();
    expect(await answer, one.name).toMatchObject({
      tag: 'err',
      error: { tag: 'server', failure: { code: 'cancelled' } },
    });
    await stand.world.clock.advance(60_000);
  }
  return `${names(reads)}: ended at once`;
}

async function skewed(stand: Stand): Promise<string> {
  // Before the clock is wrong: what there is to read is made by a post.
  const reads = await readsOf(stand);
  stand.strike({ tag: 'skewed-date', ms: 300_000 });
  const told = await stand.connector.serverTime(await stand.ctx());
  if (told.tag === 'err') return expect.fail(JSON.stringify(told.error));
  expect(Math.abs(told.value - stand.world.clock.now() - 300_000)).toBeLessThanOrEqual(1_000);
  for (const one of reads) expect(tagOf(await one.read(await stand.ctx())), one.name).toBe('ok');
  return `the server’s time is told as it is; ${names(reads)}: read`;
}

export const readFaults: readonly SuiteCase[] = [
  row('dropped reply', { tag: 'drop-reply' }, 'server'),
  row('late answer', { tag: 'late-commit' }, 'server'),
  row('reset', { tag: 'reset' }, 'server'),
  row('5xx', { tag: 'server-error', status: 502 }, 'server'),
  row('HTML page', { tag: 'html-page' }, 'server'),
  row('HTML page with status 200', { tag: 'html-page', status: 200 }, 'server'),
  row('429', { tag: 'rate-limit' }, 'rate-limited'),
  row('revoked token', { tag: 'revoked-token' }, 'auth'),
  row('wrong scope', { tag: 'wrong-scope' }, 'auth', nothing),
  row('lagging list', { tag: 'lagging-lists', ms: 3_600_000 }, 'ok'),
  fault('read: slow', slow),
  fault('read: given up by the caller', givenUp),
  fault('read: clock skew', skewed),
];
