import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { commentPiece } from '../../../src-shared/domain/pieces.ts';
import { threadProgress } from '../../../src-shared/outbox/thread-progress.ts';
import type { Text } from '../../text/create-text.ts';

/** "2 parties publiées sur 3"; null: a post alone, or nothing of it stands yet. */
export function progressWords({ t }: Text, delivery: Delivery): string | null {
  const progress = threadProgress(delivery);
  if (progress === null || delivery.parts.length === 0) return null;
  const { done, total, comment } = progress;
  const parts = total > 1 ? t('outbox.thread.parts', { count: done, total }) : t('outbox.thread.post');
  return comment === 'none' ? parts : t(`outbox.thread.comment.${comment}`, { parts });
}

/** Which piece of a thread a step sends: "partie 2", "premier commentaire"; null: the post. */
export function pieceWords({ t }: Text, step: string | null): string | null {
  if (step === commentPiece) return t('outbox.step.first-comment');
  const [, number] = /^part-(\d+)$/u.exec(step ?? '') ?? [];
  return number === undefined ? null : t('outbox.step.part', { number });
}
