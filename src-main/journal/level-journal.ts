import { failure, type Failure } from '../../src-shared/errors.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Log } from '../diagnostics/log.ts';
import { writeFailure, type Disk } from './disk.ts';
import type { Journal, JournalWrite } from './journal.ts';
import { formatHead, headKey, journalFormat, survey, type Head, type Level } from './level-rows.ts';
import type { MarkFile } from './mark-file.ts';
import { asHex, decodeRow, encodeRow } from './row-code.ts';

/** What must be free before LevelDB is opened again after a write was refused: it rewrites its newest rows then. */
const roomToReopen = 12 * 1024 * 1024;
/** Writes that wait for the disk together are written together, at most so many. */
const together = 64;

type Operation =
  | { readonly type: 'put'; readonly key: string; readonly value: string; readonly digest: bigint }
  | { readonly type: 'del'; readonly key: string };

interface Waiting {
  readonly operations: readonly Operation[];
  readonly done: (result: Result<null, Failure>) => void;
}

/**
 * The journal on LevelDB. Each write is one batch with the head row in it, then the mark in the file beside it: the
 * journal is at most one write ahead of its mark, which is what a crash between the two leaves.
 */
export function createLevelJournal(deps: {
  /** Open, and found to agree with the mark. */
  readonly level: Level;
  readonly write: number;
  /** Of all rows together, and of each. The map is taken over. */
  readonly digest: bigint;
  readonly digests: Map<string, bigint>;
  readonly mark: MarkFile;
  readonly reopen: () => Promise<Level>;
  /** Bytes free. */
  readonly room: () => Promise<number>;
  readonly onDisk: (disk: Disk) => void;
  readonly log: Log;
}): Journal {
  const { mark, digests, log } = deps;
  let level: Level = deps.level;
  let write = deps.write;
  let digest = deps.digest;
  let disk: Disk = 'ok';
  /** LevelDB refused a batch: what it would write now could not be read back. Holds what that batch would replace. */
  let broken: { readonly undo: readonly Operation[]; readonly after: bigint } | null = null;
  let markBehind = false;
  let lost = false;
  let closing = false;
  /** Readers wait while LevelDB is opened again. */
  let reopening: Promise<unknown> = Promise.resolve();
  let waiting: Waiting[] = [];
  let running: Promise<void> | null = null;

  const tellDisk = (now: Disk): void => {
    if (now === disk) return;
    disk = now;
    log.warn('journal.disk', { state: now });
    deps.onDisk(now);
  };

  const refused = (error: unknown, stage: string): Result<null, Failure> => {
    const why = writeFailure(error);
    log.error('journal.refused', {
      stage,
      code: why.code,
      error: error instanceof Error ? error.name : 'unknown',
    });
    if (why.code === 'disk-full') tellDisk('full');
    return err(why);
  };

  const headOf = (before: bigint, after: bigint, number: number): Head => ({
    format: journalFormat,
    write: number,
    before: asHex(before),
    after: asHex(after),
  });

  const saveMark = async (): Promise<Result<null, Failure>> => {
    try {
      await mark.save({ format: journalFormat, write, digest: asHex(digest) });
      markBehind = false;
      return ok(null);
    } catch (error) {
      markBehind = true;
      return refused(error, 'mark');
    }
  };

  /** One LevelDB batch and its mark. */
  const put = async (operations: readonly Operation[]): Promise<Result<null, Failure>> => {
    const changes = new Map<string, bigint | null>();
    let after = digest;
    for (const one of operations) {
      const old = changes.has(one.key) ? changes.get(one.key) : digests.get(one.key);
      after ^= old ?? 0n;
      const added = one.type === 'put' ? one.digest : null;
      after ^= added ?? 0n;
      changes.set(one.key, added);
    }
    const head = formatHead(headOf(digest, after, write + 1));
    try {
      await level.batch(
        [
          ...operations.map((one) =>
            one.type === 'put'
              ? ({ type: 'put', key: one.key, value: one.value } as const)
              : ({ type: 'del', key: one.key } as const),
          ),
          { type: 'put', key: headKey, value: head },
        ],
        { sync: true },
      );
    } catch (error) {
      broken = { undo: await stored([...changes.keys()]), after };
      return refused(error, 'rows');
    }
    for (const [key, added] of changes) {
      if (added === null) digests.delete(key);
      else digests.set(key, added);
    }
    write += 1;
    digest = after;
    // The rows are on disk. A mark that is not is owed, and nothing more is written before it has been paid.
    await saveMark();
    return ok(null);
  };

  /** The rows as they are, as operations that would bring them back. */
  const stored = async (keys: readonly string[]): Promise<readonly Operation[]> => {
    const texts = await level.getMany([...keys]);
    return keys.map((key, index) => {
      const text = texts[index];
      const known = digests.get(key);
      return text === undefined || known === undefined
        ? { type: 'del', key }
        : { type: 'put', key, value: text, digest: known };
    });
  };

  /**
   * LevelDB says of a batch that it refused that it "may or may not show up" when it is opened again, and what it
   * appends after it may be unreadable. So it is opened again before the next write, and a refused batch that did
   * show up is undone: refused means that it is not there.
   */
  const repair = async (): Promise<Result<null, Failure>> => {
    if (lost) return err(failure('journal-damaged'));
    if (broken !== null) {
      if ((await deps.room()) < roomToReopen) {
        tellDisk('full');
        return err(failure('disk-full'));
      }
      const { undo, after } = broken;
      try {
        const again = reopen();
        reopening = again.catch(() => undefined);
        await again;
      } catch (error) {
        return refused(error, 'reopen');
      }
      const found = await survey(level).catch(() => null);
      const same = found?.bad === 0 && found.head !== null ? found.head.write : -1;
      if (found && same === write && found.digest === digest) broken = null;
      else if (found && same === write + 1 && found.digest === after) {
        broken = null;
        write += 1;
        digest = after;
        digests.clear();
        for (const [key, one] of found.digests) digests.set(key, one);
        const marked = await saveMark();
        if (marked.tag === 'err') return marked;
        const undone = await put(undo);
        if (undone.tag === 'err') return undone;
      } else {
        lost = true;
        log.error('journal.lost', { stage: 'reopen' });
        return err(failure('journal-damaged'));
      }
    }
    return markBehind ? saveMark() : ok(null);
  };

  const reopen = async (): Promise<void> => {
    if (level.status !== 'closed') await level.close();
    level = await deps.reopen();
  };

  const attempt = async (operations: readonly Operation[]): Promise<Result<null, Failure>> => {
    try {
      const repaired = await repair();
      const result = repaired.tag === 'ok' && operations.length > 0 ? await put(operations) : repaired;
      if (result.tag === 'ok' && !markBehind) tellDisk('ok');
      return result;
    } catch (error) {
      return refused(error, 'attempt');
    }
  };

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting.slice(0, together);
      waiting = waiting.slice(together);
      const result = await attempt(group.flatMap((one) => one.operations));
      for (const one of group) one.done(result);
    }
  };

  const pump = (): void => {
    running ??= run().finally(() => {
      running = null;
      if (waiting.length > 0) pump();
    });
  };

  /** A read that met LevelDB while it was being opened again is made again. */
  const read = async <T>(work: (found: Level) => Promise<T>): Promise<T> => {
    for (;;) {
      const seen = reopening;
      await seen;
      try {
        return await work(level);
      } catch (error) {
        if (reopening === seen) throw error;
      }
    }
  };
  const valueOf = (key: string, text: string): unknown => {
    const row = decodeRow(key, text);
    if (row === null)
      throw new Error(`a row of the journal was damaged while it was open: ${key.split('/', 1)[0]}`);
    return row.value;
  };

  return {
    get: async (key) => {
      const text = await read((found) => found.get(key));
      return text === undefined ? undefined : valueOf(key, text);
    },
    range: async (from, to, limit) => {
      const rows = await read((found) => found.iterator({ gte: from, lt: to, limit: limit + 1 }).all());
      return rows
        .filter(([key]) => key !== headKey)
        .slice(0, limit)
        .map(([key, text]) => ({ key, value: valueOf(key, text) }));
    },
    write: async (batch) => {
      if (closing) throw new Error('the journal is closed');
      const operations = batch.map(operationOf);
      return new Promise((done) => {
        waiting.push({ operations, done });
        pump();
      });
    },
    compact: async () => {
      while (running !== null) await running;
      await read(async (found) => {
        // What is in memory is written out as it is, old values and all; only a second table that spans the same
        // keys is merged with it. Deleting what is not there makes one, and changes nothing.
        await found.compactRange('', '\uffff');
        await found.batch([
          { type: 'del', key: '\u0000' },
          { type: 'del', key: '\uffff' },
        ]);
        await found.compactRange('', '\uffff');
      });
    },
    close: async () => {
      closing = true;
      while (running !== null) await running;
      await level.close();
      await mark.close();
    },
  };
}

export function operationOf(one: JournalWrite): Operation {
  if (one.tag === 'del') return { type: 'del', key: one.key };
  const { text, digest } = encodeRow(one.key, one.value);
  return { type: 'put', key: one.key, value: text, digest };
}
