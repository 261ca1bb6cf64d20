import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { accountIdSchema, deliveryIdSchema, intentIdSchema, workspaceIdSchema } from '../ids.ts';
import { failureSchema } from '../errors.ts';
import { contentSchema } from '../domain/content.ts';
import { attemptSchema } from '../domain/delivery.ts';
import { actionSchema } from '../domain/intent.ts';
import { momentSchema } from '../domain/post.ts';
import { operationClassSchema } from '../networks/manifest.ts';
import { drawnSchema, operationSchema, remoteSchema, soFarSchema } from './operation.ts';

/**
 * A delivery as the journal keeps it: everything that decides what happens next. The public face (`domain/delivery`)
 * is derived from it, never the other way round.
 */

/** When something leaves. `now`: once `leavesAt` (end of the grace, epoch ms) has passed. `at`: at a chosen moment. */
export const leavingSchema = v.variant('tag', [
  v.object({ tag: v.literal('now'), leavesAt: v.number() }),
  v.object({ tag: v.literal('at'), moment: momentSchema, toleranceMs: v.number() }),
]);
export type Leaving = Frozen<v.InferOutput<typeof leavingSchema>>;

/** What the person wants of this delivery, by revision. */
export const wishSchema = v.object({
  revision: v.number(),
  hash: v.string(),
  content: contentSchema,
  leaving: leavingSchema,
  /** Who is wanted to publish; the steps say who does. */
  executor: v.picklist(['machine', 'native', 'assisted']),
  /** The person said "now" at this moment (epoch ms): due from then on, and late only from then on. */
  releasedAt: v.nullable(v.number()),
  /** Its turn (epoch ms) among what the end of a freeze let go: it leaves no sooner. Absent: it keeps no turn. */
  turn: v.optional(v.number()),
});
export type Wish = Frozen<v.InferOutput<typeof wishSchema>>;

/** A wish as the person put it, without the turn that the end of a freeze gave it. */
export function withoutTurn(wish: Wish): Wish {
  const { turn: _, ...asPut } = wish;
  return asPut;
}

/** What the account's network promises, kept with the delivery since it was planned. */
export const termsSchema = v.object({
  /** By operation name. */
  operations: v.record(v.string(), operationClassSchema),
  /** Null where the network has no scheduler of its own. */
  native: v.nullable(v.object({ minAheadMs: v.number() })),
});
export type Terms = Frozen<v.InferOutput<typeof termsSchema>>;

/** A remote post that may be this one. */
const candidateSchema = v.object({
  remoteId: v.string(),
  url: v.nullable(v.string()),
  text: v.string(),
  createdAt: v.number(),
  mediaCount: v.optional(v.number()),
});

/**
 * A loop of read-only looks. `from`: the moment (epoch ms) from which the settling time runs. `absences`: looks
 * that began after the settling time and saw nothing. `troubles`: looks that failed.
 */
export const lookSchema = v.object({
  from: v.number(),
  /**
   * What is read back settles anew since `from`, because the clock moved or nothing ran: its answer was lost at this
   * moment (epoch ms) of the clock of then. Absent: at `from`.
   */
  lost: v.optional(v.number()),
  lookAt: v.number(),
  absences: v.number(),
  troubles: v.number(),
});
export type Look = Frozen<v.InferOutput<typeof lookSchema>>;

export const stepStateSchema = v.variant('tag', [
  v.object({ tag: v.literal('ready') }),
  /** Saved before the request leaves. `attempt` numbers the performs of the delivery. */
  v.object({ tag: v.literal('sending'), attempt: v.number(), at: v.number() }),
  v.object({ tag: v.literal('done'), at: v.number(), remote: remoteSchema }),
  /** `until` null: until the server can be reached again. */
  v.object({
    tag: v.literal('waiting'),
    until: v.nullable(v.number()),
    why: v.picklist(['offline', 'rate-limited', 'retry']),
    failure: v.nullable(failureSchema),
  }),
  v.object({
    tag: v.literal('polling'),
    handle: v.string(),
    since: v.number(),
    until: v.number(),
    troubles: v.number(),
  }),
  /** It may have been done: only reading back, or a person, can say. */
  v.object({
    tag: v.literal('unconfirmed'),
    look: lookSchema,
    failure: failureSchema,
    /** What turns out not to be done is not asked again before then, epoch ms; absent: at any time. */
    until: v.optional(v.number()),
  }),
  v.object({ tag: v.literal('failed'), failure: failureSchema }),
]);
export type StepState = Frozen<v.InferOutput<typeof stepStateSchema>>;

