import * as v from 'valibot';
import { fetchedSchema, fetchOrderSchema, fetchProgressSchema } from '../departure/fetching.ts';
import { call } from './types.ts';

/** "Je pars hors ligne": fetching ahead. Rows come down the stream, pictures stay with main. */
export const departure = {
  calls: {
    /** Answers when all of it was tried, or when it was stopped. A new order ends the one before. */
    fetch: call(fetchOrderSchema, fetchedSchema),
    stop: call(v.null(), v.null()),
  },
  events: { progress: fetchProgressSchema },
} as const;
