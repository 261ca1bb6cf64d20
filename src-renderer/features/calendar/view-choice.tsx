import { useCalendarView } from '../../state/calendar-view.ts';
import { useText } from '../../text/text-context.tsx';
import { ToggleGroup } from '../../ui/actions/toggle-group.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import styles from './calendar-screen.module.css';

/** Month, week, forecast. @param urgent how many risks of the fortnight keep something from leaving */
export function ViewChoice({ urgent }: { readonly urgent: number }) {
  const { t, number } = useText();
  const { view, show } = useCalendarView();
  return (
    <ToggleGroup
      label={t('calendar.view')}
      value={view}
      onChange={show}
      options={[
        { id: 'week', label: t('calendar.week') },
        { id: 'month', label: t('calendar.month') },
        {
          id: 'forecast',
          label: t('forecast.view'),
          ...(urgent > 0 && {
            badge: (
              <span className={styles.urgent}>
                <span aria-hidden="true">{number(urgent)}</span>
                <VisuallyHidden>{t('forecast.viewCount', { count: urgent })}</VisuallyHidden>
              </span>
            ),
          }),
        },
      ]}
    />
  );
}
