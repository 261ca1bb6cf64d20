import type { BridgeClient } from '../../src-shared/bridge/index.ts';
import { failure, type ErrorCode } from '../../src-shared/errors.ts';
import { deliveryId } from '../../src-shared/ids.ts';
import { err } from '../../src-shared/result.ts';
import type { IntentRow } from './collections/intents/schema.ts';
import type { Databases } from './databases.ts';
import { intentToday } from './follow-zones.ts';
import { timer, type Later } from './later.ts';

/** Answers after which the same intent may still be accepted later, and no other now: all stay "to be handed over". */
const passing: readonly ErrorCode[] = ['disk-full', 'journal-rebuilt', 'forbidden-sender'];

/**
 * Main fails over this intent, and perhaps over no other. After so many tries the person is told: nobody waits for ever
 * for something that cannot be taken.
 */
const mostFailures = 8;

export interface HandOver {
  /** Hands over every intent that main has not answered yet, and each new one as it is written. */
  start(): void;
  stop(): void;
}

/**
 * The up stream: intents stay in the store until main has answered them. Repeating is safe, because main knows an
 * intent by its id and revision.
 */
export function createHandOver(deps: {
  readonly bridge: BridgeClient;
  readonly databases: Databases;
  readonly now: () => number;
  readonly later?: Later;
}): HandOver {
  const { intents } = deps.databases.authored;
  const later = deps.later ?? timer;
  let cancel: () => void = () => undefined;
  let running = false;
  let wanted = false;
  let failures = 0;
  let stopped = false;
  /** Times that main failed over one revision of an intent. */
  const failed = new Map<string, number>();

  /** `later`: it stays, and is handed over again. `not-now`: so does every other. */
  const handOne = async (row: IntentRow): Promise<'done' | 'later' | 'not-now'> => {
    const key = `${row.id} ${row.revision}`;
    const answer = await deps.bridge.outbox
      .submit(intentToday(row.intent))
      .catch(() => err(failure('internal')));
    if (answer.tag === 'err' && passing.includes(answer.error.code)) return 'not-now';
    if (answer.tag === 'err' && answer.error.code === 'internal') {
      const times = (failed.get(key) ?? 0) + 1;
      failed.set(key, times);
      // What main holds after all is not refused, whatever became of its answer.
      if (times < mostFailures || (await isHeld(row))) return 'later';
    }
    failed.delete(key);
    const document = await intents.findOne(row.id).exec();
    await document?.incrementalModify((stored) =>
      // A newer revision was written while this one was on its way: its own answer is still to come.
      stored.revision !== row.revision
        ? stored
        : {
            ...stored,
            handed: answer.tag === 'ok' ? 'accepted' : 'refused',
            refusal: answer.tag === 'ok' ? null : answer.error,
            ...(answer.tag === 'ok' && { held: null }),
            updatedAt: deps.now(),
          },
    );
    return 'done';
  };

  /** Main has a delivery of this revision. */
  const isHeld = async ({ intent }: IntentRow): Promise<boolean> => {
    const ids = intent.targets.map(({ accountId }) => deliveryId(intent.id, accountId));
    const found = await deps.databases.mirror.deliveries.findByIds(ids).exec();
    return [...found.values()].some(({ revision }) => revision >= intent.revision);
  };

  const run = async (): Promise<void> => {
    const pending = await intents
      .find({ selector: { handed: 'pending' }, sort: [{ handed: 'asc' }, { createdAt: 'asc' }], limit: 50 })
      .exec();
    let isLeft = false;
    for (const document of pending) {
      if (stopped) return;
      // As it is by now: while the one before was being taken, the person may have taken this one back.
      const row = await intents.findOne(document.id).exec();
      if (row?.handed !== 'pending') continue;
      const handed = await handOne(row.toMutableJSON());
      if (handed === 'not-now') throw new Error('main cannot take anything now');
      isLeft ||= handed === 'later';
    }
    if (isLeft) throw new Error('main cannot take all of it');
    if (pending.length === 50) wanted = true;
  };

  const kick = (): void => {
    if (stopped) return;
    wanted = true;
    if (running) return;
    running = true;
    wanted = false;
    cancel();
    run()
      .then(() => {
        failures = 0;
      })
      .catch(() => {
        failures += 1;
        cancel = later(Math.min(500 * 2 ** failures, 30_000), kick);
      })
      .finally(() => {
        running = false;
        if (wanted) kick();
      });
  };

  const subscription = intents.eventBulks$.subscribe((bulk) => {
    if (bulk.events.some((event) => event.documentData.handed === 'pending')) kick();
  });

  return {
    start: kick,
    stop: () => {
      stopped = true;
      cancel();
      subscription.unsubscribe();
    },
  };
}
