import { Notification } from 'electron';
import type { Delivery } from '../../src-shared/domain/delivery.ts';
import type { Notice } from '../../src-shared/outbox/effect.ts';
import type { MainWords } from './words.ts';

/** Which words a notice is told with; null: the interface shows it, and that is enough. */
const said: Readonly<Record<Notice, 'failed' | 'missed' | 'doubt' | 'byHand' | null>> = {
  sent: null,
  missed: 'missed',
  failed: 'failed',
  blocked: 'failed',
  'needs-decision': 'doubt',
  assisted: 'byHand',
  'recall-failed': 'failed',
  'handed-back': null,
  'fired-first': null,
};

/**
 * Says what a person must hear about while they look elsewhere. No word of the post is in it: a locked screen shows
 * notifications to anybody. A click opens the very delivery.
 */
export function createNotifier(deps: {
  readonly words: () => MainWords;
  /** Notifications are on, and the window is not in front. */
  readonly wanted: () => boolean;
  readonly open: (delivery: Delivery) => void;
}): (notice: Notice, delivery: Delivery) => void {
  // Held until closed: a notification that is collected loses its click.
  const shown = new Set<Notification>();
  return (notice, delivery) => {
    const kind = said[notice];
    if (kind === null || !deps.wanted() || !Notification.isSupported()) return;
    const words = deps.words();
    const notification = new Notification({ title: words[`${kind}Title`], body: words[`${kind}Body`] });
    shown.add(notification);
    notification.on('click', () => deps.open(delivery));
    notification.on('close', () => shown.delete(notification));
    notification.show();
  };
}
