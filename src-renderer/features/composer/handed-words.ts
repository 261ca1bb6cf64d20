import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { holderOf } from '../../../src-shared/outbox/holder.ts';
import type { Text } from '../../text/create-text.ts';

/** What the composer needs of a wish that was handed over, and of what main made of it. */
export interface Handed {
  readonly handed: 'pending' | 'accepted' | 'refused';
  readonly isPlanned: boolean;
  readonly deliveries: readonly Pick<Delivery, 'state' | 'executor'>[];
}

/** States that nobody holds; those in which it is over are not among them. */
const unheldStates = ['frozen', 'blocked', 'needs-decision', 'missed', 'failed'] as const;

const unheld = ({ deliveries }: Handed): readonly (typeof unheldStates)[number][] =>
  unheldStates.filter((state) => deliveries.some((one) => one.state === state && holderOf(one) === null));

/** Whether somebody sees to it for every account. */
export const isHeld = (wish: Handed): boolean => wish.handed === 'accepted' && unheld(wish).length === 0;

/** The sheet's title. "Programmé" is said of what main, the network or a person holds, and of nothing else. */
export function handedTitle({ t }: Text, wish: Handed): string {
  if (wish.handed !== 'accepted') return t('composer.toHandOverPost');
  return wish.isPlanned && isHeld(wish) ? t('composer.scheduledPost') : t('composer.handedPost');
}

/** Where it stands, in a sentence. */
export function handedSentence({ t, formats }: Text, wish: Handed): string {
  if (wish.handed !== 'accepted') return t('composer.editingPending');
  const states = unheld(wish);
  if (states.length > 0)
    return t('composer.editingUnheld', {
      states: formats.list(states.map((state) => t(`outbox.state.${state}`).toLowerCase())),
    });
  return t(wish.isPlanned ? 'composer.editing' : 'composer.editingNow');
}
