import type { BridgeClient } from '../../src-shared/bridge/index.ts';
import type { ErrorCode } from '../../src-shared/errors.ts';
import type { IntentRow } from './collections/intents/schema.ts';
import type { Databases } from './databases.ts';

/** Answers after which the same intent may still be accepted later: it stays "to be handed over". */
const passing: readonly ErrorCode[] = ['disk-full', 'internal', 'journal-rebuilt', 'forbidden-sender'];

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
}): HandOver {
  const { intents } = deps.databases.authored;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let wanted = false;
  let failures = 0;
  let stopped = false;

  const handOne = async (row: IntentRow): Promise<boolean> => {
    const answer = await deps.bridge.outbox.submit(row.intent);
    const waits = answer.tag === 'err' && passing.includes(answer.error.code);
    if (waits) return false;
    const document = await intents.findOne(row.id).exec();
    await document?.incrementalModify((stored) =>
      // A newer revision was written while this one was on its way: its own answer is still to come.
      stored.revision !== row.revision
        ? stored
        : {
            ...stored,
            handed: answer.tag === 'ok' ? 'accepted' : 'refused',
            refusal: answer.tag === 'ok' ? null : answer.error,
            updatedAt: deps.now(),
          },
    );
    return true;
  };

  const run = async (): Promise<void> => {
    const pending = await intents
      .find({ selector: { handed: 'pending' }, sort: [{ handed: 'asc' }, { createdAt: 'asc' }], limit: 50 })
      .exec();
    for (const document of pending) {
      if (stopped) return;
      if (!(await handOne(document.toMutableJSON()))) throw new Error('main cannot take it now');
    }
    if (pending.length === 50) wanted = true;
  };

  const kick = (): void => {
    if (stopped) return;
    wanted = true;
    if (running) return;
    running = true;
    wanted = false;
    clearTimeout(timer);
    run()
      .then(() => {
        failures = 0;
      })
      .catch(() => {
        failures += 1;
        timer = setTimeout(kick, Math.min(500 * 2 ** failures, 30_000));
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
      clearTimeout(timer);
      subscription.unsubscribe();
    },
  };
}
