import { useState } from 'react';
import { LogOut } from 'lucide-react';
import { allFetched, fetchedOf, type Fetched } from '../../../src-shared/departure/fetching.ts';
import { dayOf, wallOf } from '../../../src-shared/calendar/moment.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { WorkspaceId } from '../../../src-shared/ids.ts';
import { changeExecutor } from '../../state/change-executor.ts';
import { useAway } from '../../state/departures.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { useLiveStatus } from '../../state/status.ts';
import { useAccounts, useNow, useWorkspaces } from '../../state/use-live.ts';
import {
  changeDeparture,
  keepFetched,
  startDeparture,
  type Departure,
} from '../../store/queries/departures.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { ProgressBar } from '../../ui/feedback/progress-bar.tsx';
import { Checkbox } from '../../ui/fields/checkbox.tsx';
import { DateField } from '../../ui/fields/date-field.tsx';
import { Select } from '../../ui/fields/select.tsx';
import { TimeField } from '../../ui/fields/time-field.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import styles from './departure.module.css';
import { FetchedWords } from './fetched-words.tsx';
import { MeanwhileList } from './meanwhile.tsx';
import { spansAt, untilOf, type Span } from './until.ts';
import { useOutlook } from './use-outlook.ts';
import { useLikely, usePreparation, type Preparation } from './use-preparation.ts';

/** Before leaving, while things are fetched, and while away: always what will happen meanwhile. */
export function DepartureDialog() {
  const away = useAway();
  const preparation = usePreparation();
  return away === null ? (
    <Leaving preparation={preparation} />
  ) : (
    <Away departure={away} preparation={preparation} />
  );
}

function Leaving({ preparation }: { readonly preparation: Preparation }) {
  const text = useText();
  const { t } = text;
  const { databases, info, now: clock, toasts } = useRealm();
  const show = useShell((shell) => shell.show);
  const isOffline = useLiveStatus((live) => live.status.connectivity.tag === 'offline');
  const now = useNow(30_000);
  const [start] = useState(clock);
  const clients = useWorkspaces().filter((one) => one.archivedAt === null);
  const all = useWorkspaces().map(({ id }) => id);
  const accounts = useAccounts().filter(({ health }) => health.tag !== 'disconnected');
  const [span, setSpan] = useState<Span>('two-hours');
  const [day, setDay] = useState(() => dayOf(start, info.zone));
  const [time, setTime] = useState(() => wallOf(start + 3 * 3_600_000, info.zone).slice(11, 16));
  const [left, setLeft] = useState<readonly WorkspaceId[]>([]);
  const [isLeaving, setIsLeaving] = useState(false);
  // From when the dialog was opened: a return that moves with the clock would never be reached.
  const until = untilOf(span, `${day}T${time}`, start, info.zone);
  const isPast = until <= now;
  const taken = accounts.filter(
    ({ workspaceId }) => !left.includes(workspaceId) && clients.some(({ id }) => id === workspaceId),
  );
  const likely = useLikely(taken);
  const meanwhile = useOutlook(now, until);
  const handOver = useHandOver();

  const leave = async (fetched: Fetched | null): Promise<void> => {
    setIsLeaving(true);
    await startDeparture(
      databases,
      { until, clients: all, fetched: (client) => partOf(fetched, client, accounts) },
      clock(),
    );
  };
  const prepare = async (): Promise<void> => {
    const answer = await preparation.fetch(taken);
    if (answer.tag === 'ok') return leave(answer.value);
    toasts.show({ text: errorText(text, answer.error.code, answer.error.detail).sentence, tone: 'bad' });
  };

  const isPreparing = preparation.progress !== null;
  return (
    <Dialog
      isOpen
      isHeld
      size="wide"
      onClose={() => show(null)}
      title={t('departure.title')}
      closeLabel={t('words.close')}
      actions={
        isPreparing ? undefined : (
          <>
            <Button onPress={() => show(null)}>{t('words.cancel')}</Button>
            <Button isDisabled={isPast} isPending={isLeaving} onPress={() => void leave(null)}>
              {t('departure.leaveUnprepared')}
            </Button>
            <Button
              autoFocus
              tone="primary"
              icon={LogOut}
              isDisabled={isPast || isOffline || taken.length === 0}
              onPress={() => void prepare()}
            >
              {t('departure.prepare')}
            </Button>
          </>
        )
      }
    >
      <div className={styles.form}>
        {isPreparing ? (
          <Preparing preparation={preparation} stopLabel={t('departure.stopAndLeave')} />
        ) : (
          <>
            {isOffline && <Banner role="status">{t('departure.offlineNow')}</Banner>}
            <div className={styles.pair}>
              <Select
                label={t('departure.howLong')}
                value={span}
                onChange={setSpan}
                options={spansAt(start, info.zone).map((id) => ({ id, label: t(`departure.for.${id}`) }))}
                error={span !== 'chosen' && isPast ? t('departure.isPast') : null}
              />
              {span === 'chosen' && (
                <>
                  <DateField
                    label={t('departure.day')}
                    value={day}
                    min={dayOf(start, info.zone)}
                    onChange={setDay}
                  />
                  <TimeField
                    label={t('departure.time')}
                    value={time}
                    onChange={setTime}
                    error={isPast ? t('departure.isPast') : null}
                  />
                </>
              )}
            </div>
            {accounts.length > 0 && (
              <fieldset className={styles.clients}>
                <legend>{t('departure.clients')}</legend>
                {clients
                  .filter(({ id }) => accounts.some(({ workspaceId }) => workspaceId === id))
                  .map(({ id, name }) => (
                    <Checkbox
                      key={id}
                      label={name}
                      isOn={!left.includes(id)}
                      onChange={(isOn) => setLeft(isOn ? left.filter((one) => one !== id) : [...left, id])}
                    />
                  ))}
              </fieldset>
            )}
            <p className={styles.hint} role="status">
              {likely === 0
                ? t('departure.noConversation')
                : likely === null
                  ? t('departure.clientsHint')
                  : `${t('departure.conversations', { count: likely })}. ${t('departure.clientsHint')}`}
            </p>
          </>
        )}
        <MeanwhileList
          meanwhile={meanwhile}
          now={now}
          until={until}
          isOffline={isOffline}
          onHandOver={handOver}
        />
      </div>
    </Dialog>
  );
}

