import { errors } from './errors.ts';
import { inbox } from './inbox.ts';
import { networks } from './networks.ts';
import { previews } from './previews.ts';
import { shell } from './shell.ts';
import { time } from './time.ts';
import { words } from './words.ts';

/** The French words, the source: one file a namespace, one line here. */
export const fr = { errors, inbox, networks, previews, shell, time, words };
