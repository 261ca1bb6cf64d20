import { Worker } from 'node:worker_threads';
import * as v from 'valibot';
import { probedSchema, type Probed } from './probed.ts';

/** Looks into files, aside from everything else that main does. */
export interface LookInto {
  /** Null: there is no such file, or it could not be looked into. */
  (place: string): Promise<Probed | null>;
}

const answerSchema = v.object({ id: v.number(), probed: v.nullable(probedSchema) });

/** A file that is not read by then makes the thread hang: it is ended, and the file stays unknown. */
const patienceMs = 30_000;
/** How long the thread is kept for the next file. */
const idleMs = 20_000;

/**
 * @param program the thread's program (`probe-thread.ts`, built)
 * @param wasm path of MediaInfo's module
 */
export function createLookInto(program: string, wasm: string): LookInto {
  const waiting = new Map<number, (probed: Probed | null) => void>();
  let thread: Worker | null = null;
  let count = 0;
  let idle: NodeJS.Timeout | undefined;

  const end = (): void => {
    const ended = thread;
    thread = null;
    for (const answer of waiting.values()) answer(null);
    waiting.clear();
    void ended?.terminate();
  };
  const begin = (): Worker => {
    const begun = new Worker(program, { workerData: { wasm } });
    // It holds up nobody who wants to leave.
    begun.unref();
    begun.on('message', (message: unknown) => {
      const { id, probed } = v.parse(answerSchema, message);
      waiting.get(id)?.(probed);
    });
    const gone = (): void => {
      if (thread === begun) end();
    };
    begun.on('error', gone);
    begun.on('exit', gone);
    return begun;
  };

  return (place) =>
    new Promise((resolve) => {
      clearTimeout(idle);
      thread ??= begin();
      count += 1;
      const id = count;
      const patience = setTimeout(end, patienceMs);
      patience.unref();
      waiting.set(id, (probed) => {
        clearTimeout(patience);
        waiting.delete(id);
        if (waiting.size === 0) {
          clearTimeout(idle);
          idle = setTimeout(end, idleMs);
          idle.unref();
        }
        resolve(probed);
      });
      thread.postMessage({ id, place });
    });
}
