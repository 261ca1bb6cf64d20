import type { Page } from '@playwright/test';
import type { Realm } from '../../../src-renderer/state/realm.ts';

declare global {
  /** The running interface's realm, once `openDoor` has found it. Only in pages that a campaign drives. */
  var realm: Realm;
}

/**
 * Finds the store of the running interface where React keeps it, so that a campaign can write hundreds of rows as the
 * interface writes them. Nothing in the product opens this door. Rejects while nothing is drawn.
 */
export const openDoor = (page: Page): Promise<void> =>
  page.evaluate(() => {
    interface Fiber {
      readonly stateNode: unknown;
      readonly memoizedProps: { readonly value?: unknown } | null;
      readonly child: Fiber | null;
      readonly sibling: Fiber | null;
    }
    const place = document.getElementById('root');
    const key = Object.keys(place ?? {}).find((name) => name.startsWith('__reactContainer$'));
    const host = key === undefined ? null : (Reflect.get(place ?? {}, key) as Fiber);
    const root = (host?.stateNode as { readonly current: Fiber } | undefined)?.current ?? null;
    const waiting: (Fiber | null)[] = [root];
    while (waiting.length > 0) {
      const fiber = waiting.pop();
      if (!fiber) continue;
      const value = fiber.memoizedProps?.value;
      if (typeof value === 'object' && value !== null && 'databases' in value && 'bridge' in value) {
        globalThis.realm = value as Realm;
        return;
      }
      waiting.push(fiber.sibling, fiber.child);
    }
    throw new Error('the interface has no store yet');
  });
