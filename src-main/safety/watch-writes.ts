import type { Journal } from '../journal/journal.ts';

/** The same journal, which tells when a row under one of these tables was written. */
export function watchWrites(journal: Journal, tables: readonly string[], told: () => void): Journal {
  return {
    ...journal,
    write: async (batch) => {
      const written = await journal.write(batch);
      if (written.tag === 'ok' && batch.some(({ key }) => tables.some((table) => key.startsWith(table))))
        told();
      return written;
    },
  };
}
