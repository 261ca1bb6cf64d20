import type { Page } from '@playwright/test';

/** When the page was first refused a write, and when the banner was first there and gone again; epoch ms, 0: never. */
export interface DiskSeen {
  readonly refusedAt: number;
  readonly bannerAt: number;
  readonly goneAt: number;
}

/** Writes down, at the browser's own storage and in the document, what a full disk does. Starts anew when called again. */
export const watchDisk = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen = { refusedAt: 0, bannerAt: 0, goneAt: 0 };
    const isWatching = Reflect.has(globalThis, 'seenDisk');
    Reflect.set(globalThis, 'seenDisk', seen);
    if (isWatching) return;
    const now = (): { refusedAt: number; bannerAt: number; goneAt: number } =>
      Reflect.get(globalThis, 'seenDisk') as typeof seen;
    const real = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
      const transaction = real.apply(this, args);
      transaction.addEventListener('abort', () => {
        // One that was aborted on purpose has no error.
        if (transaction.error !== null) now().refusedAt ||= Date.now();
      });
      return transaction;
    };
    const look = (): void => {
      const isThere = document.body.innerText.includes('Le disque est plein.');
      if (isThere) now().bannerAt ||= Date.now();
      else if (now().bannerAt > 0) now().goneAt ||= Date.now();
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });

export const diskSeen = (page: Page): Promise<DiskSeen> =>
  page.evaluate(() => Reflect.get(globalThis, 'seenDisk') as DiskSeen);
