import { failure, type Failure } from '../../../src-shared/errors.ts';
import type { AccountId, DeliveryId } from '../../../src-shared/ids.ts';
import type { Effect } from '../../../src-shared/outbox/effect.ts';
import type { OutboxEvent, Surroundings } from '../../../src-shared/outbox/event.ts';
import { step } from '../../../src-shared/outbox/machine.ts';
import type { Drawn, Operation } from '../../../src-shared/outbox/operation.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Log } from '../../diagnostics/log.ts';
import type { Clock } from '../clock.ts';
import { createQueue } from '../ordered.ts';
import { rowsAfter } from './aftermath.ts';
import type { RecordTable } from './record-table.ts';

/** Builds the event when its turn has come, from the record and the world as they are then; null: nothing any more. */
export type MakeEvent = (record: OutboxRecord | null, env: Surroundings) => OutboxEvent | null;

/**
 * The one way in which a delivery changes: an event, the machine's answer, the save, and only then the effects. One
 * at a time, because what one delivery is known to have made is evidence for the next.
 */
export interface Transitions {
  /**
   * @param lasting an outcome that must not be lost: when it cannot be saved it is kept and applied later, before
   *   anything else happens to this delivery
   * @returns whether anything changed or was set going; the refusal, or why it could not be saved
   */
  send(
    id: DeliveryId,
    account: AccountId,
    make: MakeEvent,
    lasting?: boolean,
  ): Promise<Result<{ readonly moved: boolean }, Failure>>;
  /** Resolves once every event that was sent before is dealt with. */
  idle(): Promise<void>;
  /** Applies what could not be saved. */
  flush(): Promise<void>;
  /** When to try again what could not be saved, epoch ms; null: nothing is in trouble. */
  retryAt(): number | null;
}

const saveRetryMs = 5_000;

/** `unsaved`: the disk, not the machine, said no. */
type Applied = Result<{ readonly moved: boolean }, { readonly unsaved: boolean; readonly failure: Failure }>;

export function createTransitions(deps: {
  readonly table: RecordTable;
  readonly clock: Clock;
  readonly log: Log;
  readonly surroundings: (account: AccountId) => Surroundings;
  /** Null when the account is not known any more. */
  readonly draw: (account: AccountId, operation: Operation) => Drawn | null;
  /** Saving began or ceased to fail. */
  readonly changed: () => void;
  readonly saved: (before: OutboxRecord | null, after: OutboxRecord, effects: readonly Effect[]) => void;
}): Transitions {
  const { table, clock, log } = deps;
  const inOrder = createQueue();
  const kept = new Map<DeliveryId, { readonly account: AccountId; readonly events: MakeEvent[] }>();
  let retryAt: number | null = null;
  const setRetry = (at: number | null): void => {
    const other = (retryAt === null) !== (at === null);
    retryAt = at;
    if (other) deps.changed();
  };

  const threw = (id: DeliveryId | null, stage: string, error: unknown): void =>
    log.error('outbox.threw', {
      ...(id === null ? {} : { delivery: id }),
      stage,
      error: error instanceof Error ? error.name : 'unknown',
    });

  const drawFor = (account: AccountId, operation: Operation): Drawn | null | 'account-gone' => {
    try {
      return deps.draw(account, operation) ?? 'account-gone';
    } catch (error) {
      threw(null, 'draw', error);
      return null;
    }
  };

  /** What throws is a bug of ours about this one delivery, and must stop no other. */
  const guarded = async (id: DeliveryId, account: AccountId, make: MakeEvent): Promise<Applied> => {
    try {
      return await transition(id, account, make);
    } catch (error) {
      threw(id, 'transition', error);
      return err({ unsaved: false, failure: failure('internal') });
    }
  };

  const transition = async (id: DeliveryId, account: AccountId, make: MakeEvent): Promise<Applied> => {
    const before = table.get(id) ?? null;
    const env = deps.surroundings(account);
    const event = make(before, env);
    if (event === null) return ok({ moved: false });
    let outcome = step(before, event);
    const draw = outcome.effects.find((effect) => effect.tag === 'draw');
    if (draw !== undefined) {
      const drawn = drawFor(account, draw.operation);
      if (drawn === 'account-gone') return ok({ moved: false });
      outcome = step(outcome.state, { tag: 'drawn', env, step: draw.step, drawn });
    }
    if (outcome.refused !== null) return err({ unsaved: false, failure: outcome.refused });
    const { state, effects } = outcome;
    if (state !== before) {
      const written = await table.save([state], rowsAfter(before, state));
      if (written.tag === 'err') {
        log.error('outbox.save', { delivery: id, code: written.error.code });
        setRetry(clock.now() + saveRetryMs);
        return err({ unsaved: true, failure: written.error });
      }
      // The disk writes again: what was kept for want of it has its turn at once, for nothing else would ask for it.
      setRetry(kept.size > 0 ? clock.now() : null);
      log.info('outbox.step', {
        delivery: id,
        event: event.tag,
        state: state.phase.tag,
        sequence: state.sequence,
      });
    }
    deps.saved(before, state, effects);
    return ok({ moved: state !== before || effects.length > 0 });
  };

  /** Answers why it could not be done; null: nothing is kept any more. */
  const applyKept = async (id: DeliveryId): Promise<Failure | null> => {
    const waiting = kept.get(id);
    for (let make = waiting?.events[0]; waiting && make; make = waiting.events[0]) {
      const applied = await guarded(id, waiting.account, make);
      if (applied.tag === 'err' && applied.error.unsaved) return applied.error.failure;
      waiting.events.shift();
    }
    kept.delete(id);
    return null;
  };

  const keep = (id: DeliveryId, account: AccountId, make: MakeEvent): void => {
    const waiting = kept.get(id) ?? { account, events: [] };
    waiting.events.push(make);
    kept.set(id, waiting);
  };

  return {
    send: (id, account, make, lasting = false) =>
      inOrder(async () => {
        const trouble = await applyKept(id);
        if (trouble !== null) {
          if (lasting) keep(id, account, make);
          return err(trouble);
        }
        const applied = await guarded(id, account, make);
        if (applied.tag === 'ok') return applied;
        if (applied.error.unsaved && lasting) keep(id, account, make);
        return err(applied.error.failure);
      }),
    idle: () => inOrder(() => Promise.resolve()),
    flush: () =>
      inOrder(async () => {
        for (const id of kept.keys()) if ((await applyKept(id)) !== null) return;
        // Nothing was kept, or all of it is on disk: the next save will say how things stand.
        setRetry(null);
      }),
    retryAt: () => retryAt,
  };
}
