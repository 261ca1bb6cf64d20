import type { Day } from '../calendar/grid.ts';
import type { Account } from '../domain/account.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Freeze } from '../domain/freeze.ts';
import type { Post } from '../domain/post.ts';
import type { Publishing } from '../domain/publishing.ts';
import type { Vitals } from '../domain/vitals.ts';
import type { Workspace } from '../domain/workspace.ts';
import type { AccountId, MediaHash, WorkspaceId } from '../ids.ts';
import type { Departure, WishRow } from './departure.ts';

/** All that a forecast is made of. Nothing of it is asked of a network: it is what this machine knows. */
export interface ForecastSources {
  /** Epoch ms. */
  readonly now: number;
  /** IANA zone whose days are meant. */
  readonly zone: string;
  /** How many days, today the first. */
  readonly dayCount: number;
  readonly clients: readonly Workspace[];
  readonly accounts: readonly Account[];
  readonly vitals: (account: AccountId) => Vitals;
  /**
   * Main's rows: whatever may still leave, however old. What was sent is read too where it is given, as a neighbour
   * whose text or hour the coming posts repeat.
   */
  readonly deliveries: readonly Delivery[];
  readonly wishes: readonly WishRow[];
  readonly drafts: readonly Post[];
  readonly freezes: readonly Freeze[];
  /** What a client wants to be warned about. */
  readonly rules: (client: WorkspaceId) => Publishing;
  /** Media whose file is not on this machine any more. */
  readonly missingMedia: ReadonlySet<MediaHash>;
}

/** What every finder of risks is given: the sources, and what became of them. */
export interface Findable extends ForecastSources {
  readonly departures: readonly Departure[];
  /** The day among them of an instant (epoch ms); null: none. */
  readonly dayAt: (epochMs: number) => Day | null;
  readonly accountOf: (id: AccountId | null) => Account | null;
}
