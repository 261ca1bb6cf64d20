import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { Failure } from '../../src-shared/errors.ts';
import type { Result } from '../../src-shared/result.ts';
import { damagedPlaces, lossOf, type DamagedPlace, type LossLine } from '../../src-shared/safety/loss.ts';
import type { BackupRow } from '../../src-shared/safety/backup.ts';
import type { Opening } from '../journal/open-journal.ts';
import type { Journal } from '../journal/journal.ts';
import { newestSetAside } from '../journal/set-aside.ts';
import type { SnapshotInfo, Snapshots } from './snapshots.ts';

export interface Loss {
  /** Epoch ms at which the (first) damage was found. */
  readonly at: number;
  readonly places: readonly { readonly place: DamagedPlace; readonly isKept: boolean }[];
  /** The newest good one from before the damage; null: none. */
  readonly snapshot: SnapshotInfo | null;
  /** Empty where there is nothing to compare with. */
  readonly lines: readonly LossLine[];
}

/**
 * What damage was found, until the person has decided about it. It is a row of the journal: a program that dies before
 * anybody has read the warning must say it again, and the snapshot that can heal it must not grow too old to be kept.
 */
export interface LossBook {
  /** Null: nothing was damaged, or all was settled. Compares afresh each time. */
  read(): Promise<Loss | null>;
  /** Files of this place were put aside in `folder` (absolute); null: they were gone. */
  add(place: DamagedPlace, folder: string | null): Promise<void>;
  /** The person has what they want, or goes on without. */
  settle(): Promise<Result<null, Failure>>;
  /** Where the files of a place were put, if they are still there. */
  folderOf(place: DamagedPlace): Promise<string | null>;
  /** The snapshot that must stay, whatever its age. */
  spared(): string | null;
}

export const lossKey = 'loss/open';
const openSchema = v.object({
  at: v.number(),
  /** Folders are named within the profile. */
  places: v.array(v.object({ place: v.picklist(damagedPlaces), folder: v.nullable(v.string()) })),
  snapshot: v.nullable(v.string()),
});
type Open = v.InferOutput<typeof openSchema>;

export async function createLossBook(deps: {
  /** The profile. */
  readonly folder: string;
  readonly journal: Journal;
  readonly copy: Pick<Journal, 'get'>;
  readonly snapshots: Pick<Snapshots, 'list' | 'read'>;
  readonly now: () => number;
}): Promise<LossBook> {
  const { folder, journal, copy, snapshots } = deps;
  const parsed = v.safeParse(openSchema, await journal.get(lossKey));
  let open: Open | null = parsed.success ? parsed.output : null;

  const good = async (): Promise<readonly SnapshotInfo[]> =>
    (await snapshots.list()).filter(({ summary }) => summary !== null);
  const folderOf = async (place: DamagedPlace): Promise<string | null> => {
    const name = open?.places.find((one) => one.place === place)?.folder ?? null;
    if (name === null) return null;
    const full = path.join(folder, name);
    const found = await stat(full).catch(() => null);
    return found?.isDirectory() === true ? full : null;
  };

  const isHere = async (rows: readonly BackupRow[]): Promise<ReadonlySet<BackupRow>> => {
    const here = new Set<BackupRow>();
    for (const row of rows) {
      const stored =
        row.tag === 'authored'
          ? await copy.get(`row/${row.collection}/${row.id}`)
          : row.tag === 'delivery'
            ? await journal.get(`outbox/${textOf(row.record['id'])}`)
            : row.tag === 'account'
              ? await journal.get(`account/${textOf(row.account['id'])}`)
              : undefined;
      if (stored !== undefined) here.add(row);
    }
    return here;
  };

  return {
    spared: () => open?.snapshot ?? null,
    folderOf,
    add: async (place, at) => {
      const others = open?.places.filter((one) => one.place !== place) ?? [];
      // What was found first is compared with what was before it.
      const snapshot = open?.snapshot ?? (await good())[0]?.id ?? null;
      open = {
        at: open?.at ?? deps.now(),
        places: [...others, { place, folder: at === null ? null : path.relative(folder, at) }],
        snapshot,
      };
      // A disk that refuses it: it is known until the end of this program all the same.
      await journal.write([{ tag: 'put', key: lossKey, value: open }]);
    },
    read: async () => {
      if (open === null) return null;
      const { at, snapshot: id } = open;
      const all = await good();
      const snapshot = all.find((one) => one.id === id) ?? all.find((one) => one.at <= at) ?? null;
      const rows = (snapshot && (await snapshots.read(snapshot.id))) ?? [];
      const here = await isHere(rows);
      const places = await Promise.all(
        open.places.map(async ({ place }) => ({ place, isKept: (await folderOf(place)) !== null })),
      );
      return { at, places, snapshot, lines: lossOf(rows, (row) => here.has(row)) };
    },
    settle: async () => {
      const written = await journal.write([{ tag: 'del', key: lossKey }]);
      if (written.tag === 'ok') open = null;
      return written;
    },
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * What the opening of a journal says about damage. One that is not there is a first start, unless snapshots show that
 * this profile had been used.
 */
export async function noteOpening(
  book: Pick<LossBook, 'add'>,
  opened: { readonly place: DamagedPlace; readonly folder: string; readonly opening: Opening },
  wasUsed: () => Promise<boolean>,
): Promise<void> {
  const { place, folder, opening } = opened;
  switch (opening.tag) {
    case 'ok':
    case 'newer':
      return;
    case 'set-aside':
      return book.add(place, path.join(folder, opening.folder));
    case 'new': {
      if (!(await wasUsed())) return;
      const aside = await newestSetAside(folder);
      return book.add(place, aside === null ? null : path.join(folder, aside));
    }
  }
}
