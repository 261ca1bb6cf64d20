import type { NeighbourWarning } from '../../src-shared/composing/neighbours.ts';
import type { Text } from '../text/create-text.ts';

/** What another post of the account is to this one, in a sentence. */
export function neighbourText({ t, times }: Text, warning: NeighbourWarning, now: number): string {
  const when = times.moment(warning.other.at, now);
  switch (warning.tag) {
    case 'identical':
      return t('composer.neighbour.identical', { when });
    case 'similar':
      return t('composer.neighbour.similar', { when });
    case 'close':
      return warning.apartMs < 60_000
        ? t('composer.neighbour.same', { when })
        : t('composer.neighbour.close', { when, count: Math.round(warning.apartMs / 60_000) });
  }
}
