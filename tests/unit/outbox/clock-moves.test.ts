import { describe, expect, it } from 'vitest';
import { failure } from '../../../src-shared/errors.ts';
import { wakeOf } from '../../../src-shared/outbox/wake.ts';
import { allPlaces, dueAt, places } from './places.ts';
import { env, minute, type Driven } from './samples.ts';

/** The clock was moved while somebody looked, and it is known by how much: every look moves with it. */
const moved = (driven: Driven, by: number) =>
  driven.send({ tag: 'clock-moved', env: env(driven.now + by), by });
const fired = (): Driven => {
  const driven = places['taken back']();
  driven.go();
  driven.pass(dueAt - driven.now);
  driven.answer({ tag: 'gone', failure: failure('target-gone') });
  return driven;
};

describe.each([5 * minute, -5 * minute])('a clock that was moved by %i ms', (by) => {
  it('moves the looks for what is in doubt, and keeps what they have proven', () => {
    const driven = places['in doubt']();
    const state = driven.record.steps[0]?.state;
    if (state?.tag !== 'unconfirmed') throw new Error('not in doubt');
    const look = { ...state.look, absences: 1, troubles: 2 };
    driven.record = {
      ...driven.record,
      steps: driven.record.steps.map((step) => ({ ...step, state: { ...state, look } })),
    };
    moved(driven, by);
    expect(driven.record.steps[0]?.state).toEqual({
      ...state,
      look: { from: look.from + by, lookAt: look.lookAt + by, absences: 1, troubles: 2 },
    });
    expect(driven.record.phase.tag).toBe('running');
  });

  it('moves the looks for what the scheduler may have published, never before its moment', () => {
    const driven = fired();
    const { phase } = driven.record;
    if (phase.tag !== 'recalling' || phase.fired === null) throw new Error('not fired');
    const look = phase.fired;
    moved(driven, by);
    expect(driven.record.phase).toMatchObject({
      fired: { from: Math.max(dueAt, look.from + by), lookAt: Math.max(dueAt, look.lookAt + by) },
    });
    expect(wakeOf(driven.record)).toEqual({ at: Math.max(dueAt, look.lookAt + by), lane: 'read' });
    driven.send({ tag: 'account', env: env(driven.now), blocked: failure('token-revoked') });
    expect(wakeOf(driven.record)).toBeNull();
  });

  it('changes nothing of what is not being read back', () => {
    for (const place of allPlaces.filter((one) => one !== 'in doubt')) {
      const driven = places[place]();
      const { record } = driven;
      expect(moved(driven, by).effects, place).toEqual([]);
      expect(driven.record, place).toBe(record);
    }
  });
});
