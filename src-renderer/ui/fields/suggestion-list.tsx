import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { LiveRegion } from '../feedback/live-region.tsx';
import styles from './suggestion-list.module.css';

export interface SuggestedEntry {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  /** Before the name: a network's mark. */
  readonly mark?: ReactNode;
}

export interface SuggestionListProps {
  /** What is being suggested; the list is found by it, and said. */
  readonly label: string;
  /** The list's own; `suggestionId` names its entries. */
  readonly id: string;
  readonly entries: readonly SuggestedEntry[];
  /** The one that Enter takes. */
  readonly active: number;
  readonly onTake: (index: number) => void;
  /** How many there are, for those who do not see it. */
  readonly said: string;
  /** Where it opens: `above` for a field at the foot of its pane. */
  readonly placement?: 'below' | 'above';
}

export const suggestionId = (list: string, index: number): string => `${list}-${String(index)}`;

/** What a text may go on with, under the field that keeps the focus: its keys move in the list, or a press takes one. */
export function SuggestionList({
  label,
  id,
  entries,
  active,
  onTake,
  said,
  placement = 'below',
}: SuggestionListProps) {
  return (
    <>
      <LiveRegion message={entries.length === 0 ? '' : said} />
      {entries.length > 0 && (
        <div id={id} role="listbox" aria-label={label} className={classNames(styles.list, styles[placement])}>
          {entries.map((entry, index) => (
            <div
              key={entry.id}
              id={suggestionId(id, index)}
              role="option"
              aria-selected={index === active}
              className={styles.entry}
              // Before the field loses the focus.
              onPointerDown={(event) => {
                event.preventDefault();
                onTake(index);
              }}
            >
              {entry.mark}
              <span className={styles.name}>{entry.name}</span>
              <span className={styles.detail}>{entry.detail}</span>
            </div>
          ))}
        </div>
      )}
    </>
  );
}
