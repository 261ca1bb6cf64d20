import { useEffect, useMemo, useState } from 'react';
import { outlook, type Outlook } from '../../../src-shared/departure/outlook.ts';
import { closingWindows, withLonger, type ClosingWindow } from '../../../src-shared/departure/windows.ts';
import type { Message } from '../../../src-shared/domain/message.ts';
import { outboxPolicy } from '../../../src-shared/outbox/policy.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveStatus } from '../../state/status.ts';
import { useAccounts, useLiveList, useWorkspaces } from '../../state/use-live.ts';
import { useVitals } from '../../state/use-vitals.ts';
import { liveDeliveries, openStates } from '../../store/queries/deliveries.ts';
import { readAsking } from '../../store/queries/departures.ts';

export interface Meanwhile extends Outlook {
  readonly windows: readonly ClosingWindow<Message>[];
  readonly ready: boolean;
}

/** What happens from `from` until the return, of every client; kept true while it is looked at. */
export function useOutlook(from: number, until: number): Meanwhile {
  const { databases } = useRealm();
  const accounts = useAccounts();
  const vitals = useVitals();
  const clients = useWorkspaces().map(({ id }) => id);
  const open = useLiveList(() => liveDeliveries(databases, clients, openStates), clients.join(' '));
  useEffect(() => {
    if (open.ready && open.more) open.grow();
  }, [open]);
  const spacing = useLiveStatus((live) => live.settings?.postSpacing);
  const longer = useLiveStatus((live) => live.settings?.longerWindows);
  const asking = useAsking();
  return useMemo(() => {
    const byId = new Map(accounts.map((account) => [account.id, account]));
    return {
      ...outlook(
        open.rows,
        accounts,
        (id) => {
          const account = byId.get(id);
          return account === undefined ? null : { health: account.health, access: vitals(id).access };
        },
        from,
        until,
        (client) => spacing?.[client] ?? outboxPolicy.spacingMs,
      ),
      windows: closingWindows(
        asking,
        (id) => {
          const manifest = byId.get(id)?.manifest;
          return manifest === undefined ? null : withLonger(manifest, longer?.includes(id) === true);
        },
        from,
        until,
      ),
      ready: open.ready,
    };
  }, [open.rows, open.ready, accounts, vitals, asking, spacing, longer, from, until]);
}

/** Messages that ask for something, on accounts whose network closes a window. Most close none: nothing is read. */
function useAsking(): readonly Message[] {
  const { databases } = useRealm();
  const accounts = useAccounts().filter(({ manifest }) => manifest.replyWindows !== undefined);
  const key = accounts.map(({ id }) => id).join(' ');
  const [rows, setRows] = useState<readonly Message[]>([]);
  useEffect(() => {
    if (key === '') return undefined;
    let isWanted = true;
    void readAsking(databases, accounts).then((found) => {
      if (isWanted) setRows(found);
    });
    return () => {
      isWanted = false;
    };
    // The accounts are what their ids are.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [databases, key]);
  return rows;
}
