import { describe, expect, it } from 'vitest';
import { rebuild } from '../../../src-shared/outbox/rebuild.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import { wakeOf } from '../../../src-shared/outbox/wake.ts';
import { cause, drive, env, minute, rule, settleMs, start, submitted, terms, wish } from './samples.ts';

const year = 365 * 24 * 60 * minute;
const unknown = { tag: 'unknown-outcome', failure: cause } as const;

/** Accepted while the clock was a year ahead. */
const accepted = () => {
  const ahead = start + year;
  return drive(
    submitted({ env: env(ahead), wish: wish({ leaving: { tag: 'now', leavesAt: ahead + 10_000 } }) }),
  );
};

describe('a clock that was ahead and is set back', () => {
  it('keeps nothing waiting that was to leave at once', () => {
    const driven = accepted();
    driven.now = start;
    driven.send({ tag: 'clock-set', env: env(start), seen: false });
    expect(wakeOf(driven.record)).toEqual({ at: start + 10_000, lane: 'write' });
    driven.pass(10_000);
    expect(driven.go().effects.map(({ tag }) => tag)).toContain('perform');
  });

  it('keeps nothing waiting of which something else is heard first', () => {
    const driven = accepted();
    driven.now = start;
    driven.send({ tag: 'account', env: env(start), blocked: cause });
    driven.send({ tag: 'clock-set', env: env(start), seen: true });
    expect(driven.record.wish.leaving).toEqual({ tag: 'now', leavesAt: start + 10_000 });
  });

  it('keeps nothing waiting that is rebuilt from the mirror', () => {
    const { record } = accepted();
    const [made] = rebuild({
      intents: [],
      mirrored: [toDelivery(record)],
      salvaged: [],
      termsOf: () => terms(),
      now: start,
    });
    expect(made?.wish.leaving).toEqual({ tag: 'now', leavesAt: start + 10_000 });
  });

  it('leaves a record alone that was written by the same clock', () => {
    const driven = accepted();
    const before = driven.record;
    driven.send({ tag: 'clock-set', env: env(driven.now), seen: false });
    expect(driven.record).toBe(before);
  });

  it('ends no pause later than it would have', () => {
    const driven = drive();
    driven.go();
    driven.answer({ tag: 'server', failure: cause });
    const { at = 0 } = wakeOf(driven.record) ?? {};
    const pause = at - driven.now;
    driven.now -= year;
    driven.send({ tag: 'clock-set', env: env(driven.now), seen: true });
    expect(wakeOf(driven.record)?.at).toBe(driven.now + pause);
  });
});

describe.each([-60 * minute, 60 * minute])(
  'a clock that jumps by %i ms while an answer is missing',
  (jump) => {
    it('proves nothing before the server has settled by the clock of today', () => {
      const driven = drive(submitted({ env: env(start, { terms: terms(rule('R')) }) }));
      driven.go();
      driven.answer(unknown);
      driven.now += jump;
      driven.send({ tag: 'clock-set', env: env(driven.now), seen: true });
      for (let looks = 0; looks < 4; looks += 1) {
        driven.look({ tag: 'absent' });
        driven.pass(settleMs / 5);
      }
      expect(driven.record.steps[0]?.state.tag).toBe('unconfirmed');
      expect(driven.record.steps[0]?.doubt).toBe('none');
    });
  },
);
