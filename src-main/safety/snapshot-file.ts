import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import * as v from 'valibot';
import type { Frozen } from '../../src-shared/frozen.ts';
import { backupRowOf, createTally, summarySchema, type BackupRow } from '../../src-shared/safety/backup.ts';
import { syncFolder } from '../journal/set-aside.ts';

/** Grows when rows are written in a way that an older Vigie would misread. */
export const snapshotFormat = 1;

const headerSchema = v.object({
  format: v.number(),
  /** Epoch ms. */
  at: v.number(),
  version: v.string(),
  /** SHA-256 of the rows before compression: two snapshots of the same state have the same. */
  rows: v.string(),
  /** SHA-256 of the compressed rows, as they follow this line. */
  body: v.string(),
  summary: summarySchema,
});
export type SnapshotHeader = Frozen<v.InferOutput<typeof headerSchema>>;

/** A snapshot in memory, compressed: a digest on the first line covers that line, the header covers the rows. */
export interface PackedSnapshot {
  readonly header: SnapshotHeader;
  readonly bytes: Buffer;
}

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** Packs rows: `digest of the header`, the header as JSON, then the rows as compressed JSON, one a line. */
export async function packSnapshot(
  rows: AsyncIterable<BackupRow> | Iterable<BackupRow>,
  about: { readonly at: number; readonly version: string },
): Promise<PackedSnapshot> {
  const tally = createTally();
  const digest = createHash('sha256');
  const lines = async function* (): AsyncGenerator<string> {
    for await (const row of rows) {
      tally.add(row);
      const line = `${JSON.stringify(row)}\n`;
      digest.update(line);
      yield line;
    }
  };
  const chunks: Buffer[] = [];
  await pipeline(Readable.from(lines()), createGzip({ level: 3 }), async (packed: AsyncIterable<Buffer>) => {
    for await (const chunk of packed) chunks.push(chunk);
  });
  const body = Buffer.concat(chunks);
  const header: SnapshotHeader = {
    format: snapshotFormat,
    ...about,
    rows: digest.digest('hex'),
    body: sha256(body),
    summary: tally.summary(),
  };
  const text = JSON.stringify(header);
  return { header, bytes: Buffer.concat([Buffer.from(`${sha256(text)}\n${text}\n`), body]) };
}

/** Names of files that are being written begin with this. */
export const unfinished = 'writing-';

/** Whole or not there: written beside, fsynced, then given its name. Rejects when the disk refuses. */
export async function writeSnapshot(file: string, { bytes }: PackedSnapshot): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true });
  const temporary = path.join(folder, unfinished + randomUUID());
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await syncFolder(folder);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The header of a snapshot whose digests hold; null: it is damaged, or not one. */
export function checkSnapshot(
  bytes: Buffer,
): { readonly header: SnapshotHeader; readonly body: Buffer } | null {
  const first = bytes.indexOf(10);
  const second = first < 0 ? -1 : bytes.indexOf(10, first + 1);
  if (second < 0) return null;
  const text = bytes.subarray(first + 1, second);
  if (sha256(text) !== bytes.subarray(0, first).toString('latin1')) return null;
  const body = bytes.subarray(second + 1);
  try {
    const parsed = v.safeParse(headerSchema, JSON.parse(text.toString('utf8')));
    if (!parsed.success || sha256(body) !== parsed.output.body) return null;
    return { header: parsed.output, body };
  } catch {
    return null;
  }
}

/** All rows of a snapshot; null: it is damaged. A row of a kind that is not known here is kept as it is. */
export async function readSnapshot(
  file: string,
): Promise<{ readonly header: SnapshotHeader; readonly rows: readonly BackupRow[] } | null> {
  const found = checkSnapshot(await readFile(file).catch(() => Buffer.alloc(0)));
  if (found === null) return null;
  const chunks: Buffer[] = [];
  await pipeline(Readable.from([found.body]), createGunzip(), async (text: AsyncIterable<Buffer>) => {
    for await (const chunk of text) chunks.push(chunk);
  });
  const rows = Buffer.concat(chunks)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => backupRowOf(JSON.parse(line)));
  return { header: found.header, rows };
}
