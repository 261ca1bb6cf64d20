import { useEffect, useState } from 'react';
import type { Failure } from '../../../src-shared/errors.ts';
import type { IntentId } from '../../../src-shared/ids.ts';
import { readIntent } from '../../store/queries/intents.ts';
import { useRealm, type Realm } from '../../state/realm.ts';

export type IntentRow = NonNullable<Awaited<ReturnType<typeof readIntent>>>;

/** The wish that a post became, kept true while main answers it; null: none. */
export function useIntent(id: IntentId | null): IntentRow | null {
  const { databases, tables } = useRealm();
  const [row, setRow] = useState<IntentRow | null>(null);
  useEffect(() => {
    if (id === null) return undefined;
    let isWanted = true;
    const read = (): void => {
      void readIntent(databases, id).then((found) => {
        if (isWanted) setRow(found);
      });
    };
    read();
    const stop = tables.unaccepted.subscribe(read);
    return () => {
      isWanted = false;
      stop();
    };
  }, [databases, tables, id]);
  return row?.id === id ? row : null;
}

/**
 * Main's word on a wish: accepted, or refused with the reason. Until then nothing may say "scheduled". `dropped`: it
 * was taken back meanwhile.
 */
export function answerOf(
  { databases, tables }: Pick<Realm, 'databases' | 'tables'>,
  id: IntentId,
): Promise<
  { readonly tag: 'accepted' | 'dropped' } | { readonly tag: 'refused'; readonly failure: Failure }
> {
  return new Promise((resolve, reject) => {
    const read = (): void => {
      readIntent(databases, id).then((row) => {
        if (row?.handed === 'pending') return;
        stop();
        if (row === null) resolve({ tag: 'dropped' });
        else if (row.handed === 'refused' && row.refusal !== null)
          resolve({ tag: 'refused', failure: row.refusal });
        else resolve({ tag: 'accepted' });
      }, reject);
    };
    const stop = tables.unaccepted.subscribe(read);
    read();
  });
}
