import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import { levelDbBytes } from './leveldb-bytes.ts';
import { createFinder, type Needle } from './many-needles.ts';

export interface Hit {
  /** File, or what else was searched. */
  readonly where: string;
  readonly form: string;
}

/** Each way in which a text may lie in bytes. Base64 has three forms, by the place of the text within it. */
function formsOf(secret: string): readonly Needle[] {
  const base64 = (encoding: 'base64' | 'base64url') =>
    [0, 1, 2].map((shift) => {
      const text = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]).toString(encoding);
      // The ends depend on the neighbours: what is in between does not.
      const inner = text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + secret.length) * 8) / 6));
      return { form: `${encoding} +${String(shift)}`, bytes: Buffer.from(inner) };
    });
  const forms = [
    { form: 'UTF-8', bytes: Buffer.from(secret) },
    { form: 'UTF-16', bytes: Buffer.from(secret, 'utf16le') },
    { form: 'UTF-16 big endian', bytes: Buffer.from(secret, 'utf16le').swap16() },
    { form: 'URL', bytes: Buffer.from(encodeURIComponent(secret)) },
    { form: 'hex', bytes: Buffer.from(Buffer.from(secret).toString('hex')) },
    ...base64('base64'),
    ...base64('base64url'),
  ];
  const seen = new Set<string>();
  return forms.filter(
    ({ bytes }) => !seen.has(bytes.toString('latin1')) && seen.add(bytes.toString('latin1')),
  );
}

/** Looks for secrets in bytes, in every form. */
export function findIn(where: string, bytes: Buffer, secrets: readonly string[]): readonly Hit[] {
  const find = finders.get(secrets) ?? createFinder(secrets.flatMap(piecesOf).flatMap(formsOf));
  finders.set(secrets, find);
  return [...new Set(find(bytes).map(({ form }) => form))].map((form) => ({ where, form }));
}

/** What is written may be cut: of a long secret, pieces that overlap, so that one lies whole in any half of it. */
function piecesOf(secret: string): readonly string[] {
  if (secret.length <= 3 * stepLength) return [secret];
  const count = Math.floor(secret.length / stepLength) - 1;
  return Array.from({ length: count }, (_, n) => secret.slice(n * stepLength, (n + 2) * stepLength));
}
const stepLength = 24;

/** There are hundreds of forms, and hundreds of files. */
const finders = new WeakMap<readonly string[], (bytes: Buffer) => readonly Needle[]>();

/** What lies compressed in a file, wherever in it: a snapshot begins with lines that are not. */
function compressedIn(bytes: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = bytes.indexOf(gzipHead); at >= 0; at = bytes.indexOf(gzipHead, at + 1))
    try {
      found.push(gunzipSync(bytes.subarray(at), { finishFlush: constants.Z_SYNC_FLUSH }));
    } catch {
      // Three bytes that only look like a beginning.
    }
  return found;
}
const gzipHead = Buffer.from([0x1f, 0x8b, 0x08]);

/** Looks through every file below a folder: raw, decompressed, and where it is a LevelDB file, what it holds. */
export async function findBelow(folder: string, secrets: readonly string[]): Promise<readonly Hit[]> {
  // A running database puts its files together: what lay in one that is gone is in another by now. All is read again.
  for (let look = 1; ; look += 1) {
    try {
      return await findOnce(folder, secrets);
    } catch (error) {
      if (look === mostLooks || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

const mostLooks = 20;

async function findOnce(folder: string, secrets: readonly string[]): Promise<readonly Hit[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const hits: Hit[] = [];
  for (const entry of files) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file);
    const bytes = await readFile(file);
    hits.push(...findIn(name, bytes, secrets));
    for (const inside of compressedIn(bytes)) hits.push(...findIn(`${name} (decompressed)`, inside, secrets));
    for (const block of await levelDbBytes(file)) hits.push(...findIn(`${name} (decoded)`, block, secrets));
  }
  return hits;
}

/** Looks at the arguments and the environment of every process of a tree. Linux only. */
export async function findInProcesses(
  pids: readonly number[],
  secrets: readonly string[],
): Promise<readonly Hit[]> {
  const hits: Hit[] = [];
  for (const pid of pids)
    for (const what of ['cmdline', 'environ']) {
      const bytes = await readFile(`/proc/${String(pid)}/${what}`).catch(() => Buffer.alloc(0));
      hits.push(...findIn(`process ${what}`, bytes, secrets));
    }
  return hits;
}
