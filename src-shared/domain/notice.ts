import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { failureSchema } from '../errors.ts';
import { accountIdSchema, deliveryIdSchema, workspaceIdSchema } from '../ids.ts';

/** What a person hears about, whichever window is open. Sent is no news: it was promised. */
export const noticeKinds = [
  'failed',
  'missed',
  'needs-decision',
  'blocked',
  'assisted',
  'recall-failed',
  'handed-back',
  'fired-first',
  'would-fail',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** News of one delivery: what became of it and why, and the way to it. No word that a person wrote is in it. */
export const deliveryNoticeSchema = v.object({
  kind: v.picklist(noticeKinds),
  deliveryId: deliveryIdSchema,
  accountId: accountIdSchema,
  workspaceId: workspaceIdSchema,
  /** Null: the kind says it all. */
  failure: v.nullable(failureSchema),
});
export type DeliveryNotice = Frozen<v.InferOutput<typeof deliveryNoticeSchema>>;
