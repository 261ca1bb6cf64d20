import { Notification } from 'electron';
import type { Announcement } from './notice-desk.ts';

/** Shows what the desk announces; a click opens the very delivery, or the outbox when it speaks of many. */
export function createNotifier(deps: {
  readonly open: (deliveryId: string | null) => void;
}): (announcement: Announcement) => void {
  // Held until closed: a notification that is collected loses its click.
  const shown = new Set<Notification>();
  return ({ title, body, deliveryId }) => {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body });
    shown.add(notification);
    notification.on('click', () => deps.open(deliveryId));
    notification.on('close', () => shown.delete(notification));
    notification.show();
  };
}
