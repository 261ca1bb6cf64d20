import * as v from 'valibot';
import type { streams as contract } from '../../../src-shared/bridge/streams.ts';
import type { Handlers } from '../../../src-shared/bridge/types.ts';
import { withPublishers } from '../../../src-shared/composing/publisher.ts';
import { accountSchema, type Account } from '../../../src-shared/domain/account.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import { termsOf } from '../../../src-shared/outbox/plan.ts';
import { rebuild } from '../../../src-shared/outbox/rebuild.ts';
import { recordSchema, type OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { AccountBook } from '../../accounts/account-book.ts';
import type { Log } from '../../diagnostics/log.ts';
import type { DownStream } from '../../engine/down-stream.ts';
import { createQueue } from '../../engine/ordered.ts';
import type { RebuildDebt } from '../../journal/rebuild-debt.ts';

/** What the outbox runner offers to the streams. */
export interface RebuildableOutbox {
  /** From now on nothing leaves and nothing is accepted (`journal-rebuilt`), until `restore`. */
  hold(): void;
  records(): readonly OutboxRecord[];
  /** These are the deliveries now: saved, mirrored, and followed from here on. */
  restore(records: readonly OutboxRecord[]): Promise<Result<null, Failure>>;
  /** Mirrors every delivery again, to a store that has none. */
  resend(): Promise<Result<null, Failure>>;
}

interface Gathered {
  readonly accounts: readonly Account[];
  readonly intents: readonly Intent[];
  readonly deliveries: readonly Delivery[];
}
const nothing: Gathered = { accounts: [], intents: [], deliveries: [] };

/** Main's end of the two streams: who the store is, what it is given, and what it gives back after a loss. */
export function streamsHandlers(deps: {
  readonly down: DownStream;
  readonly book: Pick<AccountBook, 'get' | 'save' | 'resend'>;
  readonly outbox: RebuildableOutbox;
  readonly debt: RebuildDebt;
  /** Told at each greeting of a store that knows nothing which the journal does not. */
  readonly met?: () => Promise<void>;
  /** Every feed begins again (`SyncRunner.rewind`). */
  readonly rewind: () => Promise<Result<null, Failure>>;
  readonly now: () => number;
  readonly log: Log;
}): Handlers<typeof contract> {
  const { down, book, outbox, debt, log } = deps;
  const inOrder = createQueue();
  let gathered = nothing;

  /** A store that has lost rows is given everything again: what we hold at once, the rest from the networks. */
  const fillAgain = async (): Promise<Result<null, Failure>> => {
    for (const step of [book.resend, outbox.resend, deps.rewind, down.filled]) {
      const done = await step();
      if (done.tag === 'err') return done;
    }
    return ok(null);
  };

  const keepAccounts = async (accounts: readonly Account[]): Promise<Result<null, Failure>> => {
    for (const account of accounts) {
      if (book.get(account.id) !== null) continue;
      const saved = await book.save(account);
      if (saved.tag === 'err') return saved;
    }
    return ok(null);
  };

  const settle = async (): Promise<Result<null, Failure>> => {
    const rows = await debt.salvaged();
    const kept = await keepAccounts([...gathered.accounts, ...parseAll(accountSchema, rows, 'account/')]);
    if (kept.tag === 'err') return kept;
    const salvaged = parseAll(recordSchema, rows, 'outbox/');
    const records = rebuild({
      intents: gathered.intents.map((intent) =>
        withPublishers(intent, ({ accountId }) => book.get(accountId)?.manifest ?? null),
      ),
      mirrored: gathered.deliveries,
      // What the open journal holds comes last: it wins over the set-aside files.
      salvaged: [...salvaged, ...outbox.records()],
      termsOf: (id) => {
        const account = book.get(id);
        return account && termsOf(account.manifest);
      },
      now: deps.now(),
    });
    const restored = await outbox.restore(records);
    if (restored.tag === 'err') return restored;
    // A new folder owes a rebuild too, of nothing.
    if (records.length > 0) log.warn('journal.rebuilt', { count: records.length });
    const settled = await debt.settle();
    // It will be rebuilt once more, and must not move meanwhile.
    if (settled.tag === 'err') outbox.hold();
    return settled;
  };

  return {
    hello: ({ epoch, acked }) =>
      inOrder(async () => {
        const greeted = await down.hello(epoch, acked);
        if (greeted.tag === 'err') return greeted;
        const { known, ahead } = greeted.value;
        // The store has seen what this journal never offered: it is not the journal that it was.
        if (ahead && !debt.owed()) {
          log.error('journal.went-back', {});
          outbox.hold();
          const owed = await debt.incur();
          if (owed.tag === 'err') return owed;
        }
        gathered = nothing;
        if (!known) {
          const filled = await fillAgain();
          if (filled.tag === 'err') return filled;
        }
        log.info('streams.hello', { tag: known ? 'known' : 'unknown' });
        if (!debt.owed()) await deps.met?.();
        return ok({ known, rebuild: debt.owed() });
      }),
    take: ({ epoch, after }) => down.take(epoch, after),
    ack: ({ epoch, number }) => down.ack(epoch, number),
    park: ({ epoch, number, rows }) => down.park(epoch, number, rows),
    rebuild: ({ accounts, intents, deliveries, last }) =>
      inOrder(async () => {
        if (!debt.owed()) return ok(null);
        gathered = {
          accounts: [...gathered.accounts, ...accounts],
          intents: [...gathered.intents, ...intents],
          deliveries: [...gathered.deliveries, ...deliveries],
        };
        if (!last) return ok(null);
        const settled = await settle();
        // Asked for again from the first chunk on, should it have failed.
        gathered = nothing;
        return settled;
      }),
  };
}

/** Rows of a table that still have its shape. */
const parseAll = <S extends v.GenericSchema>(
  schema: S,
  rows: readonly { readonly key: string; readonly value: unknown }[],
  table: string,
): readonly v.InferOutput<S>[] =>
  rows.flatMap(({ key, value }) => {
    const parsed = key.startsWith(table) ? v.safeParse(schema, value) : null;
    return parsed?.success ? [parsed.output] : [];
  });
