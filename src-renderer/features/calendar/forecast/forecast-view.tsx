import { CloudSun, Moon, Sun } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Day } from '../../../../src-shared/calendar/grid.ts';
import type { Forecast, ForecastDay } from '../../../../src-shared/forecast/forecast.ts';
import type { Risk } from '../../../../src-shared/forecast/risk.ts';
import { whileAway, type Fated } from '../../../../src-shared/forecast/while-away.ts';
import { outboxPolicy } from '../../../../src-shared/outbox/policy.ts';
import { useRealm } from '../../../state/realm.ts';
import { useLiveStatus } from '../../../state/status.ts';
import { useText } from '../../../text/text-context.tsx';
import { Button } from '../../../ui/actions/button.tsx';
import { EmptyState } from '../../../ui/feedback/empty-state.tsx';
import { LiveRegion } from '../../../ui/feedback/live-region.tsx';
import { Switch } from '../../../ui/fields/switch.tsx';
import { useCalendar } from '../calendar-context.ts';
import { DayStrip } from './day-strip.tsx';
import { DepartureList } from './departure-list.tsx';
import styles from './forecast.module.css';
import { RiskList } from './risk-list.tsx';
import { useFixes } from './use-fixes.ts';
import type { AsOf, LiveForecast } from './use-forecast.ts';

/** The weather of the queue: a fortnight in a strip, and under it what may go wrong, the worst first. */
export function ForecastView({ live }: { readonly live: LiveForecast }) {
  const { forecast } = live;
  if (forecast === null) return <div className={styles.view} aria-busy="true" />;
  return <Shown forecast={forecast} asOf={live.asOf} />;
}

function Shown({ forecast, asOf }: { readonly forecast: Forecast; readonly asOf: AsOf }) {
  const text = useText();
  const { t, formats } = text;
  const { zone, askMove } = useCalendar();
  const fixes = useFixes(askMove);
  const [chosen, setChosen] = useState<Day | null>(null);
  const [isAsleep, setAsleep] = useState(false);
  const asleep = useAsleep(forecast, isAsleep);
  const { days, risks, open, now } = forecast;
  const day = days.find((one) => one.day === chosen) ?? null;
  const shownDays = day === null ? days : [day];
  const shown = day === null ? risks : risks.filter((risk) => touches(risk, day));
  const total = days.reduce((sum, { departures }) => sum + departures.length, open.length);
  const last = days.at(-1);

  return (
    <div className={styles.view}>
      <div className={styles.above}>
        <DayStrip days={days} asleep={asleep} chosen={day?.day ?? null} onChoose={setChosen} />
        <div className={styles.bar}>
          <p className={styles.quiet}>
            {isAsleep ? (
              t('forecast.sleepText')
            ) : (
              <>
                {t('forecast.looked', { count: total, until: formats.date(last?.from ?? now, 'day', zone) })}{' '}
                <AsOfWords asOf={asOf} now={now} />
              </>
            )}
          </p>
          {day !== null && (
            <Button size="small" tone="quiet" onPress={() => setChosen(null)}>
              {t('forecast.allDays')}
            </Button>
          )}
          <Switch label={t('forecast.sleep')} isOn={isAsleep} onChange={setAsleep} />
        </div>
      </div>
      <LiveRegion
        message={day === null ? '' : t('forecast.onlyDay', { day: formats.date(day.from, 'day', zone) })}
      />
      <div className={styles.list}>
        {asleep !== null ? (
          shownDays.every(({ departures }) => departures.length === 0) ? (
            <EmptyState icon={Moon} title={t('forecast.sleepEmpty')} />
          ) : (
            shownDays.map((one) => (
              <DepartureList
                key={one.day}
                day={one}
                fated={asleep.get(one.day) ?? []}
                now={now}
                fixes={fixes}
              />
            ))
          )
        ) : (
          <>
            {shown.length > 0 && <RiskList risks={shown} now={now} fixes={fixes} />}
            {shown.length === 0 && total === 0 && (
              <EmptyState icon={CloudSun} title={t('forecast.nothing')}>
                {t('forecast.nothingText')}
              </EmptyState>
            )}
            {shown.length === 0 && total > 0 && day?.departures.length === 0 && (
              <EmptyState icon={CloudSun} title={t('calendar.nothingThatDay')} />
            )}
            {shown.length === 0 && total > 0 && day?.departures.length !== 0 && (
              <EmptyState icon={Sun} title={t(day === null ? 'forecast.calm' : 'forecast.calmDay')}>
                {t('forecast.calmText')}
              </EmptyState>
            )}
            {day !== null && <DepartureList day={day} fated={null} now={now} fixes={fixes} />}
          </>
        )}
      </div>
    </div>
  );
}

/** From when what is known of the accounts is. */
function AsOfWords({ asOf: { oldest, silent }, now }: { readonly asOf: AsOf; readonly now: number }) {
  const { t, times } = useText();
  const isOffline = useLiveStatus((live) => live.status.connectivity.tag === 'offline');
  if (oldest === null) return t('forecast.asOfNever');
  const when = times.moment(oldest, now);
  const words = t(isOffline ? 'forecast.asOfOffline' : 'forecast.asOf', { when });
  return silent === 0 ? words : `${words} ${t('forecast.silent', { count: silent })}`;
}

/** What would become of each day's posts if this machine slept through it; null: it does not. */
function useAsleep({ days, now }: Forecast, isAsleep: boolean): ReadonlyMap<Day, readonly Fated[]> | null {
  const { settings } = useRealm();
  const live = useLiveStatus(({ settings: changed }) => changed) ?? settings;
  return useMemo(
    () =>
      isAsleep
        ? new Map(
            days.map(({ day, from, until, departures }) => [
              day,
              whileAway(
                departures,
                Math.max(now, from),
                until,
                (client) => live.postSpacing[client] ?? outboxPolicy.spacingMs,
              ),
            ]),
          )
        : null,
    [days, now, isAsleep, live],
  );
}

const touches = (risk: Risk, { from, until }: ForecastDay): boolean =>
  [risk.at, ...risk.departures.map(({ dueAt }) => dueAt)].some((at) => at >= from && at < until);
