import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import {
  accountIdSchema,
  deliveryIdSchema,
  workspaceIdSchema,
  type AccountId,
  type WorkspaceId,
} from '../ids.ts';
import type { Action } from './intent.ts';

/** What became of a post that a network's own scheduler held when the red button was pressed. */
export const recallFates = ['to-recall', 'recalled', 'gone', 'failed', 'in-doubt'] as const;
export type RecallFate = (typeof recallFates)[number];

/** What a person chose, when a freeze ended, for one delivery that it held. */
export const resumeChoiceSchema = v.variant('tag', [
  /** Back to its own moment; what is too late for that goes to the missed ones. */
  v.object({ tag: v.literal('release') }),
  /** Due from now on, spaced. */
  v.object({ tag: v.literal('now') }),
  v.object({
    tag: v.literal('at'),
    moment: v.object({ wall: v.string(), zone: v.string(), dueAt: v.number() }),
    toleranceMs: v.number(),
  }),
  v.object({ tag: v.literal('drop') }),
  /** Stays frozen, until it is released by itself. */
  v.object({ tag: v.literal('keep') }),
]);
export type ResumeChoice = Frozen<v.InferOutput<typeof resumeChoiceSchema>>;

/**
 * One press of the red button, kept for ever: it is the journal of freezes. While `ended` is null nothing that it
 * covers leaves. Nothing in Vigie ends it but a person.
 */
export const freezeSchema = v.object({
  id: v.string(),
  /** One client; null: all of them. */
  scope: v.nullable(workspaceIdSchema),
  /** As the person signed it: Vigie has no user accounts. */
  by: v.pipe(v.string(), v.maxLength(80)),
  why: v.pipe(v.string(), v.maxLength(2_000)),
  startedAt: v.number(),
  /** When the person is asked whether to resume, epoch ms; null: whenever they think of it. */
  endsAt: v.nullable(v.number()),
  /** Accounts that go on publishing. */
  openAccounts: v.array(accountIdSchema),
  /** Answers to people go on leaving. */
  repliesOpen: v.boolean(),
  ended: v.nullable(
    v.object({
      at: v.number(),
      by: v.pipe(v.string(), v.maxLength(80)),
      /** Everything that it held, as it was decided. */
      what: v.array(
        v.object({
          deliveryId: deliveryIdSchema,
          accountId: accountIdSchema,
          choice: v.picklist(['release', 'now', 'at', 'drop', 'keep']),
          recall: v.nullable(v.picklist(recallFates)),
        }),
      ),
    }),
  ),
});
export type Freeze = Frozen<v.InferOutput<typeof freezeSchema>>;

/** What the red button asks of a delivery. */
export interface Departing {
  readonly workspaceId: WorkspaceId;
  readonly accountId: AccountId;
  readonly action: Action;
}

/**
 * Whether an action says something to somebody. What takes back or protects (unlike, delete, mute, block) is what a
 * crisis needs, and is never frozen.
 */
export function speaks(action: Action): boolean {
  return action.tag === 'publish' || action.tag === 'reply' || action.tag === 'like';
}

/** Whether a freeze keeps this from leaving. One that has ended keeps nothing. */
export function covers(freeze: Freeze, about: Departing): boolean {
  if (freeze.ended !== null || !speaks(about.action)) return false;
  if (freeze.scope !== null && freeze.scope !== about.workspaceId) return false;
  if (freeze.openAccounts.includes(about.accountId)) return false;
  return !(freeze.repliesOpen && about.action.tag === 'reply');
}

/** The freezes that keep this from leaving. */
export const freezesOf = (freezes: readonly Freeze[], about: Departing): readonly Freeze[] =>
  freezes.filter((freeze) => covers(freeze, about));
