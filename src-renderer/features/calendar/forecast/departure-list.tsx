import { CircleAlert, Clock, ClockAlert, Hand, ShieldCheck, type LucideIcon } from 'lucide-react';
import type { ForecastDay } from '../../../../src-shared/forecast/forecast.ts';
import type { Departure } from '../../../../src-shared/forecast/departure.ts';
import type { Fate, Fated } from '../../../../src-shared/forecast/while-away.ts';
import { useText } from '../../../text/text-context.tsx';
import { Badge } from '../../../ui/feedback/badge.tsx';
import { GroupHeading } from '../../../ui/lists/group-heading.tsx';
import type { Tone } from '../../../ui/tone.ts';
import { useCalendar } from '../calendar-context.ts';
import { StandingBadge } from '../entry-details.tsx';
import { standingOfOne, type Standing } from '../standing.ts';
import { DepartureLine } from './departure-line.tsx';
import styles from './forecast.module.css';
import type { Fixes } from './use-fixes.ts';

const fateLooks: Readonly<Record<Fate['tag'], { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  leaves: { tone: 'ok', icon: ShieldCheck },
  late: { tone: 'warn', icon: Clock },
  missed: { tone: 'bad', icon: ClockAlert },
  'by-hand': { tone: 'accent', icon: Hand },
  stuck: { tone: 'bad', icon: CircleAlert },
};

/** One day's posts, each with how it leaves; or, with the lid closed, with what becomes of it. */
export function DepartureList({
  day,
  fated,
  now,
  fixes,
}: {
  readonly day: ForecastDay;
  readonly fated: readonly Fated[] | null;
  readonly now: number;
  readonly fixes: Fixes;
}) {
  const text = useText();
  const { t, number, formats, times } = text;
  const { zone } = useCalendar();
  const label = formats.date(day.from, 'day', zone);
  const rows: readonly { readonly departure: Departure; readonly fate: Fate | null }[] =
    fated ?? day.departures.map((departure) => ({ departure, fate: null }));
  if (rows.length === 0) return null;
  return (
    <section aria-label={label}>
      <GroupHeading count={number(rows.length)}>{label}</GroupHeading>
      <ul className={styles.risks} aria-label={label}>
        {rows.map(({ departure, fate }) => (
          <li key={departure.key} className={styles.departure}>
            <DepartureLine departure={departure} now={now} onOpen={fixes.open} />
            {fate === null ? (
              <StandingBadge standing={standingOf(departure)} />
            ) : (
              <Badge {...fateLooks[fate.tag]} title={t(`forecast.fateLong.${fate.tag}`)}>
                {fate.tag === 'late'
                  ? t('forecast.fate.late', { time: times.moment(fate.at, now, zone) })
                  : t(`forecast.fate.${fate.tag}`)}
              </Badge>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const standingOf = ({ state, executor }: Departure): Standing =>
  state === 'draft' || state === 'handing' || state === 'refused'
    ? state
    : standingOfOne({ state, executor });
