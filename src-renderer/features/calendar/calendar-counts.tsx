import { CircleAlert, Hand, Hourglass, Laptop, ShieldCheck, type LucideIcon } from 'lucide-react';
import { useText } from '../../text/text-context.tsx';
import { ToggleGroup, type ToggleOption } from '../../ui/actions/toggle-group.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import type { CalendarEntry } from './calendar-entry.ts';
import { kindsOf, leavingKinds, type LeavingKind } from './leaving-kind.ts';
import styles from './calendar-counts.module.css';

const icons: Readonly<Record<LeavingKind, LucideIcon>> = {
  held: ShieldCheck,
  here: Laptop,
  hand: Hand,
  you: CircleAlert,
};

/** How the posts of the period leave: a count and a legend of the icons, and what is chosen is shown alone. */
export function CalendarCounts({
  entries,
  isReady,
  shown,
  onShow,
}: {
  readonly entries: readonly CalendarEntry[];
  readonly isReady: boolean;
  readonly shown: LeavingKind | 'all';
  readonly onShow: (kind: LeavingKind | 'all') => void;
}) {
  const { t } = useText();
  if (isReady && entries.length === 0) return <p className={styles.none}>{t('calendar.emptyMonth')}</p>;
  const kinds = entries.map(kindsOf);
  const options: readonly ToggleOption<LeavingKind | 'all'>[] = leavingKinds.flatMap((kind) => {
    const count = kinds.filter((one) => one.has(kind)).length;
    return count === 0 && shown !== kind
      ? []
      : [{ id: kind, label: t(`calendar.count.${kind}`, { count }), icon: icons[kind] }];
  });
  const handing = entries.filter(({ standing }) => standing === 'handing').length;
  return (
    <div className={styles.counts}>
      {options.length > 0 && (
        <ToggleGroup
          label={t('calendar.howTheyLeave')}
          value={shown}
          onChange={onShow}
          options={[{ id: 'all', label: t('calendar.count.all') }, ...options]}
        />
      )}
      {handing > 0 && (
        <Badge icon={Hourglass} title={t('calendar.about.handing')}>
          {t('calendar.countHanding', { count: handing })}
        </Badge>
      )}
    </div>
  );
}
