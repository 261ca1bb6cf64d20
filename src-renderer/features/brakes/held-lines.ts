import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import {
  covers,
  type Freeze,
  type RecallFate,
  type ResumeChoice,
} from '../../../src-shared/domain/freeze.ts';
import { frozenBy } from '../../../src-shared/outbox/frozen-by.ts';
import { outboxPolicy } from '../../../src-shared/outbox/policy.ts';
import { recallFate } from '../../../src-shared/outbox/recall-list.ts';

/** One delivery that a freeze keeps from leaving. */
export interface HeldLine {
  readonly delivery: Delivery;
  /** `late`: let go, it goes to the missed ones. `due`: let go, it leaves. `ahead`: its moment is still to come. */
  readonly standing: 'late' | 'due' | 'ahead';
}

/** One post that a network's own scheduler held when the button was pressed. */
export interface RecallLine {
  readonly delivery: Delivery;
  readonly fate: RecallFate;
}

export interface HeldBy {
  readonly held: readonly HeldLine[];
  readonly recalls: readonly RecallLine[];
  /** Held too, but waiting for a person for another reason: they go on with the freeze's end. */
  readonly others: readonly Delivery[];
}

/** What a freeze holds and takes back, by due moment. */
export function heldBy(freeze: Freeze, deliveries: readonly Delivery[], now: number): HeldBy {
  const mine = deliveries.filter(
    (one) =>
      one.state !== 'sent' && one.state !== 'cancelled' && frozenBy(one) === 'brake' && covers(freeze, one),
  );
  const listed = mine.filter(
    ({ state }) => state === 'frozen' || state === 'recalling' || state === 'handed-over',
  );
  return {
    held: listed.map((delivery) => ({ delivery, standing: standingOf(delivery, now) })),
    recalls: deliveries.flatMap((delivery) => {
      const fate = recallFate(delivery, freeze);
      return fate === null ? [] : [{ delivery, fate }];
    }),
    others: mine.filter((one) => !listed.includes(one)),
  };
}

/** The lateness gate in the words of the dialog; main judges again when it is let go. */
export function standingOf(delivery: Delivery, now: number): HeldLine['standing'] {
  if (delivery.dueAt > now) return 'ahead';
  const tolerance = delivery.wall === null ? outboxPolicy.frozenToleranceMs : (delivery.toleranceMs ?? 0);
  return now > delivery.dueAt + tolerance ? 'late' : 'due';
}

/** What will become of a line, counted for the person before they press. */
export type Outcome = 'own-moment' | 'now' | 'missed' | 'dropped' | 'kept';

export function outcomeOf(line: HeldLine, choice: ResumeChoice['tag']): Outcome {
  switch (choice) {
    case 'release':
      return line.standing === 'late' ? 'missed' : line.standing === 'due' ? 'now' : 'own-moment';
    case 'now':
      return 'now';
    case 'at':
      return 'own-moment';
    case 'drop':
      return 'dropped';
    case 'keep':
      return 'kept';
  }
}

export function countOutcomes(
  lines: readonly HeldLine[],
  choiceOf: (line: HeldLine) => ResumeChoice['tag'],
): ReadonlyMap<Outcome, number> {
  const counts = new Map<Outcome, number>();
  for (const line of lines) {
    const outcome = outcomeOf(line, choiceOf(line));
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return counts;
}
