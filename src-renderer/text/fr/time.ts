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
} as const;
