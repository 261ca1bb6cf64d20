import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { freezeSchema, resumeChoiceSchema } from '../domain/freeze.ts';
import { deliveryIdSchema } from '../ids.ts';
import { call } from './types.ts';

const one = v.object({ deliveryId: deliveryIdSchema });

export const brakesStateSchema = v.object({
  /** Every freeze there ever was, oldest first; those without an end are in force. */
  freezes: v.array(freezeSchema),
  /** False: the disk refuses to keep one, which holds only while Vigie runs. */
  kept: v.boolean(),
});
export type BrakesState = Frozen<v.InferOutput<typeof brakesStateSchema>>;

const orderSchema = v.omit(freezeSchema, ['id', 'startedAt', 'ended']);
export type FreezeOrder = Frozen<v.InferOutput<typeof orderSchema>>;

const resumeSchema = v.object({
  id: v.string(),
  by: v.pipe(v.string(), v.maxLength(80)),
  /** What is not named stays frozen, and is released one by one. */
  choices: v.array(v.object({ deliveryId: deliveryIdSchema, choice: resumeChoiceSchema })),
  /** Least pause (ms) on one account between posts that are due already. */
  spacingMs: v.pipe(v.number(), v.minValue(0), v.maxValue(24 * 3_600_000)),
});
export type ResumeOrder = Frozen<v.InferOutput<typeof resumeSchema>>;

/** The red button. */
export const brakes = {
  calls: {
    state: call(v.null(), brakesStateSchema),
    /** In force at once, also offline; an error says that it is in force and could not be kept. */
    freeze: call(orderSchema, v.object({ id: v.string(), underWay: v.number() })),
    resume: call(resumeSchema, v.null()),
    /** When the person wants to be asked again; null: not at all. */
    postpone: call(v.object({ id: v.string(), endsAt: v.nullable(v.number()) }), v.null()),
    /** Lets go of one that is frozen while no freeze covers it; `frozen` when one does. */
    release: call(one, v.null()),
    /** Tries again to take a post back from the network's scheduler. */
    recallAgain: call(one, v.null()),
  },
  events: { changed: brakesStateSchema },
} as const;
