import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { newLane, type AccountLane } from '../../../src-main/engine/outbox/account-lane.ts';
import { createAgenda } from '../../../src-main/engine/outbox/agenda.ts';
import { nextMoves } from '../../../src-main/engine/outbox/next-moves.ts';
import { accountId, intentIdSchema, type AccountId } from '../../../src-shared/ids.ts';
import { at, done, drive, env, minute, start, submitted, wish } from './samples.ts';

/** What a freeze takes back from the networks comes before any other departure, whosever it is. */
const [mine, theirs] = [accountId('net', 'one.example', 'a'), accountId('net', 'two.example', 'b')];

/** A post that the network's scheduler holds, on its way back. */
const recalling = (frozen: boolean) => {
  const driven = drive(
    submitted({
      accountId: mine,
      wish: wish({ leaving: at(start + 60 * minute), executor: 'native' }),
    }),
  );
  driven.go();
  driven.answer(done('s1'));
  driven.send({ tag: frozen ? 'freeze' : 'cancel', env: env(driven.now) });
  return driven.record;
};
const due = drive(
  submitted({ accountId: theirs, intentId: v.parse(intentIdSchema, '01JABCDEFGHJKMNPQRSTVWXYZ1') }),
).record;

const moves = (
  frozen: boolean,
  change: Partial<AccountLane> = {},
  more: { readonly online?: boolean; readonly takingBack?: boolean; readonly still?: boolean } = {},
): readonly AccountId[] => {
  const agenda = createAgenda();
  const record = recalling(frozen);
  agenda.keep(record);
  agenda.keep(due);
  const lanes = new Map<AccountId, AccountLane>([
    [mine, { ...newLane(mine), skewMs: 0, ...change }],
    [theirs, { ...newLane(theirs), skewMs: 0 }],
  ]);
  return nextMoves({
    now: start + minute,
    agenda,
    laneOf: (id) => lanes.get(id) ?? newLane(id),
    online: ({ id }) => id !== mine || (more.online ?? true),
    isBusy: () => false,
    stoodStill: ({ record: stood }) => (more.still ?? false) && stood.id === record.id,
    maxSkewMs: 2 * minute,
    takingBack: more.takingBack ?? false,
    turnOf: () => null,
  }).departures.map((one) => one.accountId);
};

describe('a frozen post that the network holds', () => {
  it('is asked back before anything leaves, on whatever account', () => {
    expect(moves(true)).toEqual([mine]);
  });

  it('is waited for while it is being asked back', () => {
    expect(moves(true, { writing: due.id }, { takingBack: true })).toEqual([]);
  });

  it('keeps nobody waiting while it cannot be asked for', () => {
    expect(moves(true, {}, { online: false })).toContain(theirs);
    expect(moves(true, { limitedUntil: start + 5 * minute })).toContain(theirs);
    expect(moves(true, { writing: due.id })).toEqual([theirs]);
    expect(moves(true, {}, { still: true })).toEqual([theirs]);
  });

  it('is another matter than an edit, which takes back what it is about and no more', () => {
    expect([...moves(false)].sort()).toEqual([mine, theirs].sort());
  });
});
