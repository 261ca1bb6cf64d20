import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { covers, freezeSchema, type Freeze } from '../../../src-shared/domain/freeze.ts';
import { accountId, workspaceIdSchema } from '../../../src-shared/ids.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import { frozenBy } from '../../../src-shared/outbox/frozen-by.ts';
import { recallFate } from '../../../src-shared/outbox/recall-list.ts';
import { planResume } from '../../../src-shared/outbox/resume-plan.ts';
import { wakeOf } from '../../../src-shared/outbox/wake.ts';
import {
  at,
  content,
  done,
  drive,
  env,
  ids,
  medium,
  minute,
  remote,
  start,
  submitted,
  target,
  terms,
  wish,
} from './samples.ts';

/** The red button, as one delivery lives it, and what it covers. */
const freeze = (over: Partial<Freeze> = {}): Freeze =>
  v.parse(freezeSchema, {
    id: 'f1',
    scope: null,
    by: '',
    why: '',
    startedAt: start,
    endsAt: null,
    openAccounts: [],
    repliesOpen: false,
    ended: null,
    ...over,
  });
const about = { ...ids, action: { tag: 'publish' } } as const;
const reply = { ...ids, action: { tag: 'reply', target } } as const;
const other = v.parse(workspaceIdSchema, '01JWORKSPACEBBBBBBBBBBBBBB');
const hour = 60 * minute;

describe('what a freeze covers', () => {
  it('is everybody’s, or one client’s', () => {
    expect(covers(freeze(), about)).toBe(true);
    expect(covers(freeze({ scope: ids.workspaceId }), about)).toBe(true);
    expect(covers(freeze({ scope: other }), about)).toBe(false);
  });
  it('is not what stays open', () => {
    expect(covers(freeze({ openAccounts: [ids.accountId] }), about)).toBe(false);
    expect(covers(freeze({ openAccounts: [accountId('net', 'server.example', 'x')] }), about)).toBe(true);
  });
  it('is answers too, unless they were left open', () => {
    expect(covers(freeze(), reply)).toBe(true);
    expect(covers(freeze({ repliesOpen: true }), reply)).toBe(false);
    expect(covers(freeze({ repliesOpen: true }), about)).toBe(true);
  });
  it('is nothing that takes back or protects', () => {
    for (const action of [
      { tag: 'delete', remoteId: 'r', handleData: '' },
      { tag: 'block', personId: 'p', handle: 'p' },
      { tag: 'unlike', target, likeRemoteId: null },
    ] as const)
      expect(covers(freeze(), { ...ids, action })).toBe(false);
    expect(covers(freeze(), { ...ids, action: { tag: 'like', target } })).toBe(true);
  });
  it('is nothing any more once it has ended', () => {
    expect(covers(freeze({ ended: { at: start, by: '', what: [] } }), about)).toBe(false);
  });
});

const frozen = (over: Parameters<typeof submitted>[0] = {}) => {
  const driven = drive(submitted(over));
  driven.send({ tag: 'freeze', env: env(driven.now) });
  return driven;
};

