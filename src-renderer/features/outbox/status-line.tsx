import {
  CircleAlert,
  CircleX,
  Clock,
  Hand,
  HardDrive,
  KeyRound,
  Laptop,
  LogOut,
  RefreshCw,
  Send,
  ShieldCheck,
  Snowflake,
  type LucideIcon,
} from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Status } from '../../../src-shared/bridge/status.ts';
import { useAway } from '../../state/departures.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { useLiveStatus } from '../../state/status.ts';
import { useAccounts, useNow, useWorkspaces } from '../../state/use-live.ts';
import { liveDrafts } from '../../store/queries/posts.ts';
import { useText } from '../../text/text-context.tsx';
import { LiveRegion } from '../../ui/feedback/live-region.tsx';
import { StatusBar, type StatusEntry } from '../../ui/frame/status-bar.tsx';
import type { Group, OutboxLine } from './line.ts';
import { useOutboxSummary } from './use-outbox-lines.ts';

const executorIcons: Readonly<Record<OutboxLine['executor'], LucideIcon>> = {
  machine: Laptop,
  native: ShieldCheck,
  assisted: Hand,
};

/** The status bar: the offline truth, what waits, the next departure. Of every client, whoever is looked at. */
export function StatusLine() {
  const { t, times } = useText();
  const go = useNavigation((navigation) => navigation.go);
  const { connectivity, lastSyncAt, syncing } = useLiveStatus((live) => live.status);
  const now = useNow(5_000);
  const accounts = useAccounts();
  const clients = useWorkspaces().map(({ id }) => id);
  const { counts, byHand, next } = useOutboxSummary(clients, now);
  const count = (group: Group) => counts[group] ?? 0;

  const openOutbox = () => go('outbox');
  const isOffline = connectivity.tag === 'offline';
  const waits = count('waiting') + count('leaving') + count('handing');
  const toVerify = count('decide') - byHand;
  const away = useAway();
  const show = useShell((shell) => shell.show);
  const lost = accounts.filter(({ health }) => health.tag === 'refused' || health.tag === 'locked').length;
  const network = accounts.find(({ id }) => id === next?.accountId)?.manifest.name ?? '';
  const saved = useSaved(now, isOffline);
  const entries: readonly (StatusEntry | false)[] = [
    away !== null && {
      id: 'away',
      icon: LogOut,
      tone: 'warn',
      onPress: () => show({ tag: 'departure' }),
      text: t('departure.statusAway', { when: times.moment(away.leftAt, now) }),
    },
    connectivity.tag === 'online' && {
      id: 'online',
      dot: 'full',
      tone: 'ok',
      isFirst: true,
      onPress: openOutbox,
      text: t('shell.online'),
    },
    isOffline && {
      id: 'offline',
      dot: 'hollow',
      tone: 'warn',
      isFirst: true,
      onPress: openOutbox,
      text: t('shell.offlineSince', { span: times.span(now - connectivity.since) }),
    },
    // Without an account there is no server to ask.
    connectivity.tag === 'unknown' &&
      accounts.length > 0 && {
        id: 'checking',
        dot: 'hollow',
        isFirst: true,
        onPress: openOutbox,
        text: t('shell.checking'),
      },
    accounts.length > 0 && {
      id: 'synced',
      icon: RefreshCw,
      isSecondary: true,
      onPress: openOutbox,
      text: syncing
        ? t('shell.syncing')
        : lastSyncAt === null
          ? t('shell.neverSynced')
          : t('shell.synced', { time: times.moment(lastSyncAt, now) }),
    },
    waits > 0 && {
      id: 'waiting',
      icon: isOffline ? Clock : Send,
      onPress: openOutbox,
      text: isOffline ? t('shell.leavesOnReturn', { count: waits }) : t('shell.waiting', { count: waits }),
    },
    next !== null
      ? {
          id: 'next',
          icon: executorIcons[next.executor],
          onPress: openOutbox,
          text: t(departureWords[next.executor], { time: times.moment(next.dueAt, now), network }),
        }
      : { id: 'next', icon: Send, isSecondary: true, onPress: openOutbox, text: t('shell.noDeparture') },
    toVerify > 0 && {
      id: 'verify',
      icon: CircleAlert,
      tone: 'warn',
      onPress: openOutbox,
      text: t('shell.toVerify', { count: toVerify }),
    },
    byHand > 0 && {
      id: 'by-hand',
      icon: Hand,
      tone: 'warn',
      onPress: openOutbox,
      text: t('outbox.statusByHand', { count: byHand }),
    },
    count('missed') > 0 && {
      id: 'missed',
      icon: Clock,
      tone: 'bad',
      onPress: openOutbox,
      text: t('outbox.statusMissed', { count: count('missed') }),
    },
    count('frozen') > 0 && {
      id: 'frozen',
      icon: Snowflake,
      tone: 'warn',
      onPress: openOutbox,
      text: t('outbox.statusFrozen', { count: count('frozen') }),
    },
    lost > 0 && {
      id: 'lost',
      icon: KeyRound,
      tone: 'bad',
      onPress: () => go('accounts'),
      text: t('health.statusLost', { count: lost }),
    },
    count('failed') > 0 && {
      id: 'failed',
      icon: CircleX,
      tone: 'bad',
      onPress: openOutbox,
      text: t('outbox.statusFailed', { count: count('failed') }),
    },
  ];
  const end: readonly (StatusEntry | false)[] = [
    accounts.length > 0 &&
      away === null && {
        id: 'leave',
        icon: LogOut,
        isSecondary: true,
        onPress: () => show({ tag: 'departure' }),
        text: t('departure.status'),
      },
    saved ?? false,
  ];
  return (
    <>
      <StatusBar
        label={t('shell.status')}
        moreLabel={(more) => t('shell.statusMore', { count: more })}
        entries={entries.filter((one) => one !== false)}
        end={end.filter((one) => one !== false)}
      />
      <ConnectivityNews tag={connectivity.tag} />
    </>
  );
}

