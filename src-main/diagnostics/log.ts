import { appendFile, rename, stat } from 'node:fs/promises';
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
    recent: (limit, errorsOnly) =>
      entries
        .filter((entry) => !errorsOnly || entry.level !== 'info')
        .slice(-limit)
        .reverse(),
  };
}
