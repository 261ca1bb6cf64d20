import type { Finished } from './results.ts';

/** What one seed showed. */
export interface Played {
  /** Counts that are summed over all seeds, by name, in the order in which they are printed. */
  readonly figures: Readonly<Record<string, number>>;
  /** What must never happen and did, in words. Empty: the seed passed. */
  readonly violations: readonly string[];
}

export interface RowOptions {
  /** One network alone; null: every one. */
  readonly network: string | null;
  /** The short form, a part of `npm test`. */
  readonly isShort: boolean;
}

/**
 * One row of the quality goals as a campaign: the same seed plays the same way, as far as the machine lets it. A row
 * must leave nothing behind: no process, no folder.
 */
export interface Row {
  /** "R1". */
  readonly id: string;
  /** One line: what is done to what. */
  readonly title: string;
  /** One line: what must hold. */
  readonly target: string;
  /** How many seeds are the row at its full size, and in its short form. */
  readonly runs: { readonly full: number; readonly short: number };
  /** Seeds that once found a bug: played in every short form, too. */
  readonly kept?: readonly number[];
  /** Seeds that may play at once. */
  readonly jobs?: number;
  /** The figure that its full size is counted in, and that size; left out: seeds. */
  readonly counted?: { readonly figure: string; readonly full: number };
  /** Plays on the machine's own disk; every other row loses nothing by files that are only in memory. */
  readonly onDisk?: true;
  /** What seeds share (a server, a bundle), made once. */
  open(options: RowOptions): Promise<OpenRow>;
}

export interface OpenRow {
  play(seed: number): Promise<Played>;
  /** What must hold over all seeds together and does not, in words; nothing: null. */
  judge?(figures: Readonly<Record<string, number>>): string | null;
  /** What the seeds played so far came to, in lines of their own. */
  report?(finished: readonly Finished[]): string;
  close(): Promise<void>;
}
