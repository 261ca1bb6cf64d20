import type { AccountId, DeliveryId } from '../ids.ts';
import { likeness, nearlySame, type Compared } from './similar.ts';

/** Another post of the same account: sent, or to leave. */
export interface Neighbour {
  readonly id: DeliveryId;
  readonly accountId: AccountId;
  /** When it left or is to leave, epoch ms. */
  readonly at: number;
  readonly text: Compared;
}

/** What a client wants to be warned about. */
export interface NeighbourRules {
  /** Days before and after within which the same text is worth saying; 0: never. */
  readonly similarDays: number;
  /** Minutes between two posts of one account that are worth saying; 0: never. */
  readonly apartMinutes: number;
}

export type NeighbourWarning = { readonly accountId: AccountId; readonly other: Neighbour } & (
  | { readonly tag: 'identical' }
  | { readonly tag: 'similar'; readonly likeness: number }
  | { readonly tag: 'close'; readonly apartMs: number }
);

const dayMs = 86_400_000;
const minuteMs = 60_000;

/**
 * What a person may want to know before a post leaves: the same or nearly the same text on the same account within
 * some days, and another post within some minutes. At most one of each for an account, the one that matters most.
 */
export function neighbourWarnings(
  post: Pick<Neighbour, 'accountId' | 'text' | 'at'>,
  others: readonly Neighbour[],
  rules: NeighbourRules,
): readonly NeighbourWarning[] {
  const { accountId, at, text } = post;
  let alike: { readonly other: Neighbour; readonly likeness: number } | null = null;
  let close: { readonly other: Neighbour; readonly apartMs: number } | null = null;
  for (const other of others) {
    if (other.accountId !== accountId) continue;
    const apartMs = Math.abs(other.at - at);
    if (apartMs < rules.apartMinutes * minuteMs && (close === null || apartMs < close.apartMs))
      close = { other, apartMs };
    if (apartMs > rules.similarDays * dayMs || rules.similarDays === 0) continue;
    const value = likeness(text, other.text);
    if (value >= nearlySame && (alike === null || value > alike.likeness)) alike = { other, likeness: value };
  }
  return [
    ...(alike === null
      ? []
      : [
          alike.likeness === 1
            ? ({ tag: 'identical', accountId, other: alike.other } as const)
            : ({ tag: 'similar', accountId, other: alike.other, likeness: alike.likeness } as const),
        ]),
    ...(close === null ? [] : [{ tag: 'close', accountId, ...close } as const]),
  ];
}
