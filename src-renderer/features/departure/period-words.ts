import type { DepartureHead } from '../../../src-shared/departure/departure.ts';
import type { Text } from '../../text/create-text.ts';

/** "14:05 – 18:20 (4 h 15)", or since when. */
export const periodWords = (
  { t, times }: Text,
  { leftAt, returnedAt }: Pick<DepartureHead, 'leftAt' | 'returnedAt'>,
  now: number,
): string =>
  returnedAt === null
    ? t('departure.since', { from: times.moment(leftAt, now), span: times.span(now - leftAt) })
    : t('departure.between', {
        from: times.moment(leftAt, now),
        to: times.moment(returnedAt, now),
        span: times.span(returnedAt - leftAt),
      });
