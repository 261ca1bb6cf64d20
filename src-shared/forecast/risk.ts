import type { Risk as AccessRisk } from '../accounts/at-risk.ts';
import type { Day } from '../calendar/grid.ts';
import type { Finding } from '../composing/check.ts';
import type { AccountId, DeliveryId, MediaHash, PostId, WorkspaceId } from '../ids.ts';
import type { Trouble } from '../outbox/trouble.ts';
import type { Departure } from './departure.ts';

/**
 * How bad, the worst first. `stops`: it will not leave, as things stand. `doubt`: it may be late, gone already, or not
 * what was meant. `needs`: it leaves if something or somebody is there. `watch`: it leaves, and is worth a look.
 */
export const severities = ['stops', 'doubt', 'needs', 'watch'] as const;
export type Severity = (typeof severities)[number];

/** What a person can do about a risk: the interface makes a button of it. */
export type Fix =
  | { readonly tag: 'reconnect'; readonly accountId: AccountId; readonly workspaceId: WorkspaceId }
  | { readonly tag: 'resume'; readonly freezeId: string }
  /** Open the very post, at the account's own text. */
  | { readonly tag: 'edit'; readonly of: Departure }
  /** Give it another moment. */
  | { readonly tag: 'move'; readonly of: Departure }
  /** Open the draft, to schedule it. */
  | { readonly tag: 'schedule'; readonly postId: PostId }
  /** Give these to the network's own scheduler, which still has time for them. */
  | { readonly tag: 'hand-over'; readonly of: readonly Departure[] }
  /** Open the very line of the outbox. */
  | { readonly tag: 'outbox'; readonly deliveryId: DeliveryId };

/** What each kind of risk knows beside its departures. */
export type RiskCause =
  /** The account's access keeps them from leaving. */
  | {
      readonly kind: 'access';
      readonly accountId: AccountId;
      readonly reason: AccessRisk;
      /** When the access ends, epoch ms; null where it is gone, or never was. */
      readonly endsAt: number | null;
    }
  /** The account was forgotten: nothing knows how to publish there. */
  | { readonly kind: 'no-account'; readonly accountId: AccountId }
  | { readonly kind: 'frozen'; readonly freezeId: string }
  /** A freeze covers it, and the network's scheduler still has it: it leaves unless it is taken back in time. */
  | { readonly kind: 'recall'; readonly freezeId: string }
  /** Frozen while no freeze covers it: it came from a backup, or stayed when a freeze ended. */
  | { readonly kind: 'held-back' }
  /** Planned, and never handed over. */
  | { readonly kind: 'draft'; readonly isOver: boolean }
  /** Main has not taken it yet. */
  | { readonly kind: 'handing' }
  /** Main refused it, and has no other of it. */
  | { readonly kind: 'refused' }
  /** Stands open in the outbox, and waits for a person. */
  | { readonly kind: 'trouble'; readonly state: Trouble }
  | { readonly kind: 'media-missing'; readonly hashes: readonly MediaHash[] }
  /** The effective manifest refuses it. */
  | { readonly kind: 'content'; readonly findings: readonly Finding[] }
  /** The server's budget is used up until then (epoch ms). `need`: requests that they take, `left`: what is left. */
  | {
      readonly kind: 'quota';
      readonly accountId: AccountId;
      readonly until: number;
      readonly need: number;
      readonly left: number;
    }
  /** The network's scheduler takes no more: this machine would publish them. */
  | {
      readonly kind: 'scheduler-full';
      readonly accountId: AccountId;
      readonly limit: number;
      readonly per: 'day' | 'all';
    }
  /** The clocks jump over its hour. */
  | { readonly kind: 'gap'; readonly shownWall: string }
  /** Its hour comes twice; it leaves the first time. */
  | { readonly kind: 'overlap'; readonly secondAt: number }
  /** The rules of its zone now say another instant (epoch ms) than the one that is held. */
  | { readonly kind: 'rules'; readonly meantAt: number }
  /** Planned on the clock of another zone than its client's. */
  | { readonly kind: 'zone'; readonly zone: string; readonly clientZone: string }
  /** Posts of one account closer than its client wants. `apartMs`: the least distance. */
  | { readonly kind: 'burst'; readonly accountId: AccountId; readonly apartMs: number }
  /** The same text, or nearly, as another post of the account that leaves or left at `otherAt` (epoch ms). */
  | {
      readonly kind: 'alike';
      readonly accountId: AccountId;
      readonly otherAt: number;
      readonly isIdentical: boolean;
    }
  /** This machine must be awake, with Vigie running, from the first to the last of them. */
  | { readonly kind: 'awake'; readonly day: Day; readonly from: number; readonly to: number }
  /** A person's hand is needed, from the first to the last of them. */
  | { readonly kind: 'hand'; readonly day: Day; readonly from: number; readonly to: number };

export type RiskKind = RiskCause['kind'];

/** Something that may go wrong with one departure or several, and what can be done. */
export type Risk = RiskCause & {
  /** The same from one forecast to the next. */
  readonly id: string;
  readonly severity: Severity;
  /** When it matters first, epoch ms; what stands open already matters now. */
  readonly at: number;
  /** By due moment; at least one. */
  readonly departures: readonly Departure[];
  /** The first is the one that helps most. */
  readonly fixes: readonly Fix[];
};

/** The worst first; of equals the soonest. */
export const ranked = (risks: readonly Risk[]): readonly Risk[] =>
  [...risks].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      a.at - b.at ||
      (a.id < b.id ? -1 : 1),
  );
