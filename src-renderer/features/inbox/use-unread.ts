import { useEffect, useState } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Box } from '../../../src-shared/domain/message.ts';
import { useRealm } from '../../state/realm.ts';
import { countUnread, watchMessages } from '../../store/queries/messages.ts';

/** Unread messages of a column, counted no further than is shown; null until counted. */
export function useUnread(
  accounts: readonly Account[],
  boxes: readonly Box[],
  isWanted: boolean,
): number | null {
  const { databases } = useRealm();
  const [count, setCount] = useState<number | null>(null);
  const key = `${accounts.map((one) => one.id).join(' ')} ${boxes.join(' ')}`;
  useEffect(() => {
    if (!isWanted) return undefined;
    let gone = false;
    let running = false;
    let again = false;
    const look = async (): Promise<void> => {
      if (running) {
        again = true;
        return;
      }
      running = true;
      do {
        again = false;
        const found = await countUnread(databases, accounts, boxes);
        if (gone) return;
        setCount(found);
      } while (again);
      running = false;
    };
    void look();
    const stop = watchMessages(databases, accounts, () => void look());
    return () => {
      gone = true;
      stop();
    };
    // The accounts and boxes are what their ids are.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [databases, key, isWanted]);
  return count;
}
