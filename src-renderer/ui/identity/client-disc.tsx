import { classNames } from '../class-names.ts';
import type { ClientColour } from '../client-colour.ts';
import styles from './client-disc.module.css';
import { initials } from './initials.ts';

export interface ClientDiscProps {
  /** Empty: a disc of colour alone, in a picker. */
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
      // A picture made of letters, and no text: what holds a disc is not called by its initials.
      data-initials={name === '' || size === 'tiny' ? '' : initials(name)}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    />
  );
}
