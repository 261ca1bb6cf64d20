import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure } from '../../../src-shared/errors.ts';
import type { Answer, OutboxEvent } from '../../../src-shared/outbox/event.ts';
import { departsAt, lateness, latestDeparture } from '../../../src-shared/outbox/lateness.ts';
import { step } from '../../../src-shared/outbox/machine.ts';
import { outboxPolicy } from '../../../src-shared/outbox/policy.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { backoffMs } from '../../../src-shared/outbox/retry.ts';
import { isHarmless } from '../../../src-shared/outbox/steps.ts';
import { at, content, env, medium, minute, remote, rule, start, submitted, terms, wish } from './samples.ts';

/**
 * The machine under events of any kind in any order, sensible or not: what a runner with a bug, a slow disk or an
 * impatient person could send it. No world stands behind these, so that nothing is left out because it is unlikely.
 */
const trouble: readonly Answer[] = [
  { tag: 'offline', failure: failure('offline') },
  { tag: 'auth', failure: failure('token-revoked') },
  { tag: 'rejected', failure: failure('media-missing') },
  { tag: 'gone', failure: failure('target-gone') },
  { tag: 'unknown-outcome', failure: failure('server-error') },
  { tag: 'server', failure: failure('server-error') },
  { tag: 'protocol', failure: failure('protocol') },
];

