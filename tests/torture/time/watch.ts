import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import type { DeliveryId } from '../../../src-shared/ids.ts';
import { outboxPolicy } from '../../../src-shared/outbox/policy.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import type { OutboxWorld } from '../../fixtures/outbox-world.ts';

/** One post that stands on the network, at the true time at which the server made it. */
export interface Made {
  readonly remoteId: string;
  readonly account: string;
  readonly at: number;
  /** How far the server's clock was from ours then, ms. */
  readonly skewMs: number;
  /** Our clock then, epoch ms. */
  readonly ourNow: number;
}

/**
 * Lets time pass over a world and looks after each step at what the server truly did, so that each post is known with
 * both clocks as they were when it was made.
 */
export interface Watch {
  readonly made: readonly Made[];
  /** The server's clock minus ours, ms. */
  skewMs(): number;
  /** Time passes in the running process, from one timer to the next. */
  live(ms: number): Promise<void>;
  /** The same until `holds`, at most `ms`; answers whether it does. */
  until(holds: () => boolean, ms: number): Promise<boolean>;
  /** Called after each step. */
  onStep(look: () => void): void;
}

const longestStepMs = 20_000;

export function createWatch(w: OutboxWorld): Watch {
  const made: Made[] = [];
  const looks: (() => void)[] = [];
  const known = new Set<string>();

  const skewMs = (): number => w.theirs.offset() - w.ours.offset();

  const look = (): void => {
    for (const entry of w.sim.control.ledger.entries({ worked: true }))
      for (const effect of entry.effects) {
        if (effect.kind !== 'post' || known.has(effect.id)) continue;
        known.add(effect.id);
        made.push({
          remoteId: effect.id,
          account: entry.account ?? '',
          at: (entry.workedAt ?? entry.at) - w.theirs.offset(),
          skewMs: skewMs(),
          ourNow: w.ours.now(),
        });
      }
    for (const one of looks) one();
  };

  /** To the next timer and no further: what it sets going is over before time goes on. */
  const step = async (atMostMs: number): Promise<number> => {
    const due = w.clock.nextDue() ?? Infinity;
    const ms = Math.min(atMostMs, longestStepMs, Math.max(0, due - w.clock.now()));
    await w.clock.advance(ms);
    await w.settle();
    look();
    return ms;
  };

  return {
    made,
    skewMs,
    live: async (ms) => {
      await w.settle();
      look();
      for (let left = ms; left > 0;) left -= await step(left);
    },
    until: async (holds, ms) => {
      await w.settle();
      look();
      for (let left = ms; left > 0 && !holds();) left -= await step(left);
      return holds();
    },
    onStep: (one) => {
      looks.push(one);
    },
  };
}

/** When a moment is meant, as the app hands it over. */
export const at = (dueAt: number, toleranceMs: number): Extract<Intent['when'], { readonly tag: 'at' }> => ({
  tag: 'at',
  moment: { wall: new Date(dueAt).toISOString().slice(0, 16), zone: 'UTC', dueAt },
  toleranceMs,
});

export const maxSkewMs = outboxPolicy.maxSkewMs;
/** The `Date` header has whole seconds. */
export const grainMs = 1_500;

export const isOver = ({ state }: Delivery): boolean => state === 'sent' || state === 'cancelled';

export const recordOf = (w: OutboxWorld, id: DeliveryId): OutboxRecord | undefined =>
  w.runner.records().find((record) => record.id === id);
