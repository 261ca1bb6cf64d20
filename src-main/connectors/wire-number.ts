import * as v from 'valibot';

/** A number, also where a server writes it as a text: the figure is the same. */
export const wireNumber = v.union([
  v.number(),
  v.pipe(v.string(), v.regex(/^-?\d{1,15}(?:\.\d+)?$/), v.transform(Number)),
]);
