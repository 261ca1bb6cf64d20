import { Copy, TrainFront } from 'lucide-react';
import { useEffect } from 'react';
import type { FateLine } from '../../../src-shared/departure/departure.ts';
import type { IntentId } from '../../../src-shared/ids.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { useAccounts, useLiveTable, useNow } from '../../state/use-live.ts';
import { useShowDelivery } from '../../state/use-show-delivery.ts';
import { visitClient } from '../../state/visit-client.ts';
import { changeDeparture, type Departure } from '../../store/queries/departures.ts';
import { mostUnread } from '../../store/queries/messages.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { LineRow } from '../../ui/lists/line-row.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import styles from './departure.module.css';
import { periodWords } from './period-words.ts';
import { lineState, lineTitle, lineWhy, sinceThen, tones, type LineSources } from './report-line.ts';
import { reportText, sections, totals } from './report-text.ts';
import { useArrived } from './use-arrived.ts';
import { useReport } from './use-report.ts';
import { Whose } from './whose.tsx';

/** What became of everything during an absence. Each line leads to the thing. */
export function ReportDialog({ departure }: { readonly departure: Departure }) {
  const text = useText();
  const { t, times } = text;
  const { bridge, databases, now: clock, tables, toasts } = useRealm();
  const show = useShell((shell) => shell.show);
  const go = useNavigation((navigation) => navigation.go);
  const showDelivery = useShowDelivery();
  const now = useNow(15_000);
  const accounts = useAccounts();
  const unaccepted = useLiveTable(tables.unaccepted);
  const reading = useReport(departure);
  const end = departure.returnedAt ?? now;
  const arrived = useArrived(departure.leftAt, departure.closedAt ?? now);
  const { id, seen } = departure;
  useEffect(() => {
    if (!seen) void changeDeparture(databases, id, { seen: true }, clock());
  }, [databases, id, seen, clock]);
  if (reading === null || arrived === null) return null;

  const { lines, deliveries } = reading;
  const intentOf = (intentId: IntentId) =>
    unaccepted?.find(({ intent }) => intent.id === intentId)?.intent ?? null;
  const sourcesOf = (line: FateLine): LineSources => ({
    delivery: deliveries.get(line.id) ?? null,
    intent: intentOf(line.intentId),
    account: accounts.find((one) => one.id === line.accountId) ?? null,
  });
  const period = periodWords(text, departure, now);
  const { replies, byFate } = sections(lines);
  const copy = (): void => {
    void bridge.app
      .copyText({ text: reportText(text, { period, lines, sourcesOf, arrived, end }) })
      .then(() => toasts.show({ text: t('departure.copied') }));
  };
  const see = (line: FateLine): void => {
    show(null);
    if (deliveries.has(line.id)) showDelivery(line.id);
    else go('outbox');
  };
  const group = (title: string, own: readonly FateLine[]) => (
    <section className={styles.group} key={title} aria-label={title}>
      <h3 className={styles.part}>
        {title} <span className={styles.count}>{own.length}</span>
      </h3>
      <ul className={styles.lines}>
        {own.map((line) => (
          <li key={line.id} className={styles.line}>
            <Line line={line} sources={sourcesOf(line)} end={end} now={now} onSee={() => see(line)} />
          </li>
        ))}
      </ul>
    </section>
  );

  return (
    <Dialog
      isOpen
      size="wide"
      onClose={() => show(null)}
      title={t('departure.report')}
      closeLabel={t('words.close')}
      actions={
        <>
          <Button onPress={() => show({ tag: 'departures' })}>{t('departure.history')}</Button>
          <Button icon={Copy} onPress={copy}>
            {t('departure.copy')}
          </Button>
          <Button autoFocus tone="primary" onPress={() => show(null)}>
            {t('words.close')}
          </Button>
        </>
      }
    >
      <div className={styles.sections}>
        <div className={styles.group}>
          <p className={styles.hint}>{period}</p>
          <div className={styles.totals} role="status">
            {totals(text, lines).map(({ fate, words }) => (
              <Badge key={fate} tone={tones[fate]}>
                {words}
              </Badge>
            ))}
          </div>
          <p className={styles.hint}>
            {departure.closedAt !== null
              ? t('departure.closed', { when: times.moment(departure.closedAt, now) })
              : reading.isMoving && t('departure.moving')}
          </p>
        </div>
        {lines.length === 0 && (
          <EmptyState icon={TrainFront} title={t('departure.isEmpty')}>
            {t('departure.isEmptyHint')}
          </EmptyState>
        )}
        {byFate.map(({ fate, lines: own }) => group(t(`departure.fate.${fate}`), own))}
        {replies.length > 0 && group(t('departure.replies'), replies)}
        <section className={styles.group} aria-label={t('departure.arrived')}>
          <h3 className={styles.part}>{t('departure.arrived')}</h3>
          {arrived.length === 0 ? (
            <p className={styles.hint}>{t('departure.arrivedNone')}</p>
          ) : (
            <ul className={styles.lines}>
              {arrived.map(({ column, title, count }) => (
                <li key={column.id} className={styles.line}>
                  <LineRow
                    title={title}
                    detail={
                      count >= mostUnread
                        ? t('departure.arrivedMany', { count })
                        : t('departure.arrivedIn', { count })
                    }
                    end={
                      <Button
                        size="small"
                        aria-label={t('departure.seeColumn', { column: title })}
                        onPress={() => {
                          show(null);
                          visitClient(column.deck);
                          go('deck');
                        }}
                      >
                        {t('departure.see')}
                      </Button>
                    }
                  />
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </Dialog>
  );
}

function Line({
  line,
  sources,
  end,
  now,
  onSee,
}: {
  readonly line: FateLine;
  readonly sources: LineSources;
  readonly end: number;
  readonly now: number;
  readonly onSee: () => void;
}) {
  const text = useText();
  const { t, times } = text;
  const { account, delivery, intent } = sources;
  const title = lineTitle(text, line, sources);
  const later = sinceThen(text, line, sources);
  const why = lineWhy(text, line, sources, end);
  return (
    <LineRow
      lead={
        <Whose
          client={delivery?.workspaceId ?? intent?.workspaceId ?? account?.workspaceId ?? null}
          account={account}
        />
      }
      when={times.moment(line.at, now)}
      title={title}
      detail={later === null ? why : `${why} · ${later}`}
      state={<Badge tone={tones[line.fate]}>{lineState(text, line, end)}</Badge>}
      end={
        <Button size="small" aria-label={t('departure.seeLine', { title })} onPress={onSee}>
          {t('departure.see')}
        </Button>
      }
    />
  );
}