/** What happens next; numbers choose from what the record makes possible. */
const happening = fc.record({
  kind: fc.constantFrom(
    'tick',
    'tick',
    'tick',
    'tick',
    'answer',
    'answer',
    'stale-answer',
    'look',
    'look',
    'look',
    'poll',
    'recovered',
    'cancel',
    'edited',
    'publish-now',
    'reschedule',
    'retry',
    'executor',
    'decide',
    'freeze',
    'unfreeze',
    'account',
  ),
  pick: fc.nat(99),
  /** Seconds that pass before it. */
  after: fc.oneof(fc.nat(5), fc.nat(300), fc.nat(7_200)),
  online: fc.boolean(),
  skew: fc.constantFrom(0, 0, 0, null, 3 * minute),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const setups = fc.record({
  rule: fc.constantFrom(rule('K', 60 * minute), rule('K'), rule('R'), rule('N')),
  media: fc.nat(2),
  leaving: fc.constantFrom({ tag: 'now', leavesAt: start + 10_000 } as const, at(start + 20 * minute)),
  executor: fc.constantFrom('machine', 'machine', 'native', 'assisted'),
  frozen: fc.boolean(),
});

interface Seen {
  readonly before: OutboxRecord;
  readonly event: OutboxEvent;
  readonly outcome: ReturnType<typeof step>;
}

function play(
  setup: typeof setups extends fc.Arbitrary<infer T> ? T : never,
  acts: readonly Happening[],
): readonly Seen[] {
  const promises = terms(setup.rule);
  const media = Array.from({ length: setup.media }, (_, n) => medium(n));
  const first = submitted({
    env: env(start, { terms: promises }),
    wish: wish({
      leaving: setup.leaving,
      executor: setup.executor as 'machine',
      content: content('r1', media),
    }),
    frozen: setup.frozen,
  });
  let record = step(null, first).state;
  let now = start;
  const seen: Seen[] = [];
  const send = (event: OutboxEvent): void => {
    const before = record;
    const outcome = step(record, event);
    record = outcome.state;
    seen.push({ before, event, outcome });
    const draw = outcome.effects.find((effect) => effect.tag === 'draw');
    if (draw) send({ tag: 'drawn', env: event.env, step: draw.step, drawn: { key: `k${now}`, at: now } });
  };
  for (const { kind, pick, after, online, skew } of acts) {
    now += after * 1_000;
    send(eventOf(kind, pick, record, env(now, { terms: promises, online, skewMs: skew })));
  }
  return seen;
}

function eventOf(
  kind: Happening['kind'],
  pick: number,
  record: OutboxRecord,
  e: ReturnType<typeof env>,
): OutboxEvent {
  const sending = record.steps.find(({ state }) => state.tag === 'sending');
  const last = record.steps.at(-1)?.key ?? 'create';
  const answer: Answer =
    pick < 40
      ? { tag: 'done', remote: remote(`r${pick}`) }
      : pick < 46
        ? { tag: 'processing', handle: 'job', pollAfterMs: 1_000 }
        : pick < 52
          ? { tag: 'rate-limited', until: e.now + pick * 1_000 }
          : (trouble[pick % trouble.length] ?? { tag: 'done', remote: remote('r') });
  const revision = record.wish.revision + 1;
  switch (kind) {
    case 'tick':
      return { tag: 'tick', env: e };
    case 'answer':
    case 'stale-answer': {
      const attempt = sending?.state.tag === 'sending' ? sending.state.attempt : record.performs;
      return {
        tag: 'answered',
        env: e,
        step: sending?.key ?? last,
        attempt: kind === 'answer' ? attempt : attempt - 1,
        answer,
      };
    }
    case 'look':
      return {
        tag: 'looked',
        env: e,
        startedAt: e.now - (pick % 3) * 1_000,
        seen:
          pick < 50
            ? { tag: 'absent' }
            : pick < 60
              ? { tag: 'present', remote: remote(`r${pick}`) }
              : pick < 65
                ? { tag: 'unclear', candidates: [] }
                : (trouble[pick % trouble.length] as Exclude<
                    Answer,
                    { tag: 'done' | 'processing' | 'partial' }
                  >),
      };
    case 'poll':
      return { tag: 'polled', env: e, step: record.steps[0]?.key ?? last, answer };
    case 'recovered':
      return { tag: 'recovered', env: e };
    case 'cancel':
      return { tag: 'cancel', env: e };
    case 'edited':
      return {
        tag: 'edited',
        env: e,
        wish: { ...record.wish, revision, hash: `h${revision}`, releasedAt: null },
      };
    case 'publish-now':
      return { tag: 'publish-now', env: e };
    case 'reschedule':
      return { tag: 'reschedule', env: e, leaving: at(e.now + pick * minute) };
    case 'retry':
      return { tag: 'retry', env: e };
    case 'executor':
      return { tag: 'switch-executor', env: e, executor: pick % 2 === 0 ? 'machine' : 'native' };
    case 'decide':
      return {
        tag: 'decide',
        env: e,
        decision:
          pick < 40
            ? { tag: 'send-again' }
            : pick < 70
              ? { tag: 'abandon' }
              : { tag: 'this-one', remote: remote('p') },
      };
    case 'freeze':
      return { tag: 'freeze', env: e };
    case 'unfreeze':
      return { tag: 'unfreeze', env: e, notBefore: e.now };
    case 'account':
      return { tag: 'account', env: e, blocked: pick % 2 === 0 ? failure('token-revoked') : null };
  }
}

const lives = fc.tuple(setups, fc.array(happening, { minLength: 20, maxLength: 90, size: 'max' }));
const holds = (check: (seen: readonly Seen[]) => void): void =>
  fc.assert(
    fc.property(lives, ([setup, acts]) => check(play(setup, acts))),
    { numRuns: 2_000 },
  );

/** What only a person can have said. */
const byPerson: readonly OutboxEvent['tag'][] = [
  'cancel',
  'edited',
  'publish-now',
  'reschedule',
  'retry',
  'switch-executor',
  'decide',
  'done-by-hand',
];

describe('the outbox’s machine, whatever it is told', () => {
  it('never sends a write a second time before two looks proved that nothing is there, or its key or a person allows it', () => {
    holds((seen) => {
      const doubtful = new Map<string, { since: number; absences: number[] }>();
      for (const { event, outcome, before } of seen) {
        const { now } = event.env;
        if (event.tag === 'looked' && event.seen.tag === 'absent')
          for (const doubt of doubtful.values()) doubt.absences.push(event.startedAt);
        if (event.tag === 'decide' && outcome.refused === null) doubtful.clear();
        // A server that surely did nothing leaves nothing to prove.
        if (event.tag === 'answered' && outcome.state !== before) {
          const { tag } = event.answer;
          if (!['unknown-outcome', 'protocol'].includes(tag)) {
            const doubt = before.steps.find(({ key }) => key === event.step)?.doubt;
            if (doubt !== 'key') doubtful.delete(event.step);
          }
        }
        if (event.tag === 'recovered' || event.tag === 'answered')
          for (const [key, doubt] of doubtful)
            if (before.steps.find((one) => one.key === key)?.state.tag === 'sending') {
              doubt.since = now;
              doubt.absences = [];
            }
        for (const effect of outcome.effects) {
          if (effect.tag !== 'perform' || isHarmless(effect.operation)) continue;
          const earlier = doubtful.get(effect.step);
          const of = outcome.state.steps.find(({ key }) => key === effect.step);
          if (earlier !== undefined && of?.doubt !== 'key') {
            const from = earlier.since + (of?.rule.settleMs ?? 0);
            const proofs = earlier.absences.filter((at) => at >= from);
            const told = outcome.state.attempts.map(
              (entry) => `${entry.at - start} ${entry.step} ${entry.event}`,
            );
            expect(proofs.length, JSON.stringify({ told, earlier })).toBeGreaterThanOrEqual(2);
          }
          if (of?.doubt === 'key') expect(of.rule.class).toBe('K');
          doubtful.set(effect.step, { since: now, absences: [] });
        }
      }
    });
  });

  it('grows its sequence by one with each change, saves first, and rewrites nothing of its log', () => {
    holds((seen) => {
      for (const { before, outcome } of seen) {
        if (outcome.state === before) {
          expect(outcome.effects.some(({ tag }) => tag === 'save' || tag === 'perform')).toBe(false);
          continue;
        }
        expect(outcome.refused).toBeNull();
        expect(outcome.state.sequence).toBe(before.sequence + 1);
        expect(outcome.effects[0]?.tag).toBe('save');
        expect(before.attempts.every((entry, n) => outcome.state.attempts[n] === entry)).toBe(true);
        expect(outcome.state.performs).toBeGreaterThanOrEqual(before.performs);
      }
    });
  });

  it('leaves what is over only at the person’s word, and what is sent or cancelled never', () => {
    holds((seen) => {
      for (const { before, event, outcome } of seen) {
        const [from, to] = [before.phase.tag, outcome.state.phase.tag];
        if (from === to) continue;
        expect(['sent', 'cancelled']).not.toContain(from);
        if (['missed', 'failed', 'needs-decision', 'assisted'].includes(from))
          expect(byPerson).toContain(event.tag);
      }
    });
  });

  it('performs nothing while it is frozen but the taking back, nor while its account is refused, nor offline', () => {
    holds((seen) => {
      for (const { before, event, outcome } of seen)
        for (const effect of outcome.effects) {
          if (effect.tag !== 'perform') continue;
          if (before.holds.frozen) expect(effect.operation.tag).toBe('recall');
          expect(before.holds.blocked).toBeNull();
          expect(event.env.online).toBe(true);
          if (effect.operation.tag !== 'recall') expect(event.env.skewMs).toBe(0);
        }
    });
  });

  it('never lets a scheduled post leave before its moment, nor by itself after its tolerance', () => {
    holds((seen) => {
      for (const { event, outcome } of seen)
        for (const effect of outcome.effects) {
          if (effect.tag !== 'perform' || effect.operation.tag !== 'create') continue;
          const { wish: wanted, steps } = outcome.state;
          const { now } = event.env;
          expect(now).toBeGreaterThanOrEqual(departsAt(wanted));
          const doubt = steps.find(({ key }) => key === effect.step)?.doubt;
          if (doubt !== 'key') expect(now).toBeLessThanOrEqual(latestDeparture(wanted) ?? Infinity);
        }
    });
  });
});

describe('the pauses between tries', () => {
  const tries = fc.integer({ min: 1, max: 10_000 });
  const jitter = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  it('are bounded, spread over the upper half, and never shrink for the same chance', () => {
    fc.assert(
      fc.property(tries, jitter, jitter, (n, one, other) => {
        const full = Math.min(outboxPolicy.retryMaxMs, outboxPolicy.retryBaseMs * 2 ** Math.min(n - 1, 40));
        expect(backoffMs(n, one)).toBeGreaterThanOrEqual(Math.floor(full / 2));
        expect(backoffMs(n, one)).toBeLessThanOrEqual(full);
        expect(backoffMs(n + 1, one)).toBeGreaterThanOrEqual(backoffMs(n, one));
        if (one < other) expect(backoffMs(n, one)).toBeLessThanOrEqual(backoffMs(n, other));
      }),
    );
  });
});

describe('the gate of lateness', () => {
  const moment = fc.integer({ min: -1_000, max: 1_000 }).map((minutes) => start + minutes * minute);
  const wishes = fc
    .record({
      dueAt: moment,
      toleranceMs: fc.integer({ min: -5, max: 600 }).map((minutes) => minutes * minute),
      releasedAt: fc.option(moment),
      expiresAt: fc.option(moment),
    })
    .map(({ dueAt, toleranceMs, releasedAt, expiresAt }) => ({
      expiresAt,
      wish: wish({ leaving: at(dueAt, toleranceMs), releasedAt }),
    }));

  it('opens once, for as long as the tolerance says, and never again', () => {
    const order = ['early', 'on-time', 'missed', 'expired'];
    fc.assert(
      fc.property(wishes, moment, fc.nat(100_000_000), (record, now, later) => {
        const [first, then] = [lateness(record, now), lateness(record, now + later)];
        expect(order.indexOf(then)).toBeGreaterThanOrEqual(order.indexOf(first));
        if (first === 'on-time') {
          expect(now).toBeGreaterThanOrEqual(departsAt(record.wish));
          expect(now).toBeLessThanOrEqual(latestDeparture(record.wish) ?? Infinity);
          expect(record.expiresAt ?? Infinity).toBeGreaterThanOrEqual(now);
        }
      }),
    );
  });

  it('gives what the person releases its whole tolerance from then on', () => {
    fc.assert(
      fc.property(wishes, moment, ({ wish: wanted }, now) => {
        const released = { ...wanted, releasedAt: now };
        expect(lateness({ wish: released, expiresAt: null }, now)).toBe('on-time');
      }),
    );
  });

  it('never closes on what is to leave at once', () => {
    fc.assert(
      fc.property(moment, fc.nat(1_000_000_000), (leavesAt, later) => {
        const record = { expiresAt: null, wish: wish({ leaving: { tag: 'now', leavesAt } }) };
        expect(lateness(record, leavesAt + later)).toBe('on-time');
      }),
    );
  });
});
