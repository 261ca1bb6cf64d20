import * as v from 'valibot';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { batchSchema, maxBatchRows, type Batch, type StreamRow } from '../../src-shared/sync/stream-row.ts';
import type { Journal, JournalWrite } from '../journal/journal.ts';
import { createQueue } from './ordered.ts';

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
  ack(epoch: string, number: number): Promise<Result<null, Failure>>;
  /** Takes rows out of what is on offer; the batches keep their numbers. Answers how many rows went. */
  scrub(drop: (row: StreamRow) => boolean): Promise<Result<number, Failure>>;
  /** Called after each push with the highest number on offer. */
  onOffer(listener: (number: number) => void): void;
  /** Rows not yet acknowledged, at most: batches × `maxBatchRows`. */
  backlog(): number;
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

export async function createDownStream(deps: { readonly journal: Journal }): Promise<DownStream> {
  const { journal } = deps;
  const inOrder = createQueue();
  const listeners: ((number: number) => void)[] = [];
  /** By number; the last ones that were written. */
  const fresh = new Map<number, Batch>();

  const stored = v.safeParse(metaSchema, await journal.get(metaKey));
  let meta: Meta = stored.success ? stored.output : { epoch: null, last: 0, acked: 0, filling: false };

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

  const nextBatch = async (after: number): Promise<Batch | null> => {
    const known = fresh.get(after + 1);
    if (known) return known;
    const [row] = await journal.range(batchKey(after + 1), `${table}~`, 1);
    if (!row) return null;
    return v.parse(batchSchema, row.value);
  };

  const tell = (number: number): void => {
    for (const listener of listeners) listener(number);
  };

  /** What is on offer, under numbers that a store which has come as far as `acked` has not yet passed. */
  const renumbered = async (acked: number): Promise<{ writes: readonly JournalWrite[]; last: number }> => {
    const offered = await journal.range(table, `${table}~`, meta.last - meta.acked);
    const batches = offered.map(({ value }, index): Batch => {
      const { rows } = v.parse(batchSchema, value);
      return { number: acked + 1 + index, rows };
    });
    return {
      // An old key may be one of the new ones.
      writes: [
        ...offered.map(({ key }): JournalWrite => ({ tag: 'del', key })),
        ...batches.map((value): JournalWrite => ({ tag: 'put', key: batchKey(value.number), value })),
      ],
      last: acked + batches.length,
    };
  };

  return {
    push: (rows, also = []) =>
      inOrder(async () => {
        const writes: JournalWrite[] = [...also];
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
      }),

    hello: (epoch, acked) =>
      inOrder(async () => {
        const ours = meta.epoch === epoch;
        // A store that has come further than we ever offered knows a journal that we no longer have.
        const ahead = acked > meta.last && (ours || meta.epoch === null);
        // One that has come less far than it once said was set back: what it had acknowledged is pruned here.
        const inStep = ours && acked >= meta.acked && acked <= meta.last;
        const greeting: Greeting = { known: inStep && !meta.filling, ahead };
        if (inStep) {
          if (acked === meta.acked) return ok(greeting);
          const pruned = await save({ ...meta, acked }, pruneTo(acked));
          return pruned.tag === 'ok' ? ok(greeting) : pruned;
        }
        // What was pruned is gone; what is on offer must lie above what this store has already passed.
        const moved = acked > meta.acked ? await renumbered(acked) : { writes: [], last: meta.last };
        const next: Meta = { epoch, last: moved.last, acked: Math.max(acked, meta.acked), filling: true };
        const written = await save(next, moved.writes);
        if (written.tag === 'err') return written;
        // The same rows may have other numbers now.
        fresh.clear();
        if (next.last > next.acked) tell(next.last);
        return ok(greeting);
      }),

    filled: () => inOrder(async () => (meta.filling ? save({ ...meta, filling: false }, []) : ok(null))),

    take: async (epoch, after) => {
      if (epoch !== meta.epoch) return err(failure('stale-revision'));
      return ok(await nextBatch(after));
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
          const batch = v.parse(batchSchema, value);
          const rows = batch.rows.filter((row) => !drop(row));
          dropped += batch.rows.length - rows.length;
          return rows.length === batch.rows.length ? [] : [{ tag: 'put', key, value: { ...batch, rows } }];
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
