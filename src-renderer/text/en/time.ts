import type { time as source } from '../fr/time.ts';
import type { TranslationOf } from '../message.ts';

export const time: TranslationOf<typeof source> = {
  now: 'now',
  seconds: '{seconds} s',
  minutes: '{minutes} min',
  hours: '{hours} h',
  'hours-minutes': '{hours} h {minutes}',
  days: '{days} d',
  tomorrow: 'tomorrow {time}',
  yesterday: 'yesterday {time}',
  exact: '{day} at {time}',
  'exact-today': 'today at {time}',
  'exact-tomorrow': 'tomorrow at {time}',
  'exact-yesterday': 'yesterday at {time}',
};
