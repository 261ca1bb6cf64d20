import { accounts } from './accounts.ts';
import { calendar } from './calendar.ts';
import { composer } from './composer.ts';
import { errors } from './errors.ts';
import { inbox } from './inbox.ts';
import { networks } from './networks.ts';
import { outbox } from './outbox.ts';
import { previews } from './previews.ts';
import { shell } from './shell.ts';
import { time } from './time.ts';
import { words } from './words.ts';

/** The French words, the source: one file a namespace, one line here. */
export const fr = {
  accounts,
  calendar,
  composer,
  errors,
  inbox,
  networks,
  outbox,
  previews,
  shell,
  time,
  words,
};
