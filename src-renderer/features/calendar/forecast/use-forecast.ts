import { useEffect, useMemo } from 'react';
import { addDays, startOfDay } from '../../../../src-shared/calendar/grid.ts';
import { dayOf } from '../../../../src-shared/calendar/moment.ts';
import { allMedia } from '../../../../src-shared/domain/pieces.ts';
import { usualPublishing } from '../../../../src-shared/domain/publishing.ts';
import type { Workspace } from '../../../../src-shared/domain/workspace.ts';
import type { WishRow } from '../../../../src-shared/forecast/departure.ts';
import { forecast, type Forecast } from '../../../../src-shared/forecast/forecast.ts';
import type { WorkspaceId } from '../../../../src-shared/ids.ts';
import { useActiveFreezes } from '../../../state/brakes.ts';
import { useRealm } from '../../../state/realm.ts';
import { useAccounts, useLiveList, useLiveTable } from '../../../state/use-live.ts';
import { useVitals } from '../../../state/use-vitals.ts';
import { liveDeliveries, openStates } from '../../../store/queries/deliveries.ts';
import { publishingOf } from '../../../store/queries/publishing.ts';
import { useDrafts } from '../use-calendar.ts';
import { useMissingMedia } from './use-missing-media.ts';

export const forecastDays = 14;
/** Comparing takes a while where there is much to compare: that it is a few minutes old harms nobody. */
const stepMs = 5 * 60_000;
const nobody: readonly WorkspaceId[] = [];
const quiet = { ...usualPublishing, similarDays: 0, apartMinutes: 0 };

export interface LiveForecast {
  /** Null until everything that it is made of was read. */
  readonly forecast: Forecast | null;
  readonly asOf: AsOf;
}

/** How old what is known of access and budgets is. Accounts whose access is lost are not asked, and told anyway. */
export interface AsOf {
  /** The oldest of the servers' last answers, epoch ms; null: none has answered yet. */
  readonly oldest: number | null;
  /** Accounts of which nothing was heard since the start. */
  readonly silent: number;
}

/**
 * The forecast of these clients, live. `counts`: without comparing posts with one another, which is what takes time;
 * `off`: nothing is read.
 */
export function useForecast(
  clients: readonly Workspace[],
  zone: string,
  time: number,
  depth: 'whole' | 'counts' | 'off',
): LiveForecast {
  const { databases, tables } = useRealm();
  const now = Math.floor(time / stepMs) * stepMs;
  const today = dayOf(now, zone);
  const until = startOfDay(addDays(today, forecastDays), zone);
  const ids = useMemo(() => clients.map(({ id }) => id), [clients]);
  const rules = useLiveTable(tables.publishing);
  const similarDays = Math.max(0, ...ids.map((id) => publishingOf(rules ?? [], id).similarDays));
  const since = startOfDay(addDays(today, -similarDays), zone);

  const read = depth === 'off' ? nobody : ids;
  const open = useLiveList(
    () => liveDeliveries(databases, read, openStates, { to: until - 1 }),
    `${read.join(' ')} ${until}`,
    // At midnight the days move on: what is shown stays until they have been read.
    read.join(' '),
  );
  const compared = depth === 'whole' ? ids : nobody;
  const gone = useLiveList(
    () => liveDeliveries(databases, compared, ['sent'], { from: since }),
    `${compared.join(' ')} ${since}`,
    compared.join(' '),
  );
  useGrown(open);
  useGrown(gone);
  const unaccepted = useLiveTable(tables.unaccepted);
  const drafts = useDrafts();
  const accounts = useAccounts();
  const freezes = useActiveFreezes();
  const vitals = useVitals();

  const wishes: readonly WishRow[] = useMemo(
    () => (unaccepted ?? []).filter(({ handed }) => handed !== 'accepted'),
    [unaccepted],
  );
  const media = useMemo(
    () => [
      ...open.rows.flatMap(({ content }) => allMedia(content)),
      ...wishes.flatMap(({ intent }) => intent.targets.flatMap(({ content }) => allMedia(content))),
    ],
    [open.rows, wishes],
  );
  const missingMedia = useMissingMedia(media, now);
  const isReady = depth !== 'off' && open.ready && !open.more && gone.ready && unaccepted !== null;
  const deliveries = useMemo(() => [...open.rows, ...gone.rows], [open.rows, gone.rows]);
  const made = useMemo(
    () =>
      isReady
        ? forecast({
            now,
            zone,
            dayCount: forecastDays,
            clients,
            accounts,
            vitals,
            deliveries,
            wishes,
            drafts,
            freezes,
            missingMedia,
            rules: (client) => (depth === 'whole' ? publishingOf(rules ?? [], client) : quiet),
          })
        : null,
    [
      isReady,
      now,
      zone,
      clients,
      accounts,
      vitals,
      deliveries,
      wishes,
      drafts,
      freezes,
      missingMedia,
      depth,
      rules,
    ],
  );
  const asOf = useMemo((): AsOf => {
    const own = new Set<string>(ids);
    const last = accounts
      .filter(
        ({ workspaceId, health }) =>
          own.has(workspaceId) && (health.tag === 'ok' || health.tag === 'failing'),
      )
      .map(({ id }) => vitals(id).lastOkAt);
    const heard = last.filter((at) => at !== null);
    return { oldest: heard.length === 0 ? null : Math.min(...heard), silent: last.length - heard.length };
  }, [accounts, ids, vitals]);
  return { forecast: made, asOf };
}

/** A forecast is made of all of it: there is no end to scroll to. */
function useGrown(list: {
  readonly ready: boolean;
  readonly more: boolean;
  readonly grow: () => void;
}): void {
  useEffect(() => {
    if (list.ready && list.more) list.grow();
  }, [list]);
}
