import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { accountIdSchema, deliveryIdSchema, intentIdSchema, workspaceIdSchema } from '../ids.ts';
import { failureSchema } from '../errors.ts';
import { actionSchema } from './intent.ts';
import { contentSchema } from './content.ts';

export const deliveryStates = [
  'grace',
  'scheduled',
  'running',
  'sent',
  'handed-over',
  'recalling',
  'assisted',
  'frozen',
  'blocked',
  'needs-decision',
  'missed',
  'failed',
  'cancelled',
] as const;
export const deliveryStateSchema = v.picklist(deliveryStates);
export type DeliveryState = v.InferOutput<typeof deliveryStateSchema>;

/** Why a delivery that is not finished has not moved: what the outbox view puts into words. */
export const waitingSchema = v.variant('tag', [
  v.object({ tag: v.literal('grace'), until: v.number() }),
  v.object({ tag: v.literal('due'), until: v.number() }),
  v.object({ tag: v.literal('offline') }),
  v.object({ tag: v.literal('retry'), until: v.number(), failure: failureSchema }),
  v.object({ tag: v.literal('rate-limited'), until: v.number() }),
  /** The network charges, and nobody pays any more: asked again at `until`, or when the person says so. */
  v.object({ tag: v.literal('credit'), until: v.number() }),
  v.object({ tag: v.literal('processing'), until: v.number() }),
  /** The answer was lost: the app is reading back before it does anything. */
  v.object({ tag: v.literal('verifying'), until: v.number() }),
  v.object({ tag: v.literal('clock-skew'), skewMs: v.number() }),
  v.object({ tag: v.literal('account') }),
  v.object({ tag: v.literal('person') }),
  v.object({ tag: v.literal('network') }),
]);
export type Waiting = Frozen<v.InferOutput<typeof waitingSchema>>;

export const attemptSchema = v.object({
  at: v.number(),
  step: v.string(),
  /** `sent`, `answered`, `confirmed`, `lost`, `refused`, `absent`, `retry` … a key of `text/…/outbox`. */
  event: v.string(),
  code: v.nullable(v.string()),
});
export type Attempt = Frozen<v.InferOutput<typeof attemptSchema>>;

/** The public face of a delivery, mirrored read-only: what will leave, when, by whose hand, and what was sent. */
export const deliverySchema = v.object({
  id: deliveryIdSchema,
  workspaceId: workspaceIdSchema,
  intentId: intentIdSchema,
  accountId: accountIdSchema,
  action: actionSchema,
  /** Revision and hash that were sent, or would be. */
  revision: v.number(),
  hash: v.string(),
  /** The content of that revision. */
  content: contentSchema,
  state: deliveryStateSchema,
  executor: v.picklist(['machine', 'native', 'assisted']),
  waiting: v.nullable(waitingSchema),
  failure: v.nullable(failureSchema),
  /** When it is (or was) to leave, epoch ms; wall and zone for display, null for immediate ones. */
  dueAt: v.number(),
  wall: v.nullable(v.string()),
  zone: v.nullable(v.string()),
  toleranceMs: v.nullable(v.number()),
  remoteId: v.nullable(v.string()),
  remoteUrl: v.nullable(v.string()),
  /** Id at the network's own scheduler while it holds the post. */
  scheduledRemoteId: v.nullable(v.string()),
  sentAt: v.nullable(v.number()),
  stepsDone: v.number(),
  stepsTotal: v.number(),
  /** Posts of a thread that stand, in their order; none for a post alone. `step`: the key of its piece. */
  parts: v.optional(
    v.array(
      v.object({
        step: v.string(),
        remoteId: v.nullable(v.string()),
        url: v.nullable(v.string()),
        at: v.number(),
      }),
    ),
    [],
  ),
  /** The step of a thread at which it stands; null for a post alone, and once it is over. */
  step: v.optional(v.nullable(v.string()), null),
  /** Bytes of the upload in pieces that is under way; null: none is. */
  progress: v.optional(v.nullable(v.object({ sent: v.number(), total: v.number() })), null),
  attempts: v.array(attemptSchema),
  /** Remote posts that may be this one, when only a person can tell. */
  candidates: v.array(
    v.object({
      remoteId: v.string(),
      url: v.nullable(v.string()),
      text: v.string(),
      createdAt: v.number(),
      mediaCount: v.optional(v.number()),
    }),
  ),
  /** Grows by one at every transition; a gap means damage. */
  sequence: v.number(),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type Delivery = Frozen<v.InferOutput<typeof deliverySchema>>;
