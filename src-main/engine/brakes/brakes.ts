import type { BrakesState, FreezeOrder, ResumeOrder } from '../../../src-shared/bridge/brakes.ts';
import { covers, freezesOf, type Freeze } from '../../../src-shared/domain/freeze.ts';
import { failure, type Failure } from '../../../src-shared/errors.ts';
import { isOver } from '../../../src-shared/outbox/command.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import { frozenBy } from '../../../src-shared/outbox/frozen-by.ts';
import { recallFate } from '../../../src-shared/outbox/recall-list.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { planResume } from '../../../src-shared/outbox/resume-plan.ts';
import { isInFlight } from '../../../src-shared/outbox/steps.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Clock } from '../clock.ts';
import type { OutboxRunner } from '../outbox-runner.ts';
import type { FreezeBook } from './freeze-book.ts';

type Answered = Promise<Result<null, Failure>>;

/** The red button: what a person may do with it, and what it says. */
export interface Brakes {
  state(): BrakesState;
  /** In force when called. `underWay`: requests that had left already, and cannot be called back. */
  freeze(order: FreezeOrder): Promise<Result<{ readonly id: string; readonly underWay: number }, Failure>>;
  /** Ends a freeze with a choice for everything that it holds. What is not named stays frozen. */
  resume(order: ResumeOrder): Answered;
  /** Another moment at which to ask; null: none. */
  postpone(id: string, endsAt: number | null): Answered;
  /** The engine runs: end times are watched. */
  start(): void;
  stop(): void;
}

/** Timers do not run while a laptop sleeps: the clock is looked at this often. */
const lookEveryMs = 60_000;

export function createBrakes(deps: {
  readonly book: FreezeBook;
  readonly outbox: Pick<OutboxRunner, 'braking' | 'records'>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly readOnly: boolean;
  readonly changed: () => void;
  /** The end that a person set has come: they are asked. */
  readonly ask: (freeze: Freeze) => void;
}): Brakes {
  const { book, outbox, clock } = deps;
  const asked = new Set<string>();
  let cancel: () => void = () => undefined;
  let running = false;

  const watchEnds = (): void => {
    cancel();
    if (!running) return;
    const now = clock.now();
    let next = Infinity;
    for (const freeze of book.active()) {
      if (freeze.endsAt === null) continue;
      const key = `${freeze.id} ${freeze.endsAt}`;
      if (freeze.endsAt > now) next = Math.min(next, freeze.endsAt - now);
      else if (!asked.has(key)) {
        asked.add(key);
        deps.ask(freeze);
      }
    }
    if (next !== Infinity) cancel = clock.after(Math.min(next, lookEveryMs), watchEnds);
  };

  const changed = (): void => {
    watchEnds();
    deps.changed();
  };

  const activeById = (id: string): Freeze | undefined => book.active().find((freeze) => freeze.id === id);

  /** What only this freeze keeps from leaving. */
  const heldBy = (freeze: Freeze): readonly OutboxRecord[] => {
    const others = book.active().filter(({ id }) => id !== freeze.id);
    return outbox
      .records()
      .filter(
        (record) =>
          !isOver(record) &&
          record.holds.frozen &&
          frozenBy(record) === 'brake' &&
          covers(freeze, record) &&
          freezesOf(others, record).length === 0,
      );
  };

  return {
    state: () => ({ freezes: [...book.all()], kept: book.kept() }),
    freeze: async (order) => {
      if (deps.readOnly) return err(failure('read-only'));
      const freeze: Freeze = { ...order, id: deps.newId(), startedAt: clock.now(), ended: null };
      let kept = false;
      let underWay = 0;
      await outbox.braking.freeze(async () => {
        const writing = book.put(freeze);
        underWay = outbox.records().filter((one) => covers(freeze, one) && isInFlight(one)).length;
        changed();
        kept = await writing;
      });
      changed();
      return kept ? ok({ id: freeze.id, underWay }) : err(failure('disk-full'));
    },
    resume: async ({ id, by, choices, spacingMs }) => {
      const freeze = activeById(id);
      if (freeze === undefined) return ok(null);
      const now = clock.now();
      const held = heldBy(freeze);
      const chosen = held.map((record) => ({
        record,
        choice:
          choices.find(({ deliveryId }) => deliveryId === record.id)?.choice ?? ({ tag: 'keep' } as const),
      }));
      const what = outbox.records().flatMap((record) => {
        const recall = recallFate(toDelivery(record), freeze);
        const choice = chosen.find((one) => one.record.id === record.id)?.choice.tag;
        if (choice === undefined && recall === null) return [];
        return [{ deliveryId: record.id, accountId: record.accountId, choice: choice ?? 'keep', recall }];
      });
      const answer = await outbox.braking.resume(
        () => planResume(chosen, spacingMs, now),
        async () => {
          if (await book.put({ ...freeze, ended: { at: now, by, what } })) return true;
          await book.put(freeze);
          return false;
        },
      );
      changed();
      return answer;
    },
    postpone: async (id, endsAt) => {
      const freeze = activeById(id);
      if (freeze === undefined) return ok(null);
      const kept = await book.put({ ...freeze, endsAt });
      changed();
      return kept ? ok(null) : err(failure('disk-full'));
    },
    start: () => {
      running = true;
      watchEnds();
    },
    stop: () => {
      running = false;
      cancel();
    },
  };
}
