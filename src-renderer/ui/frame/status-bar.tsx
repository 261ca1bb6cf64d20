import type { LucideIcon } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { MenuTrigger } from 'react-aria-components/Menu';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import { MenuList } from '../overlays/menu.tsx';
import type { Tone } from '../tone.ts';
import styles from './status-bar.module.css';
import { useFitting } from './use-fitting.ts';

export interface StatusEntry {
  readonly id: string;
  readonly text: string;
  readonly icon?: LucideIcon;
  /** A disc before the words: full for "on", hollow for "off". */
  readonly dot?: 'full' | 'hollow';
  readonly tone?: Tone;
  /** With it the item is a button: most open the outbox. */
  readonly onPress?: () => void;
  /** Gives way first when there is no room. */
  readonly isSecondary?: boolean;
  /** Stays whatever the room. */
  readonly isFirst?: boolean;
}

export interface StatusBarProps {
  /** "État": the name of this region. */
  readonly label: string;
  /** At the left. */
  readonly entries: readonly StatusEntry[];
  /** At the right: what is saved. */
  readonly end?: readonly StatusEntry[];
  /** What the button says that lists those without room: "2 autres". */
  readonly moreLabel: (count: number) => string;
}

/** Room for "12 autres" and its icon. */
const moreWidth = 96;

/** The offline truth, always visible. What has no room is one press away, never cut: the least grave gives way first. */
export function StatusBar({ label, entries, end = [], moreLabel }: StatusBarProps) {
  const all = [...entries, ...end];
  const { row, hidden } = useFitting(all.map(({ id, text }) => `${id} ${text}`).join('\n'), moreWidth);
  const away = all.filter(({ id }) => hidden.has(id));
  const item = (entry: StatusEntry) => (
    <StatusItem key={entry.id} entry={entry} isHidden={hidden.has(entry.id)} />
  );
  return (
    <div ref={row} className={styles.bar} role="group" aria-label={label}>
      <div className={styles.items}>
        {entries.map(item)}
        {away.length > 0 && (
          <MenuTrigger>
            <AriaButton className={classNames(styles.item, styles[worstOf(away)])}>
              {moreLabel(away.length)}
            </AriaButton>
            <MenuList
              label={moreLabel(away.length)}
              placement="top start"
              entries={away.map(({ id, text, icon, onPress }) => ({
                tag: 'action',
                id,
                label: text,
                ...(icon && { icon }),
                ...(onPress && { onAction: onPress }),
              }))}
            />
          </MenuTrigger>
        )}
      </div>
      <div className={styles.end}>{end.map(item)}</div>
    </div>
  );
}

function StatusItem({ entry, isHidden }: { readonly entry: StatusEntry; readonly isHidden: boolean }) {
  const { id, text, icon, dot, tone = 'neutral', onPress } = entry;
  const content = (
    <>
      {dot && <span className={classNames(styles.dot, styles[dot])} aria-hidden="true" />}
      {icon && <Icon of={icon} />}
      <span>{text}</span>
    </>
  );
  const given = {
    'data-fit': id,
    'data-rank': rankOf(entry),
    className: classNames(styles.item, styles[tone], isHidden && styles.hidden),
  };
  if (!onPress) return <span {...given}>{content}</span>;
  return (
    <AriaButton {...given} onPress={onPress}>
      {content}
    </AriaButton>
  );
}

const gravity: Readonly<Record<Tone, number>> = { neutral: 1, accent: 1, ok: 2, warn: 3, bad: 4 };

const rankOf = ({ tone = 'neutral', isSecondary = false, isFirst = false }: StatusEntry): number =>
  isFirst ? 5 : isSecondary ? 0 : gravity[tone];

const worstOf = (entries: readonly StatusEntry[]): Tone =>
  entries.reduce<Tone>(
    (worst, { tone = 'neutral' }) => (gravity[tone] > gravity[worst] ? tone : worst),
    'neutral',
  );
