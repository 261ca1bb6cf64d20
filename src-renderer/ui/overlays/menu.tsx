import { Check, ChevronRight } from 'lucide-react';
import {
  Header,
  Menu as AriaMenu,
  MenuItem,
  MenuSection,
  Separator,
  SubmenuTrigger,
  Text,
} from 'react-aria-components/Menu';
import { Popover, type PopoverProps } from 'react-aria-components/Popover';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import type { MenuAction, MenuEntry } from './menu-entry.ts';
import styles from './menu.module.css';

export interface MenuListProps {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly placement?: NonNullable<PopoverProps['placement']>;
}

/** The floating list itself, for a `MenuTrigger`: use `MenuButton` or `ContextMenu`. */
export function MenuList({ label, entries, placement = 'bottom start' }: MenuListProps) {
  return (
    <Popover className={styles.popover ?? ''} placement={placement} offset={4}>
      <AriaMenu className={styles.menu ?? ''} aria-label={label}>
        {entries.map(renderEntry)}
      </AriaMenu>
    </Popover>
  );
}

function renderEntry(entry: MenuEntry) {
  switch (entry.tag) {
    case 'action':
      return <Action key={entry.id} action={entry} />;
    case 'separator':
      return <Separator key={entry.id} className={styles.separator ?? ''} />;
    case 'section':
      return (
        <MenuSection key={entry.id} className={styles.section ?? ''}>
          <Header className={styles.header}>{entry.label}</Header>
          {entry.entries.map((action) => (
            <Action key={action.id} action={action} />
          ))}
        </MenuSection>
      );
    case 'choice':
      return (
        <MenuSection
          key={entry.id}
          className={styles.section ?? ''}
          selectionMode={entry.mode}
          disallowEmptySelection={entry.mode === 'single'}
          selectedKeys={entry.chosen}
          onSelectionChange={(keys) =>
            entry.onChange(
              entry.entries.map((action) => action.id).filter((id) => keys === 'all' || keys.has(id)),
            )
          }
        >
          <Header className={styles.header}>{entry.label}</Header>
          {entry.entries.map((action) => (
            <Action key={action.id} action={action} />
          ))}
        </MenuSection>
      );
    case 'submenu':
      return (
        <SubmenuTrigger key={entry.id}>
          <MenuItem id={entry.id} className={styles.item ?? ''} textValue={entry.label}>
            <span className={styles.mark}>{entry.icon && <Icon of={entry.icon} />}</span>
            <Text slot="label" className={styles.label}>
              {entry.label}
            </Text>
            <Icon of={ChevronRight} size={14} className={styles.arrow} />
          </MenuItem>
          <MenuList label={entry.label} entries={entry.entries} placement="right top" />
        </SubmenuTrigger>
      );
  }
}

function Action({ action }: { readonly action: MenuAction }) {
  return (
    <MenuItem
      id={action.id}
      className={classNames(styles.item, action.tone === 'danger' && styles.danger)}
      textValue={action.label}
      isDisabled={action.isDisabled ?? false}
      {...(action.onAction && { onAction: action.onAction })}
    >
      {({ isSelected, selectionMode }) => (
        <>
          <span className={styles.mark}>
            {selectionMode !== 'none' && isSelected && <Icon of={Check} />}
            {(selectionMode === 'none' || !isSelected) &&
              (action.mark ?? (action.icon && <Icon of={action.icon} />))}
          </span>
          {/* One name for all that is written: who speaks to the machine says what they read. */}
          <Text slot="label" className={styles.line}>
            <span className={styles.words}>
              <span>{action.label}</span>
              {action.detail !== undefined && <span className={styles.detail}> {action.detail}</span>}
            </span>
            {action.keys && <kbd className={styles.keys}> {action.keys.join(' ')}</kbd>}
          </Text>
        </>
      )}
    </MenuItem>
  );
}
