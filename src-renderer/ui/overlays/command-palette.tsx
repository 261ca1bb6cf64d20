import { Search, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Header, Menu, MenuItem, MenuSection, Text } from 'react-aria-components/Menu';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { SearchField } from 'react-aria-components/SearchField';
import { Input } from 'react-aria-components/TextField';
import { Icon } from '../icon.tsx';
import styles from './command-palette.module.css';

export interface Command {
  readonly id: string;
  readonly label: string;
  /** After the label, quieter: whose it is. */
  readonly detail?: string;
  /** Other words under which it is found. */
  readonly words?: string;
  readonly icon?: LucideIcon;
  /** Instead of an icon: a client's disc. */
  readonly mark?: ReactNode;
  readonly keys?: readonly string[];
  readonly run: () => void;
}

export interface CommandSection {
  readonly id: string;
  readonly label: string;
  readonly commands: readonly Command[];
}

export interface CommandPaletteProps {
  readonly label: string;
  readonly placeholder: string;
  readonly resultsLabel: string;
  readonly emptyText: string;
  /** Empty ones are left out. */
  readonly sections: readonly CommandSection[];
  readonly onClose: () => void;
}

/** Finds anything by any part of its words, in any order, accents aside; Enter does it. */
export function CommandPalette({
  label,
  placeholder,
  resultsLabel,
  emptyText,
  sections,
  onClose,
}: CommandPaletteProps) {
  const { contains } = useFilter({ sensitivity: 'base', ignorePunctuation: true });
  const filled = sections.filter((section) => section.commands.length > 0);
  return (
    <ModalOverlay
      className={styles.veil ?? ''}
      isOpen
      isDismissable
      onOpenChange={(opens) => {
        if (!opens) onClose();
      }}
    >
      <Modal className={styles.modal ?? ''}>
        <AriaDialog className={styles.dialog ?? ''} aria-label={label}>
          <div
            className={styles.inside}
            // Escape leaves at once, whatever was typed: the field would only empty itself.
            onKeyDownCapture={(event) => {
              if (event.key !== 'Escape') return;
              event.stopPropagation();
              onClose();
            }}
          >
            <Autocomplete
              filter={(text, wanted) =>
                wanted
                  .split(/\s+/)
                  .filter((word) => word !== '')
                  .every((word) => contains(text, word))
              }
            >
              <SearchField className={styles.field ?? ''} aria-label={label} autoFocus>
                <Icon of={Search} />
                <Input className={styles.input ?? ''} placeholder={placeholder} />
              </SearchField>
              {/* It scrolls, so the keyboard must reach it; rows are moved through from the field. */}
              <div className={styles.scroller} role="group" aria-label={resultsLabel} tabIndex={0}>
                <Menu
                  className={styles.menu ?? ''}
                  aria-label={resultsLabel}
                  renderEmptyState={() => <p className={styles.none}>{emptyText}</p>}
                  onAction={(key) => {
                    const command = filled
                      .flatMap((section) => section.commands)
                      .find(({ id }) => id === key);
                    onClose();
                    command?.run();
                  }}
                >
                  {filled.map((section) => (
                    <MenuSection key={section.id} className={styles.section ?? ''}>
                      <Header className={styles.header}>{section.label}</Header>
                      {section.commands.map((command) => (
                        <Row key={command.id} command={command} />
                      ))}
                    </MenuSection>
                  ))}
                </Menu>
              </div>
            </Autocomplete>
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

function Row({ command }: { readonly command: Command }) {
  const { id, label, detail, words, icon, mark, keys } = command;
  return (
    <MenuItem
      id={id}
      className={styles.item ?? ''}
      textValue={[label, detail, words].filter((one) => one !== undefined).join(' ')}
    >
      <span className={styles.mark}>{mark ?? (icon && <Icon of={icon} />)}</span>
      <Text slot="label" className={styles.label}>
        {label}
      </Text>
      {detail !== undefined && (
        <Text slot="description" className={styles.detail}>
          {detail}
        </Text>
      )}
      {keys && <kbd className={styles.keys} data-keys={keys.join(' ')} aria-hidden="true" />}
    </MenuItem>
  );
}
