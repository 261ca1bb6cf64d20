import type { Account } from '../../../src-shared/domain/account.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import type { AccountId } from '../../../src-shared/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Batch } from '../../../src-shared/sync/stream-row.ts';
import { EngineDied, type Engine } from './engine-host.ts';
import type { StormClock } from './storm-clock.ts';

/**
 * The interface's part, which survives the engine: it keeps the intents until they are answered, stores what comes
 * down, acknowledges it, and gives everything back to an engine whose journal was lost. Same rules as
 * `src-renderer/store`: hand-over, streams, rebuild.
 */
export interface Page {
  /** Greets an engine that has opened, and follows it until it dies. `again`: hands it every intent once more. */
  attach(engine: Engine, again?: boolean): void;
  /** Keeps an intent or its next revision, then hands it over. */
  write(intent: Intent): void;
  /** Marks that the person says "now" of it, or that the word was refused (`at` null). */
  release(of: { readonly intentId: string; readonly accountId: AccountId }, at: number | null): void;
  /** Nothing is stored or acknowledged for a while. */
  sleep(asleep: boolean): void;
  readonly intents: ReadonlyMap<string, Handed>;
  readonly deliveries: ReadonlyMap<string, Delivery>;
  readonly accounts: ReadonlyMap<string, Account>;
  /** Whether a call of the page's is under way. */
  busy(): boolean;
  /** Rebuilds that an engine asked for and took. */
  rebuilds(): number;
  /** The engine has been greeted and owes nothing. */
  isFollowing(): boolean;
}

export interface Handed {
  readonly intent: Intent;
  readonly handed: 'pending' | 'accepted' | 'refused';
  /** What main accepted last, or may have, while a later revision has no answer or was refused. */
  readonly held: Intent | null;
  readonly refusal: Failure | null;
}

const passing = ['disk-full', 'internal', 'journal-rebuilt', 'forbidden-sender'];
const againMs = 2_000;

export function createPage(clock: StormClock, epoch: string): Page {
  const intents = new Map<string, Handed>();
  const deliveries = new Map<string, Delivery>();
  const accounts = new Map<string, Account>();
  let stored = 0;
  let told = 0;
  let engine: Engine | null = null;
  let greeted = false;
  let owed = false;
  let asleep = false;
  let calls = 0;
  let rebuilds = 0;
  let draining = false;
  let wanted = false;
  let handing = false;

  const call = async <T>(to: Engine, name: string, args: unknown): Promise<Result<T, Failure>> => {
    calls += 1;
    try {
      return (await to.call(name, args)) as Result<T, Failure>;
    } finally {
      calls -= 1;
    }
  };

  const apply = ({ number, rows }: Batch): void => {
    for (const row of rows) {
      if (row.tag === 'account') accounts.set(row.row.id, row.row);
      if (row.tag === 'account-removed') accounts.delete(row.id);
      if (row.tag !== 'delivery') continue;
      const known = deliveries.get(row.row.id);
      if (known === undefined || row.row.sequence > known.sequence) deliveries.set(row.row.id, row.row);
    }
    stored = number;
  };

  const drain = async (to: Engine): Promise<void> => {
    if (!greeted) {
      const hello = await call<{ known: boolean; rebuild: boolean }>(to, 'streams.hello', {
        epoch,
        acked: stored,
      });
      if (hello.tag === 'err') return again(to);
      greeted = true;
      told = stored;
      owed = hello.value.rebuild;
    }
    if (owed) {
      const given = await call(to, 'streams.rebuild', {
        accounts: [...accounts.values()],
        intents: [...intents.values()].flatMap(({ handed, intent, held }) => [
          ...(held === null ? [] : [held]),
          ...(handed === 'refused' ? [] : [intent]),
        ]),
        deliveries: [...deliveries.values()],
        last: true,
      });
      if (given.tag === 'ok') rebuilds += 1;
      owed = given.tag === 'err';
      if (owed) again(to);
    }
    while (!asleep && engine === to) {
      const taken = await call<Batch | null>(to, 'streams.take', { epoch, after: stored });
      if (taken.tag === 'err') {
        greeted = greeted && taken.error.code !== 'stale-revision';
        return again(to);
      }
      if (taken.value !== null) {
        apply(taken.value);
        continue;
      }
      if (stored <= told) break;
      const number = stored;
      const answer = await call(to, 'streams.ack', { epoch, number });
      if (answer.tag === 'err') {
        greeted = greeted && answer.error.code !== 'stale-revision';
        return again(to);
      }
      told = number;
    }
  };

  const again = (to: Engine): void => {
    clock.after(againMs, () => kick(to));
  };

  const kick = (to: Engine): void => {
    if (engine !== to || to.isDead()) return;
    wanted = true;
    if (draining) return;
    draining = true;
    void (async () => {
      while (wanted && engine === to) {
        wanted = false;
        await drain(to);
      }
    })()
      .catch((error: unknown) => {
        if (!(error instanceof EngineDied)) throw error;
      })
      .finally(() => {
        draining = false;
        if (wanted && engine !== null) kick(engine);
      });
  };

  const hand = (to: Engine): void => {
    if (handing || engine !== to) return;
    handing = true;
    void (async () => {
      for (;;) {
        const next = [...intents.values()].find(({ handed }) => handed === 'pending');
        if (next === undefined || engine !== to) return;
        const answer = await call(to, 'outbox.submit', next.intent);
        if (answer.tag === 'err' && passing.includes(answer.error.code)) {
          clock.after(againMs, () => hand(to));
          return;
        }
        const now = intents.get(next.intent.id);
        // A newer revision was written meanwhile: its own answer is still to come.
        if (now?.intent.revision !== next.intent.revision) continue;
        intents.set(next.intent.id, {
          intent: next.intent,
          handed: answer.tag === 'ok' ? 'accepted' : 'refused',
          refusal: answer.tag === 'ok' ? null : answer.error,
          held: answer.tag === 'ok' ? null : now.held,
        });
      }
    })()
      .catch((error: unknown) => {
        if (!(error instanceof EngineDied)) throw error;
      })
      .finally(() => {
        handing = false;
        if (engine !== null && engine !== to) hand(engine);
      });
  };

  return {
    attach: (to, anew = false) => {
      engine = to;
      greeted = false;
      if (anew)
        for (const [id, row] of intents)
          if (row.handed === 'accepted') intents.set(id, { ...row, handed: 'pending' });
      to.onEvent((event) => {
        if (event.event === 'offer') kick(to);
      });
      void to.dead.then(() => {
        if (engine === to) engine = null;
      });
      kick(to);
      hand(to);
    },
    release: ({ intentId, accountId }, at) => {
      const known = intents.get(intentId);
      if (known === undefined) return;
      const others = (known.intent.released ?? []).filter((one) => one.accountId !== accountId);
      const released = at === null ? others : [...others, { accountId, at }];
      intents.set(intentId, { ...known, intent: { ...known.intent, released } });
    },
    write: (intent) => {
      const known = intents.get(intent.id);
      const held = known === undefined || known.handed === 'refused' ? (known?.held ?? null) : known.intent;
      intents.set(intent.id, { intent, handed: 'pending', refusal: null, held });
      if (engine !== null) hand(engine);
    },
    sleep: (now) => {
      asleep = now;
      if (!now && engine !== null) kick(engine);
    },
    intents,
    deliveries,
    accounts,
    busy: () => calls > 0,
    rebuilds: () => rebuilds,
    isFollowing: () => greeted && !owed && !draining,
  };
}