export const stepSchema = v.object({
  /** Unique within the delivery: `upload-1`, `create`, `part-2`, `first-comment`, `schedule`, `recall`, `like` … */
  key: v.string(),
  operation: operationSchema,
  rule: operationClassSchema,
  /** The step whose post this one answers, known once that one is done; absent: none. */
  follows: v.optional(v.string()),
  /** Of an upload or a container: the step that takes it; absent: the first that sends a post. */
  of: v.optional(v.string()),
  /** Of an upload in pieces: how far it is. */
  soFar: v.optional(soFarSchema),
  drawn: v.nullable(drawnSchema),
  /** When it was drawn, epoch ms. */
  drawnAt: v.nullable(v.number()),
  /** First departure under this draw, epoch ms. */
  firstSentAt: v.nullable(v.number()),
  /** The server's clock minus ours at that departure, at the least, ms: ours may be set before anybody looks. */
  skewAtSend: v.optional(v.number()),
  /**
   * What is known of earlier attempts under this draw. `none`: none can have reached the server. `absent`: one may
   * have, and reading back proved that it left nothing. `person`: a person said so. `key`: nothing was proven, the
   * repeat rests on the server's key alone.
   */
  doubt: v.picklist(['none', 'absent', 'person', 'key']),
  /** Failed tries since the last word of a person. */
  tries: v.number(),
  /**
   * A person said that it is to be sent again, and was shown these (their ids) as what it may be: before it leaves one
   * look more is for what came since. `failures`: looks that failed. Absent: nothing is to be looked for first.
   */
  word: v.optional(v.object({ shown: v.array(v.string()), failures: v.number() })),
  state: stepStateSchema,
});
export type Step = Frozen<v.InferOutput<typeof stepSchema>>;

/** What happens once the network's scheduler has given the post back. */
export const afterRecallSchema = v.variant('tag', [
  v.object({ tag: v.literal('cancel') }),
  v.object({ tag: v.literal('resume'), wish: wishSchema }),
]);
export type AfterRecall = Frozen<v.InferOutput<typeof afterRecallSchema>>;

export const phaseSchema = v.variant('tag', [
  v.object({ tag: v.literal('grace') }),
  v.object({ tag: v.literal('scheduled') }),
  v.object({ tag: v.literal('running') }),
  /** The network's scheduler holds it. The id is null when the answer to the handing over was lost past its moment. */
  v.object({
    tag: v.literal('handed-over'),
    scheduledRemoteId: v.nullable(v.string()),
    at: v.number(),
    look: lookSchema,
    failure: v.nullable(failureSchema),
    /** It was to be taken back for this, and no answer said whether it was. Absent: nothing of the kind. */
    next: v.optional(afterRecallSchema),
  }),
  v.object({
    tag: v.literal('recalling'),
    scheduledRemoteId: v.string(),
    at: v.number(),
    next: afterRecallSchema,
    /** Set when the scheduler no longer holds it and it may have been published meanwhile. */
    fired: v.nullable(lookSchema),
  }),
  v.object({ tag: v.literal('assisted') }),
  v.object({
    tag: v.literal('needs-decision'),
    /** `step`: the active step is in doubt. `fired`: whether the network's scheduler published it is. */
    about: v.picklist(['step', 'fired']),
    scheduledRemoteId: v.nullable(v.string()),
    failure: failureSchema,
    candidates: v.array(candidateSchema),
  }),
  v.object({ tag: v.literal('missed'), at: v.number() }),
  v.object({ tag: v.literal('failed'), failure: failureSchema }),
  v.object({ tag: v.literal('sent'), at: v.number(), remote: v.nullable(remoteSchema) }),
  v.object({ tag: v.literal('cancelled'), at: v.number() }),
]);
export type Phase = Frozen<v.InferOutput<typeof phaseSchema>>;

/** A delivery as another revision of it would stand. */
export interface Revision {
  readonly wish: Wish;
  readonly steps: readonly Step[];
  readonly phase: Phase;
}
// Said once more, because what is inferred of it inside of a record is more than the compiler follows.
const revisionSchema: v.GenericSchema<unknown, Revision> = v.object({
  wish: wishSchema,
  steps: v.array(stepSchema),
  phase: phaseSchema,
});

export const recordSchema = v.object({
  id: deliveryIdSchema,
  workspaceId: workspaceIdSchema,
  intentId: intentIdSchema,
  accountId: accountIdSchema,
  action: actionSchema,
  wish: wishSchema,
  terms: termsSchema,
  /** When an answer is no longer possible at all (a network's reply window), epoch ms. */
  expiresAt: v.nullable(v.number()),
  phase: phaseSchema,
  /** What keeps it from leaving, whatever its phase. */
  holds: v.object({
    frozen: v.boolean(),
    blocked: v.nullable(failureSchema),
    skewMs: v.nullable(v.number()),
  }),
  steps: v.array(stepSchema),
  /** Requests that left for this delivery, ever. */
  performs: v.number(),
  uploadRedos: v.number(),
  /** It stands in its account's queue as if it had been due then (epoch ms): the person moved it. */
  queuedAt: v.optional(v.number()),
  /** A later revision that may have left instead, before the journal was lost: looked for before anything leaves. */
  perhaps: v.optional(revisionSchema),
  /** Append-only. */
  attempts: v.array(attemptSchema),
  sequence: v.number(),
  createdAt: v.number(),
  updatedAt: v.number(),
});
type Inferred = v.InferOutput<typeof recordSchema>;
export type OutboxRecord = Frozen<Omit<Inferred, 'perhaps'>> & Pick<Readonly<Inferred>, 'perhaps'>;

/** A failure as it is kept: its code may come from another version of Vigie. */
export type Cause = Frozen<v.InferOutput<typeof failureSchema>>;
