import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { accountIdSchema, rowIdSchema, workspaceIdSchema } from '../ids.ts';

/** What is counted. What a network does not give is no row. */
export const metricNames = [
  'likes',
  'replies',
  'reposts',
  'quotes',
  'views',
  /** Times it was shown. */
  'impressions',
  'clicks',
  /** People who saw it, each once. */
  'reach',
  'saves',
  'shares',
  'followers',
  'following',
  'posts',
] as const;
export const metricNameSchema = v.picklist(metricNames);
export type MetricName = v.InferOutput<typeof metricNameSchema>;

/** One number, with its date and its source. "Not available" is the absence of the row, never 0. */
export const metricSchema = v.object({
  id: rowIdSchema,
  workspaceId: workspaceIdSchema,
  accountId: accountIdSchema,
  /** Remote id of the post, or of the account itself. */
  subject: v.string(),
  name: metricNameSchema,
  value: v.number(),
  at: v.number(),
});
export type Metric = Frozen<v.InferOutput<typeof metricSchema>>;