function Away({
  departure,
  preparation,
}: {
  readonly departure: Departure;
  readonly preparation: Preparation;
}) {
  const text = useText();
  const { t, times } = text;
  const { databases, now: clock, toasts } = useRealm();
  const show = useShell((shell) => shell.show);
  const connectivity = useLiveStatus((live) => live.status.connectivity.tag);
  const now = useNow(15_000);
  const accounts = useAccounts().filter(({ health }) => health.tag !== 'disconnected');
  const clients = useWorkspaces().map(({ id }) => id);
  const meanwhile = useOutlook(now, Math.max(departure.until, now));
  const handOver = useHandOver();
  const fetched = allFetched([...departure.parts.values()].map((part) => part.fetched));
  const isPreparing = preparation.progress !== null;

  const again = async (): Promise<void> => {
    const answer = await preparation.fetch(accounts);
    if (answer.tag === 'ok')
      await keepFetched(
        databases,
        departure.id,
        (client) => partOf(answer.value, client, accounts),
        clients,
        clock(),
      );
    else toasts.show({ text: errorText(text, answer.error.code, answer.error.detail).sentence, tone: 'bad' });
  };
  const back = async (): Promise<void> => {
    await changeDeparture(databases, departure.id, { returnedAt: clock(), seen: true }, clock());
    show({ tag: 'departure-report', id: departure.id });
  };

  return (
    <Dialog
      isOpen
      size="wide"
      onClose={() => show(null)}
      title={t('departure.gone', {
        when: times.moment(departure.leftAt, now),
        until: times.moment(departure.until, now),
      })}
      closeLabel={t('words.close')}
      actions={
        <>
          {!isPreparing && connectivity === 'online' && (
            <Button onPress={() => void again()}>{t('departure.again')}</Button>
          )}
          <Button onPress={() => void back()}>{t('departure.back')}</Button>
          {/* Not the return: whoever presses Enter once too often has not come back. */}
          <Button autoFocus tone="primary" onPress={() => show(null)}>
            {t('words.close')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {isPreparing ? (
          <Preparing preparation={preparation} stopLabel={t('departure.stop')} />
        ) : (
          <Banner role="status" subject={fetched === null ? '' : `${t('departure.ready')} `}>
            {t('departure.goneHint')}
          </Banner>
        )}
        {!isPreparing && <FetchedWords fetched={fetched} />}
        <MeanwhileList
          meanwhile={meanwhile}
          now={now}
          until={departure.until}
          isOffline={connectivity === 'offline'}
          onHandOver={handOver}
        />
      </div>
    </Dialog>
  );
}

function Preparing({
  preparation: { progress, stop },
  stopLabel,
}: {
  readonly preparation: Preparation;
  readonly stopLabel: string;
}) {
  const { t } = useText();
  if (progress === null) return null;
  const { conversations, pictures } = progress;
  return (
    <ProgressBar
      label={t('departure.preparing')}
      value={conversations.done + pictures.done}
      max={Math.max(1, conversations.of + pictures.of)}
      count={`${t('departure.preparingConversations', conversations)} · ${t('departure.preparingPictures', pictures)}`}
      onStop={stop}
      stopLabel={stopLabel}
    />
  );
}

/** Leaves posts to the network's own scheduler: a revision for each wish, which main takes over or refuses. */
function useHandOver(): (deliveries: readonly Delivery[]) => void {
  const { databases, now, toasts } = useRealm();
  const { t } = useText();
  return (deliveries) => {
    const intents = new Set(deliveries.map(({ intentId }) => intentId));
    void Promise.all(
      [...intents].map((id) =>
        changeExecutor(
          databases,
          id,
          deliveries.filter(({ intentId }) => intentId === id).map(({ accountId }) => accountId),
          'native',
          now(),
        ),
      ),
    ).then(() => toasts.show({ text: t('departure.handedOver', { count: deliveries.length }) }));
  };
}

function partOf(
  fetched: Fetched | null,
  client: WorkspaceId,
  accounts: readonly { readonly id: string; readonly workspaceId: string }[],
): Fetched | null {
  if (fetched === null) return null;
  return fetchedOf(
    fetched,
    new Set(accounts.filter(({ workspaceId }) => workspaceId === client).map(({ id }) => id)),
  );
}
