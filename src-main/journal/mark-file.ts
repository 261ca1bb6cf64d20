import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import * as v from 'valibot';

/**
 * The high-water mark: which write the journal had reached, and the digest of all its rows then. It lives in a file
 * of its own, so that a journal that went back in time, lost rows or vanished is found out.
 */
const markSchema = v.object({
  format: v.number(),
  /** Counts the writes of this journal. */
  write: v.number(),
  /** Of all rows together, in hexadecimal. */
  digest: v.string(),
});
export type Mark = Readonly<v.InferOutput<typeof markSchema>>;

export interface MarkFile {
  /** On disk when it resolves; rejects when it could not be written. */
  save(mark: Mark): Promise<void>;
  close(): Promise<void>;
}

/** Two slots, written in turn: a slot torn by a crash leaves the other, which is one write older. */
const slotBytes = 4096;

/** The newest mark that can be read; null when none can. `begun` false: nothing was ever written to such a file. */
export async function readMark(
  file: string,
): Promise<{ readonly begun: boolean; readonly mark: Mark | null }> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { begun: false, mark: null };
    throw error;
  }
  const marks = [0, 1].flatMap((slot) => {
    const mark = parseSlot(bytes.subarray(slot * slotBytes, (slot + 1) * slotBytes).toString('utf8'));
    return mark ? [mark] : [];
  });
  marks.sort((a, b) => b.write - a.write);
  return { begun: bytes.some((byte) => byte !== 0), mark: marks[0] ?? null };
}

/**
 * Opens the file for writing and makes it when there is none. Its bytes are taken from the disk at once: a mark can
 * then be written when the disk is full.
 */
export async function openMarkFile(file: string): Promise<MarkFile> {
  // Not `a`: that would write at the end, whatever the position.
  const handle = await open(file, 'r+').catch(() => open(file, 'w+'));
  const { size } = await handle.stat();
  if (size < 2 * slotBytes) {
    await handle.write(Buffer.alloc(2 * slotBytes - size), 0, 2 * slotBytes - size, size);
    await handle.sync();
  }
  return {
    save: async (mark) => {
      const slot = Buffer.alloc(slotBytes, ' ');
      slot.write(formatSlot(mark));
      await handle.write(slot, 0, slotBytes, (mark.write % 2) * slotBytes);
      await handle.datasync();
    },
    close: () => handle.close(),
  };
}

const sum = (json: string): string => createHash('sha256').update(json).digest('hex');
const formatSlot = (mark: Mark): string => `${sum(JSON.stringify(mark))} ${JSON.stringify(mark)}\n`;

function parseSlot(text: string): Mark | null {
  const line = text.split('\n', 1)[0] ?? '';
  const at = line.indexOf(' ');
  const json = line.slice(at + 1);
  if (at < 0 || sum(json) !== line.slice(0, at)) return null;
  const parsed = v.safeParse(markSchema, JSON.parse(json));
  return parsed.success ? parsed.output : null;
}
