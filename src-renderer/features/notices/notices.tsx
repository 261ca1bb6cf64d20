import { useEffect } from 'react';
import type { DeliveryNotice, NoticeKind } from '../../../src-shared/domain/notice.ts';
import type { AccountId } from '../../../src-shared/ids.ts';
import { exhaustive } from '../../../src-shared/exhaustive.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useShowDelivery } from '../../state/use-show-delivery.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import type { Tone } from '../../ui/tone.ts';
import { noticeText, type NoticeAction } from './notice-text.ts';

const tones: Readonly<Record<NoticeKind, Tone>> = {
  failed: 'bad',
  missed: 'bad',
  blocked: 'bad',
  'needs-decision': 'warn',
  assisted: 'warn',
  'recall-failed': 'warn',
  'handed-back': 'warn',
  'fired-first': 'warn',
  'would-fail': 'warn',
};

/** Long enough to read it and to reach its buttons by keyboard, ms. */
const seenMs = 40_000;

/** Says in the window what became of a departure, and stays until somebody has seen it. Shows nothing itself. */
export function Notices() {
  const { bridge, tables, toasts } = useRealm();
  const text = useText();
  const showDelivery = useShowDelivery();
  useEffect(
    () =>
      bridge.outbox.on('notices', ({ notices }) => {
        const first = notices[0];
        if (first === undefined) return;
        const accounts = tables.accounts.snapshot() ?? [];
        const { title, detail, actions } = noticeText(
          text,
          notices,
          ({ accountId }) => accounts.find(({ id }) => id === accountId)?.handle ?? null,
        );
        const worst = notices.some(({ kind }) => tones[kind] === 'bad') ? 'bad' : 'warn';
        const [next, other] = actions.map(({ id, label }) => ({ label, onPress: () => run(id, first) }));
        const close = toasts.show({
          text: title,
          detail,
          tone: worst,
          // Nobody is here: it waits for them. The status bar and the outbox have it either way.
          staysMs: document.hasFocus() ? seenMs : null,
          ...(next && { action: next }),
          ...(other && { second: other }),
        });
        if (notices.every(({ kind }) => kind === 'blocked'))
          closeWhenBack(new Set(notices.map(({ accountId }) => accountId)), close);
      }),
    // The handler only reads what it closes over.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [bridge, tables, toasts, text, showDelivery],
  );

  /** That an account is refused is no news once it is connected again. */
  const closeWhenBack = (ids: ReadonlySet<AccountId>, close: () => void): void => {
    const stop = tables.accounts.subscribe(() => {
      const own = (tables.accounts.snapshot() ?? []).filter(({ id }) => ids.has(id));
      if (!own.every(({ health }) => health.tag === 'ok')) return;
      stop();
      close();
    });
  };

  const run = (action: NoticeAction, { deliveryId, accountId, workspaceId }: DeliveryNotice): void => {
    const { connect, go } = useNavigation.getState();
    switch (action) {
      case 'open':
      case 'decide':
      case 'publish':
        return showDelivery(deliveryId);
      case 'reconnect':
        return connect({ workspaceId, reconnect: accountId });
      case 'retry':
        return obey(bridge.outbox.retry({ deliveryId }));
      case 'publishNow':
        return obey(bridge.outbox.publishNow({ deliveryId }));
      case 'outbox':
        return go('outbox');
      case 'accounts':
        return go('accounts');
      default:
        return exhaustive(action);
    }
  };

  /** What has become too late is refused with its reason. */
  const obey = (asked: ReturnType<typeof bridge.outbox.retry>): void => {
    void asked.then((answer) => {
      if (answer.tag === 'err')
        toasts.show({ text: errorText(text, answer.error.code, answer.error.detail).sentence, tone: 'warn' });
    });
  };

  return null;
}
