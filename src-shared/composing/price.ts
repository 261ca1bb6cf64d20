import { emptyContent, type Content } from '../domain/content.ts';
import { piecesOf } from '../domain/pieces.ts';
import type { Manifest } from '../networks/manifest.ts';
import { addressesIn } from './loose-addresses.ts';

/** What a network charges the owner of the app for what leaves. */
export interface Price {
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
}

/** Whether a network that charges for addresses finds one in these words. */
export const hasAddress = (text: string): boolean => addressesIn(text.normalize('NFC')).length > 0;

/**
 * What publishing a content costs: each of its posts, dearer with an address in it where the network has it so, and
 * each described medium. Null: the network charges nothing for publishing.
 */
export function priceOf(content: Content, { prices }: Pick<Manifest, 'prices'>): Price | null {
  if (prices === undefined) return null;
  const { operations, currency } = prices;
  const create = operations.create ?? 0;
  const withLink = operations['create-with-link'] ?? create;
  const amount = piecesOf(content).reduce((sum, { content: { text, media } }) => {
    const described = media.filter(({ alt, decorative }) => !decorative && alt.trim() !== '').length;
    const post = hasAddress(text) ? withLink : create;
    return sum + post + described * (operations.upload ?? 0);
  }, 0);
  return amount === 0 ? null : { amount, currency };
}

/** What an answer costs: in public it is a post, in private a message. Null: the network charges nothing for it. */
export function answerPriceOf(
  text: string,
  isPrivate: boolean,
  manifest: Pick<Manifest, 'prices'>,
): Price | null {
  if (!isPrivate) return priceOf({ ...emptyContent, text }, manifest);
  const amount = manifest.prices?.operations.message ?? 0;
  return manifest.prices === undefined || amount === 0
    ? null
    : { amount, currency: manifest.prices.currency };
}
