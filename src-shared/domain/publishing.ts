import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { accountIdSchema } from '../ids.ts';

/** What a client asks of those who publish for it. A record of the client's, one for each. */
export const publishingSchema = v.object({
  /** Accounts for which what leaves is shown once more, and confirmed, before it is handed over. */
  confirm: v.optional(v.array(accountIdSchema), []),
  /** The same text on the same account is said when it is at most so many days away; 0: never. */
  similarDays: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(365)), 30),
  /** Two posts of one account are said when they are less than so many minutes apart; 0: never. */
  apartMinutes: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1_440)), 15),
});
export type Publishing = Frozen<v.InferOutput<typeof publishingSchema>>;

export const usualPublishing: Publishing = { confirm: [], similarDays: 30, apartMinutes: 15 };
