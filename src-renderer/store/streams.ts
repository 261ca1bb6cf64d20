import type { BridgeClient } from '../../src-shared/bridge/index.ts';
import type { Failure } from '../../src-shared/errors.ts';
import type { Batch } from '../../src-shared/sync/stream-row.ts';
import { applyBatch } from './apply-batch.ts';
import type { Databases } from './databases.ts';
import { timer, type Later } from './later.ts';
import type { Progress } from './progress.ts';
import { sendRebuild } from './rebuild.ts';
import { mayBeOfARow, storeApart } from './refused-rows.ts';

export interface DownStreamConsumer {
  /** Presents the store to main, then stores whatever is offered, for as long as the page lives. */
  start(): Promise<void>;
  /** Resolves when what main had to give is stored, or main or the store refuses it for now. */
  caughtUp(): Promise<void>;
  stop(): void;
}

/** Batches that are remembered by one strict write, while more are waiting: it costs nearly as much as storing one. */
const together = 8;

type Taking = ReturnType<BridgeClient['streams']['take']>;

/**
 * The renderer's end of the down stream: take, store, remember in a strict transaction, acknowledge. Under a flood one
 * such transaction covers several batches. What could not be stored is not acknowledged and is taken again, later and
 * later.
 */
export function createDownStreamConsumer(deps: {
  readonly bridge: BridgeClient;
  readonly databases: Databases;
  readonly progress: Progress;
  /** Rows did not go in: the person is told, nothing is lost. Null: it works again. */
  readonly trouble: (failure: Failure | null) => void;
  readonly later?: Later;
}): DownStreamConsumer {
  const { bridge, databases, progress } = deps;
  const { epoch } = databases;
  const later = deps.later ?? timer;
  /** The position on disk: what may be acknowledged. Null until the store has said how far it is. */
  let acked: number | null = null;
  /** The last batch that went in; above `acked` the next strict write is owed. */
  let stored = 0;
  /** What main knows to be stored. */
  let told = 0;
  /** Main has to be greeted before it gives anything. */
  let greeted = false;
  /** Main waits for what only this store still has. */
  let rebuildOwed = false;
  let draining: Promise<void> | null = null;
  let wanted = false;
  let failures = 0;
  let troubled = false;
  let stopped = false;
  /** Gives up the next try; null when none is planned. */
  let cancel: (() => void) | null = null;

  const again = (): void => {
    failures += 1;
    cancel?.();
    if (stopped) return;
    cancel = later(Math.min(250 * 2 ** failures, 30_000), () => {
      cancel = null;
      drain();
    });
  };

  const position = async (): Promise<number> => {
    if (acked !== null) return acked;
    const saved = await progress.load();
    acked = saved?.epoch === epoch ? saved.acked : 0;
    stored = acked;
    return acked;
  };

  /** Answers whether it was done. If not, the person is told. */
  const attempt = async (write: () => Promise<boolean>): Promise<boolean> => {
    try {
      return await write();
    } catch (error) {
      const full = error instanceof Error && /quota|disk/i.test(`${error.name} ${error.message}`);
      deps.trouble({ code: full ? 'disk-full' : 'store-damaged', detail: {} });
      troubled = true;
      void bridge.diagnostics.note({ kind: 'stream', code: error instanceof Error ? error.name : 'unknown' });
      return false;
    }
  };
  const store = (batch: Batch): Promise<boolean> =>
    attempt(async () => {
      try {
        await applyBatch(databases, batch);
      } catch (error) {
        if (!mayBeOfARow(error)) throw error;
        if (!(await storeWithout(batch))) return false;
      }
      stored = batch.number;
      return true;
    });
  /** All of a batch but the rows that the store refuses: main sets those aside before the batch counts as stored. */
  const storeWithout = async (batch: Batch): Promise<boolean> => {
    const rows = await storeApart(databases, batch);
    if (rows.length === 0) return true;
    const parked = await bridge.streams.park({ epoch, number: batch.number, rows });
    if (parked.tag === 'err' && parked.error.code === 'stale-revision') greeted = false;
    return parked.tag === 'ok';
  };
  /** Strict: this write flushes the relaxed ones before it, so that what is acknowledged is on disk. */
  const remember = async (): Promise<boolean> => {
    const number = stored;
    if (number <= (await position())) return true;
    return attempt(async () => {
      await progress.save({ epoch, acked: number });
      acked = number;
      return true;
    });
  };

  const greet = async (): Promise<boolean> => {
    if (greeted) return true;
    // Main may number what it has anew from what it is told: nothing may have gone in beyond that.
    if (!(await remember())) return false;
    const answer = await bridge.streams.hello({ epoch, acked: await position() });
    if (answer.tag === 'err') return false;
    greeted = true;
    // A greeting acknowledges, too.
    told = await position();
    rebuildOwed = answer.value.rebuild;
    return true;
  };

  /** Acknowledges what is stored and not yet acknowledged; false: main could not take it. */
  const tell = async (): Promise<boolean> => {
    const number = await position();
    if (number <= told) return true;
    const answer = await bridge.streams.ack({ epoch, number });
    if (answer.tag === 'ok') told = number;
    // Main does not know this store any more.
    else if (answer.error.code === 'stale-revision') greeted = false;
    return answer.tag === 'ok';
  };

  const takeAfter = (after: number): Taking => bridge.streams.take({ epoch, after });

  /** The batch after the one that is being stored: on its way meanwhile. */
  let ahead: { readonly after: number; readonly taken: Taking } | null = null;

  const run = async (): Promise<void> => {
    ahead = null;
    while (!stopped) {
      wanted = false;
      if (!(await greet())) return again();
      if (rebuildOwed) {
        // Only departures wait for this. Should it fail it is sent again, and the rows go on meanwhile.
        rebuildOwed = !(await sendRebuild(bridge, databases));
        if (rebuildOwed) again();
      }
      const after = stored;
      // What is remembered is acknowledged while the next batch comes and goes in.
      const telling = tell().catch(() => false);
      let taken: Awaited<Taking> | null = ahead?.after === after ? await ahead.taken.catch(() => null) : null;
      // Nothing, or an error, may be old news.
      if (taken?.tag !== 'ok' || taken.value === null) taken = await takeAfter(after);
      ahead = null;
      if (stopped) return;
      if (taken.tag === 'err') {
        await telling;
        if (taken.error.code === 'stale-revision') greeted = false;
        return again();
      }
      if (taken.value === null) {
        if (!(await telling) || !(await remember()) || !(await tell())) return again();
        if (wanted) continue;
        return;
      }
      const number: number = taken.value.number;
      const next = takeAfter(number);
      next.catch(() => undefined);
      ahead = { after: number, taken: next };
      const isStored = await store(taken.value);
      const isFull = !isStored || stored - (await position()) >= together;
      const isSafe = !isFull || (await remember());
      if (!(await telling) || !isStored || !isSafe) return again();
      if (troubled) deps.trouble(null);
      troubled = false;
      if (!rebuildOwed) failures = 0;
    }
  };

  function drain(): void {
    wanted = true;
    if (draining !== null || stopped) return;
    draining = run()
      .catch(again)
      .finally(() => {
        draining = null;
        if (wanted && cancel === null) drain();
      });
  }

  return {
    start: async () => {
      bridge.streams.on('offer', drain);
      drain();
      await draining;
    },
    caughtUp: async () => {
      drain();
      // One that was under way may have asked before this was.
      while (draining !== null) await draining;
    },
    stop: () => {
      stopped = true;
      cancel?.();
    },
  };
}
