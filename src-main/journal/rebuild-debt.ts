import * as v from 'valibot';
import type { Failure } from '../../src-shared/errors.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Journal, JournalWrite } from './journal.ts';
import { readAside, type Aside } from './open-journal.ts';
import type { SalvagedRow } from './salvage.ts';

/**
 * A journal that begins anew owes a rebuild: until the renderer has said what it still knows, nothing may leave. The
 * debt is a row of the journal, so that a crash in between changes nothing.
 */
export interface RebuildDebt {
  owed(): boolean;
  /** Resolves when nothing is owed. */
  whenSettled(): Promise<void>;
  /** What could be read of the journal that was set aside. */
  salvaged(): Promise<readonly SalvagedRow[]>;
  /** The journal proves to have gone back in time while it is open. */
  incur(): Promise<Result<null, Failure>>;
  settle(): Promise<Result<null, Failure>>;
}

const key = 'rebuild/owed';
const debtSchema = v.object({ aside: v.nullable(v.string()) });

/** Preferences, freezes and an open loss need no rebuild: they are carried over as they were found. */
const carried = ['settings/', 'freeze/', 'loss/'];

/** The first rows of the engine's journal (`JournalPlace.first`). */
export function firstRows(aside: Aside | null): readonly JournalWrite[] {
  const rows = aside?.salvaged.filter((row) => carried.some((table) => row.key.startsWith(table))) ?? [];
  return [
    { tag: 'put', key, value: { aside: aside?.folder ?? null } },
    ...rows.map((row): JournalWrite => ({ tag: 'put', key: row.key, value: row.value })),
  ];
}

/**
 * The first rows of the second copy of what people wrote: whatever still holds. The store has the rest, and a row that
 * was lost here comes back when it is next written.
 */
export function firstCopies(aside: Aside | null): readonly JournalWrite[] {
  return (aside?.salvaged ?? []).map(({ key: name, value }) => ({ tag: 'put', key: name, value }));
}

/** `folder`: the journal's. */
export async function createRebuildDebt(deps: {
  readonly journal: Journal;
  readonly folder: string;
}): Promise<RebuildDebt> {
  const { journal, folder } = deps;
  const found = await journal.get(key);
  const stored = v.safeParse(debtSchema, found);
  const aside = stored.success ? stored.output.aside : null;
  // A debt that cannot be read is a debt.
  let owed = found !== undefined;
  let waiting: (() => void)[] = [];

  return {
    owed: () => owed,
    whenSettled: () =>
      owed
        ? new Promise((resolve) => {
            waiting.push(resolve);
          })
        : Promise.resolve(),
    salvaged: async () => (aside === null ? [] : (await readAside(folder, aside)).salvaged),
    incur: async () => {
      // True from now on, also if the disk refuses to remember it.
      owed = true;
      return journal.write([{ tag: 'put', key, value: { aside } }]);
    },
    settle: async () => {
      const written = await journal.write([{ tag: 'del', key }]);
      if (written.tag === 'err') return written;
      owed = false;
      const told = waiting;
      waiting = [];
      for (const tell of told) tell();
      return written;
    },
  };
}
