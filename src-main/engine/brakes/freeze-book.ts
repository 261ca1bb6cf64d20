import * as v from 'valibot';
import { freezeSchema, type Freeze } from '../../../src-shared/domain/freeze.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Journal, JournalWrite } from '../../journal/journal.ts';
import type { Clock } from '../clock.ts';

/** Every press of the red button, in both journals: losing one of them must not let anything go. */
export interface FreezeBook {
  /** Oldest first. */
  all(): readonly Freeze[];
  active(): readonly Freeze[];
  /**
   * In force as soon as it is called, on disk when it resolves with true. False: the disk refuses; it holds while
   * the process lives, and is written again by itself.
   */
  put(freeze: Freeze): Promise<boolean>;
  /**
   * A client is forgotten: their own freezes go, and those of everybody stay, in force where they were, without what
   * names the client. Answers how many rows changed.
   */
  forget(client: string, accounts: readonly string[]): Promise<Result<number, Failure>>;
  /** Whether everything is on disk. */
  kept(): boolean;
  stop(): void;
}

const table = 'freeze/';
const limit = 10_000;
const writeAgainMs = 5_000;

export async function createFreezeBook(deps: {
  readonly journal: Journal;
  /** The second journal, which is set aside apart from the first. */
  readonly copy: Journal;
  readonly clock: Clock;
  readonly changed: () => void;
}): Promise<FreezeBook> {
  const { journal, copy, clock } = deps;
  const freezes = new Map<string, Freeze>();
  const unread = new Map<string, unknown>();
  for (const from of [journal, copy])
    for (const { key, value } of await from.range(table, `${table}~`, limit)) {
      const parsed = v.safeParse(freezeSchema, value);
      if (!parsed.success) {
        unread.set(key.slice(table.length), value);
        continue;
      }
      // The end is written to the first journal before the second: whichever knows of it is the later one.
      const known = freezes.get(parsed.output.id);
      if (known === undefined || known.ended === null) freezes.set(parsed.output.id, parsed.output);
    }
  for (const [id, value] of unread) {
    const stand = standIn(id, value, clock.now());
    if (!freezes.has(id) && !freezes.has(stand.id) && !hasEnded(value)) freezes.set(stand.id, stand);
  }

  const owed = new Set<string>();
  let cancel: () => void = () => undefined;

  const write = async (): Promise<boolean> => {
    cancel();
    for (const id of owed) {
      const freeze = freezes.get(id);
      if (freeze === undefined) continue;
      const put = [{ tag: 'put', key: table + id, value: freeze } as const];
      const first = await journal.write(put);
      const second = await copy.write(put);
      if (first.tag === 'ok' && second.tag === 'ok') owed.delete(id);
    }
    if (owed.size > 0) cancel = clock.after(writeAgainMs, () => void write().then(deps.changed));
    return owed.size === 0;
  };

  const sorted = (): readonly Freeze[] =>
    [...freezes.values()].sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));

  return {
    all: sorted,
    active: () => sorted().filter(({ ended }) => ended === null),
    put: (freeze) => {
      freezes.set(freeze.id, freeze);
      owed.add(freeze.id);
      return write();
    },
    forget: async (client, accounts) => {
      const writes: JournalWrite[] = [];
      const names = (id: string): boolean => id.includes(client) || accounts.includes(id);
      for (const [id, value] of unread)
        if (scopeOf(value) === client) writes.push({ tag: 'del', key: table + id });
      for (const freeze of freezes.values()) {
        if (freeze.scope === client) {
          freezes.delete(freeze.id);
          owed.delete(freeze.id);
          writes.push({ tag: 'del', key: table + freeze.id });
          continue;
        }
        const { openAccounts, ended } = freeze;
        const left: Freeze = {
          ...freeze,
          openAccounts: openAccounts.filter((id) => !names(id)),
          ended: ended && {
            ...ended,
            what: ended.what.filter((one) => !names(one.accountId) && !names(one.deliveryId)),
          },
        };
        if (JSON.stringify(left) === JSON.stringify(freeze)) continue;
        freezes.set(freeze.id, left);
        writes.push({ tag: 'put', key: table + freeze.id, value: left });
      }
      if (writes.length === 0) return ok(0);
      deps.changed();
      for (const to of [journal, copy]) {
        const written = await to.write(writes);
        if (written.tag === 'err') return written;
      }
      return ok(writes.length);
    },
    kept: () => owed.size === 0,
    stop: () => cancel(),
  };
}

/**
 * A freeze that cannot be read stays in force: of its client where that can be made out, else of everybody, without
 * exceptions. It has an id of its own, so that its end leaves the unread row as it is and is still known afterwards.
 */
const standIn = (id: string, value: unknown, now: number): Freeze => ({
  id: `unread-${id}`,
  scope: scopeOf(value),
  by: '',
  why: '',
  startedAt: now,
  endsAt: null,
  openAccounts: [],
  repliesOpen: false,
  ended: null,
});

function scopeOf(value: unknown): Freeze['scope'] {
  const read = v.safeParse(v.object({ scope: freezeSchema.entries.scope }), value);
  return read.success ? read.output.scope : null;
}

const hasEnded = (value: unknown): boolean =>
  v.is(v.object({ ended: v.looseObject({ at: v.number() }) }), value);
