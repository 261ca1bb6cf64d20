import { failure, type Failure } from '../../../src-shared/errors.ts';

/** Whether what was typed is on disk. `at`: since when, epoch ms; null: nothing was typed yet. */
export type Saved =
  | { readonly tag: 'saved'; readonly at: number | null }
  | { readonly tag: 'saving' }
  | { readonly tag: 'unsaved'; readonly failure: Failure };

export interface DraftWriter<Change> {
  /** Takes a change in; it is written within `delayMs`, together with what else came meanwhile. */
  put(change: Change): void;
  /** Writes what is waiting now; resolves to whether everything is on disk. */
  flush(): Promise<boolean>;
}

/**
 * Writes a draft as it is typed: strokes are gathered for a moment, writes never overlap, and a write that fails keeps
 * what it held and is tried again. "Saved" is said only when nothing is waiting.
 */
export function createDraftWriter<Change extends object>(deps: {
  readonly write: (change: Change) => Promise<void>;
  readonly now: () => number;
  readonly onState: (saved: Saved) => void;
  readonly delayMs?: number;
  readonly retryMs?: number;
}): DraftWriter<Change> {
  const { delayMs = 150, retryMs = 3_000 } = deps;
  let pending: Change | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | null = null;

  const waiting = (): Change | null => pending;
  const run = async (): Promise<boolean> => {
    clearTimeout(timer);
    timer = undefined;
    while (pending !== null) {
      const change: Change = pending;
      pending = null;
      try {
        await deps.write(change);
      } catch (error) {
        // What was typed since wins over what could not be written.
        pending = { ...change, ...waiting() };
        deps.onState({ tag: 'unsaved', failure: failure(isFull(error) ? 'disk-full' : 'internal') });
        timer = setTimeout(() => void flush(), retryMs);
        return false;
      }
    }
    deps.onState({ tag: 'saved', at: deps.now() });
    return true;
  };
  const flush = (): Promise<boolean> => {
    if (running === null && pending === null) return Promise.resolve(true);
    running ??= run().finally(() => {
      running = null;
      if (pending !== null) timer ??= setTimeout(() => void flush(), delayMs);
    });
    return running;
  };

  return {
    put: (change) => {
      pending = { ...pending, ...change };
      deps.onState({ tag: 'saving' });
      if (running === null) timer ??= setTimeout(() => void flush(), delayMs);
    },
    flush,
  };
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && /quota|ENOSPC/iu.test(`${error.name} ${error.message}`);
