import { ClassicLevel } from 'classic-level';
import * as v from 'valibot';
import { areSound } from './files/sound-files.ts';
import { asHex, checkRow, decodeRow, encodeRow } from './row-code.ts';

export type Level = ClassicLevel<string, string>;

/** Grows when rows are written in a way that an older Vigie cannot read, or must not change. */
export const journalFormat = 1;

/** The row in which the journal itself says which write it has reached. Written with every batch. */
export const headKey = 'journal/head';
const headSchema = v.object({
  format: v.number(),
  write: v.number(),
  /** Digest of all other rows before this write, and after it. */
  before: v.string(),
  after: v.string(),
});
export type Head = Readonly<v.InferOutput<typeof headSchema>>;

export const noRows = asHex(0n);

/** `create` false where a journal is expected: LevelDB would otherwise begin a new one over the files it finds. */
export async function openLevel(folder: string, create: boolean): Promise<Level> {
  // Somebody else may have it open and be in the middle of writing: that is no damage, and opening says so.
  const isSound = create || (await areSound(folder));
  const level = new ClassicLevel<string, string>(folder, {
    keyEncoding: 'utf8',
    valueEncoding: 'utf8',
    createIfMissing: create,
    // Takes the lock, and then reads nothing.
    errorIfExists: !isSound,
  });
  await level.open();
  return level;
}

export function parseHead(text: string | undefined): Head | null {
  const row = text === undefined ? null : decodeRow(headKey, text);
  const parsed = row && v.safeParse(headSchema, row.value);
  return parsed?.success ? parsed.output : null;
}

export const formatHead = (head: Head): string => encodeRow(headKey, head).text;

/** What a whole journal holds: its head, and the digest of each row. */
export interface Survey {
  readonly head: Head | null;
  readonly digests: Map<string, bigint>;
  /** Of all rows together. */
  readonly digest: bigint;
  /** Rows that are not what was written. */
  readonly bad: number;
}

const pageRows = 500;

/** Reads every row. Rejects when LevelDB itself finds damage. */
export async function survey(level: Level): Promise<Survey> {
  const digests = new Map<string, bigint>();
  let digest = 0n;
  let bad = 0;
  let head: Head | null = null;
  const rows = level.iterator({ fillCache: false });
  try {
    // Many at once: a row alone costs a way to LevelDB's thread and back.
    for (let page = await rows.nextv(pageRows); page.length > 0; page = await rows.nextv(pageRows))
      for (const [key, text] of page) {
        if (key === headKey) {
          head = parseHead(text);
          continue;
        }
        // A row whose digest holds is what was written: its value is read by whoever needs it.
        const own = checkRow(key, text);
        if (own === null) {
          bad += 1;
          continue;
        }
        digests.set(key, own);
        digest ^= own;
      }
  } finally {
    await rows.close();
  }
  return { head, digests, digest, bad };
}
