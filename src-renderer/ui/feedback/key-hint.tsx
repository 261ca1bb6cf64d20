import styles from './key-hint.module.css';

export interface KeyHintProps {
  /** Keys pressed together, as printed on them: `['Ctrl', 'K']`. */
  readonly keys: readonly string[];
  /** `joined`: one frame around all of them, as in the search box. */
  readonly look?: 'separate' | 'joined';
}

/** A keyboard shortcut beside the action that it does. */
export function KeyHint({ keys, look = 'joined' }: KeyHintProps) {
  if (look === 'joined') return <kbd className={styles.key}>{keys.join(' ')}</kbd>;
  return (
    <span className={styles.keys}>
      {keys.map((key) => (
        <kbd key={key} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
