import path from 'node:path';
import * as v from 'valibot';
import { createLog } from '../../src-main/diagnostics/log.ts';
import { createDownStream } from '../../src-main/engine/down-stream.ts';
import { createParking } from '../../src-main/engine/parking.ts';
import type { Journal, JournalWrite } from '../../src-main/journal/journal.ts';
import { openJournal } from '../../src-main/journal/open-journal.ts';
import { firstRows } from '../../src-main/journal/rebuild-debt.ts';
import { accountSchema, type Account } from '../../src-shared/domain/account.ts';
import type { StreamRow } from '../../src-shared/sync/stream-row.ts';

/** The journal of a Vigie that does not run. */
async function withJournal<T>(profile: string, work: (journal: Journal) => Promise<T>): Promise<T> {
  const now = (): number => Date.now();
  const log = createLog({ now, file: null });
  const opened = await openJournal({ folder: path.join(profile, 'journal'), log, now, first: firstRows });
  if (opened.tag === 'err') throw new Error(`the journal does not open: ${opened.error.code}`);
  try {
    return await work(opened.value.journal);
  } finally {
    await opened.value.journal.close();
  }
}

/** The accounts that a quit Vigie knows. */
export const readAccounts = (profile: string): Promise<readonly Account[]> =>
  withJournal(profile, async (journal) =>
    (await journal.range('account/', 'account/~', 100)).map(({ value }) => v.parse(accountSchema, value)),
  );

/**
 * Puts rows in the journal of a quit Vigie, as its engine would have: they come down at the next start. For states
 * that take minutes, or bad luck, to be reached on a network.
 */
export const layRows = (
  profile: string,
  rows: readonly StreamRow[],
  also: readonly JournalWrite[] = [],
): Promise<void> =>
  withJournal(profile, async (journal) => {
    const parking = createParking({ journal, now: Date.now, log: createLog({ now: Date.now, file: null }) });
    const pushed = await (await createDownStream({ journal, parking })).push(rows, also);
    if (pushed.tag === 'err') throw new Error(`the rows are not taken: ${pushed.error.code}`);
  });
