import { appendFile, readFile, rename, stat, writeFile } from 'node:fs/promises';
import type { LogEntry } from '../../src-shared/bridge/diagnostics.ts';

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The local log. Only these field names are ever written, each cut to 200 characters: no text that a person wrote
 * has a field to travel in, and neither has a secret. Nothing is sent anywhere.
 */
const allowedFields = new Set([
  'account',
  'network',
  'call',
  'at',
  'code',
  'status',
  'error',
  'feed',
  'operation',
  'delivery',
  'state',
  'event',
  'count',
  'ms',
  'bytes',
  'origin',
  'how',
  'kind',
  'version',
  'skewMs',
  'until',
  'path',
  'attempt',
  'batch',
  'class',
  'step',
  'reason',
  'sequence',
  'server',
  'from',
  'to',
  'name',
  'stage',
  'method',
  'tag',
]);

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** Takes lines out, here and on disk; answers how many there were on disk. */
  forget(which: (entry: unknown) => boolean): Promise<number>;
  /** Newest first. */
  recent(limit: number, errorsOnly: boolean): readonly LogEntry[];
}

/** Keeps the last 2,000 lines in memory and appends all of them to `file` (JSON lines, rotated at 2 MB). */
export function createLog(deps: { readonly now: () => number; readonly file: string | null }): Log {
  const entries: LogEntry[] = [];
  let tail: Promise<unknown> = Promise.resolve();

  const persist = (entry: LogEntry): void => {
    const file = deps.file;
    if (file === null) return;
    tail = tail
      .then(async () => {
        const size = await stat(file).then(
          (found) => found.size,
          () => 0,
        );
        if (size > 2_000_000) await rename(file, `${file}.1`);
        await appendFile(file, `${JSON.stringify(entry)}\n`);
      })
      // A log that cannot be written (full disk) must never stop the work it describes.
      .catch(() => undefined);
  };

  const add = (level: LogEntry['level'], event: string, fields: LogFields = {}): void => {
    const kept = Object.entries(fields)
      // Objects cannot be cut, and may hold anything: the types forbid them, and so does this.
      .filter(([name, value]) => allowedFields.has(name) && (value === null || typeof value !== 'object'))
      .map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, 200) : value] as const);
    const entry: LogEntry = { at: deps.now(), level, event, fields: Object.fromEntries(kept) };
    entries.push(entry);
    if (entries.length > 2_000) entries.splice(0, entries.length - 2_000);
    persist(entry);
  };

  return {
    info: (event, fields) => add('info', event, fields),
    warn: (event, fields) => add('warn', event, fields),
    error: (event, fields) => add('error', event, fields),
    forget: (which) => {
      const kept = entries.filter((entry) => !which(entry));
      entries.splice(0, entries.length, ...kept);
      const work = tail.then(async () => {
        let gone = 0;
        for (const file of deps.file === null ? [] : [deps.file, `${deps.file}.1`]) {
          const text = await readFile(file, 'utf8').catch(() => null);
          if (text === null) continue;
          const lines = text.split('\n').filter((line) => line !== '');
          const left = lines.filter((line) => !which(parsedLine(line)));
          if (left.length === lines.length) continue;
          gone += lines.length - left.length;
          await writeFile(file, left.map((line) => `${line}\n`).join(''));
        }
        return gone;
      });
      tail = work.catch(() => undefined);
      return work;
    },
    recent: (limit, errorsOnly) =>
      entries
        .filter((entry) => !errorsOnly || entry.level !== 'info')
        .slice(-limit)
        .reverse(),
  };
}

/** A line that was cut short by a crash is looked at as the text that it is. */
function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}
