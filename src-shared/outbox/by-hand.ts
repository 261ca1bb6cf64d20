import type { Surroundings } from './event.ts';
import { departsAt } from './lateness.ts';
import type { Remote } from './operation.ts';
import type { OutboxRecord } from './record.ts';
import { logged } from './steps.ts';
import { inPhase, notify, refuse, sent, turn, type Turn } from './turn.ts';

/** Posts that a person publishes on the network's own page: Vigie only readies them, and is told what became of them. */

/** A person is to publish it: neither the account's token nor its quota matters. */
export const isByHand = (record: Pick<OutboxRecord, 'wish'>): boolean => record.wish.executor === 'assisted';

/** Its hour has come: it is theirs from now on. `step`: of the log. */
export const handToPerson = (record: OutboxRecord, step: string, now: number): Turn =>
  turn(logged(inPhase(record, { tag: 'assisted' }), now, step, 'assisted'), notify('assisted'));

/**
 * What is given to a person past its hour waits for them at once: there is nobody whom it could leave too late. A
 * freeze holds it all the same.
 */
export function givenInTime(answer: Turn, { now }: Surroundings): Turn {
  const { state, refused } = answer;
  const { phase, holds, wish } = state;
  const mayBe = phase.tag === 'grace' || phase.tag === 'scheduled' || phase.tag === 'running';
  if (refused !== null || !isByHand(state) || holds.frozen || !mayBe || now < departsAt(wish)) return answer;
  const given = handToPerson(state, 'delivery', now);
  return { ...given, effects: [...answer.effects, ...given.effects] };
}

/** It is on the network. `remote`: the link that the person pasted; null when none. Early is as good as late. */
export function doneByHand(record: OutboxRecord, remote: Remote | null, env: Surroundings): Turn {
  const { tag } = record.phase;
  if (tag === 'sent') return refuse(record, 'already-sent');
  const mayBe = tag === 'assisted' || (isByHand(record) && (tag === 'scheduled' || tag === 'missed'));
  if (!mayBe) return refuse(record, tag === 'cancelled' ? 'cancelled' : 'in-flight');
  return sent(logged(record, env.now, 'delivery', 'by-hand'), remote, env.now);
}

/** It is not, and its hour is over: the person chooses what becomes of it. */
export function notByHand(record: OutboxRecord, env: Surroundings): Turn {
  const { tag } = record.phase;
  if (tag === 'missed') return turn(record);
  if (tag === 'sent') return refuse(record, 'already-sent');
  if (tag !== 'assisted') return refuse(record, 'in-flight');
  return turn(logged(inPhase(record, { tag: 'missed', at: env.now }), env.now, 'delivery', 'not-by-hand'));
}
