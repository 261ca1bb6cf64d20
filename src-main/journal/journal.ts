import type { Failure } from '../../src-shared/errors.ts';
import type { Result } from '../../src-shared/result.ts';

/**
 * The durable rows of the engine: small, ordered by key, written in fsynced batches before any effect happens.
 * Keys are `<table>/<key>`; values are JSON.
 */
export type JournalWrite =
  | { readonly tag: 'put'; readonly key: string; readonly value: unknown }
  | { readonly tag: 'del'; readonly key: string };

export interface Journal {
  get(key: string): Promise<unknown>;
  /** Rows whose key is ≥ `from` and < `to`, in key order, at most `limit`. */
  range(
    from: string,
    to: string,
    limit: number,
  ): Promise<readonly { readonly key: string; readonly value: unknown }[]>;
  /** Atomic and on disk when it resolves. A full disk is an expected failure (`disk-full`). */
  write(batch: readonly JournalWrite[]): Promise<Result<null, Failure>>;
  /** Rewrites the files without what was deleted, which otherwise lies in them until they are rewritten anyway. */
  compact?(): Promise<void>;
  close(): Promise<void>;
}
