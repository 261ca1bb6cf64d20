import * as v from 'valibot';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import {
  maxBatchRows,
  rowIdOf,
  isStreamRow,
  type Batch,
  type StreamRow,
} from '../../src-shared/sync/stream-row.ts';
import type { Journal, JournalWrite } from '../journal/journal.ts';
import { createQueue } from './ordered.ts';
import type { Aside, Parking } from './parking.ts';
import { sortBatch, sortRows } from './stream-batch.ts';

/** How a store was met. */
export interface Greeting {
  /**
   * False: rows that it once had are not there any more; all it should have must be offered again. It stays false,
   * across restarts, until `filled`.
   */
  readonly known: boolean;
  /** True: it has seen batches that this journal never offered, so this journal is not what it was. */
  readonly ahead: boolean;
}

/**
 * The stream of rows from main to the renderer's store. Rows are in the journal before anybody hears of them, in
 * batches whose numbers only grow; they leave the journal when the renderer says that it has stored them.
 */
export interface DownStream {
  /**
   * Puts rows in the stream, atomically with `also` (a cursor that moves because these rows were fetched). Resolves
   * when they are on disk.
   */
  push(rows: readonly StreamRow[], also?: readonly JournalWrite[]): Promise<Result<null, Failure>>;
  /** A store presents itself and says how far it has come. */
  hello(epoch: string, acked: number): Promise<Result<Greeting, Failure>>;
  /** Everything that a store which was not known should have is on offer, or will be fetched. */
  filled(): Promise<Result<null, Failure>>;
  take(epoch: string, after: number): Promise<Result<Batch | null, Failure>>;
  /**
   * The store has what else is in the batch and refuses these rows: they are set aside, and may be acknowledged with
   * it. A row that is not there (any more) is none to set aside.
   */
  park(epoch: string, number: number, refused: readonly Refused[]): Promise<Result<null, Failure>>;
  /** Puts something that was set aside back in the stream: `not-readable` when it still has no shape. */
  unpark(id: string): Promise<Result<null, Failure>>;
  ack(epoch: string, number: number): Promise<Result<null, Failure>>;
  /** Takes rows out of what is on offer; the batches keep their numbers. Answers how many rows went. */
  scrub(drop: (row: StreamRow) => boolean): Promise<Result<number, Failure>>;
  /** Called after each push with the highest number on offer. */
  onOffer(listener: (number: number) => void): void;
  /** Rows not yet acknowledged, at most: batches × `maxBatchRows`. */
  backlog(): number;
}

/** A row that the store refuses, and the name of the error with which it does. */
export interface Refused {
  readonly tag: string;
  readonly id: string;
  readonly reason: string;
}

/** Batches that are kept as they were written, so that a renderer that follows closely costs no reading back. */
const mostFresh = 16;

const table = 'down/';
const metaKey = 'down-meta';
const metaSchema = v.object({
  epoch: v.nullable(v.string()),
  last: v.number(),
  acked: v.number(),
  filling: v.boolean(),
});
type Meta = v.InferOutput<typeof metaSchema>;

const batchKey = (number: number): string => `${table}${String(number).padStart(12, '0')}`;
const numberOf = (key: string): number => Number(key.slice(table.length));

