import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import styles from './tabs.module.css';

export interface TabItem<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly badge?: ReactNode;
  readonly isDisabled?: boolean;
}

export interface TabsProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly TabItem<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  /** The open tab's content. */
  readonly children: ReactNode;
  /** segmented: as a group of buttons; line: words over a line; side: a list at the left, for settings. */
  readonly look?: 'segmented' | 'line' | 'side';
}

/** Panels of which one is open. */
export function Tabs<Id extends string>({
  label,
  tabs,
  value,
  onChange,
  children,
  look = 'segmented',
}: TabsProps<Id>) {
  return (
    <AriaTabs
      className={classNames(styles.tabs, styles[look])}
      orientation={look === 'side' ? 'vertical' : 'horizontal'}
      selectedKey={value}
      onSelectionChange={(key) => {
        const chosen = tabs.find((tab) => tab.id === key);
        if (chosen && chosen.id !== value) onChange(chosen.id);
      }}
    >
      <TabList aria-label={label} className={styles.list ?? ''}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={styles.tab ?? ''} isDisabled={tab.isDisabled ?? false}>
            {tab.icon && <Icon of={tab.icon} />}
            {tab.label}
            {tab.badge}
          </Tab>
        ))}
      </TabList>
      {/* A panel of its own for each tab: react-aria names a panel once, by its first tab. */}
      <TabPanel key={value} id={value} className={styles.panel ?? ''}>
        {children}
      </TabPanel>
    </AriaTabs>
  );
}
