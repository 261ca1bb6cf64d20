import { describe, expect, it } from 'vitest';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import { at, cause, drive, minute, remote, start, submitted, wish } from './samples.ts';

/** A handing over to the network's scheduler whose answer was lost, on a machine that sleeps past the moment. */
function lostAndAsleep() {
  const moment = start + 60 * minute;
  const driven = drive(submitted({ wish: wish({ leaving: at(moment, 10 * minute), executor: 'native' }) }));
  driven.go();
  driven.answer({ tag: 'unknown-outcome', failure: cause });
  driven.now = moment + minute;
  driven.tick();
  return driven;
}

/** Looks as often as it wants to, and sees the same each time; answers how often. */
function looks(driven: ReturnType<typeof drive>, seen: Parameters<typeof driven.look>[0]): number {
  let count = 0;
  for (let passed = 0; passed < 120; passed += 1) {
    const asked = driven.tick().effects.some(({ tag }) => tag === 'confirm');
    if (asked) {
      count += 1;
      driven.look(seen);
    }
    if (!['running', 'scheduled'].includes(driven.record.phase.tag)) break;
    driven.pass(minute);
  }
  return count;
}

describe('a handing over that was lost, and whose moment has come', () => {
  it('is what the network published, when it did', () => {
    const driven = lostAndAsleep();
    looks(driven, { tag: 'present', remote: remote('p1') });
    expect(driven.record.phase.tag).toBe('handed-over');
    driven.pass(minute);
    expect(driven.tick().effects.map(({ tag }) => tag)).toContain('confirm');
    driven.look({ tag: 'present', remote: remote('p1') });
    expect(toDelivery(driven.record)).toMatchObject({ state: 'sent', remoteId: 'p1' });
  });

  it('was never taken when neither the scheduler nor the network has it: nobody has to guess', () => {
    const driven = lostAndAsleep();
    expect(looks(driven, { tag: 'absent' })).toBeGreaterThanOrEqual(6);
    expect(toDelivery(driven.record)).toMatchObject({ state: 'missed', failure: { code: 'too-late' } });
  });

  it('is asked about when it cannot be read', () => {
    const driven = lostAndAsleep();
    looks(driven, { tag: 'server', failure: cause });
    expect(driven.record.phase.tag).toBe('needs-decision');
  });
});
