import type { RecheckMark } from './recheck.ts';
import type { AccountId, IntentId, WorkspaceId } from '../ids.ts';
import type { Action } from '../domain/intent.ts';
import type { Moment } from '../domain/post.ts';
import type { Candidate, Drawn, Remote, Sighting, SoFar } from './operation.ts';
import type { Cause, Leaving, Terms, Wish } from './record.ts';
import type { Spacing } from './spacing.ts';

/** The world at the moment of an event: the machine has no clock, no dice and no network of its own. */
export interface Surroundings {
  /** Epoch ms. */
  readonly now: number;
  /** A random number in [0, 1). */
  readonly jitter: number;
  /** False while requests to this account's server are known to go nowhere. */
  readonly online: boolean;
  /** The server's clock minus ours, ms; null: not read since start, wake or a clock jump. */
  readonly skewMs: number | null;
  /** How far from the truth `skewMs` may be, ms; absent: not at all. */
  readonly skewErrorMs?: number;
  /** The account may not be spoken to before this moment (epoch ms); null: it may. */
  readonly limitedUntil: number | null;
  /** Why it may not, where that is not a window of requests; absent, null: it is. */
  readonly limitedFor?: Cause | null;
  /** What is known of the account's last posts, so that those that became due together do not burst. */
  readonly spacing?: Spacing;
  /** What the account's network promises today; null when the account is not known any more. */
  readonly terms: Terms | null;
}

/** How a call to a network ended badly. Every `ConnectorError` is one of these. */
export type Trouble =
  | {
      readonly tag: 'offline' | 'auth' | 'rejected' | 'gone' | 'server' | 'protocol';
      readonly failure: Cause;
    }
  /** `until`: what turns out not to be done is not asked again before then, epoch ms; absent: at any time. */
  | { readonly tag: 'unknown-outcome'; readonly failure: Cause; readonly until?: number }
  /** `failure`: what it waits for, where that is not the end of a window of requests. */
  | { readonly tag: 'rate-limited'; readonly until: number; readonly failure?: Cause };

/** How a write, or a question about one that is being processed, ended. */
export type Answer =
  | { readonly tag: 'done'; readonly remote: Remote }
  | { readonly tag: 'processing'; readonly handle: string; readonly pollAfterMs: number }
  /** A piece of an upload arrived, and more is to follow. */
  | { readonly tag: 'partial'; readonly soFar: SoFar }
  | Trouble;

/** What a person says about something that only a person can tell. */
export type Decision =
  | { readonly tag: 'this-one'; readonly remote: Remote }
  /** Nothing is there: send it again. */
  | { readonly tag: 'send-again' }
  | { readonly tag: 'abandon' };

/** Who is to publish. */
export type Executor = Wish['executor'];

export type OutboxEvent =
  /** A new delivery; the only event without a record. */
  | {
      readonly tag: 'submitted';
      readonly env: Surroundings;
      readonly intentId: IntentId;
      readonly workspaceId: WorkspaceId;
      readonly accountId: AccountId;
      readonly action: Action;
      readonly wish: Wish;
      readonly expiresAt: number | null;
      /** The red button is pressed. */
      readonly frozen: boolean;
      readonly blocked: Cause | null;
    }
  /** The next revision. */
  | { readonly tag: 'edited'; readonly env: Surroundings; readonly wish: Wish }
  | { readonly tag: 'cancel'; readonly env: Surroundings }
  /**
   * `at` (epoch ms): not at once but then, when several are let go together. `byHand`: nobody but a person can publish
   * it, who is given it; absent: this machine publishes.
   */
  | {
      readonly tag: 'publish-now';
      readonly env: Surroundings;
      readonly at?: number;
      readonly byHand?: boolean;
    }
  | { readonly tag: 'reschedule'; readonly env: Surroundings; readonly leaving: Leaving }
  /** The rules of its zone say another instant for the wall time that the person meant. */
  | { readonly tag: 'moment-moved'; readonly env: Surroundings; readonly moment: Moment }
  /** Another place among those of its account that wait. */
  | { readonly tag: 'requeue'; readonly env: Surroundings; readonly queuedAt: number }
  /** `byHand`: as of `publish-now`. */
  | { readonly tag: 'retry'; readonly env: Surroundings; readonly byHand?: boolean }
  /** Judged again while it waits, it would be refused. */
  | {
      readonly tag: 'rechecked';
      readonly env: Surroundings;
      readonly mark: RecheckMark;
      readonly failure: Cause;
    }
  | { readonly tag: 'switch-executor'; readonly env: Surroundings; readonly executor: Executor }
  | { readonly tag: 'decide'; readonly env: Surroundings; readonly decision: Decision }
  /** An assisted post was published by hand; the remote is what the person pasted, null when nothing. */
  | { readonly tag: 'done-by-hand'; readonly env: Surroundings; readonly remote: Remote | null }
  /** The person has not published it by hand, and will not. */
  | { readonly tag: 'not-by-hand'; readonly env: Surroundings }
  /** "You may act now": the runner says so when the delivery asked for it and its account's lane is free. */
  | { readonly tag: 'tick'; readonly env: Surroundings }
  /** The connector drew the key and the moment of a step. */
  | {
      readonly tag: 'drawn';
      readonly env: Surroundings;
      readonly step: string;
      /** Null: the connector cannot draw for this content. */
      readonly drawn: Drawn | null;
    }
  | {
      readonly tag: 'answered';
      readonly env: Surroundings;
      readonly step: string;
      readonly attempt: number;
      readonly answer: Answer;
    }
  | { readonly tag: 'polled'; readonly env: Surroundings; readonly step: string; readonly answer: Answer }
  /** A read-only look ended. `startedAt`: when it began, epoch ms. */
  | {
      readonly tag: 'looked';
      readonly env: Surroundings;
      readonly startedAt: number;
      readonly seen: Sighting | Trouble;
    }
  /** The clock may have been set since the record was last written. `seen`: it jumped while this process looked. */
  | { readonly tag: 'clock-set'; readonly env: Surroundings; readonly seen: boolean }
  /** The clock moved by so many ms (positive: ahead) while this process looked, which is less than a jump. */
  | { readonly tag: 'clock-moved'; readonly env: Surroundings; readonly by: number }
  /** The process starts again: whatever was under way ended we do not know how. */
  | { readonly tag: 'recovered'; readonly env: Surroundings }
  | { readonly tag: 'account'; readonly env: Surroundings; readonly blocked: Cause | null }
  /** The network takes what it charges for again. */
  | { readonly tag: 'paid'; readonly env: Surroundings }
  | { readonly tag: 'freeze'; readonly env: Surroundings }
  /** `notBefore`: what is due sooner leaves then (epoch ms). */
  | { readonly tag: 'unfreeze'; readonly env: Surroundings; readonly notBefore?: number };

export type EventTag = OutboxEvent['tag'];
export type { Candidate };
