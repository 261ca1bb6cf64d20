import { ChevronLeft, ChevronRight, Plus } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, type FocusEvent } from 'react';
import {
  addDays,
  addMonths,
  monthGrid,
  startOfDay,
  weekOf,
  type Day,
} from '../../../src-shared/calendar/grid.ts';
import { dayOf } from '../../../src-shared/calendar/moment.ts';
import { movedBy } from '../../../src-shared/calendar/move.ts';
import type { Moment } from '../../../src-shared/domain/post.ts';
import { useCalendarView } from '../../state/calendar-view.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useAccounts, useNow, useWorkspaces } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { IconButton } from '../../ui/actions/icon-button.tsx';
import { Toolbar } from '../../ui/frame/toolbar.tsx';
import { AnchoredPopover } from '../../ui/overlays/popover.tsx';
import { CalendarCounts } from './calendar-counts.tsx';
import { CalendarContext, type CalendarSurroundings } from './calendar-context.ts';
import type { CalendarEntry } from './calendar-entry.ts';
import { useCalendarPlace } from './calendar-place.ts';
import { ClientPicker } from './client-picker.tsx';
import { DayList } from './day-list.tsx';
import { EntryDetails } from './entry-details.tsx';
import { fixedText } from './entry-menu.ts';
import { cityOf } from './entry-words.ts';
import { ForecastView } from './forecast/forecast-view.tsx';
import { useCalendarForecast } from './forecast/use-calendar-forecast.ts';
import { MonthView } from './month-view.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { entriesOf, onlyLeaving, useCalendarDays, useShownClients } from './use-calendar.ts';
import { useEntryActions } from './use-entry-actions.ts';
import { PublishDialog } from './publish-dialog.tsx';
import { dayOfElement, useCalendarKeys } from './use-calendar-keys.ts';
import { useMove, useRefusedMoves } from './use-move.ts';
import { usePlan } from './use-plan.ts';
import { WeekView } from './week-view.tsx';
import { ViewChoice } from './view-choice.tsx';
import styles from './calendar-screen.module.css';

/** What hangs beside something of the grid. */
type Opened =
  | { readonly tag: 'entry'; readonly key: string; readonly day: Day | null }
  | { readonly tag: 'day'; readonly day: Day }
  | { readonly tag: 'plan'; readonly day: Day };

