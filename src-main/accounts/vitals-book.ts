import * as v from 'valibot';
import { openQuotas } from '../../src-shared/accounts/quota.ts';
import { afterRefusal } from '../../src-shared/accounts/unpaid.ts';
import type { Failure } from '../../src-shared/errors.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import type { Result } from '../../src-shared/result.ts';
import {
  noVitals,
  vitalsSchema,
  type Access,
  type Quota,
  type Vitals,
} from '../../src-shared/domain/vitals.ts';
import type { ConnectorError } from '../connectors/contract.ts';
import type { Log } from '../diagnostics/log.ts';
import type { Clock } from '../engine/clock.ts';
import type { Journal } from '../journal/journal.ts';
import { shapesAfter, type ReadItems } from './changed-shapes.ts';

/**
 * What happened between Vigie and each account's server: kept beside the accounts, apart from them because it changes
 * with every request. Only `renewalBegins` is on disk when it resolves; the rest follows within seconds, and a crash
 * loses no more than that.
 */
export interface VitalsBook {
  all(): readonly Vitals[];
  of(id: AccountId): Vitals;
  /** The server did what it was asked for. */
  worked(id: AccountId): void;
  failed(id: AccountId, failure: Failure, retryAt: number | null): void;
  quota(id: AccountId, quota: Quota): void;
  limited(id: AccountId, until: number): void;
  access(id: AccountId, access: Access): void;
  /** It was refused for want of money. Answers when it may be asked again, epoch ms. */
  unpaid(id: AccountId, of: 'read' | 'write'): number;
  /** It took something that it charges for. Answers whether that ends a time without money. */
  paid(id: AccountId, of: 'read' | 'write'): boolean;
  /**
   * What an answer says of the shape of one part of the network (`ChangedShape.part`). `items`: of a list, how its items
   * were read.
   */
  shape(id: AccountId, part: string, answer: Result<unknown, ConnectorError>, items?: ReadItems): void;
  /** A call of this month cost that much. */
  charged(id: AccountId, amount: number, currency: string): void;
  /**
   * An access is about to be renewed. Answers whether an earlier renewal never came to its end: then the server may
   * have made a pair that nobody holds.
   */
  renewalBegins(id: AccountId): Promise<boolean>;
  /** Its outcome is known and kept. */
  renewalEnds(id: AccountId): Promise<void>;
  /** Gone: nothing of it is kept. */
  forget(id: AccountId): Promise<void>;
  /** Connected again: what was true of the old access is no longer; what was spent is spent. */
  begin(id: AccountId): Promise<void>;
  /** Told at most once a second for each account. */
  onChange(listener: (vitals: Vitals) => void): void;
  /** Writes what is not yet on disk. */
  stop(): Promise<void>;
}

const table = 'vitals/';
const renewals = 'renewal/';
const writeAfterMs = 5_000;
/** The interface shows minutes. */
const workedEveryMs = 30_000;
const tellAfterMs = 1_000;
/** Windows kept for one account: servers have a handful. */
const mostQuotas = 6;
/** The month of `at`, epoch ms, as networks bill it: in UTC. */
function monthOf(at: number): { readonly from: number; readonly until: number } {
  const day = new Date(at);
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth()];
  return { from: Date.UTC(year, month), until: Date.UTC(year, month + 1) };
}

/** Ends are told in whole seconds, by a clock that we only estimate. */
const sameEndMs = 3_000;

