/** Spans and moments that Intl does not write as short as a row needs. */
export const time = {
  now: 'à l’instant',
  seconds: '{seconds} s',
  minutes: '{minutes} min',
  hours: '{hours} h',
  'hours-minutes': '{hours} h {minutes}',
  days: '{days} j',
  tomorrow: 'demain {time}',
  yesterday: 'hier {time}',
  exact: '{day} à {time}',
  'exact-today': 'aujourd’hui à {time}',
  'exact-tomorrow': 'demain à {time}',
  'exact-yesterday': 'hier à {time}',
} as const;
