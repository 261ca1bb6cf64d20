import { CircleStop } from 'lucide-react';
import { ProgressBar as AriaProgressBar } from 'react-aria-components/ProgressBar';
import { Button } from '../actions/button.tsx';
import styles from './progress-bar.module.css';

export interface ProgressBarProps {
  /** What runs: "Récupération de l’historique". */
  readonly label: string;
  /** Null when the end is not known: the bar shows the count only. */
  readonly value: number | null;
  readonly max?: number;
  /** "1 240 sur 3 000". */
  readonly count?: string;
  /** "62 par seconde". */
  readonly rate?: string;
  readonly onStop?: () => void;
  readonly stopLabel?: string;
}

/** Long work, with its count, its rate and a way to stop it. */
export function ProgressBar({
  label,
  value,
  max = 100,
  count,
  rate,
  onStop,
  stopLabel = '',
}: ProgressBarProps) {
  return (
    <div className={styles.progress}>
      <AriaProgressBar
        className={styles.bar ?? ''}
        aria-label={label}
        isIndeterminate={value === null}
        value={value ?? 0}
        maxValue={max}
        {...(count !== undefined && { valueLabel: count })}
      >
        {({ percentage }) => (
          <>
            <div className={styles.words}>
              <span className={styles.label}>{label}</span>
              {count !== undefined && <span className={styles.figure}>{count}</span>}
              {rate !== undefined && <span className={styles.figure}>{rate}</span>}
            </div>
            <div className={styles.track}>
              <div
                className={percentage === undefined ? styles.unknown : styles.fill}
                style={{ inlineSize: percentage === undefined ? '30%' : `${percentage}%` }}
              />
            </div>
          </>
        )}
      </AriaProgressBar>
      {onStop && (
        <Button size="small" icon={CircleStop} onPress={onStop}>
          {stopLabel}
        </Button>
      )}
    </div>
  );
}
