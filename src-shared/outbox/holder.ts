import type { Delivery } from '../domain/delivery.ts';
import { exhaustive } from '../exhaustive.ts';

/** Who will see to it that a delivery leaves; null: nobody, until a person has done something about it. */
export type Holder = 'machine' | 'network' | 'person';

/** Whatever promises a departure ("programmé", "part sans vous") may be said only while somebody holds it. */
export function holderOf({ state, executor }: Pick<Delivery, 'state' | 'executor'>): Holder | null {
  switch (state) {
    case 'grace':
    case 'scheduled':
    case 'running':
    case 'recalling':
      return executor === 'assisted' ? 'person' : 'machine';
    case 'handed-over':
      return 'network';
    case 'assisted':
      return 'person';
    case 'frozen':
    case 'blocked':
    case 'needs-decision':
    case 'missed':
    case 'failed':
    case 'sent':
    case 'cancelled':
      return null;
    default:
      return exhaustive(state);
  }
}
