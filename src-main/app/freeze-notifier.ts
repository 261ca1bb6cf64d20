import { Notification } from 'electron';
import type { MainWords } from './words.ts';

/** The end that a person set for a freeze has come. They are asked; nothing leaves before they have answered. */
export function createFreezeNotifier(deps: {
  readonly words: () => MainWords;
  /** Notifications are on, and the window is not in front. */
  readonly wanted: () => boolean;
  readonly open: () => void;
}): () => void {
  // Held until closed: a notification that is collected loses its click.
  const shown = new Set<Notification>();
  return () => {
    if (!deps.wanted() || !Notification.isSupported()) return;
    const words = deps.words();
    const notification = new Notification({ title: words.resumeTitle, body: words.resumeBody });
    shown.add(notification);
    notification.on('click', deps.open);
    notification.on('close', () => shown.delete(notification));
    notification.show();
  };
}