export async function createVitalsBook(deps: {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<VitalsBook> {
  const { journal, clock, log } = deps;
  const known = new Map<AccountId, Vitals>();
  const dirty = new Set<AccountId>();
  const news = new Set<AccountId>();
  const listeners: ((vitals: Vitals) => void)[] = [];
  let timer: (() => void) | null = null;
  let telling: (() => void) | null = null;

  for (const { value } of await journal.range(table, `${table}~`, 10_000)) {
    const parsed = v.safeParse(vitalsSchema, value);
    if (parsed.success) known.set(parsed.output.accountId, parsed.output);
    else log.warn('vitals.unreadable', {});
  }

  const of = (id: AccountId): Vitals => known.get(id) ?? noVitals(id);
  const vitalsOf = of;

  const flush = async (): Promise<void> => {
    timer = null;
    const ids = [...dirty];
    dirty.clear();
    if (ids.length === 0) return;
    // A disk that refuses is told of elsewhere; the next change brings the row again.
    await journal.write(ids.map((id) => ({ tag: 'put', key: table + id, value: of(id) })));
  };

  const change = (id: AccountId, part: Partial<Vitals>): void => {
    const next: Vitals = { ...of(id), ...part };
    known.set(id, next);
    dirty.add(id);
    timer ??= clock.after(writeAfterMs, () => void flush());
    announce(id);
  };

  const announce = (id: AccountId): void => {
    news.add(id);
    telling ??= clock.after(tellAfterMs, () => {
      telling = null;
      const ids = [...news];
      news.clear();
      for (const one of ids) for (const listener of listeners) listener(of(one));
    });
  };

  const forget = async (id: AccountId): Promise<void> => {
    known.delete(id);
    dirty.delete(id);
    announce(id);
    await journal.write([
      { tag: 'del', key: table + id },
      { tag: 'del', key: renewals + id },
    ]);
  };

  return {
    all: () => [...known.values()],
    of,
    worked: (id) => {
      const { lastOkAt, lastError } = of(id);
      const now = clock.now();
      // What was wrong is over: that is told at once.
      const isNews = lastOkAt === null || (lastError !== null && lastError.at >= lastOkAt);
      if (isNews || now - lastOkAt >= workedEveryMs || now < lastOkAt) change(id, { lastOkAt: now });
    },
    failed: (id, failure, retryAt) => change(id, { lastError: { at: clock.now(), failure, retryAt } }),
    quota: (id, quota) => {
      const now = clock.now();
      // Servers name a window by nothing but its size and its end, and two may be of one size.
      const isSame = (one: Quota): boolean =>
        one.limit === quota.limit &&
        (one.kind === quota.kind || Math.abs(one.resetAt - quota.resetAt) <= sameEndMs);
      const others = of(id).quotas.filter((one) => !isSame(one));
      const isRead = of(id).quotas.some((one) => isSame(one) && one.kind === 'read');
      const kind = isRead ? 'read' : quota.kind;
      change(id, { quotas: openQuotas([{ ...quota, kind }, ...others], now).slice(0, mostQuotas) });
    },
    limited: (id, until) => change(id, { limitedUntil: Math.max(until, of(id).limitedUntil ?? 0) }),
    unpaid: (id, of) => {
      const next = afterRefusal(vitalsOf(id).unpaid, of, clock.now());
      change(id, { unpaid: next });
      return next.lookAt;
    },
    paid: (id, of) => {
      const { unpaid } = vitalsOf(id);
      // That reading is paid for says nothing of a post, which costs more.
      if (unpaid === undefined || (of === 'read' && !unpaid.reading)) return false;
      change(id, { unpaid: undefined });
      return true;
    },
    shape: (id, part, answer, items) => {
      const before = of(id).shapes ?? [];
      const shapes = shapesAfter(before, part, answer, clock.now(), items);
      if (shapes !== before) change(id, { shapes });
    },
    charged: (id, amount, currency) => {
      const now = clock.now();
      const known = of(id).spent;
      const isSame =
        known !== undefined && known.currency === currency && now >= known.from && now < known.until;
      const month = isSame ? known : { amount: 0, currency, ...monthOf(now) };
      change(id, { spent: { ...month, amount: month.amount + amount } });
    },
    access: (id, access) => {
      if (JSON.stringify(of(id).access) !== JSON.stringify(access)) change(id, { access });
    },
    renewalBegins: async (id) => {
      const left = await journal.get(renewals + id);
      await journal.write([{ tag: 'put', key: renewals + id, value: { at: clock.now() } }]);
      return left !== undefined && left !== null;
    },
    renewalEnds: async (id) => {
      await journal.write([{ tag: 'del', key: renewals + id }]);
    },
    forget,
    begin: async (id) => {
      const { spent } = of(id);
      await forget(id);
      if (spent !== undefined) change(id, { spent });
    },
    onChange: (listener) => {
      listeners.push(listener);
    },
    stop: async () => {
      timer?.();
      telling?.();
      await flush();
    },
  };
}
