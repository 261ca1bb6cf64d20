import { useCallback } from 'react';
import type { Day } from '../../../src-shared/calendar/grid.ts';
import { dayOf, momentOf, wallOf } from '../../../src-shared/calendar/moment.ts';
import type { Moment } from '../../../src-shared/domain/post.ts';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { useNewPost } from '../../state/new-post.ts';
import { useRealm } from '../../state/realm.ts';

const hourMs = 3_600_000;

/** Begins a draft planned for a day in the composer: at nine on the client's clock, or at the next full hour. */
export function usePlan(): (client: Workspace, day: Day) => void {
  const { now } = useRealm();
  const newPost = useNewPost();
  return useCallback(
    (client, day) => newPost(client.id, firstMoment(day, client.zone, now())),
    [newPost, now],
  );
}

function firstMoment(day: Day, zone: string, now: number): Moment {
  const nine = momentOf(`${day}T09:00`, zone).moment;
  if (nine.dueAt > now || day !== dayOf(now, zone)) return nine;
  return momentOf(wallOf(Math.ceil((now + 1) / hourMs) * hourMs, zone), zone).moment;
}
