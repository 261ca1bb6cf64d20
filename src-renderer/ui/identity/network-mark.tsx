import styles from './network-mark.module.css';

/** A network's own mark as data: the registry of networks gives it, this kit knows none by name. */
export interface NetworkMarkData {
  /** SVG path. */
  readonly path: string;
  /** Edge of the square that the path is drawn in; 24 unless told. */
  readonly viewBox?: number;
  /** One of the colours of clients; absent: that of the text around it. */
  readonly colour?: string;
}

export interface NetworkMarkProps {
  readonly mark: NetworkMarkData;
  /** Said by screen readers; without it the mark is decoration beside a written name. */
  readonly label?: string;
  readonly size?: 12 | 14 | 16 | 20;
}

/** A network's mark, in its own colour where a person gave it one. */
export function NetworkMark({ mark, label, size = 14 }: NetworkMarkProps) {
  const edge = mark.viewBox ?? 24;
  return (
    <svg
      className={styles.mark}
      data-client={mark.colour}
      width={size}
      height={size}
      viewBox={`0 0 ${edge} ${edge}`}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <path d={mark.path} />
    </svg>
  );
}
