import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newLane, type AccountLane } from '../../../src-main/engine/outbox/account-lane.ts';
import {
  appointmentOf,
  createAgenda,
  inDueOrder,
  type Agenda,
  type Appointment,
} from '../../../src-main/engine/outbox/agenda.ts';
import { nextMoves } from '../../../src-main/engine/outbox/next-moves.ts';
import { waitsItsTurnUntil } from '../../../src-shared/outbox/spacing.ts';
import { isOver } from '../../../src-shared/outbox/command.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import {
  accountId,
  deliveryId,
  intentIdSchema,
  type AccountId,
  type DeliveryId,
} from '../../../src-shared/ids.ts';
import * as v from 'valibot';
import { at, cause, done, drive, minute, start, submitted, wish } from './samples.ts';

/** Everything that is live, as if all of it were due: what an agenda must be no worse than. */
function everything(records: ReadonlyMap<DeliveryId, OutboxRecord>): Pick<Agenda, 'due' | 'next' | 'any'> {
  const all = (): readonly Appointment[] =>
    [...records.values()].flatMap((record) => (isOver(record) ? [] : (appointmentOf(record) ?? [])));
  return {
    due: () =>
      [...new Set(all().map((one) => one.record.accountId))].map((account) => {
        const own = all().filter((one) => one.record.accountId === account);
        return {
          account,
          writers: own.filter((one) => one.writes).sort(inDueOrder),
          others: new Map(own.filter((one) => !one.writes).map((one) => [one.record.id, one])),
        };
      }),
    next: (now) => {
      const moments = all()
        .flatMap(({ wake, deadline, at: first, writes }) => [
          wake?.at ?? 0,
          deadline ?? 0,
          writes ? first - minute : 0,
        ])
        .filter((moment) => moment > now);
      return moments.length === 0 ? null : Math.min(...moments);
    },
    any: () => all().length > 0,
  };
}

/** A delivery in one of the states in which it may wait for something. */
function delivery(number: number, account: AccountId, kind: number, dueAt: number): OutboxRecord {
  const intentId = v.parse(intentIdSchema, String(number).padStart(26, '0'));
  const driven = drive(
    submitted({
      intentId,
      accountId: account,
      wish: wish(kind % 2 === 0 ? { leaving: at(dueAt) } : { leaving: { tag: 'now', leavesAt: dueAt } }),
    }),
  );
  const moved = (): void => {
    driven.now = dueAt;
    driven.go();
  };
  switch (kind % 7) {
    case 2:
      driven.send({ tag: 'account', env: { ...submitted().env, now: driven.now }, blocked: cause });
      break;
    case 3:
      moved();
      driven.answer({ tag: 'server', failure: cause });
      break;
    case 4:
      moved();
      driven.answer({ tag: 'unknown-outcome', failure: cause });
      break;
    case 5:
      moved();
      driven.answer(done('x'));
      break;
    case 6:
      driven.send({ tag: 'freeze', env: { ...submitted().env, now: driven.now } });
      break;
    default:
      break;
  }
  return { ...driven.record, id: deliveryId(intentId, account) };
}

const accounts = ['a', 'b', 'c'].map((name) => accountId('net', 'server.example', name));

const act = fc.record({
  number: fc.nat(12),
  account: fc.nat(2),
  kind: fc.nat(13),
  due: fc.integer({ min: -90, max: 200 }),
  /** Seconds that pass before the next look; the clock may be set back. */
  pass: fc.oneof(
    { weight: 8, arbitrary: fc.nat(120) },
    { weight: 1, arbitrary: fc.integer({ min: -7200, max: 0 }) },
  ),
  lane: fc.nat(5),
});

describe('the agenda', () => {
  it('leads to the same moves as a look at everything, whatever happens and whenever it is asked', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 40 }), (acts) => {
        const agenda = createAgenda();
        const records = new Map<DeliveryId, OutboxRecord>();
        const lanes = new Map<AccountId, AccountLane>();
        const laneOf = (id: AccountId): AccountLane => {
          const lane = lanes.get(id) ?? newLane(id);
          lanes.set(id, lane);
          return lane;
        };
        let now = start;
        for (const one of acts) {
          const account = accounts[one.account] ?? accountId('net', 'server.example', 'a');
          const record = delivery(one.number, account, one.kind, now + one.due * 1_000);
          if (one.kind === 13) {
            agenda.remove(record.id);
            records.delete(record.id);
          } else {
            records.set(record.id, record);
            if (isOver(record)) agenda.remove(record.id);
            else agenda.keep(record);
          }
          const lane = laneOf(account);
          lane.skewMs = one.lane === 1 ? null : 0;
          lane.writing = one.lane === 2 ? record.id : null;
          lane.nextWriteAt = one.lane === 3 ? now + 1_500 : 0;
          lane.limitedUntil = one.lane === 4 ? now + minute : null;
          now += one.pass * 1_000;
          const world = {
            now,
            laneOf,
            online: ({ id }: AccountLane) => one.lane !== 5 || id !== account,
            turnOf: (of: OutboxRecord) => {
              const last = {
                id: record.id,
                at: now - 30_000,
                planned: now - 10 * minute,
                sure: true,
                scheduled: true,
              };
              return waitsItsTurnUntil(of, { last, ms: 2 * minute }, now);
            },
            isBusy: () => false,
            stoodStill: ({ record: stood }: Appointment) => stood.id === record.id && one.kind % 3 === 0,
            takingBack: false,
            maxSkewMs: 2 * minute,
          };
          const moves = nextMoves({ ...world, agenda });
          const all = nextMoves({ ...world, agenda: everything(records) });
          const seen = (of: typeof moves) => ({
            departures: of.departures.map(({ id }) => id).sort(),
            // Which of several reads has its turn may differ; that as many have it may not.
            ticks: of.ticks.length,
            clocks: of.clocks.map(({ id }) => id).sort(),
          });
          expect(seen(moves)).toEqual(seen(all));
          // It may look sooner than it must, and never later.
          expect(moves.wakeAt ?? Infinity).toBeLessThanOrEqual(all.wakeAt ?? Infinity);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('costs what is due, not what waits', () => {
    const agenda = createAgenda();
    for (let number = 0; number < 20_000; number += 1)
      agenda.keep(
        delivery(
          number,
          accountId('net', 'server.example', String(number % 50)),
          0,
          start + 3_600_000 + number,
        ),
      );
    expect([...agenda.due(start)]).toEqual([]);
    expect(agenda.next(start)).toBe(start + 3_600_000 - minute);
  });
});
