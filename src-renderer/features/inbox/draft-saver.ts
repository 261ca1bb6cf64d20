/** Saves what is being typed: at most `everyMs` after a change, one write at a time, the latest words last. */
export interface DraftSaver {
  /** Takes what is in the field now. */
  change(text: string): void;
  /** Resolves when all that was typed is on disk. */
  flush(): Promise<void>;
}

export interface DraftSaverDeps {
  /** Resolves when it is on disk. */
  readonly save: (text: string) => Promise<void>;
  readonly told: (state: 'saving' | 'saved' | 'failed') => void;
  /** Calls back after so many milliseconds; returns a way to stop. */
  readonly after: (ms: number, work: () => void) => () => void;
  readonly everyMs: number;
}

/** A write that was refused is tried again after this long. */
const retryMs = 3_000;

/**
 * A change is written at once when nothing is being written and none was lately; changes that follow within `everyMs`
 * share the next write. A kill loses at most what was typed within that time.
 */
export function createDraftSaver(deps: DraftSaverDeps): DraftSaver {
  let waiting: string | null = null;
  let writing: Promise<void> | null = null;
  let stop: (() => void) | null = null;

  const write = (): Promise<void> => {
    stop?.();
    stop = null;
    if (writing !== null) return writing.then(() => (waiting === null ? undefined : write()));
    if (waiting === null) return Promise.resolve();
    const text = waiting;
    waiting = null;
    writing = deps
      .save(text)
      .then(
        () => {
          if (waiting === null) deps.told('saved');
        },
        () => {
          // What was typed is still in the field: it is tried again, with whatever has come since.
          waiting ??= text;
          deps.told('failed');
          stop ??= deps.after(retryMs, () => {
            stop = null;
            void write();
          });
        },
      )
      .finally(() => {
        writing = null;
      });
    return writing;
  };

  return {
    change: (text) => {
      waiting = text;
      deps.told('saving');
      stop ??= deps.after(deps.everyMs, () => {
        stop = null;
        void write();
      });
    },
    flush: write,
  };
}
