import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { failureSchema } from '../errors.ts';
import { accountIdSchema } from '../ids.ts';

/** What an access may be needed for, in words that no network owns. */
export const permissionNames = [
  'read',
  'publish',
  'upload',
  'react',
  'private-messages',
  'mute',
  'block',
] as const;
export const permissionNameSchema = v.picklist(permissionNames);
export type PermissionName = v.InferOutput<typeof permissionNameSchema>;

/** What the secret of an account says of itself. Nothing of the secret is in it. */
export const accessSchema = v.object({
  /** When it ends, epoch ms, unless it is renewed before; null: it does not. */
  endsAt: v.nullable(v.number()),
  /** Vigie renews it by itself, each time with a new end. */
  renews: v.boolean(),
  permissions: v.array(
    v.object({
      name: permissionNameSchema,
      /** Granted; null: nobody said. */
      held: v.nullable(v.boolean()),
      /** The network's own name for it; null where it has none. */
      scope: v.nullable(v.string()),
    }),
  ),
});
export type Access = Frozen<v.InferOutput<typeof accessSchema>>;

/** How much a server still allows in one of its windows. */
export const quotaSchema = v.object({
  /** `read`: seen when reading, so it counts everything. `write`: counts only what is written. */
  kind: v.picklist(['read', 'write']),
  limit: v.number(),
  left: v.number(),
  /** When the window begins anew, epoch ms on our clock. */
  resetAt: v.number(),
});
export type Quota = Frozen<v.InferOutput<typeof quotaSchema>>;

/** What the calls of a month have cost, counted by Vigie from its own: nobody tells it. */
export const spentSchema = v.object({
  amount: v.number(),
  /** ISO 4217. */
  currency: v.string(),
  /** The month, epoch ms; `until` belongs to the next. */
  from: v.number(),
  until: v.number(),
});
export type Spent = Frozen<v.InferOutput<typeof spentSchema>>;

/** A network that charges has refused for want of money, and has not taken anything since. */
export const unpaidSchema = v.object({
  /** Epoch ms. */
  since: v.number(),
  /** Reading was refused as well, not only what is sent. */
  reading: v.boolean(),
  /** Refusals a pause apart. */
  tries: v.number(),
  /** Nothing is asked for in the background before this, epoch ms. */
  lookAt: v.number(),
});
export type UnpaidState = Frozen<v.InferOutput<typeof unpaidSchema>>;

/** One part of a network whose answers had another shape than it promises, and whether they still have. */
export const changedShapeSchema = v.object({
  /** A feed, an operation of the outbox, or another call: `measure`, `thread`, `identify`. */
  part: v.string(),
  /** Epoch ms. */
  since: v.number(),
  lastAt: v.number(),
  /** From when on the answers were right again; null: they are not. */
  overAt: v.nullable(v.number()),
  failure: failureSchema,
  /** The last such answer as the report shows it: no word of anybody's, nothing that opens anything. */
  shown: v.string(),
  /** Items that could not be read and are set aside. */
  leftOut: v.number(),
});
export type ChangedShape = Frozen<v.InferOutput<typeof changedShapeSchema>>;

/** How an account's dealings with its server have gone: kept by main beside the account, and never a secret. */
export const vitalsSchema = v.object({
  accountId: accountIdSchema,
  /** Null: the secret was not read since the start. */
  access: v.nullable(accessSchema),
  /** The last request that the server answered as asked, epoch ms. */
  lastOkAt: v.nullable(v.number()),
  /** What went wrong last, also when it is over; `retryAt`: when Vigie tries again by itself, epoch ms. */
  lastError: v.nullable(
    v.object({ at: v.number(), failure: failureSchema, retryAt: v.nullable(v.number()) }),
  ),
  /** Every window that the server spoke of and that is not over, the tightest first. */
  quotas: v.array(quotaSchema),
  /** The server asked to be left alone until then, epoch ms. */
  limitedUntil: v.nullable(v.number()),
  /** Absent: its network charges nothing, or nothing was called yet. */
  spent: v.optional(spentSchema),
  /** Absent: its network charges nothing, or is paid. */
  unpaid: v.optional(unpaidSchema),
  /** The last of each part, also when it is over; absent: none. */
  shapes: v.optional(v.array(changedShapeSchema)),
});
export type Vitals = Frozen<v.InferOutput<typeof vitalsSchema>>;

/** What the network answers in another shape now. */
export const changedShapes = ({ shapes }: Pick<Vitals, 'shapes'>): readonly ChangedShape[] =>
  (shapes ?? []).filter(({ overAt }) => overAt === null);

export const noVitals = (accountId: Vitals['accountId']): Vitals => ({
  accountId,
  access: null,
  lastOkAt: null,
  lastError: null,
  quotas: [],
  limitedUntil: null,
});
