import type { Page } from '@playwright/test';

/** Strokes and commits as the page itself saw them, on its own clock (ms). */
export interface Strokes {
  readonly strokes: readonly { readonly value: string; readonly at: number }[];
  readonly commits: readonly { readonly text: string; readonly at: number; readonly durability: string }[];
  /**
   * What the same page needed meanwhile for a pause of 50 ms and a strict write of a few bytes: how busy the machine
   * was with other things.
   */
  readonly bare: readonly { readonly from: number; readonly to: number }[];
}

const barePauseMs = 50;

/**
 * Writes down every stroke, and every transaction that put a draft's text on the disk, at the browser's own storage:
 * what the product says of itself is not believed.
 */
export const watchStrokes = (page: Page): Promise<void> =>
  page.evaluate((pauseMs) => {
    const seen = {
      bare: [] as { from: number; to: number }[],
      strokes: [] as { value: string; at: number }[],
      commits: [] as { text: string; at: number; durability: string }[],
    };
    Reflect.set(globalThis, 'seenStrokes', seen);
    document.addEventListener(
      'input',
      ({ target }) => {
        if (target instanceof HTMLTextAreaElement)
          seen.strokes.push({ value: target.value, at: performance.now() });
      },
      true,
    );
    for (const name of ['put', 'add'] as const) {
      const real = IDBObjectStore.prototype[name];
      IDBObjectStore.prototype[name] = function (this: IDBObjectStore, row: unknown, ...rest) {
        const { transaction } = this;
        const base: unknown = typeof row === 'object' && row !== null && Reflect.get(row, 'base');
        const text: unknown = typeof base === 'object' && base !== null && Reflect.get(base, 'text');
        if (typeof text === 'string' && /vigie.*--posts$/u.test(transaction.db.name)) {
          transaction.addEventListener('complete', () => {
            seen.commits.push({ text, at: performance.now(), durability: transaction.durability });
          });
        }
        return real.call(this, row, ...rest);
      };
    }
    const opening = indexedDB.open('bare');
    opening.onupgradeneeded = () => void opening.result.createObjectStore('rows');
    opening.onsuccess = () => {
      const measure = (): void => {
        const from = performance.now();
        setTimeout(() => {
          const writing = opening.result.transaction('rows', 'readwrite', { durability: 'strict' });
          writing.objectStore('rows').put(from, 'row');
          writing.oncomplete = () => {
            seen.bare.push({ from, to: performance.now() });
            measure();
          };
        }, pauseMs);
      };
      measure();
    };
  }, barePauseMs);

export const strokesOf = (page: Page): Promise<Strokes> =>
  page.evaluate(() => Reflect.get(globalThis, 'seenStrokes') as Strokes);

export interface CommitTime {
  /** From the stroke until it, or a later one, was on the disk; ms. */
  readonly ms: number;
  /** By how much the machine kept a bare write waiting meanwhile; ms. */
  readonly machineMs: number;
}

/** Strokes that never were on the disk are left out. */
export function commitTimes({ strokes, commits, bare }: Strokes): readonly CommitTime[] {
  /** What each commit holds: the number of the latest stroke before it that had made this text. */
  const held = commits.map(({ text, at }) => ({
    at,
    stroke: strokes.findLastIndex((stroke) => stroke.at <= at && stroke.value === text),
  }));
  return strokes.flatMap(({ at }, index) => {
    const commit = held.find((one) => one.stroke >= index);
    if (commit === undefined) return [];
    const meanwhile = bare.filter(({ from, to }) => to > at && from < commit.at);
    return [
      {
        ms: commit.at - at,
        machineMs: Math.max(0, ...meanwhile.map(({ from, to }) => to - from - barePauseMs)),
      },
    ];
  });
}
