import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';

/**
 * The outside of an archive (docs/archive-format.md): a header, then chunks of AES-256-GCM under a key that scrypt
 * makes of the passphrase. The number of a chunk and whether it is the last are in its nonce, so that chunks cannot
 * be changed, moved, repeated, or cut off at the end.
 */
export const magic = Buffer.from('VIGIEARC', 'latin1');
export const archiveFormat = 1;
const chunkBytes = 64 * 1024;
const tagBytes = 16;
/** magic, format, three scrypt figures, salt, nonce prefix, checksum, mark of the passphrase. */
export const headerBytes = 8 + 1 + 3 + 16 + 7 + 8 + 16;
const summedBytes = headerBytes - 16 - 8;

/** log2 of scrypt's N. 2^17 takes about half a second and 128 MiB. */
const usualCost = 17;
const costs = { least: 10, most: 18 };

interface Keys {
  readonly chunk: Buffer;
  readonly mark: Buffer;
}

function keysOf(passphrase: string, salt: Buffer, log2N: number, r: number, p: number): Promise<Keys> {
  const N = 2 ** log2N;
  return new Promise((resolve, reject) => {
    // The same passphrase may be typed in two ways that look the same.
    scrypt(passphrase.normalize('NFKC'), salt, 64, { N, r, p, maxmem: 256 * N * r }, (error, bytes) => {
      if (error) reject(error);
      else resolve({ chunk: bytes.subarray(0, 32), mark: bytes.subarray(32) });
    });
  });
}

const checksum = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest().subarray(0, 8);
const markOf = (keys: Keys, bytes: Buffer): Buffer =>
  createHmac('sha256', keys.mark).update(bytes).digest().subarray(0, 16);

function nonceOf(prefix: Buffer, number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  prefix.copy(nonce);
  nonce.writeUInt32BE(number, 7);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/** Encrypts a stream of bytes, chunk by chunk; at most two chunks are in memory. */
export async function* seal(
  plain: AsyncIterable<Buffer>,
  passphrase: string,
  log2N: number = usualCost,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(16);
  const prefix = randomBytes(7);
  const start = Buffer.concat([magic, Buffer.from([archiveFormat, log2N, 8, 1]), salt, prefix]);
  const keys = await keysOf(passphrase, salt, log2N, 8, 1);
  const summed = Buffer.concat([start, checksum(start)]);
  const header = Buffer.concat([summed, markOf(keys, summed)]);
  yield header;
  let number = 0;
  const chunk = (bytes: Buffer, isLast: boolean): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', keys.chunk, nonceOf(prefix, number, isLast));
    cipher.setAAD(header);
    number += 1;
    return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  };
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const bytes of plain) {
    waiting.push(bytes);
    size += bytes.length;
    if (size <= chunkBytes) continue;
    let all = Buffer.concat(waiting);
    // What is left over may be the last chunk, which is not known yet.
    while (all.length > chunkBytes) {
      yield chunk(all.subarray(0, chunkBytes), false);
      all = all.subarray(chunkBytes);
    }
    waiting = [all];
    size = all.length;
  }
  yield chunk(Buffer.concat(waiting), true);
}

/** What an archive that cannot be read ends its stream with. */
export class UnreadableArchive extends Error {
  override readonly name = 'UnreadableArchive';
}

/**
 * Reads the header and tries the passphrase. The answered stream throws `UnreadableArchive` at the first chunk that
 * is not what was written; nothing that it gave before may be kept then.
 */
export async function unseal(
  source: AsyncIterable<Buffer>,
  passphrase: string,
): Promise<Result<AsyncGenerator<Buffer>, Failure>> {
  const iterator = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  let ended = false;
  const fill = async (bytes: number): Promise<void> => {
    const parts = [held];
    let size = held.length;
    while (!ended && size < bytes) {
      const next = await iterator.next();
      if (next.done === true) ended = true;
      else {
        parts.push(next.value);
        size += next.value.length;
      }
    }
    held = Buffer.concat(parts);
  };

  await fill(headerBytes);
  if (held.length < magic.length || !held.subarray(0, magic.length).equals(magic))
    return err(failure('not-an-archive'));
  if (held.length < headerBytes) return err(failure('archive-damaged'));
  const header = held.subarray(0, headerBytes);
  const start = header.subarray(0, summedBytes);
  if (!checksum(start).equals(header.subarray(summedBytes, summedBytes + 8)))
    return err(failure('archive-damaged'));
  const [format = 0, log2N = 0, r = 0, p = 0] = header.subarray(8, 12);
  if (format > archiveFormat) return err(failure('archive-newer'));
  // A file must not decide how much memory it costs to look at it.
  if (log2N < costs.least || log2N > costs.most || r !== 8 || p !== 1) return err(failure('archive-damaged'));
  const keys = await keysOf(passphrase, header.subarray(12, 28), log2N, r, p);
  const summed = header.subarray(0, summedBytes + 8);
  if (!timingSafeEqual(markOf(keys, summed), header.subarray(summedBytes + 8)))
    return err(failure('wrong-passphrase'));
  const prefix = header.subarray(28, 35);
  held = held.subarray(headerBytes);

  const chunks = async function* (): AsyncGenerator<Buffer> {
    for (let number = 0; ; number += 1) {
      // One byte more than a whole chunk tells that another one follows.
      await fill(chunkBytes + tagBytes + 1);
      const isLast = held.length <= chunkBytes + tagBytes;
      const sealed = held.subarray(0, chunkBytes + tagBytes);
      if (sealed.length < tagBytes) throw new UnreadableArchive();
      const decipher = createDecipheriv('aes-256-gcm', keys.chunk, nonceOf(prefix, number, isLast));
      decipher.setAAD(header);
      decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
      let plain: Buffer;
      try {
        plain = Buffer.concat([
          decipher.update(sealed.subarray(0, sealed.length - tagBytes)),
          decipher.final(),
        ]);
      } catch {
        throw new UnreadableArchive();
      }
      held = held.subarray(sealed.length);
      yield plain;
      if (isLast) return;
    }
  };
  return ok(chunks());
}
