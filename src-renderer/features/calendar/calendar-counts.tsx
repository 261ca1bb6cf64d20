import { CircleAlert, Hourglass, Laptop, ShieldCheck } from 'lucide-react';
import { useText } from '../../text/text-context.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import type { CalendarEntry } from './calendar-entry.ts';
import { standingLooks } from './standing.ts';
import styles from './calendar-counts.module.css';

/** How the posts of the period leave: the legend of the icons too. */
export function CalendarCounts({
  entries,
  isReady,
}: {
  readonly entries: readonly CalendarEntry[];
  readonly isReady: boolean;
}) {
  const { t } = useText();
  if (isReady && entries.length === 0) return <p className={styles.none}>{t('calendar.emptyMonth')}</p>;
  const count = (fits: (entry: CalendarEntry) => boolean): number => entries.filter(fits).length;
  const held = count((one) => one.standing === 'held');
  const here = count((one) => one.standing === 'here');
  const handing = count((one) => one.standing === 'handing');
  const trouble = count(
    (one) => one.refusal !== null || (standingLooks[one.standing].isUrgent && one.standing !== 'handing'),
  );
  return (
    <div className={styles.counts}>
      {held > 0 && (
        <Badge tone="ok" icon={ShieldCheck}>
          {t('calendar.countHeld', { count: held })}
        </Badge>
      )}
      {here > 0 && (
        <Badge tone="warn" icon={Laptop}>
          {t('calendar.countHere', { count: here })}
        </Badge>
      )}
      {handing > 0 && (
        <Badge icon={Hourglass} title={t('calendar.about.handing')}>
          {t('calendar.countHanding', { count: handing })}
        </Badge>
      )}
      {trouble > 0 && (
        <Badge tone="bad" icon={CircleAlert}>
          {t('calendar.countTrouble', { count: trouble })}
        </Badge>
      )}
    </div>
  );
}
