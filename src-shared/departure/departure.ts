import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { deliveryStateSchema } from '../domain/delivery.ts';
import { failureSchema } from '../errors.ts';
import { accountIdSchema, deliveryIdSchema, intentIdSchema } from '../ids.ts';
import { fetchedSchema } from './fetching.ts';

/**
 * "Je pars hors ligne", as it is kept. A departure has two moments at which the ledger is read: when the person left,
 * and when nothing of their absence moves any more. The report is what lies between them.
 */
export const departureSchema = v.object({
  leftAt: v.number(),
  /** Until when the person said that they would be away, epoch ms. */
  until: v.number(),
  /** Away since then for certain: a connection that is older is no return. Later than `leftAt` after a false return. */
  awayFrom: v.number(),
  /** Null: still away. */
  returnedAt: v.nullable(v.number()),
  /** The second moment of the ledger; null: the report still follows it. */
  closedAt: v.nullable(v.number()),
  /** The person has read the report, or put it away. */
  seen: v.boolean(),
});
export type DepartureHead = Frozen<v.InferOutput<typeof departureSchema>>;

export const fates = [
  'sent',
  'refused',
  'missed',
  'verify',
  'blocked',
  'hand',
  'waiting',
  'frozen',
  'dropped',
] as const;
/** What became of one departure during an absence: `missed` is too late or past answering, `verify` asks the person. */
export type Fate = (typeof fates)[number];

export const fateLineSchema = v.object({
  id: deliveryIdSchema,
  intentId: intentIdSchema,
  accountId: accountIdSchema,
  fate: v.picklist(fates),
  /** `reply` to somebody, `post`, or `other`: a like, a deletion. */
  kind: v.picklist(['post', 'reply', 'other']),
  /** Null: main never had it. */
  state: v.nullable(deliveryStateSchema),
  executor: v.picklist(['machine', 'native', 'assisted']),
  /** Asked for during the absence. */
  isNew: v.boolean(),
  failure: v.nullable(failureSchema),
  /** When it left; for what did not, when it is or was to leave. Epoch ms. */
  at: v.number(),
  sequence: v.number(),
});
export type FateLine = Frozen<v.InferOutput<typeof fateLineSchema>>;

/** One client's part of a departure: a row of that client's, so that it goes with the client. */
export const departurePartSchema = v.object({
  /** What was due and not over when the person left, with its number in the ledger. */
  open: v.array(v.object({ id: deliveryIdSchema, sequence: v.number() })),
  /** What was fetched ahead; null: nothing was asked for. */
  fetched: v.nullable(fetchedSchema),
  /** The lines as they were at the second moment; null: not yet. */
  lines: v.nullable(v.array(fateLineSchema)),
});
export type DeparturePart = Frozen<v.InferOutput<typeof departurePartSchema>>;
