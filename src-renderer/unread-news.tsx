import { useEffect, useRef, useState } from 'react';
import { useRealm } from './state/realm.ts';
import { useNavigation } from './state/navigation.ts';
import { useUnread } from './state/unread.ts';
import { useWorkspaces } from './state/use-live.ts';
import { useText } from './text/text-context.tsx';
import { LiveRegion } from './ui/feedback/live-region.tsx';

/** One announcement for a burst: a screen reader must not be buried under a storm of messages. */
const quietMs = 2_000;

/** Says new unread messages to screen readers, and keeps the figure on the dock or the task bar. */
export function UnreadNews() {
  const { bridge } = useRealm();
  const { t } = useText();
  const counts = useUnread((state) => state.counts);
  const workspaces = useWorkspaces();
  const client = useNavigation((navigation) => navigation.client);
  const shown = workspaces.filter(
    (one) => one.archivedAt === null && (client === 'all' || one.id === client),
  );
  const total = workspaces.reduce(
    (sum, one) => sum + (one.archivedAt === null ? (counts[one.id] ?? 0) : 0),
    0,
  );
  const here = shown.reduce((sum, one) => sum + (counts[one.id] ?? 0), 0);
  const name = client === 'all' ? null : (shown[0]?.name ?? null);
  const [message, setMessage] = useState('');
  const before = useRef<{ readonly place: string; readonly count: number } | null>(null);

  useEffect(() => {
    void bridge.app.setBadge({ unread: total });
  }, [bridge, total]);
  useEffect(() => {
    const last = before.current;
    // Another client on the screen is no news, and neither is the first count.
    if (last === null || last.place !== client || here < last.count) {
      before.current = { place: client, count: here };
      return undefined;
    }
    if (here === last.count) return undefined;
    const timer = setTimeout(() => {
      const count = here - last.count;
      before.current = { place: client, count: here };
      setMessage(
        name === null
          ? t('clients.newUnread', { count })
          : t('clients.newUnreadFor', { client: name, count }),
      );
    }, quietMs);
    return () => clearTimeout(timer);
  }, [here, client, name, t]);
  return <LiveRegion message={message} />;
}
