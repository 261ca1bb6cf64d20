import { changedShapes, type ChangedShape, type Vitals } from '../../src-shared/domain/vitals.ts';
import type { Text } from './create-text.ts';

/** A part of a network (`ChangedShape.part`), in words. */
export const partWords = ({ t, find }: Text, { part }: Pick<ChangedShape, 'part'>): string =>
  find(`health.part.${part}`) ?? find(`accounts.op.${part}`) ?? t('health.part.other');

/** Which of a network's answers have another shape than it promises, in a sentence; null: none. */
export function changedWords(text: Text, vitals: Pick<Vitals, 'shapes'>): string | null {
  const parts = new Set(changedShapes(vitals).map((one) => partWords(text, one)));
  return parts.size === 0 ? null : text.t('health.changed', { parts: text.formats.list([...parts]) });
}