export async function createDownStream(deps: {
  readonly journal: Journal;
  readonly parking: Parking;
}): Promise<DownStream> {
  const { journal, parking } = deps;
  const inOrder = createQueue();
  const listeners: ((number: number) => void)[] = [];
  /** By number; the last ones that were written. */
  const fresh = new Map<number, Batch>();

  const stored = v.safeParse(metaSchema, await journal.get(metaKey));
  let meta: Meta = stored.success ? stored.output : { epoch: null, last: 0, acked: 0, filling: false };
  /**
   * Until a store was met. It cannot know more than what earlier processes offered, whatever has come on offer since:
   * a journal that went back in time gives its numbers a second time.
   */
  let lastAtStart: number | null = meta.last;
  const lastOffered = (): number => lastAtStart ?? meta.last;

  const save = async (next: Meta, writes: readonly JournalWrite[]): Promise<Result<null, Failure>> => {
    const written = await journal.write([...writes, { tag: 'put', key: metaKey, value: next }]);
    if (written.tag === 'ok') meta = next;
    return written;
  };

  const pruneTo = (number: number): readonly JournalWrite[] => {
    const writes: JournalWrite[] = [];
    for (let n = meta.acked + 1; n <= number; n += 1) writes.push({ tag: 'del', key: batchKey(n) });
    return writes;
  };

  const nextBatch = async (after: number): Promise<Result<Batch | null, Failure>> => {
    const known = fresh.get(after + 1);
    if (known) return ok(known);
    const [row] = await journal.range(batchKey(after + 1), `${table}~`, 1);
    if (!row) return ok(null);
    const { batch, aside } = sortBatch(numberOf(row.key), row.value);
    return aside.length === 0 ? ok(batch) : inOrder(() => cleared(row.key));
  };

  /** Sets aside what of a batch cannot be read, once and for all. */
  const cleared = async (key: string): Promise<Result<Batch | null, Failure>> => {
    const value = await journal.get(key);
    // Acknowledged meanwhile.
    if (value === undefined) return ok(null);
    const { batch, aside } = sortBatch(numberOf(key), value);
    const written = await journal.write([{ tag: 'put', key, value: batch }, ...parking.aside(aside)]);
    return written.tag === 'ok' ? ok(batch) : written;
  };

  const tell = (number: number): void => {
    for (const listener of listeners) listener(number);
  };

  /** What is on offer, under numbers that a store which has come as far as `acked` has not yet passed. */
  const renumbered = async (acked: number): Promise<{ writes: readonly JournalWrite[]; last: number }> => {
    const offered = await journal.range(table, `${table}~`, meta.last - meta.acked);
    const sorted = offered.map(({ value }, index) => sortBatch(acked + 1 + index, value));
    const batches = sorted.map(({ batch }) => batch);
    return {
      // An old key may be one of the new ones.
      writes: [
        ...offered.map(({ key }): JournalWrite => ({ tag: 'del', key })),
        ...batches.map((value): JournalWrite => ({ tag: 'put', key: batchKey(value.number), value })),
        ...parking.aside(sorted.flatMap(({ aside }) => aside)),
      ],
      last: acked + batches.length,
    };
  };

  const push = (all: readonly StreamRow[], also: readonly JournalWrite[] = []) =>
    inOrder(async () => {
      // What the bridge would not let through is set aside before anybody waits for it.
      const { rows, aside } = sortRows(all);
      const writes: JournalWrite[] = [...also, ...parking.aside(aside)];
      const batches: Batch[] = [];
      let last = meta.last;
      for (let i = 0; i < rows.length; i += maxBatchRows) {
        last += 1;
        const batch: Batch = { number: last, rows: rows.slice(i, i + maxBatchRows) };
        writes.push({ tag: 'put', key: batchKey(last), value: batch });
        batches.push(batch);
      }
      if (writes.length === 0) return ok(null);
      const written = await save({ ...meta, last }, writes);
      if (written.tag === 'err') return written;
      for (const batch of batches) fresh.set(batch.number, batch);
      for (const number of fresh.keys()) if (number <= last - mostFresh) fresh.delete(number);
      if (rows.length > 0) tell(last);
      return written;
    });

  return {
    push,

    hello: (epoch, acked) =>
      inOrder(async () => {
        const ours = meta.epoch === epoch;
        // A store that has come further than we ever offered knows a journal that we no longer have.
        const ahead = acked > lastOffered() && (ours || meta.epoch === null);
        // One that has come less far than it once said was set back: what it had acknowledged is pruned here.
        const inStep = ours && acked >= meta.acked && acked <= lastOffered();
        const greeting: Greeting = { known: inStep && !meta.filling, ahead };
        if (inStep) {
          lastAtStart = null;
          if (acked === meta.acked) return ok(greeting);
          const pruned = await save({ ...meta, acked }, pruneTo(acked));
          return pruned.tag === 'ok' ? ok(greeting) : pruned;
        }
        // What was pruned is gone; what is on offer must lie above what this store has already passed.
        const moved = acked > meta.acked ? await renumbered(acked) : { writes: [], last: meta.last };
        const next: Meta = { epoch, last: moved.last, acked: Math.max(acked, meta.acked), filling: true };
        const written = await save(next, moved.writes);
        if (written.tag === 'err') return written;
        lastAtStart = null;
        // The same rows may have other numbers now.
        fresh.clear();
        if (next.last > next.acked) tell(next.last);
        return ok(greeting);
      }),

    filled: () => inOrder(async () => (meta.filling ? save({ ...meta, filling: false }, []) : ok(null))),

    take: async (epoch, after) => {
      if (epoch !== meta.epoch) return err(failure('stale-revision'));
      return nextBatch(after);
    },

    park: (epoch, number, refused) =>
      inOrder(async () => {
        if (epoch !== meta.epoch) return err(failure('stale-revision'));
        const key = batchKey(number);
        const value = await journal.get(key);
        if (value === undefined) return ok(null);
        const { batch, aside } = sortBatch(number, value);
        const reasonOf = (row: StreamRow): string | undefined =>
          refused.find(({ tag, id }) => tag === row.tag && id === rowIdOf(row))?.reason;
        const rows = batch.rows.filter((row) => reasonOf(row) === undefined);
        const theirs = batch.rows.flatMap((row): readonly Aside[] => {
          const reason = reasonOf(row);
          return reason === undefined ? [] : [{ place: 'store', kind: row.tag, reason, value: row }];
        });
        const written = await journal.write([
          { tag: 'put', key, value: { number, rows } },
          ...parking.aside([...aside, ...theirs]),
        ]);
        if (written.tag === 'ok') fresh.delete(number);
        return written;
      }),

    unpark: async (id) => {
      const found = await parking.find(id);
      if (found === undefined) return ok(null);
      const { value } = found;
      if (!isStreamRow(value)) return err(failure('not-readable'));
      return push([value], [parking.release(id)]);
    },

    ack: (epoch, number) =>
      inOrder(async () => {
        if (epoch !== meta.epoch || number > meta.last) return err(failure('stale-revision'));
        if (number <= meta.acked) return ok(null);
        const pruned = await save({ ...meta, acked: number }, pruneTo(number));
        if (pruned.tag === 'ok') for (const known of fresh.keys()) if (known <= number) fresh.delete(known);
        return pruned;
      }),

    scrub: (drop) =>
      inOrder(async () => {
        const offered = await journal.range(table, `${table}~`, meta.last - meta.acked);
        let dropped = 0;
        const writes = offered.flatMap(({ key, value }): readonly JournalWrite[] => {
          const { batch, aside } = sortBatch(numberOf(key), value);
          const rows = batch.rows.filter((row) => !drop(row));
          dropped += batch.rows.length - rows.length;
          if (rows.length === batch.rows.length && aside.length === 0) return [];
          return [{ tag: 'put', key, value: { ...batch, rows } }, ...parking.aside(aside)];
        });
        const written = writes.length === 0 ? ok(null) : await journal.write(writes);
        if (written.tag === 'err') return written;
        fresh.clear();
        return ok(dropped);
      }),

    onOffer: (listener) => {
      listeners.push(listener);
    },
    backlog: () => meta.last - meta.acked,
  };
}
