import type { Freeze } from '../../../src-shared/domain/freeze.ts';
import type { Text } from '../../text/create-text.ts';

export const hour = 3_600_000;

/** "Depuis 14:02 par Camille (« accident »)." */
export function sinceText({ t, times }: Text, freeze: Freeze, now: number): string {
  const when = times.moment(freeze.startedAt, now);
  const why = freeze.why.trim();
  const by = freeze.by.trim();
  if (by === '' && why === '') return t('brakes.since', { when });
  if (why === '') return t('brakes.sinceBy', { when, by });
  return by === '' ? t('brakes.sinceWhy', { when, why }) : t('brakes.sinceByWhy', { when, by, why });
}
