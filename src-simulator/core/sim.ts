import type { Audience } from './audience.ts';
import type { SimClock } from './clock.ts';
import type { Faults } from './faults.ts';
import type { Ledger } from './ledger.ts';
import type { Share } from './past.ts';

/** A person or client who can sign in to a simulated network. Fictitious, so their password is no secret. */
export interface SimAccount {
  /** The network's own id for the account. */
  readonly id: string;
  readonly username: string;
  /** As people write it there, e.g. `@atelierlumiere`. */
  readonly handle: string;
  readonly displayName: string;
  /** What the login form asks for: an address or the user name. */
  readonly login: string;
  readonly password: string;
  /** A valid access token with every scope the app asks for, for tests that are not about signing in. */
  readonly token: string;
  /**
   * What the app's form for this network is to be filled with in the training, by the form's own field names, where
   * that is not a handle, a password and the server: a token that a person would paste, for one.
   */
  readonly form?: Readonly<Record<string, string>>;
}

/** What can be made in bulk, quickly, for benches: it lands where the true API then pages through it. */
export interface BulkOrder {
  /** The account that receives it. */
  readonly account: string;
  readonly kind: 'mention' | 'like' | 'repost' | 'follow' | 'message' | 'post';
  readonly count: number;
  /** Spread evenly over this many milliseconds before now; one second apart when absent. */
  readonly overMs?: number;
}

export interface SimControl {
  readonly faults: Faults;
  readonly audience: Audience;
  readonly ledger: Ledger;
  readonly clock: SimClock;
  /** Makes every token of the account invalid, as its owner does on the network's settings page. */
  revoke(account: string): Promise<void>;
  /** Resolves with the ids made, oldest first. */
  bulk(order: BulkOrder): Promise<readonly string[]>;
  /** Forgets everything and seeds the accounts anew (the ports, and the tokens in `accounts`, stay valid). */
  reset(): Promise<void>;
}

/** One running simulated network. */
export interface Sim {
  readonly network: string;
  readonly baseUrl: string;
  readonly accounts: readonly SimAccount[];
  readonly control: SimControl;
  /** Resolves once the state is on disk and the port is free. */
  close(): Promise<void>;
}

export interface SimDeps {
  /** Where state and files are kept across restarts; in memory when absent. */
  readonly dir?: string;
  readonly clock: SimClock;
  /** Seeds faults, audience and everything drawn. */
  readonly seed: number;
  /** 0 unless said otherwise: any free port. Fixed ports let a restarted workspace keep its accounts. */
  readonly port?: number;
  /** The audience's rate (see `Audience.setRate`); 0 unless said otherwise. */
  readonly audienceRate?: number;
  /** What people said to the clients before the first start; nothing unless said otherwise. */
  readonly past?: Share;
  readonly log?: (line: string) => void;
}

export interface CreateSim {
  (deps: SimDeps): Promise<Sim>;
  /** Programs neither read nor write in private there: nothing private is in the past that is dealt out. */
  readonly withoutMessages?: boolean;
}
