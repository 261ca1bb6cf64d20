/** One version of a row as LevelDB keeps it. */
export interface Entry {
  readonly key: string;
  /** Null: the row was deleted. */
  readonly value: string | null;
  /** The larger, the newer. */
  readonly sequence: bigint;
}
