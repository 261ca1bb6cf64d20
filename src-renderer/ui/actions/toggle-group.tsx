import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { Icon } from '../icon.tsx';
import styles from './toggle-group.module.css';

export interface ToggleOption<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly icon?: LucideIcon;
  /** Before the label, where an icon is not one of the kit's: a network's mark. */
  readonly mark?: ReactNode;
  /** Beside the label: a count, a mark that says "differs". */
  readonly badge?: ReactNode;
  /** Icon without words; the label is still said. */
  readonly isLabelHidden?: boolean;
  readonly isDisabled?: boolean;
}

export interface ToggleGroupProps<Id extends string> {
  /** What is being chosen. */
  readonly label: string;
  readonly options: readonly ToggleOption<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
}

/** One choice among a few, all visible: Day, Week, Month. Arrows move, as in a group of radio buttons. */
export function ToggleGroup<Id extends string>({ label, options, value, onChange }: ToggleGroupProps<Id>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      className={styles.group ?? ''}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = options.find((option) => keys.has(option.id));
        if (chosen && chosen.id !== value) onChange(chosen.id);
      }}
    >
      {options.map((option) => (
        <ToggleButton
          key={option.id}
          id={option.id}
          className={styles.option ?? ''}
          isDisabled={option.isDisabled ?? false}
          {...(option.isLabelHidden && { 'aria-label': option.label })}
        >
          {option.icon && <Icon of={option.icon} />}
          {option.mark}
          {!option.isLabelHidden && option.label}
          {option.badge}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
