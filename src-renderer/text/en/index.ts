import type { fr } from '../fr/index.ts';
import type { TranslationOf } from '../message.ts';
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

/** The English words: the same keys as the French ones, or it does not compile. */
export const en: { readonly [Namespace in keyof typeof fr]: TranslationOf<(typeof fr)[Namespace]> } = {
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
