import type { Delivery } from '../domain/delivery.ts';
import { commentPiece, firstCommentOf, isThreaded, partsOf } from '../domain/pieces.ts';

/** How far a thread has come on the network. */
export interface ThreadProgress {
  /** Parts that stand, of how many. */
  readonly done: number;
  readonly total: number;
  readonly comment: 'none' | 'missing' | 'stands';
  /** Something of it stands and something is missing. */
  readonly isHalf: boolean;
}

/** Null: a post alone. */
export function threadProgress({
  content,
  parts,
}: Pick<Delivery, 'content' | 'parts'>): ThreadProgress | null {
  if (!isThreaded(content)) return null;
  const done = parts.filter(({ step }) => step !== commentPiece).length;
  const total = partsOf(content).length + 1;
  const comment =
    firstCommentOf(content) === '' ? 'none' : parts.length > done ? 'stands' : ('missing' as const);
  return { done, total, comment, isHalf: parts.length > 0 && (done < total || comment === 'missing') };
}
