import * as v from 'valibot';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { batchSchema, maxBatchRows, type Batch, type StreamRow } from '../../src-shared/sync/stream-row.ts';
import type { Journal, JournalWrite } from '../journal/journal.ts';
import { createQueue } from './ordered.ts';

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
  /** A store presents itself. `known` false: it starts from nothing, and feeds must be fetched again. */
  hello(
    epoch: string,
    acked: number,
  ): Promise<Result<{ readonly known: boolean; readonly fresh: boolean }, Failure>>;
  take(epoch: string, after: number): Promise<Result<Batch | null, Failure>>;
  ack(epoch: string, number: number): Promise<Result<null, Failure>>;
  /** Called after each push with the highest number on offer. */
  onOffer(listener: (number: number) => void): void;
  /** Rows not yet acknowledged, at most: batches × `maxBatchRows`. */
  backlog(): number;
}

const table = 'down/';
const metaKey = 'down-meta';
const metaSchema = v.object({ epoch: v.nullable(v.string()), last: v.number(), acked: v.number() });
type Meta = v.InferOutput<typeof metaSchema>;

const batchKey = (number: number): string => `${table}${String(number).padStart(12, '0')}`;

export async function createDownStream(deps: { readonly journal: Journal }): Promise<DownStream> {
  const { journal } = deps;
  const inOrder = createQueue();
  const listeners: ((number: number) => void)[] = [];

  const stored = v.safeParse(metaSchema, await journal.get(metaKey));
  let meta: Meta = stored.success ? stored.output : { epoch: null, last: 0, acked: 0 };

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
    const [row] = await journal.range(batchKey(after + 1), `${table}~`, 1);
    if (!row) return null;
    return v.parse(batchSchema, row.value);
  };

  return {
    push: (rows, also = []) =>
      inOrder(async () => {
        const writes: JournalWrite[] = [...also];
        let last = meta.last;
        for (let i = 0; i < rows.length; i += maxBatchRows) {
          last += 1;
          const batch: Batch = { number: last, rows: rows.slice(i, i + maxBatchRows) };
          writes.push({ tag: 'put', key: batchKey(last), value: batch });
        }
        if (writes.length === 0) return ok(null);
        const written = await save({ ...meta, last }, writes);
        if (written.tag === 'ok' && rows.length > 0) for (const listener of listeners) listener(last);
        return written;
      }),

    hello: (epoch, acked) =>
      inOrder(async () => {
        // A store that acknowledged more than we ever offered knows a journal that we no longer have.
        const known = meta.epoch === epoch && acked <= meta.last;
        if (known) {
          if (acked <= meta.acked) return ok({ known, fresh: false });
          const pruned = await save({ ...meta, acked }, pruneTo(acked));
          return pruned.tag === 'ok' ? ok({ known, fresh: false }) : pruned;
        }
        const fresh = meta.epoch === null;
        // Numbers go on from the higher of both sides, so that neither ever sees one twice.
        const last = Math.max(meta.last, acked);
        const written = await save({ epoch, last, acked: fresh ? acked : meta.acked }, []);
        return written.tag === 'ok' ? ok({ known, fresh }) : written;
      }),

    take: async (epoch, after) => {
      if (epoch !== meta.epoch) return err(failure('stale-revision'));
      return ok(await nextBatch(after));
    },

    ack: (epoch, number) =>
      inOrder(async () => {
        if (epoch !== meta.epoch || number > meta.last) return err(failure('stale-revision'));
        if (number <= meta.acked) return ok(null);
        return save({ ...meta, acked: number }, pruneTo(number));
      }),

    onOffer: (listener) => {
      listeners.push(listener);
    },
    backlog: () => meta.last - meta.acked,
  };
}
