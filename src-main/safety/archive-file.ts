import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { mediaHashSchema, type MediaHash } from '../../src-shared/ids.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { backupRowOf, createTally, type BackupRow, type Summary } from '../../src-shared/safety/backup.ts';
import { saysFull } from '../journal/disk.ts';
import { syncFolder } from '../journal/set-aside.ts';
import type { MediaStore } from '../media/media-store.ts';
import { seal, unseal, UnreadableArchive } from './archive-crypto.ts';

/** The inside of an archive (docs/archive-format.md): entries of JSON, each after its length; a medium's bytes after its entry. */
const entrySchema = v.variant('tag', [
  v.object({ tag: v.literal('head'), format: v.number(), at: v.number(), version: v.string() }),
  v.object({ tag: v.literal('row'), row: v.unknown() }),
  v.object({
    tag: v.literal('medium'),
    hash: mediaHashSchema,
    bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
  v.object({ tag: v.literal('end'), rows: v.number(), media: v.number() }),
]);
type Entry = v.InferInput<typeof entrySchema>;

const insideFormat = 1;
const largestEntry = 16 * 1024 * 1024;

export interface Exported {
  readonly bytes: number;
  readonly rows: number;
  readonly media: number;
  /** Files that the rows name and that are not here any more. */
  readonly missing: number;
}

/** Writes an archive: whole under its name, or not there. Nothing but one chunk at a time is in memory. */
export async function writeArchive(given: {
  readonly file: string;
  readonly passphrase: string;
  readonly rows: AsyncIterable<BackupRow>;
  readonly media: Pick<MediaStore, 'open'>;
  readonly at: number;
  readonly version: string;
  readonly log2N?: number;
}): Promise<Result<Exported, Failure>> {
  const { file } = given;
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}`);
  const told = { bytes: 0, rows: 0, media: 0, missing: 0 };
  const inside = async function* (): AsyncGenerator<Buffer> {
    const hashes = new Set<MediaHash>();
    yield framed({ tag: 'head', format: insideFormat, at: given.at, version: given.version });
    for await (const row of given.rows) {
      for (const hash of mediaOf(row)) hashes.add(hash);
      told.rows += 1;
      yield framed({ tag: 'row', row });
    }
    for (const hash of hashes) {
      const found = await given.media.open(hash);
      if (found === null) {
        told.missing += 1;
        continue;
      }
      yield framed({ tag: 'medium', hash, bytes: found.bytes });
      if (found.bytes > 0)
        for await (const chunk of found.stream(0, found.bytes - 1)) yield Buffer.from(chunk);
      told.media += 1;
    }
    yield framed({ tag: 'end', rows: told.rows, media: told.media });
  };
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      for await (const chunk of seal(inside(), given.passphrase, given.log2N)) {
        await handle.writeFile(chunk);
        told.bytes += chunk.length;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await syncFolder(path.dirname(file));
    return ok(told);
  } catch (error) {
    return err(failure(saysFull(error) ? 'disk-full' : 'file-not-written'));
  } finally {
    await rm(temporary, { force: true });
  }
}

function framed(entry: Entry): Buffer {
  const json = Buffer.from(JSON.stringify(entry));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return Buffer.concat([length, json]);
}

/** An archive that was read to its end and found whole. Its media lie in `folder`, under their hashes. */
export interface OpenArchive {
  readonly at: number;
  readonly rows: readonly BackupRow[];
  readonly summary: Summary;
  readonly media: readonly MediaHash[];
  readonly folder: string;
}

/**
 * Reads all of an archive into `folder`, which is empty again when anything of it is not as it was written: an
 * archive is taken whole or not at all.
 */
export async function readArchive(
  file: string,
  passphrase: string,
  folder: string,
): Promise<Result<OpenArchive, Failure>> {
  await rm(folder, { recursive: true, force: true });
  const source = createReadStream(file);
  const opened = await readAll(source, passphrase, folder).catch((error: unknown) => {
    if (error instanceof UnreadableArchive) return err(failure('archive-damaged'));
    if (saysFull(error)) return err(failure('disk-full'));
    return err(failure('file-not-read'));
  });
  source.destroy();
  if (opened.tag === 'err') await rm(folder, { recursive: true, force: true });
  return opened;
}

async function readAll(
  source: ReadStream,
  passphrase: string,
  folder: string,
): Promise<Result<OpenArchive, Failure>> {
  const plain = await unseal(source, passphrase);
  if (plain.tag === 'err') return plain;
  const reader = readerOf(plain.value);
  await mkdir(folder, { recursive: true });
  const rows: BackupRow[] = [];
  const media: MediaHash[] = [];
  const tally = createTally();
  let at: number | null = null;
  for (;;) {
    const entry = await nextEntry(reader);
    if (entry.tag !== 'head' && at === null) throw new UnreadableArchive();
    switch (entry.tag) {
      case 'head':
        if (entry.format > insideFormat) return err(failure('archive-newer'));
        at = entry.at;
        break;
      case 'row': {
        const row = backupRowOf(entry.row);
        rows.push(row);
        tally.add(row);
        break;
      }
      case 'medium':
        await takeMedium(reader, path.join(folder, entry.hash), entry);
        media.push(entry.hash);
        break;
      case 'end':
        if (entry.rows !== rows.length || entry.media !== media.length || !(await reader.ended()))
          throw new UnreadableArchive();
        return ok({ at: at ?? 0, rows, summary: tally.summary(), media, folder });
    }
  }
}

async function nextEntry(reader: Reader): Promise<v.InferOutput<typeof entrySchema>> {
  const length = (await reader.exactly(4)).readUInt32BE();
  if (length > largestEntry) throw new UnreadableArchive();
  let json: unknown;
  try {
    json = JSON.parse((await reader.exactly(length)).toString('utf8'));
  } catch {
    throw new UnreadableArchive();
  }
  const entry = v.safeParse(entrySchema, json);
  if (!entry.success) throw new UnreadableArchive();
  return entry.output;
}

async function takeMedium(
  reader: Reader,
  file: string,
  { hash, bytes }: { readonly hash: MediaHash; readonly bytes: number },
): Promise<void> {
  const digest = createHash('sha256');
  const handle = await open(file, 'w');
  try {
    for (let left = bytes; left > 0;) {
      const chunk = await reader.some(left);
      digest.update(chunk);
      await handle.writeFile(chunk);
      left -= chunk.length;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (digest.digest('hex') !== hash) throw new UnreadableArchive();
}

interface Reader {
  exactly(bytes: number): Promise<Buffer>;
  /** At least one byte, at most so many. */
  some(most: number): Promise<Buffer>;
  ended(): Promise<boolean>;
}

function readerOf(source: AsyncGenerator<Buffer>): Reader {
  let held: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await source.next();
    if (next.done === true) return false;
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
    return true;
  };
  const cut = (bytes: number): Buffer => {
    const part = held.subarray(0, bytes);
    held = held.subarray(bytes);
    return part;
  };
  return {
    exactly: async (bytes) => {
      while (held.length < bytes) if (!(await more())) throw new UnreadableArchive();
      return cut(bytes);
    },
    some: async (most) => {
      while (held.length === 0) if (!(await more())) throw new UnreadableArchive();
      return cut(Math.min(most, held.length));
    },
    ended: async () => {
      while (held.length === 0) if (!(await more())) return true;
      return false;
    },
  };
}

/** Every medium that a row names. Other hashes have the same form: they name no file. */
export function mediaOf(value: unknown): readonly MediaHash[] {
  const found: MediaHash[] = [];
  const walk = (one: unknown): void => {
    if (Array.isArray(one)) one.forEach(walk);
    else if (typeof one === 'object' && one !== null) {
      if ('hash' in one && 'mime' in one) {
        const hash = v.safeParse(mediaHashSchema, one.hash);
        if (hash.success) found.push(hash.output);
      }
      Object.values(one).forEach(walk);
    }
  };
  walk(value);
  return found;
}
