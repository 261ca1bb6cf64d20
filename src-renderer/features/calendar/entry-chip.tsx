import { memo } from 'react';
import { marksOf } from '../../previews/index.ts';
import { useText } from '../../text/text-context.tsx';
import { classNames } from '../../ui/class-names.ts';
import { DraggableChip } from '../../ui/drag/draggable-chip.tsx';
import { Icon } from '../../ui/icon.tsx';
import { NetworkMark } from '../../ui/identity/network-mark.tsx';
import { useCalendar } from './calendar-context.ts';
import type { CalendarEntry } from './calendar-entry.ts';
import { entryActions, fixedText } from './entry-menu.ts';
import { excerptOf } from './entry-words.ts';
import { standingLooks } from './standing.ts';
import styles from './entry-chip.module.css';

/** Chips of this kind are taken by the calendar's days. */
export const chipKind = 'planned-post';

export interface EntryChipProps {
  readonly entry: CalendarEntry;
  readonly isTabStop: boolean;
  /** Two lines, for the week. */
  readonly isTall?: boolean;
  /** Its popover is open. */
  readonly isSelected: boolean;
}

/** One post in a day: its time, where it goes, its first words, how it leaves. */
export const EntryChip = memo(function EntryChip({
  entry,
  isTall = false,
  isTabStop,
  isSelected,
}: EntryChipProps) {
  const text = useText();
  const calendar = useCalendar();
  const { zone, clients, accounts } = calendar;
  const client = clients.get(entry.workspaceId);
  const networks = marksOf(entry.accountIds.flatMap((id) => accounts.get(id) ?? []));
  const time = text.formats.date(entry.dueAt, 'time', zone);
  const title = excerptOf(text, entry.content);
  const standing = text.t(`calendar.standing.${entry.refusal === null ? entry.standing : 'refused'}`);
  const look = standingLooks[entry.refusal === null ? entry.standing : 'refused'];
  const words = { time, text: title, client: client?.name ?? '', standing };
  const isDone = entry.standing === 'sent';
  return (
    <DraggableChip
      id={entry.key}
      kind={chipKind}
      label={
        networks.length === 0
          ? text.t('calendar.chipNowhere', words)
          : text.t('calendar.chip', {
              ...words,
              networks: text.formats.list(networks.map(({ name }) => name)),
            })
      }
      client={client?.colour ?? 'ardoise'}
      time={time}
      {...(networks.length > 0 && {
        marks: networks.map(({ name, mark }) => <NetworkMark key={name} mark={mark} size={12} />),
      })}
      title={title}
      isTall={isTall}
      look={isDone ? 'done' : entry.standing === 'draft' ? 'draft' : 'planned'}
      isFixed={fixedText(text, entry) !== null}
      isTabStop={isTabStop}
      isSelected={isSelected}
      onOpen={(chip) => calendar.open(entry, chip)}
      state={
        <span className={classNames(styles.state, styles[look.tone], look.isUrgent && styles.urgent)}>
          <span className={styles.word}>{standing}</span>
          <Icon of={look.icon} size={14} />
        </span>
      }
      moveLabel={text.t('calendar.moveIt', { text: title })}
      menuLabel={text.t('calendar.actionsOn', { text: title })}
      menu={entryActions(text, entry, calendar)}
    />
  );
});
