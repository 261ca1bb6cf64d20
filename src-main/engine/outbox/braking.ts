import { failure, type Failure } from '../../../src-shared/errors.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Departing } from '../../../src-shared/domain/freeze.ts';
import type { AccountId, DeliveryId } from '../../../src-shared/ids.ts';
import { isByHand } from '../../../src-shared/outbox/by-hand.ts';
import { isOver } from '../../../src-shared/outbox/command.ts';
import type { OutboxEvent, Surroundings } from '../../../src-shared/outbox/event.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import type { Resumed } from '../../../src-shared/outbox/resume-plan.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Drive } from './drive.ts';
import { isTheirs } from './now-by-hand.ts';

/** What the red button does to the deliveries that exist. */
export interface Braking {
  /** Freezes everything that is to be frozen by now. */
  mark(): Promise<void>;
  /**
   * Nothing begins to leave from before `declare`, which makes `isFrozen` say so, until everything is marked.
   * Resolves at once where deliveries cannot be reached yet: nothing leaves there, and they are marked first.
   */
  freeze(declare: () => Promise<void>): Promise<void>;
  /**
   * Does what a person chose for each, then `close`s the freeze; only then may anything leave. Is the freeze not
   * closed, everything that it covers is frozen again.
   */
  resume(choices: () => readonly Resumed[], close: () => Promise<boolean>): Promise<Result<null, Failure>>;
  /** One that is frozen while no freeze covers it. */
  release(id: DeliveryId): Promise<Result<null, Failure>>;
  /** Tries again to take a frozen post back from the network's scheduler. */
  recallAgain(id: DeliveryId): Promise<Result<null, Failure>>;
}

export function createBraking(deps: {
  readonly drive: Drive;
  readonly account: (id: AccountId) => Account | null;
  readonly isFrozen: (about: Departing) => boolean;
}): Braking {
  const { table, send, pump, ready } = deps.drive;

  const mark: Braking['mark'] = async () => {
    // What is being taken over in this moment was judged before the button was pressed.
    await deps.drive.idle();
    for (const record of table.all()) {
      const done = record.holds.frozen && record.phase.tag !== 'handed-over';
      if (isOver(record) || done || !deps.isFrozen(record)) continue;
      await send(record, (_, env) => ({ tag: 'freeze', env }), true);
    }
  };

  let hands = 0;
  const braked = async <T>(work: () => Promise<T>): Promise<T> => {
    hands += 1;
    deps.drive.set({ braking: true });
    try {
      return await work();
    } finally {
      hands -= 1;
      deps.drive.set({ braking: hands > 0 });
    }
  };

  /** A choice that is refused leaves its delivery frozen: it is not let go in another way than was asked for. */
  const apply = async (one: Resumed): Promise<void> => {
    for (const make of eventsOf(one)) {
      const record = table.get(one.id);
      if (record === undefined) return;
      // The end of a freeze changes nobody's hand.
      const byHand = isByHand(record) || isTheirs(record, deps.account(record.accountId));
      const answer = await send(record, (_, env) => make(env, byHand));
      if (answer.tag === 'err') return;
    }
  };

  const single = async (
    id: DeliveryId,
    make: (record: OutboxRecord) => Result<'freeze' | 'unfreeze', Failure>,
  ): Promise<Result<null, Failure>> => {
    const open = await ready();
    if (open.tag === 'err') return open;
    const record = table.get(id);
    if (record === undefined) return err(failure('unknown-delivery'));
    const tag = make(record);
    if (tag.tag === 'err') return tag;
    const answer = await send(record, (_, env) => ({ tag: tag.value, env }));
    pump();
    return answer.tag === 'ok' ? ok(null) : answer;
  };

  return {
    mark,
    freeze: (declare) =>
      braked(async () => {
        await declare();
        if (deps.drive.is('started') && !deps.drive.is('held')) await mark();
      }),
    resume: async (choices, close) => {
      const open = await ready();
      if (open.tag === 'err') return open;
      return braked(async () => {
        for (const one of choices()) await apply(one);
        const closed = await close();
        // Also when it is closed: another freeze may cover what this one let go.
        await mark();
        return closed ? ok(null) : err(failure('disk-full'));
      });
    },
    release: (id) =>
      single(id, (record) => (deps.isFrozen(record) ? err(failure('frozen')) : ok('unfreeze'))),
    recallAgain: (id) =>
      single(id, (record) =>
        record.holds.frozen && record.phase.tag === 'handed-over'
          ? ok('freeze')
          : err(failure('not-cancellable')),
      ),
  };
}

/** What has to happen to a delivery for a choice, in this order. */
function eventsOf({
  choice,
  notBefore,
}: Resumed): readonly ((env: Surroundings, byHand: boolean) => OutboxEvent)[] {
  const unfreeze = (env: Surroundings): OutboxEvent => ({ tag: 'unfreeze', env, notBefore });
  switch (choice.tag) {
    case 'release':
      return [unfreeze];
    case 'now':
      return [(env, byHand) => ({ tag: 'publish-now', env, at: notBefore, byHand }), unfreeze];
    case 'at': {
      const { moment, toleranceMs } = choice;
      return [(env) => ({ tag: 'reschedule', env, leaving: { tag: 'at', moment, toleranceMs } }), unfreeze];
    }
    case 'drop':
      return [(env) => ({ tag: 'cancel', env })];
    case 'keep':
      return [];
  }
}
