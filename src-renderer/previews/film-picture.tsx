import { Clapperboard } from 'lucide-react';
import type { CSSProperties } from 'react';
import { classNames } from '../ui/class-names.ts';
import { FileMark } from './file-mark.tsx';
import styles from './film-picture.module.css';

/** A film's first picture; where it cannot be played here, its name: the network may well take it. */
export function FilmPicture({
  src,
  name,
  label,
  className,
  style,
}: {
  readonly src: string;
  readonly name: string;
  readonly label: string;
  readonly className?: string | undefined;
  readonly style?: CSSProperties;
}) {
  return (
    <span className={classNames(styles.film, className)} style={style}>
      <FileMark icon={Clapperboard} name={name} isHidden />
      <video className={styles.picture} src={src} aria-label={label} preload="metadata" muted playsInline />
    </span>
  );
}
