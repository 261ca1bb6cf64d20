import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A row kept by a simulator: plain JSON with an id. */
export interface StateRow {
  readonly id: string;
}

/** One kind of rows, in the order in which they were first put. */
export interface Table<R extends StateRow> {
  get(id: string): R | undefined;
  put(row: R): R;
  delete(id: string): boolean;
  values(): IterableIterator<R>;
  readonly size: number;
}

export interface StateStore {
  /** Declares a table. Rows found on disk are handed over as they were written: one program version, one format. */
  table<R extends StateRow>(name: string): Table<R>;
  /** Resolves once everything put so far survives the end of this process (not a power cut). */
  flush(): Promise<void>;
  /** Forgets everything, on disk too. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

type Change = readonly [table: string, id: string, row: StateRow | null];

const FLUSH_DELAY_MS = 200;
const SHORTEST_COMPACTION = 20_000;

/**
 * Opens the state of one server. Without `dir` it lives in memory.
 *
 * On disk it is a snapshot (`<name>.json`, replaced atomically) and a journal of the changes since
 * (`<name>.<generation>.log`): a write costs its own size however much is kept. Changes that nobody flushes
 * (the audience's) are written a little later. A torn last journal line, left by a kill, was never acknowledged
 * and is ignored.
 */
export async function openState(options: {
  readonly dir?: string;
  readonly name: string;
}): Promise<StateStore> {
  const { dir, name } = options;
  const rows = new Map<string, Map<string, StateRow>>();
  let pending: Change[] = [];
  let journaled = 0;
  let generation = 0;
  let writing = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const snapshotPath = (folder: string): string => join(folder, `${name}.json`);
  const journalPath = (folder: string): string => join(folder, `${name}.${generation}.log`);
  const rowsOf = (table: string): Map<string, StateRow> => {
    const known = rows.get(table);
    if (known) return known;
    const created = new Map<string, StateRow>();
    rows.set(table, created);
    return created;
  };

  function note(change: Change): void {
    if (dir === undefined) return;
    pending.push(change);
    timer ??= setTimeout(() => void flush().catch(() => undefined), FLUSH_DELAY_MS);
  }

  async function write(folder: string): Promise<void> {
    if (pending.length === 0) return;
    const changes = pending;
    pending = [];
    try {
      await appendFile(journalPath(folder), changes.map((change) => `${JSON.stringify(change)}\n`).join(''));
    } catch (error) {
      pending = [...changes, ...pending];
      throw error;
    }
    journaled += changes.length;
    let kept = 0;
    for (const table of rows.values()) kept += table.size;
    if (journaled > Math.max(SHORTEST_COMPACTION, kept)) await compact(folder);
  }

  async function compact(folder: string): Promise<void> {
    const old = journalPath(folder);
    pending = [];
    generation += 1;
    journaled = 0;
    const tables = Object.fromEntries([...rows].map(([table, kept]) => [table, [...kept.values()]]));
    const temporary = `${snapshotPath(folder)}.tmp`;
    await writeFile(temporary, JSON.stringify({ generation, tables }));
    await rename(temporary, snapshotPath(folder));
    await rm(old, { force: true });
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (dir === undefined) return Promise.resolve();
    const attempt = writing.then(() => write(dir));
    writing = attempt.catch(() => undefined);
    return attempt;
  }

  if (dir !== undefined) {
    await mkdir(dir, { recursive: true });
    const snapshot = await readSnapshot(snapshotPath(dir));
    generation = snapshot.generation;
    for (const [table, kept] of Object.entries(snapshot.tables))
      for (const row of kept) rowsOf(table).set(row.id, row);
    const changes = await readJournal(journalPath(dir));
    for (const [table, id, row] of changes) {
      if (row === null) rowsOf(table).delete(id);
      else rowsOf(table).set(id, row);
    }
    // A kill may have torn the last line; starting a new generation keeps later lines from being glued to it.
    if (changes.length > 0) await compact(dir);
    else await rm(journalPath(dir), { force: true });
  }

  return {
    table<R extends StateRow>(table: string): Table<R> {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where rows read back from disk take the type of their table
      const kept = rowsOf(table) as Map<string, R>;
      return {
        get: (id) => kept.get(id),
        put(row) {
          kept.set(row.id, row);
          note([table, row.id, row]);
          return row;
        },
        delete(id) {
          const existed = kept.delete(id);
          if (existed) note([table, id, null]);
          return existed;
        },
        values: () => kept.values(),
        get size() {
          return kept.size;
        },
      };
    },
    flush,
    async clear() {
      await flush();
      for (const table of rows.values()) table.clear();
      if (dir === undefined) return;
      writing = writing.then(() => compact(dir));
      await writing;
    },
    async close() {
      await flush();
      clearTimeout(timer);
    },
  };
}

interface Snapshot {
  readonly generation: number;
  readonly tables: Readonly<Record<string, readonly StateRow[]>>;
}

async function readSnapshot(path: string): Promise<Snapshot> {
  const content = await readFile(path, 'utf8').catch(() => undefined);
  if (content === undefined) return { generation: 0, tables: {} };
  const parsed: unknown = JSON.parse(content);
  if (!isSnapshot(parsed)) throw new Error(`${path} is not a snapshot of a simulated network`);
  return parsed;
}

async function readJournal(path: string): Promise<readonly Change[]> {
  const content = await readFile(path, 'utf8').catch(() => '');
  const whole = content.slice(0, content.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
    .filter(isChange);
}

function isRow(value: unknown): value is StateRow {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}

function isSnapshot(value: unknown): value is Snapshot {
  if (typeof value !== 'object' || value === null || !('generation' in value) || !('tables' in value))
    return false;
  const { generation, tables } = value;
  if (typeof generation !== 'number' || typeof tables !== 'object' || tables === null) return false;
  return Object.values(tables).every((rows: unknown) => Array.isArray(rows) && rows.every(isRow));
}

function isChange(value: unknown): value is Change {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [table, id, row]: readonly unknown[] = value;
  return typeof table === 'string' && typeof id === 'string' && (row === null || isRow(row));
}
