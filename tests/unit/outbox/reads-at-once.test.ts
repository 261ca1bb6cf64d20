import { afterEach, beforeEach, expect, it } from 'vitest';
import * as v from 'valibot';
import { newLane } from '../../../src-main/engine/outbox/account-lane.ts';
import { createAgenda } from '../../../src-main/engine/outbox/agenda.ts';
import { nextMoves } from '../../../src-main/engine/outbox/next-moves.ts';
import { createRequests } from '../../../src-main/engine/outbox/requests.ts';
import { createLog } from '../../../src-main/diagnostics/log.ts';
import { deliveryId, intentIdSchema, type DeliveryId } from '../../../src-shared/ids.ts';
import { ok } from '../../../src-shared/result.ts';
import { cause, drive, ids, minute, start, submitted } from './samples.ts';

const { accountId } = ids;

/** Posts whose answer was lost, each of which wants to be looked for. */
const doubtful = Array.from({ length: 5 }, (_, n) => {
  const intentId = v.parse(intentIdSchema, `01JABCDEFGHJKMNPQRSTVWXYZ${String(n)}`);
  const driven = drive(submitted({ intentId }));
  driven.go();
  driven.answer({ tag: 'unknown-outcome', failure: cause });
  return { ...driven.record, id: deliveryId(intentId, accountId) };
});

/** How many looks would begin beside those that are asked for, and those that are under way. */
function looks(asking: number, reading: number): number {
  const agenda = createAgenda();
  for (const record of doubtful) agenda.keep(record);
  const lane = { ...newLane(accountId), skewMs: 0 };
  const busy = new Set<DeliveryId>();
  for (const { id } of doubtful.slice(0, asking + reading)) busy.add(id);
  for (const { id } of doubtful.slice(0, reading)) lane.reading.add(id);
  return nextMoves({
    now: start + 2 * minute,
    agenda,
    laneOf: () => lane,
    online: () => true,
    isBusy: (id) => busy.has(id),
    stoodStill: () => false,
    maxSkewMs: 2 * minute,
    takingBack: false,
    turnOf: () => null,
  }).ticks.length;
}

it('an account is read by two looks at once, those that are only being asked for among them', () => {
  expect(looks(0, 0)).toBe(2);
  expect(looks(1, 0)).toBe(1);
  expect(looks(2, 0)).toBe(0);
  expect(looks(0, 1)).toBe(1);
  expect(looks(1, 1)).toBe(0);
});

let warnings: string[] = [];
const warned = (warning: Error): void => void warnings.push(warning.name);
beforeEach(() => {
  warnings = [];
  process.on('warning', warned);
});
afterEach(() => {
  process.off('warning', warned);
});

it('any number of calls are under way without a warning, and all of them are cut at the end', async () => {
  const now = (): number => start;
  const requests = createRequests({
    clock: { now, monotonic: now, after: (_ms, task) => (queueMicrotask(task), () => undefined) },
    // A request that ends only when it is cut, as one to a server that does not answer.
    access: {
      use: (_id, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(ok(null as never)), { once: true });
        }),
      serverTime: () => Promise.resolve({ at: null, error: null }),
    },
    account: () => null,
    connectivity: { unreached: () => undefined } as never,
    log: createLog({ now, file: null }),
  });
  let ended = 0;
  for (let n = 0; n < 30; n += 1)
    requests.track(async () => {
      await requests.call(accountId, 'confirm', () => Promise.resolve(ok(null)));
      ended += 1;
    });
  await new Promise((resolve) => setImmediate(resolve));
  await requests.settled(0);
  expect(ended).toBe(30);
  expect(warnings).toEqual([]);
});
