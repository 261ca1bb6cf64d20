import { useState } from 'react';
import styles from './avatar.module.css';
import { initials, stableHue } from './initials.ts';

export interface AvatarProps {
  readonly name: string;
  /** What the colour depends on: an id that never changes. The name, unless told. */
  readonly colourKey?: string;
  /** An address that the page may load (`media://…`). Initials stand in for it when it is missing or fails. */
  readonly src?: string | null;
  readonly size?: 16 | 20 | 28 | 32 | 40;
  /** Said by screen readers; without it the avatar is decoration beside a written name. */
  readonly label?: string;
}

/** A person's or an account's picture, or two letters on a colour that never changes. */
export function Avatar({ name, colourKey = name, src = null, size = 32, label }: AvatarProps) {
  const [failedSrc, setFailedSrc] = useState<string | null>(null);
  const showsImage = src !== null && src !== failedSrc;
  return (
    <span
      className={styles.avatar}
      style={{ '--size': `${size}px`, '--hue': stableHue(colourKey) }}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {showsImage ? (
        <img
          className={styles.image}
          src={src}
          alt=""
          width={size}
          height={size}
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setFailedSrc(src)}
        />
      ) : (
        initials(name)
      )}
    </span>
  );
}
