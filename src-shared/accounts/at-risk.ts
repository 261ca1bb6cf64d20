import type { AccountHealth } from '../domain/account.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Access } from '../domain/vitals.ts';

/**
 * Why a planned departure will not be, as things stand. `refused`, `locked`, `disconnected`: the account's access is
 * gone. `ends`: it will be by then, and nothing renews it. `permission`: it was never given.
 */
export type Risk = 'refused' | 'locked' | 'disconnected' | 'ends' | 'permission';

/** What of an account bears on its departures. */
export interface Standing {
  readonly health: AccountHealth;
  /** Null: not known. */
  readonly access: Access | null;
}

/** Null: nothing of the account's access stands in its way. Says nothing of lateness, quota or content. */
export function riskOf(
  delivery: Pick<Delivery, 'state' | 'executor' | 'dueAt' | 'action'>,
  { health, access }: Standing,
): Risk | null {
  if (!leavesByAccess(delivery)) return null;
  if (health.tag === 'refused' || health.tag === 'locked' || health.tag === 'disconnected') return health.tag;
  if (access === null) return null;
  if (access.endsAt !== null && !access.renews && delivery.dueAt >= access.endsAt) return 'ends';
  const needed = permissionFor(delivery.action);
  return access.permissions.some(({ name, held }) => name === needed && held === false) ? 'permission' : null;
}

/** Whether it is still to leave, and needs the account's access for it. */
function leavesByAccess({ state, executor }: Pick<Delivery, 'state' | 'executor'>): boolean {
  switch (state) {
    case 'grace':
    case 'scheduled':
    case 'running':
    case 'recalling':
    case 'frozen':
    case 'blocked':
      return executor !== 'assisted';
    // The network publishes what it holds without asking for the access again; a person publishes by hand.
    case 'handed-over':
    case 'assisted':
    // These wait for a person whatever the access.
    case 'missed':
    case 'failed':
    case 'needs-decision':
    case 'sent':
    case 'cancelled':
      return false;
  }
}

function permissionFor(action: Delivery['action']): Access['permissions'][number]['name'] {
  switch (action.tag) {
    case 'publish':
    case 'delete':
      return 'publish';
    case 'reply':
      return action.target.box === 'private' ? 'private-messages' : 'publish';
    case 'private-reply':
      return 'private-messages';
    case 'hide':
    case 'unhide':
      return 'publish';
    case 'like':
    case 'unlike':
      return 'react';
    case 'mute':
    case 'unmute':
      return 'mute';
    case 'block':
    case 'unblock':
      return 'block';
  }
}