/** What a screen reader is told: that the connection was lost or is back, and nothing else of this bar. */
function ConnectivityNews({ tag }: { readonly tag: Status['connectivity']['tag'] }) {
  const { t } = useText();
  const before = useRef(tag);
  const [wasLost, setWasLost] = useState<boolean | null>(null);
  useEffect(() => {
    const isNews = before.current !== tag && (tag === 'offline' || before.current === 'offline');
    before.current = tag;
    if (isNews && tag !== 'unknown') setWasLost(tag === 'offline');
  }, [tag]);
  if (wasLost === null) return <LiveRegion message="" />;
  return <LiveRegion message={t(wasLost ? 'outbox.wentOffline' : 'outbox.backOnline')} />;
}

const departureWords = {
  machine: 'shell.nextHere',
  native: 'shell.nextHeld',
  assisted: 'shell.nextByHand',
} as const satisfies Readonly<Record<OutboxLine['executor'], string>>;

/** Whether what was written is on this disk, and since when; null: nothing was written yet. */
function useSaved(now: number, isOffline: boolean): StatusEntry | null {
  const { databases, tables } = useRealm();
  const { t, times, formats } = useText();
  const trouble = useNavigation((navigation) => navigation.storeTrouble);
  const disk = useLiveStatus((live) => live.status.disk);
  const drafts = useMemo(() => liveDrafts(databases), [databases]);
  useEffect(() => () => drafts.close(), [drafts]);
  const at = useLatestChange(drafts, tables.unaccepted);
  const saved = { id: 'saved', icon: HardDrive } as const;
  if (disk === 'full') return { ...saved, tone: 'bad', text: t('outbox.diskFull') };
  if (trouble !== null) return { ...saved, tone: 'bad', text: t('shell.notSaved') };
  if (at === 0) return null;
  const isToday = formats.dayKey(at) === formats.dayKey(now);
  const time = isToday ? formats.date(at, 'time-seconds') : times.moment(at, now);
  return {
    ...saved,
    isSecondary: true,
    text: isOffline ? t('shell.allSaved', { time: times.moment(at, now) }) : t('shell.saved', { time }),
  };
}

interface Written {
  snapshot(): readonly { readonly updatedAt: number }[] | null;
  subscribe(listener: () => void): () => void;
}

/** When anything in either table changed last, epoch ms to the second, which is what is shown; 0: there is nothing. */
function useLatestChange(one: Written, other: Written): number {
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = [one.subscribe(listener), other.subscribe(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    [one, other],
  );
  return useSyncExternalStore(subscribe, () => {
    const rows = [...(one.snapshot() ?? []), ...(other.snapshot() ?? [])];
    const latest = rows.reduce((most, { updatedAt }) => Math.max(most, updatedAt), 0);
    return Math.floor(latest / 1_000) * 1_000;
  });
}
