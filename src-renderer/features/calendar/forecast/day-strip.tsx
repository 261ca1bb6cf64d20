import {
  CircleAlert,
  Clock,
  ClockAlert,
  Hand,
  Laptop,
  ShieldCheck,
  Sun,
  type LucideIcon,
} from 'lucide-react';
import type { Day } from '../../../../src-shared/calendar/grid.ts';
import type { ForecastDay } from '../../../../src-shared/forecast/forecast.ts';
import type { Fated } from '../../../../src-shared/forecast/while-away.ts';
import type { Text } from '../../../text/create-text.ts';
import { useText } from '../../../text/text-context.tsx';
import { CardChoice } from '../../../ui/actions/card-choice.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { Tone } from '../../../ui/tone.ts';
import { useCalendar } from '../calendar-context.ts';
import styles from './forecast.module.css';
import { riskIcons, severityLooks } from './risk-looks.ts';

interface Count {
  readonly id: string;
  readonly icon: LucideIcon;
  readonly tone: Tone;
  readonly count: number;
  readonly words: string;
}

/** What a day's card says. */
interface Card {
  readonly counts: readonly Count[];
  readonly worst: { readonly icon: LucideIcon; readonly tone: Tone; readonly words: string } | null;
}

/** Fourteen days side by side: what leaves each day and by whose hand, and the worst that may happen to it. */
export function DayStrip({
  days,
  asleep,
  chosen,
  onChoose,
}: {
  readonly days: readonly ForecastDay[];
  /** What would become of each day's posts with the lid closed; null: the lid is open. */
  readonly asleep: ReadonlyMap<Day, readonly Fated[]> | null;
  readonly chosen: Day | null;
  readonly onChoose: (day: Day | null) => void;
}) {
  const text = useText();
  const { t, number, formats } = text;
  const { zone } = useCalendar();
  return (
    <CardChoice
      label={t('forecast.days')}
      value={chosen}
      onChange={onChoose}
      cards={days.map((one) => {
        const fated = asleep?.get(one.day);
        const { counts, worst } = fated === undefined ? awakeCard(text, one) : asleepCard(text, fated);
        const clocks = clocksText(text, one);
        const shown = counts.filter(({ count }) => count > 0);
        return {
          id: one.day,
          label: t('forecast.dayLabel', {
            day: [formats.date(one.from, 'day', zone), ...(clocks === null ? [] : [clocks])].join(', '),
            departures:
              shown.length === 0 ? t('forecast.noDeparture') : formats.list(shown.map(({ words }) => words)),
            worst: worst?.words ?? '',
          }),
          children: (
            <>
              <span className={styles.dayName}>{formats.date(one.from, 'weekday-short', zone)}</span>
              <span className={styles.counts}>
                {shown.map(({ id, icon, tone, count }) => (
                  <span key={id} className={classNames(styles.count, styles[tone])}>
                    <Icon of={icon} size={14} />
                    {number(count)}
                  </span>
                ))}
                {shown.length === 0 && <span className={styles.quiet}>·</span>}
              </span>
              {worst !== null && (
                <span className={classNames(styles.worst, styles[worst.tone])}>
                  <Icon of={worst.icon} size={12} />
                  <span className={styles.worstWords}>{worst.words}</span>
                </span>
              )}
              {clocks !== null && <span className={styles.quiet}>{clocks}</span>}
            </>
          ),
        };
      })}
    />
  );
}

function awakeCard({ t }: Text, { departures, worst }: ForecastDay): Card {
  const by = (holder: string | null): number => departures.filter((one) => one.holder === holder).length;
  const count = (id: 'network' | 'machine' | 'person', icon: LucideIcon, tone: Tone): Count => ({
    id,
    icon,
    tone,
    count: by(id),
    words: t(`forecast.by.${id}`, { count: by(id) }),
  });
  return {
    counts: [
      count('network', ShieldCheck, 'ok'),
      count('machine', Laptop, 'warn'),
      count('person', Hand, 'accent'),
      {
        id: 'nobody',
        icon: CircleAlert,
        tone: 'bad',
        count: by(null),
        words: t('forecast.by.nobody', { count: by(null) }),
      },
    ],
    worst:
      worst === null
        ? departures.length === 0
          ? null
          : { icon: Sun, tone: 'ok', words: t('forecast.worst.none') }
        : {
            tone: severityLooks[worst.severity].tone,
            // Whether a machine or a hand is needed is half of the word.
            icon: worst.severity === 'needs' ? riskIcons[worst.kind] : severityLooks[worst.severity].icon,
            words: t(`forecast.worst.${worst.severity}`),
          },
  };
}

function asleepCard({ t }: Text, fated: readonly Fated[]): Card {
  const of = (...tags: readonly Fated['fate']['tag'][]): number =>
    fated.filter(({ fate }) => tags.includes(fate.tag)).length;
  const [leaves, waits, missed] = [of('leaves'), of('late', 'by-hand', 'stuck'), of('missed')];
  return {
    counts: [
      {
        id: 'leaves',
        icon: ShieldCheck,
        tone: 'ok',
        count: leaves,
        words: t('forecast.sleep.leaves', { count: leaves }),
      },
      {
        id: 'waits',
        icon: Clock,
        tone: 'warn',
        count: waits,
        words: t('forecast.sleep.waits', { count: waits }),
      },
      {
        id: 'missed',
        icon: ClockAlert,
        tone: 'bad',
        count: missed,
        words: t('forecast.sleep.missed', { count: missed }),
      },
    ],
    worst:
      missed > 0
        ? { icon: ClockAlert, tone: 'bad', words: t('forecast.sleep.missed', { count: missed }) }
        : waits > 0
          ? { icon: Clock, tone: 'warn', words: t('forecast.sleep.waits', { count: waits }) }
          : fated.length > 0
            ? { icon: ShieldCheck, tone: 'ok', words: t('forecast.sleep.nothing') }
            : null,
  };
}

const clocksText = ({ t }: Text, { clockChangeMs }: ForecastDay): string | null =>
  clockChangeMs === 0 ? null : t(clockChangeMs < 0 ? 'calendar.clocksForward' : 'calendar.clocksBack');
