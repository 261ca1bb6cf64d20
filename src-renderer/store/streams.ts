import type { BridgeClient } from '../../src-shared/bridge/index.ts';
import type { Failure } from '../../src-shared/errors.ts';
import { applyBatch } from './apply-batch.ts';
import type { Databases } from './databases.ts';
import type { Progress } from './progress.ts';
import { sendRebuild } from './rebuild.ts';

export interface DownStreamConsumer {
  /** Presents the store to main, then stores whatever is offered, for as long as the page lives. */
  start(): Promise<void>;
  stop(): void;
}

/**
 * The renderer's end of the down stream: take, store, remember in a strict transaction, acknowledge. A batch that
 * could not be stored is not acknowledged and is taken again, later and later.
 */
export function createDownStreamConsumer(deps: {
  readonly bridge: BridgeClient;
  readonly databases: Databases;
  readonly progress: Progress;
  /** Rows did not go in: the person is told, nothing is lost. Null: it works again. */
  readonly trouble: (failure: Failure | null) => void;
  readonly apply?: typeof applyBatch;
}): DownStreamConsumer {
  const { bridge, databases, progress } = deps;
  const { epoch } = databases;
  const apply = deps.apply ?? applyBatch;
  let acked = 0;
  let draining: Promise<void> | null = null;
  let wanted = false;
  let failures = 0;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const again = (): void => {
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(drain, Math.min(250 * 2 ** failures, 30_000));
  };

  const run = async (): Promise<void> => {
    for (;;) {
      wanted = false;
      const taken = await bridge.streams.take({ epoch, after: acked });
      if (stopped) return;
      if (taken.tag === 'err') {
        if (taken.error.code === 'stale-revision') return hello();
        return again();
      }
      if (taken.value === null) {
        if (wanted) continue;
        return;
      }
      const batch = taken.value;
      try {
        await apply(databases, batch);
        // Strict: this write flushes the relaxed ones before it, so that what is acknowledged is on disk.
        await progress.save({ epoch, acked: batch.number });
      } catch (error) {
        const full = error instanceof Error && /quota|disk/i.test(`${error.name} ${error.message}`);
        deps.trouble({ code: full ? 'disk-full' : 'store-damaged', detail: {} });
        void bridge.diagnostics.note({
          kind: 'stream',
          code: error instanceof Error ? error.name : 'unknown',
        });
        return again();
      }
      if (failures > 0) deps.trouble(null);
      failures = 0;
      acked = batch.number;
      await bridge.streams.ack({ epoch, number: batch.number });
    }
  };

  function drain(): void {
    wanted = true;
    if (draining !== null || stopped) return;
    draining = run()
      .catch(again)
      .finally(() => {
        draining = null;
        if (wanted && failures === 0 && !stopped) drain();
      });
  }

  async function hello(): Promise<void> {
    const greeted = await bridge.streams.hello({ epoch, acked });
    if (greeted.tag === 'err') return again();
    if (greeted.value.rebuild) await sendRebuild(bridge, databases);
    wanted = true;
  }

  return {
    start: async () => {
      const stored = await progress.load();
      acked = stored?.epoch === epoch ? stored.acked : 0;
      bridge.streams.on('offer', drain);
      await hello();
      drain();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
