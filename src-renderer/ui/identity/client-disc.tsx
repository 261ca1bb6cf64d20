import { classNames } from '../class-names.ts';
import type { ClientColour } from '../client-colour.ts';
import styles from './client-disc.module.css';
import { initials } from './initials.ts';

export interface ClientDiscProps {
  readonly name: string;
  readonly colour: ClientColour;
  readonly size?: 'tiny' | 'small' | 'normal';
  /** Said by screen readers; without it the disc is decoration beside a written name. */
  readonly label?: string;
}

/** A client's disc in its colour: in the rail, in rows that mix clients, in pickers. */
export function ClientDisc({ name, colour, size = 'normal', label }: ClientDiscProps) {
  return (
    <span
      data-client={colour}
      className={classNames(styles.disc, styles[size])}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {/* Too small for letters, and letters that nobody sees would count as the words of a button. */}
      {size !== 'tiny' && initials(name)}
    </span>
  );
}