describe('a frozen delivery', () => {
  it('does not leave, wakes for nothing, and is not called late', () => {
    const driven = frozen({ wish: wish({ leaving: at(start + minute) }) });
    driven.pass(2 * hour);
    expect(wakeOf(driven.record)).toBeNull();
    expect(driven.go().effects).toEqual([]);
    expect(toDelivery(driven.record).state).toBe('frozen');
  });

  it('arrives frozen when the button is pressed, and is told apart from one that a backup brought', () => {
    expect(frozenBy(drive(submitted({ frozen: true })).record)).toBe('brake');
    expect(frozenBy(frozen().record)).toBe('brake');
    expect(frozenBy({ attempts: [] })).toBe('import');
  });

  it('is called frozen when it is what comes next that is frozen, whatever was in doubt', () => {
    const { record } = frozen();
    const [create] = record.steps;
    if (create === undefined) expect.fail('no step');
    const repeated = { ...record, steps: [{ ...create, doubt: 'key' as const }] };
    expect(wakeOf(repeated)).toBeNull();
    expect(toDelivery(repeated)).toMatchObject({ state: 'frozen', waiting: { tag: 'person' } });
    expect(toDelivery({ ...repeated, holds: { ...record.holds, frozen: false } }).state).toBe('running');
  });

  it('let go goes on at its own moment', () => {
    const driven = frozen({ wish: wish({ leaving: at(start + hour) }) });
    driven.send({ tag: 'unfreeze', env: env(driven.now) });
    expect(driven.record.wish.releasedAt).toBeNull();
    driven.pass(hour);
    expect(driven.go().effects.map(({ tag }) => tag)).toContain('perform');
  });

  it('due already leaves at the moment that it was given, and is called scheduled until then', () => {
    const driven = frozen();
    driven.pass(5 * minute);
    driven.send({ tag: 'unfreeze', env: env(driven.now), notBefore: driven.now + 3 * minute });
    expect(toDelivery(driven.record)).toMatchObject({
      state: 'scheduled',
      waiting: { tag: 'due', until: start + 8 * minute },
    });
    driven.pass(3 * minute - 1);
    expect(driven.go().effects).toEqual([]);
    driven.pass(1);
    expect(driven.go().effects.map(({ tag }) => tag)).toContain('perform');
  });

  it('is as late as it was before it was let go', () => {
    const driven = frozen({ wish: wish({ leaving: at(start + minute, 10 * minute) }) });
    driven.pass(6 * minute);
    driven.send({ tag: 'unfreeze', env: env(driven.now), notBefore: driven.now });
    // Something else keeps it: the network is gone until its tolerance is over.
    driven.pass(5 * minute);
    driven.go({ online: false });
    expect(toDelivery(driven.record)).toMatchObject({ state: 'running', waiting: { tag: 'offline' } });
    driven.pass(1);
    driven.go();
    expect(toDelivery(driven.record).state).toBe('missed');
    // A person who says "now" gives it an hour of its own.
    driven.send({ tag: 'publish-now', env: env(driven.now) });
    driven.pass(10 * minute);
    expect(driven.go().effects.map(({ tag }) => tag)).toContain('perform');
  });

  it('too late is missed: the moment given by the release does not make it good', () => {
    const scheduled = frozen({ wish: wish({ leaving: at(start + minute) }) });
    const immediate = frozen();
    for (const driven of [scheduled, immediate]) {
      driven.pass(2 * hour);
      driven.send({ tag: 'unfreeze', env: env(driven.now), notBefore: driven.now + minute });
      driven.pass(minute);
      driven.go();
      expect(toDelivery(driven.record).state).toBe('missed');
    }
  });
});

it('a picture that was on its way when a stale post was parked is sent anew when the post is taken up', () => {
  const driven = drive(submitted({ wish: wish({ content: content('Hello', [medium(1)]) }) }));
  driven.go();
  expect(driven.record.steps[0]?.state.tag).toBe('sending');
  driven.send({ tag: 'freeze', env: env(driven.now) });
  driven.pass(2 * hour);
  driven.send({ tag: 'unfreeze', env: env(driven.now) });
  expect(toDelivery(driven.record).state).toBe('missed');
  driven.send({ tag: 'publish-now', env: env(driven.now) });
  expect(wakeOf(driven.record)).not.toBeNull();
  expect(driven.go().effects.map(({ tag }) => tag)).toContain('perform');
});

