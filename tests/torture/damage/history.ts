import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Journal, JournalWrite } from '../../../src-main/journal/journal.ts';
import { openJournal, type OpenedJournal } from '../../../src-main/journal/open-journal.ts';
import type { Random } from '../../../src-simulator/core/random.ts';
import { quiet } from '../../fixtures/stream-ends.ts';
import { readImage, type Image } from './image.ts';

export type Rows = readonly { readonly key: string; readonly value: unknown }[];

/** What the disk holds once a write was acknowledged, and the rows that it stands for. */
export interface Moment {
  readonly image: Image;
  readonly rows: Rows;
}

/** A journal's life, acknowledged write by write. Moments of one `generation` lie between two openings. */
export interface History {
  readonly generations: readonly (readonly Moment[])[];
  /** Every row that was ever written, as JSON. */
  readonly written: ReadonlySet<string>;
}

export const openOrThrow = async (
  folder: string,
  more: Partial<Parameters<typeof openJournal>[0]> = {},
): Promise<OpenedJournal> => {
  const opened = await openJournal({ folder, log: quiet, now: () => 1_700_000_000_000, ...more });
  if (opened.tag === 'err') throw new Error(opened.error.code);
  return opened.value;
};

export const rowsOf = (journal: Journal): Promise<Rows> => journal.range('', '~', 100_000);

/** Writes a journal as the engine does: deliveries that move on, batches on offer that are pruned, cursors. */
export async function writeHistory(random: Random, base: string): Promise<History> {
  const folder = path.join(base, 'history');
  await rm(folder, { recursive: true, force: true });
  const generations: Moment[][] = [];
  let offered = 0;
  for (let opening = random.between(1, 3); opening > 0; opening -= 1) {
    const { journal } = await openOrThrow(folder);
    const moments: Moment[] = [];
    const note = async (): Promise<void> => {
      moments.push({ image: await readImage(folder), rows: await rowsOf(journal) });
    };
    for (let writes = random.between(4, 12); writes > 0; writes -= 1) {
      offered += 1;
      await journal.write(batch(random, offered));
      await note();
    }
    await journal.close();
    generations.push(moments);
  }
  const written = generations.flat().flatMap(({ rows }) => rows.map((row) => JSON.stringify(row)));
  return { generations, written: new Set(written) };
}

function batch(random: Random, offered: number): readonly JournalWrite[] {
  const id = random.between(0, 15);
  const words = Array.from({ length: random.between(5, 120) }, () => random.next().toString(36)).join(' ');
  const writes: JournalWrite[] = [
    { tag: 'put', key: `outbox/${String(id).padStart(4, '0')}`, value: { id, offered, words } },
    {
      tag: 'put',
      key: `down/${String(offered).padStart(6, '0')}`,
      value: { number: offered, rows: [words] },
    },
    { tag: 'put', key: 'down-meta', value: { last: offered, acked: offered - 5 } },
  ];
  if (offered > 5) writes.push({ tag: 'del', key: `down/${String(offered - 5).padStart(6, '0')}` });
  if (random.chance(0.3)) writes.push({ tag: 'put', key: 'feed/x', value: offered });
  return writes;
}
