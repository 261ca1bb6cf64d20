import { Search, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { classNames } from '../class-names.ts';
import { KeyHint } from '../feedback/key-hint.tsx';
import { Icon } from '../icon.tsx';
import styles from './top-nav.module.css';

export interface NavItem<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly badge?: ReactNode;
}

export interface TopNavProps<Id extends string> {
  readonly label: string;
  readonly items: readonly NavItem<Id>[];
  /** Null when the screen is none of these (the outbox, the settings). */
  readonly current: Id | null;
  readonly onChange: (id: Id) => void;
  /** "Chercher ou agir…": opens the palette. */
  readonly searchLabel: string;
  readonly searchKeys: readonly string[];
  readonly onSearch: () => void;
  readonly end?: ReactNode;
}

/** The screens, and the way to find or do anything. Labels give way to icons when there is no room. */
export function TopNav<Id extends string>({
  label,
  items,
  current,
  onChange,
  searchLabel,
  searchKeys,
  onSearch,
  end,
}: TopNavProps<Id>) {
  return (
    <div className={styles.bar}>
      <nav aria-label={label}>
        <ul className={styles.items}>
          {items.map((item) => (
            <li key={item.id}>
              <AriaButton
                className={classNames(styles.item, item.id === current && styles.current)}
                {...(item.id === current && { 'aria-current': 'page' as const })}
                onPress={() => onChange(item.id)}
              >
                <Icon of={item.icon} />
                <span className={styles.label}>{item.label}</span>
                {item.badge}
              </AriaButton>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.end}>
        {end}
        <AriaButton className={styles.search ?? ''} onPress={onSearch}>
          <Icon of={Search} />
          <span className={styles.searchLabel}>{searchLabel}</span>
          <KeyHint keys={searchKeys} />
        </AriaButton>
      </div>
    </div>
  );
}
