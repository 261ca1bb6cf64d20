import type { ReactNode } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import styles from './card-choice.module.css';

export interface ChoiceCard<Id extends string> {
  readonly id: Id;
  /** The whole of it in a sentence, for who does not see it. */
  readonly label: string;
  readonly children: ReactNode;
}

export interface CardChoiceProps<Id extends string> {
  /** What is being chosen. */
  readonly label: string;
  readonly cards: readonly ChoiceCard<Id>[];
  /** Null: none of them. */
  readonly value: Id | null;
  readonly onChange: (id: Id | null) => void;
}

/** One of many small cards side by side, or none: the days of a fortnight. Arrows move; the chosen one is let go by choosing it again. */
export function CardChoice<Id extends string>({ label, cards, value, onChange }: CardChoiceProps<Id>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      className={styles.group ?? ''}
      selectionMode="single"
      selectedKeys={value === null ? [] : [value]}
      onSelectionChange={(keys) => onChange(cards.find(({ id }) => keys.has(id))?.id ?? null)}
    >
      {cards.map((card) => (
        <ToggleButton key={card.id} id={card.id} className={styles.card ?? ''} aria-label={card.label}>
          {card.children}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
