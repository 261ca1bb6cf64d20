import type { fr } from '../fr/index.ts';
import type { TranslationOf } from '../message.ts';
import { accounts } from './accounts.ts';
import { backups } from './backups.ts';
import { banners } from './banners.ts';
import { brakes } from './brakes.ts';
import { calendar } from './calendar.ts';
import { checks } from './checks.ts';
import { clients } from './clients.ts';
import { composer } from './composer.ts';
import { confirmation } from './confirmation.ts';
import { departure } from './departure.ts';
import { diagnostics } from './diagnostics.ts';
import { errors } from './errors.ts';
import { forecast } from './forecast.ts';
import { health } from './health.ts';
import { inbox } from './inbox.ts';
import { leaving } from './leaving.ts';
import { networks } from './networks.ts';
import { notices } from './notices.ts';
import { outbox } from './outbox.ts';
import { palette } from './palette.ts';
import { previews } from './previews.ts';
import { purge } from './purge.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { statements } from './statements.ts';
import { stopped } from './stopped.ts';
import { time } from './time.ts';
import { welcome } from './welcome.ts';
import { words } from './words.ts';

/** The English words: the same keys as the French ones, or it does not compile. */
export const en: { readonly [Namespace in keyof typeof fr]: TranslationOf<(typeof fr)[Namespace]> } = {
  accounts,
  backups,
  banners,
  brakes,
  calendar,
  checks,
  clients,
  composer,
  confirmation,
  departure,
  diagnostics,
  errors,
  forecast,
  health,
  inbox,
  leaving,
  networks,
  notices,
  outbox,
  palette,
  previews,
  purge,
  settings,
  shell,
  statements,
  stopped,
  time,
  welcome,
  words,
};
