import { useCallback } from 'react';
import type { Day } from '../../../src-shared/calendar/grid.ts';
import { dayOf, momentOf, wallOf } from '../../../src-shared/calendar/moment.ts';
import type { Moment } from '../../../src-shared/domain/post.ts';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { createPost } from '../../store/queries/posts.ts';

const hourMs = 3_600_000;

/** Begins a draft planned for a day, at nine on the client's clock (today: the next full hour), in the composer. */
export function usePlan(): (client: Workspace, day: Day) => Promise<void> {
  const { databases, tables, now } = useRealm();
  const compose = useNavigation((navigation) => navigation.compose);
  return useCallback(
    async (client, day) => {
      const at = now();
      const accountIds = (tables.accounts.snapshot() ?? [])
        .filter((account) => account.workspaceId === client.id && account.health.tag !== 'disconnected')
        .map((account) => account.id);
      const planned = firstMoment(day, client.zone, at);
      const post = await createPost(
        databases,
        { workspaceId: client.id, accountIds, target: null, planned },
        at,
      );
      compose(post.id);
    },
    [databases, tables, now, compose],
  );
}

function firstMoment(day: Day, zone: string, now: number): Moment {
  const nine = momentOf(`${day}T09:00`, zone).moment;
  if (nine.dueAt > now || day !== dayOf(now, zone)) return nine;
  return momentOf(wallOf(Math.ceil((now + 1) / hourMs) * hourMs, zone), zone).moment;
}