/** What leaves when: month and week. */
export function CalendarScreen() {
  const text = useText();
  const { t } = text;
  const { toasts } = useRealm();
  const now = useNow();
  const client = useNavigation((navigation) => navigation.client);
  const { clients, zone } = useShownClients();
  const workspaces = useWorkspaces();
  const accounts = useAccounts();
  const { day, leaving, showLeaving, goTo } = useCalendarPlace();
  const { view, show } = useCalendarView();
  const isForecast = view === 'forecast';

  const today = dayOf(now, zone);
  const cursor = day ?? today;
  const month = cursor.slice(0, 7);
  const weeks = useMemo(() => monthGrid(month), [month]);
  const monday = weekOf(cursor)[0] ?? cursor;
  const week = useMemo(() => weekOf(monday), [monday]);
  const shownDays = useMemo(() => (view === 'month' ? weeks.flat() : week), [view, weeks, week]);
  const whole = useCalendarDays(shownDays, clients, zone);
  const days = useMemo(() => onlyLeaving(whole, leaving), [whole, leaving]);
  const { byDay, entries } = days;
  const { live, urgent } = useCalendarForecast(clients, zone, now, isForecast, whole.ready);

  const [opened, setOpened] = useState<Opened | null>(null);
  const anchor = useRef<Element | null>(null);
  const [moving, setMoving] = useState<{ readonly entry: CalendarEntry; readonly from: Moment } | null>(null);
  const [publishing, setPublishing] = useState<CalendarEntry | null>(null);
  const actions = useEntryActions();
  const move = useMove();
  const plan = usePlan();
  useRefusedMoves();

  const openAt = useCallback((next: Opened, beside: Element): void => {
    anchor.current = beside;
    setOpened(next);
  }, []);
  const close = useCallback(() => setOpened(null), []);

  const latest = useRef({ entries, clients, zone });
  useEffect(() => {
    latest.current = { entries, clients, zone };
  });

  const surroundings = useMemo(
    (): CalendarSurroundings => ({
      zone,
      clients: new Map(workspaces.map((one) => [one.id, one])),
      accounts: new Map(accounts.map((one) => [one.id, one])),
      actions,
      open: (entry, chip) => openAt({ tag: 'entry', key: entry.key, day: null }, chip),
      askMove: (entry) => {
        if (entry.moment !== null) setMoving({ entry, from: entry.moment });
      },
      askPublish: setPublishing,
    }),
    [zone, workspaces, accounts, actions, openAt],
  );

  const planOn = useCallback(
    (on: Day, beside: Element): void => {
      const [only, ...others] = latest.current.clients;
      if (only === undefined) toasts.show({ text: t('calendar.noClient'), tone: 'warn' });
      else if (others.length > 0) openAt({ tag: 'plan', day: on }, beside);
      else plan(only, on);
    },
    [openAt, plan, toasts, t],
  );
  const drop = useCallback(
    (key: string, to: Day): void => {
      const entry = latest.current.entries.find((one) => one.key === key);
      const from = entry === undefined ? null : days.scale.dayAt(entry.dueAt);
      if (entry === undefined || entry.moment === null || from === null || from === to) return;
      const fixed = fixedText(text, entry);
      if (fixed !== null) {
        toasts.show({ text: fixed, tone: 'warn' });
        return;
      }
      const moved = movedBy(entry.moment, from, to, Date.now());
      if (moved.tag === 'there') {
        move(entry, moved.meaning);
        return;
      }
      const wall = `${to}T${entry.moment.wall.slice(11, 16)}`;
      const asked = { entry, from: { ...entry.moment, wall } };
      toasts.show({
        text: t('calendar.inPast'),
        tone: 'warn',
        action: { label: t('calendar.chooseAnother'), onPress: () => setMoving(asked) },
      });
    },
    [days.scale, move, text, t, toasts],
  );
  const on = useMemo(
    () => ({
      drop,
      plan: planOn,
      openDay: (one: Day, beside: Element) => {
        goTo(one);
        openAt({ tag: 'day', day: one }, beside);
      },
    }),
    [drop, planOn, openAt, goTo],
  );

  const step = (by: 1 | -1): void =>
    goTo(view === 'month' ? inMonth(cursor, addMonths(month, by)) : addDays(cursor, 7 * by));
  const grid = useRef<HTMLDivElement>(null);
  useCalendarKeys({
    grid,
    cursor,
    rows: view === 'month',
    goTo,
    show,
    step,
    onToday: () => goTo(null),
    onPlan: (one) => {
      const head = grid.current?.querySelector(`[data-day="${one}"]`) ?? document.activeElement;
      if (head) planOn(one < today ? today : one, head);
    },
  });

  // The open day goes where the hand goes, so that its posts are reached with Tab after one was moved there. Not to
  // a day of another month: the month would turn under the pointer.
  const follow = (event: FocusEvent): void => {
    const one = dayOfElement(grid.current, event.target);
    if (one === null || one === cursor) return;
    if (view !== 'month' || one.startsWith(month)) goTo(one === today ? null : one);
  };

  const period =
    view === 'month'
      ? text.formats.date(startOfDay(`${month}-01`, zone), 'month', zone)
      : text.formats.days(startOfDay(week[0] ?? cursor, zone), startOfDay(week[6] ?? cursor, zone), zone);
  const openedEntry = opened?.tag === 'entry' ? entries.find((one) => one.key === opened.key) : undefined;
  const shared = {
    label: t('calendar.grid', { period }),
    days,
    today,
    cursor,
    opened: opened?.tag === 'entry' ? opened.key : null,
    on,
  };

  return (
    <CalendarContext value={surroundings}>
      <div className={styles.screen}>
        <Toolbar
          title={isForecast ? t('forecast.title') : period}
          end={
            <>
              {!isForecast && (
                <CalendarCounts
                  entries={whole.entries}
                  isReady={whole.ready}
                  shown={leaving}
                  onShow={showLeaving}
                />
              )}
              <Button
                tone="primary"
                icon={Plus}
                onPress={(event) => planOn(cursor < today ? today : cursor, event.target)}
              >
                {t('calendar.newPost')}
              </Button>
            </>
          }
        >
          {!isForecast && (
            <>
              <IconButton
                icon={ChevronLeft}
                look="outlined"
                label={t(view === 'month' ? 'calendar.previousMonth' : 'calendar.previousWeek')}
                onPress={() => step(-1)}
              />
              <Button onPress={() => goTo(null)}>{t('words.today')}</Button>
              <IconButton
                icon={ChevronRight}
                look="outlined"
                label={t(view === 'month' ? 'calendar.nextMonth' : 'calendar.nextWeek')}
                onPress={() => step(1)}
              />
            </>
          )}
          <ViewChoice urgent={urgent} />
          <span className={styles.zone}>
            {client === 'all' || clients[0] === undefined
              ? t('calendar.zoneOfMachine', { zone: cityOf(zone) })
              : t('calendar.zoneOfClient', { client: clients[0].name, zone: cityOf(zone) })}
          </span>
        </Toolbar>
        <div ref={grid} className={styles.grid} onFocus={follow}>
          {isForecast ? (
            <ForecastView live={live} />
          ) : view === 'month' ? (
            <MonthView {...shared} weeks={weeks} month={month} />
          ) : (
            <WeekView {...shared} key={monday} week={week} now={now} />
          )}
        </div>
      </div>
      <AnchoredPopover
        anchor={anchor}
        label={
          opened?.tag === 'entry'
            ? t('calendar.post')
            : t('calendar.postsOf', {
                day: text.formats.date(startOfDay(opened?.day ?? cursor, zone), 'day', zone),
              })
        }
        isOpen={opened !== null && (opened.tag !== 'entry' || openedEntry !== undefined)}
        onClose={close}
      >
        {openedEntry !== undefined && opened?.tag === 'entry' && (
          <EntryDetails
            entry={openedEntry}
            onClose={close}
            onBack={backTo(opened.day, (back) => setOpened({ tag: 'day', day: back }))}
          />
        )}
        {opened?.tag === 'day' && (
          <DayList
            day={opened.day}
            entries={entriesOf(byDay, opened.day)}
            onOpen={(entry) => setOpened({ tag: 'entry', key: entry.key, day: opened.day })}
            onPlan={
              opened.day < today
                ? null
                : () => {
                    close();
                    if (anchor.current !== null) planOn(opened.day, anchor.current);
                  }
            }
          />
        )}
        {opened?.tag === 'plan' && (
          <ClientPicker
            clients={clients}
            onPick={(one) => {
              close();
              plan(one, opened.day);
            }}
          />
        )}
      </AnchoredPopover>
      {moving !== null && (
        <MoveDialog
          entry={moving.entry}
          from={moving.from}
          onClose={() => setMoving(null)}
          onMove={(meaning) => {
            setMoving(null);
            move(moving.entry, meaning);
          }}
        />
      )}
      {publishing !== null && (
        <PublishDialog
          entry={publishing}
          onCancel={() => setPublishing(null)}
          onPublish={() => {
            actions.publishNow(publishing);
            setPublishing(null);
          }}
        />
      )}
    </CalendarContext>
  );
}

const backTo = (day: Day | null, go: (day: Day) => void): (() => void) | null =>
  day === null ? null : () => go(day);

/** The same day of another month, or its last one. */
function inMonth(day: Day, month: string): Day {
  const last = addDays(`${addMonths(month, 1)}-01`, -1);
  const same = `${month}-${day.slice(8)}`;
  return same > last ? last : same;
}
