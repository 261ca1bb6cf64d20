import { noticeKinds, type DeliveryNotice, type NoticeKind } from '../../src-shared/domain/notice.ts';
import type { Delivery } from '../../src-shared/domain/delivery.ts';
import { causeKindOf } from '../../src-shared/outbox/cause-kind.ts';
import type { Notice } from '../../src-shared/outbox/effect.ts';
import type { Clock } from '../engine/clock.ts';
import type { NoticeWords } from './notice-words.ts';

/** A system notification, and what its click opens: one delivery, or (null) all of them. */
export interface Announcement {
  readonly title: string;
  readonly body: string;
  readonly deliveryId: string | null;
}

/** What came within this of the first is told together, ms. */
const togetherMs = 1_500;

/**
 * Takes what the outbox has to say, and says it: to the interface always, through the system when the person looks
 * elsewhere. What happens at once to many is one notice.
 */
export function createNoticeDesk(deps: {
  readonly clock: Pick<Clock, 'after'>;
  readonly words: () => NoticeWords;
  /** Notifications are on, and the window is not in front. */
  readonly wanted: () => boolean;
  /** How the account is called: "@atelier". */
  readonly account: (delivery: DeliveryNotice) => string;
  readonly show: (announcement: Announcement) => void;
  readonly send: (notices: readonly DeliveryNotice[]) => void;
}): (notice: Notice, delivery: Delivery) => void {
  let waiting: DeliveryNotice[] = [];
  const flush = (): void => {
    const notices = waiting;
    waiting = [];
    deps.send(notices);
    if (deps.wanted()) deps.show(announce(notices, deps.words(), deps.account));
  };
  return (notice, delivery) => {
    if (notice === 'sent') return;
    if (waiting.length === 0) deps.clock.after(togetherMs, flush);
    const { id, accountId, workspaceId } = delivery;
    const failure = notice === 'would-fail' ? lastCause(delivery) : delivery.failure;
    // The last word on a delivery is the one that counts.
    waiting = waiting.filter((one) => one.deliveryId !== id);
    waiting.push({ kind: notice, deliveryId: id, accountId, workspaceId, failure });
  };
}

/** What was found when it was judged again: it has not failed, its log has the cause. */
function lastCause({ attempts }: Delivery): DeliveryNotice['failure'] {
  const code = attempts.at(-1)?.code ?? null;
  return code === null ? null : { code, detail: {} };
}

/** The words for one notice, or for many at once. At least one is given. */
export function announce(
  notices: readonly DeliveryNotice[],
  words: NoticeWords,
  account: (notice: DeliveryNotice) => string,
): Announcement {
  const [only, ...others] = notices;
  if (only !== undefined && others.length === 0)
    return {
      title: words.one[only.kind].replace('{account}', account(only)),
      body:
        only.kind === 'failed' ? words.cause[causeKindOf(only.failure?.code ?? '')] : words.why[only.kind],
      deliveryId: only.deliveryId,
    };
  const count = (kind: NoticeKind): number => notices.filter((one) => one.kind === kind).length;
  return {
    title: words.many.replace('{count}', String(notices.length)),
    body: noticeKinds
      .filter((kind) => count(kind) > 0)
      .map((kind) => words.part[kind].replace('{count}', String(count(kind))))
      .join(' · '),
    deliveryId: null,
  };
}
