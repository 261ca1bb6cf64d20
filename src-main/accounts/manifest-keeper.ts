import * as v from 'valibot';
import type { Account } from '../../src-shared/domain/account.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import { manifestSchema, type Manifest } from '../../src-shared/networks/manifest.ts';
import { rebased } from '../../src-shared/networks/rebased.ts';
import type { Connector } from '../connectors/contract.ts';
import type { Log } from '../diagnostics/log.ts';
import type { Clock } from '../engine/clock.ts';
import type { Journal } from '../journal/journal.ts';
import type { AccountAccess } from './account-access.ts';
import type { AccountBook } from './account-book.ts';
import type { VitalsBook } from './vitals-book.ts';

/** Keeps what an account's network allows as its server and this Vigie say now. What cannot be read stays as it is. */
export interface ManifestKeeper {
  /** What a newer Vigie's own manifests say holds at once, beneath what the servers had said. Asks nobody. */
  start(): Promise<void>;
  /** The account's server answers: it is asked again if that is due. Waits for nothing. */
  answered(id: AccountId): void;
  /** Asks the server, unless it was asked a moment ago; answers when that is over, however it ended. */
  read(id: AccountId): Promise<void>;
}

const table = 'manifest/';
const rowSchema = v.object({
  /** The connector's own manifest, upon which the account's was made. */
  base: v.unknown(),
  /** When its server was last read, epoch ms; null: not since the account was connected. */
  readAt: v.nullable(v.number()),
});
type Row = v.InferOutput<typeof rowSchema>;

const dayMs = 24 * 3_600_000;
/** After a failure the server is asked no sooner than this, but for a departure. */
const againMs = 3_600_000;
/** What was read so lately is now. */
const momentMs = 5_000;
const longestMs = 20_000;

export function createManifestKeeper(deps: {
  readonly journal: Pick<Journal, 'get' | 'write'>;
  readonly book: Pick<AccountBook, 'list' | 'get' | 'save'>;
  readonly use: AccountAccess['use'];
  readonly connectorOf: (network: Account['network']) => Pick<Connector, 'manifest'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly shape: VitalsBook['shape'];
  /** Nothing is asked in the background before this, epoch ms; null: it may be. */
  readonly keptUntil: (id: AccountId) => number | null;
}): ManifestKeeper {
  const { journal, book, clock, log } = deps;
  const reading = new Map<AccountId, Promise<void>>();
  /** When the server was last asked by this process, and whether it said. */
  const asked = new Map<AccountId, { readonly at: number; readonly isRead: boolean }>();

  const rowOf = async (id: AccountId): Promise<Row | null> => {
    const row = v.safeParse(rowSchema, await journal.get(table + id));
    return row.success ? row.output : null;
  };
  const keep = (id: AccountId, row: Row) => journal.write([{ tag: 'put', key: table + id, value: row }]);

  const save = async (id: AccountId, manifest: Manifest): Promise<boolean> => {
    const account = book.get(id);
    if (account === null || account.health.tag === 'disconnected') return false;
    if (JSON.stringify(account.manifest) === JSON.stringify(manifest)) return true;
    log.info('account.manifest', { account: id });
    return (await book.save({ ...account, manifest })).tag === 'ok';
  };

  const ask = async (id: AccountId): Promise<void> => {
    const abort = new AbortController();
    const cancel = clock.after(longestMs, () => abort.abort());
    const answer = await deps.use(id, abort.signal, (connector, ctx) => connector.identify(ctx));
    cancel();
    const account = book.get(id);
    const isRead = answer.tag === 'ok' && answer.value.remoteId === account?.remoteId;
    asked.set(id, { at: clock.now(), isRead });
    if (!abort.signal.aborted) deps.shape(id, 'identify', answer);
    if (!isRead || !(await save(id, answer.value.manifest))) return;
    await keep(id, { base: deps.connectorOf(account.network).manifest, readAt: clock.now() });
  };

  const read: ManifestKeeper['read'] = async (id) => {
    const account = book.get(id);
    if (account === null || account.manifest.byHand === true) return;
    const last = asked.get(id);
    const age = last === undefined ? Infinity : clock.now() - last.at;
    if (last?.isRead === true && age >= 0 && age < momentMs) return;
    const job = reading.get(id) ?? ask(id).finally(() => reading.delete(id));
    reading.set(id, job);
    await job;
  };

  const isDue = async (account: Account): Promise<boolean> => {
    const now = clock.now();
    const last = asked.get(account.id);
    if (last !== undefined) return now < last.at || now - last.at >= (last.isRead ? dayMs : againMs);
    // A start asks at once, but where asking costs.
    if (account.manifest.prices === undefined) return true;
    const readAt = (await rowOf(account.id))?.readAt ?? account.connectedAt;
    return now < readAt || now - readAt >= dayMs;
  };

  return {
    read,
    answered: (id) => {
      const account = book.get(id);
      if (account === null || reading.has(id) || deps.keptUntil(id) !== null) return;
      void isDue(account).then((due) => (due ? read(id) : undefined));
    },
    start: async () => {
      for (const account of book.list()) {
        const row = await rowOf(account.id);
        const { manifest: base } = deps.connectorOf(account.network);
        if (row === null) {
          // Nobody can be asked what a person publishes by hand: from now on it is known what it was made upon.
          if (account.manifest.byHand === true) await keep(account.id, { base, readAt: null });
          continue;
        }
        if (JSON.stringify(row.base) === JSON.stringify(base)) continue;
        const next = v.safeParse(manifestSchema, rebased(row.base, account.manifest, base));
        if (next.success && (await save(account.id, next.output))) await keep(account.id, { ...row, base });
      }
    },
  };
}
