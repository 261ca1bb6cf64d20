import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import { ulid } from 'ulid';
import { canonicalJson } from '../../../src-shared/canonical-json.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import { emptyContent, type Content, type PostMedia } from '../../../src-shared/domain/content.ts';
import type { IntentId, MediaHash } from '../../../src-shared/ids.ts';
import type { Random } from '../../../src-simulator/core/random.ts';
import type { IntentRow } from '../../../src-renderer/store/collections/intents/schema.ts';
import { picture } from '../../fixtures/picture.ts';

/** A post that is wished for in the storm. */
export interface Order {
  readonly row: IntentRow;
  /** What its text says and no other's does. */
  readonly marker: string;
  /** Bytes of its picture, base64. */
  readonly image: string | null;
}

/** Posts for every account, every fourth with a picture. */
export function drawOrders(
  random: Random,
  accounts: readonly Account[],
  count: number,
  name: string,
): readonly Order[] {
  return Array.from({ length: count }, (_, index) => {
    const marker = `n° ${name}.${String(index)} !`;
    const bytes = random.chance(0.25) ? picture(16 + random.between(0, 200), 20) : null;
    const media: readonly PostMedia[] =
      bytes === null
        ? []
        : [
            {
              hash: createHash('sha256').update(bytes).digest('hex') as MediaHash,
              mime: 'image/png',
              bytes: bytes.byteLength,
              width: null,
              height: null,
              name: 'image.png',
              alt: 'Une étagère',
              decorative: false,
            },
          ];
    // Half of them are nearly the same, as a series is.
    const saying = random.chance(0.5) ? 'Une phrase pour ce soir' : drawWords(random);
    const content: Content = { ...emptyContent, text: `${saying}, ${marker}`, media };
    const hash = createHash('sha256').update(canonicalJson(content)).digest('hex');
    const now = Date.now();
    const id = ulid(now) as IntentId;
    const workspaceId = accounts[0]?.workspaceId ?? ('' as never);
    return {
      marker,
      image: bytes?.toString('base64') ?? null,
      row: {
        id,
        workspaceId,
        postId: null,
        revision: 1,
        handed: 'pending',
        refusal: null,
        intent: {
          id,
          workspaceId,
          revision: 1,
          postId: null,
          action: { tag: 'publish' },
          targets: accounts.map((account) => ({ accountId: account.id, content, hash })),
          when: { tag: 'now', graceMs: 0 },
          executor: 'machine',
          createdAt: now,
        },
        createdAt: now,
        updatedAt: now,
      },
    };
  });
}

const drawWords = (random: Random): string =>
  Array.from({ length: 12 }, () =>
    Array.from({ length: random.between(3, 9) }, () => random.pick(letters) ?? '').join(''),
  ).join(' ');
const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');

/** Tells of each order of a later `storm` that is on the disk. */
export const hearOfOrders = (page: Page, written: (marker: string) => void): Promise<unknown> =>
  page.exposeFunction('written', written);

/**
 * Writes each order into the interface's store, as the composer does; handing it over follows by itself. Resolves when
 * all are written, or when the page is gone.
 */
export async function storm(page: Page, orders: readonly Order[]): Promise<void> {
  await page
    .evaluate(async (given) => {
      const told = Reflect.get(globalThis, 'written') as (marker: string) => Promise<void>;
      for (const { row, marker, image } of given) {
        if (image !== null) {
          const bytes = Uint8Array.from(atob(image), (letter) => letter.charCodeAt(0));
          const kept = await fetch('media://local/', { method: 'PUT', body: new Blob([bytes]) });
          if (!kept.ok) throw new Error(`the picture is refused: ${String(kept.status)}`);
        }
        await realm.databases.authored.intents.incrementalUpsert(row as never);
        void told(marker);
      }
    }, orders)
    .catch((error: unknown) => {
      if (!page.isClosed() && !/closed|crashed|destroyed/iu.test(String(error))) throw error;
    });
}
