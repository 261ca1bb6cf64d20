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
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Status } from '../../../src-shared/bridge/status.ts';
import { useAway } from '../../state/departures.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { useLiveStatus } from '../../state/status.ts';
import { useAccounts, useLiveTable, useNow, useWorkspaces } from '../../state/use-live.ts';
import { liveDrafts } from '../../store/queries/posts.ts';
import { useText } from '../../text/text-context.tsx';
import { LiveRegion } from '../../ui/feedback/live-region.tsx';
import { StatusBar, StatusItem } from '../../ui/frame/status-bar.tsx';
import { grouped, type OutboxLine } from './line.ts';
import { useOutboxLines } from './use-outbox-lines.ts';

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
  const { lines } = useOutboxLines(clients, false);
  const sections = grouped(lines);
  const count = (group: Parameters<typeof sections.get>[0]) => sections.get(group)?.length ?? 0;

  const openOutbox = () => go('outbox');
  const isOffline = connectivity.tag === 'offline';
  const waits = count('waiting') + count('leaving') + count('handing');
  const byHand = (sections.get('decide') ?? []).filter(
    ({ delivery }) => delivery?.state === 'assisted',
  ).length;
  const toVerify = count('decide') - byHand;
  const next = nextDeparture(
    [...(sections.get('held') ?? []), ...(sections.get('scheduled') ?? []), ...(sections.get('hand') ?? [])],
    now,
  );
  const away = useAway();
  const show = useShell((shell) => shell.show);
  const lost = accounts.filter(({ health }) => health.tag === 'refused' || health.tag === 'locked').length;
  const network = accounts.find(({ id }) => id === next?.accountId)?.manifest.name ?? '';
  return (
    <>
      <StatusBar
        label={t('shell.status')}
        end={
          <>
            {accounts.length > 0 && away === null && (
              <StatusItem icon={LogOut} onPress={() => show({ tag: 'departure' })} isSecondary>
                {t('departure.status')}
              </StatusItem>
            )}
            <Saved now={now} isOffline={isOffline} />
          </>
        }
      >
        {away !== null && (
          <StatusItem icon={LogOut} tone="warn" onPress={() => show({ tag: 'departure' })}>
            {t('departure.statusAway', { when: times.moment(away.leftAt, now) })}
          </StatusItem>
        )}
        {connectivity.tag === 'online' && (
          <StatusItem dot="full" tone="ok" onPress={openOutbox}>
            {t('shell.online')}
          </StatusItem>
        )}
        {isOffline && (
          <StatusItem dot="hollow" tone="warn" onPress={openOutbox}>
            {t('shell.offlineSince', { span: times.span(now - connectivity.since) })}
          </StatusItem>
        )}
        {/* Without an account there is no server to ask. */}
        {connectivity.tag === 'unknown' && accounts.length > 0 && (
          <StatusItem dot="hollow" onPress={openOutbox}>
            {t('shell.checking')}
          </StatusItem>
        )}
        {accounts.length > 0 && (
          <StatusItem icon={RefreshCw} onPress={openOutbox} isSecondary>
            {syncing
              ? t('shell.syncing')
              : lastSyncAt === null
                ? t('shell.neverSynced')
                : t('shell.synced', { time: times.moment(lastSyncAt, now) })}
          </StatusItem>
        )}
        {waits > 0 && (
          <StatusItem icon={isOffline ? Clock : Send} onPress={openOutbox}>
            {isOffline ? t('shell.leavesOnReturn', { count: waits }) : t('shell.waiting', { count: waits })}
          </StatusItem>
        )}
        {next ? (
          <StatusItem icon={executorIcons[next.executor]} onPress={openOutbox}>
            {t(departureWords[next.executor], { time: times.moment(next.dueAt, now), network })}
          </StatusItem>
        ) : (
          <StatusItem icon={Send} onPress={openOutbox} isSecondary>
            {t('shell.noDeparture')}
          </StatusItem>
        )}
        {toVerify > 0 && (
          <StatusItem icon={CircleAlert} tone="warn" onPress={openOutbox}>
            {t('shell.toVerify', { count: toVerify })}
          </StatusItem>
        )}
        {byHand > 0 && (
          <StatusItem icon={Hand} tone="warn" onPress={openOutbox}>
            {t('outbox.statusByHand', { count: byHand })}
          </StatusItem>
        )}
        {count('missed') > 0 && (
          <StatusItem icon={Clock} tone="bad" onPress={openOutbox}>
            {t('outbox.statusMissed', { count: count('missed') })}
          </StatusItem>
        )}
        {count('frozen') > 0 && (
          <StatusItem icon={Snowflake} tone="warn" onPress={openOutbox}>
            {t('outbox.statusFrozen', { count: count('frozen') })}
          </StatusItem>
        )}
        {lost > 0 && (
          <StatusItem icon={KeyRound} tone="bad" onPress={() => go('accounts')}>
            {t('health.statusLost', { count: lost })}
          </StatusItem>
        )}
        {count('failed') > 0 && (
          <StatusItem icon={CircleX} tone="bad" onPress={openOutbox}>
            {t('outbox.statusFailed', { count: count('failed') })}
          </StatusItem>
        )}
      </StatusBar>
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

const nextDeparture = (planned: readonly OutboxLine[], now: number): OutboxLine | null =>
  planned
    .filter(({ dueAt, delivery }) => dueAt >= now && delivery !== null)
    .reduce<OutboxLine | null>((first, line) => (first && first.dueAt <= line.dueAt ? first : line), null);

/** Whether what was written is on this disk, and since when. */
function Saved({ now, isOffline }: { readonly now: number; readonly isOffline: boolean }) {
  const { databases, tables } = useRealm();
  const { t, times, formats } = useText();
  const trouble = useNavigation((navigation) => navigation.storeTrouble);
  const disk = useLiveStatus((live) => live.status.disk);
  const drafts = useMemo(() => liveDrafts(databases), [databases]);
  useEffect(() => () => drafts.close(), [drafts]);
  const written = useLiveTable(drafts);
  const unaccepted = useLiveTable(tables.unaccepted);
  if (disk === 'full')
    return (
      <StatusItem icon={HardDrive} tone="bad">
        {t('outbox.diskFull')}
      </StatusItem>
    );
  if (trouble !== null)
    return (
      <StatusItem icon={HardDrive} tone="bad">
        {t('shell.notSaved')}
      </StatusItem>
    );
  const at = Math.max(
    0,
    ...(written ?? []).map(({ updatedAt }) => updatedAt),
    ...(unaccepted ?? []).map(({ updatedAt }) => updatedAt),
  );
  if (at === 0) return null;
  const isToday = formats.dayKey(at) === formats.dayKey(now);
  const time = isToday ? formats.date(at, 'time-seconds') : times.moment(at, now);
  return (
    <StatusItem icon={HardDrive} isSecondary>
      {isOffline ? t('shell.allSaved', { time: times.moment(at, now) }) : t('shell.saved', { time })}
    </StatusItem>
  );
}