describe('what the network holds', () => {
  const held = (over: Parameters<typeof submitted>[0] = {}) => {
    const driven = drive(
      submitted({ wish: wish({ leaving: at(start + hour), executor: 'native' }), ...over }),
    );
    driven.go();
    return driven;
  };
  const fate = (driven: ReturnType<typeof drive>) => recallFate(toDelivery(driven.record), freeze());

  it('is taken back, once the network has given it back', () => {
    const driven = held();
    driven.answer(done('s1'));
    driven.send({ tag: 'freeze', env: env(driven.now) });
    expect([fate(driven), toDelivery(driven.record).state]).toEqual(['to-recall', 'recalling']);
    driven.go();
    driven.answer(done('s1'));
    expect([fate(driven), toDelivery(driven.record).state]).toEqual(['recalled', 'frozen']);
  });

  it('is taken back too when the network took it after the button was pressed', () => {
    const driven = held();
    driven.send({ tag: 'freeze', env: env(driven.now) });
    driven.answer(done('s1'));
    expect(fate(driven)).toBe('to-recall');
    expect(wakeOf(driven.record)).toEqual({ at: 0, lane: 'time' });
    driven.tick();
    expect(toDelivery(driven.record).state).toBe('recalling');
  });

  it('stays said to be held where the network takes nothing back', () => {
    const bare = { ...terms(), operations: { ...terms().operations } };
    const { recall: _, ...operations } = bare.operations;
    const driven = held({ env: env(start, { terms: { ...bare, operations } }) });
    driven.answer(done('s1'));
    driven.send({ tag: 'freeze', env: env(driven.now) });
    expect(toDelivery(driven.record)).toMatchObject({
      state: 'handed-over',
      failure: { code: 'recall-failed' },
    });
    expect(fate(driven)).toBe('failed');
    // It was tried, and is not tried again by itself.
    expect(wakeOf(driven.record)?.lane).toBe('read');
  });

  it('published meanwhile is gone', () => {
    const driven = held();
    driven.answer(done('s1'));
    driven.send({ tag: 'freeze', env: env(driven.now) });
    driven.pass(hour);
    driven.go();
    driven.answer({ tag: 'gone', failure: { code: 'target-gone', detail: {} } });
    driven.look({ tag: 'present', remote: remote('p1') });
    expect([fate(driven), toDelivery(driven.record).state]).toEqual(['gone', 'sent']);
  });

  it('of another client is not in the list', () => {
    const driven = held();
    driven.answer(done('s1'));
    driven.send({ tag: 'freeze', env: env(driven.now) });
    expect(recallFate(toDelivery(driven.record), freeze({ scope: other }))).toBeNull();
  });
});

describe('the plan of a resume', () => {
  const record = (
    n: number,
    leaving: ReturnType<typeof at> | null,
    action: 'publish' | 'reply' = 'publish',
  ) => {
    const of = drive(
      submitted({
        frozen: true,
        action: action === 'publish' ? { tag: 'publish' } : { tag: 'reply', target },
        wish: wish(leaving === null ? {} : { leaving }),
        accountId: accountId('net', 'server.example', 'me'),
      }),
    ).record;
    return { ...of, id: v.parse(v.pipe(v.string(), v.brand('DeliveryId')), `d${n}`), createdAt: start + n };
  };
  const release = { tag: 'release' } as const;
  const now = start + 10 * minute;
  const plan = (records: readonly ReturnType<typeof record>[]) =>
    planResume(
      records.map((each) => ({ record: each, choice: release })),
      5 * minute,
      now,
    ).map(({ id, notBefore }) => [String(id), notBefore === 0 ? 0 : (notBefore - now) / minute]);

  it('spaces what is due, and pushes a moment only when it falls into the queue', () => {
    expect(
      plan([
        record(1, null),
        record(2, at(start + 5 * minute)),
        record(3, at(now + 7 * minute)),
        record(4, at(now + hour)),
        record(5, at(now + hour + minute)),
      ]),
    ).toEqual([
      ['d1', 0],
      ['d2', 5],
      ['d3', 10],
      ['d4', 0],
      ['d5', 0],
    ]);
  });

  it('does not make people wait for answers', () => {
    const spaced = plan([record(1, null, 'reply'), record(2, null, 'reply')]);
    expect(spaced[1]?.[1]).toBeCloseTo(1 / 6);
  });
});
