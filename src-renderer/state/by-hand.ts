import { useState } from 'react';
import type { Account } from '../../src-shared/domain/account.ts';
import type { Failure } from '../../src-shared/errors.ts';
import type { DeliveryId } from '../../src-shared/ids.ts';
import type { Result } from '../../src-shared/result.ts';
import { errorText } from '../text/error-text.ts';
import { useText } from '../text/text-context.tsx';
import { postLink } from './own-pages.ts';
import { useRealm } from './realm.ts';

/** The steps of what a person publishes by themselves, each of which says what became of it. */
export interface ByHandSteps {
  readonly copy: (text: string) => void;
  readonly openPage: (url: string) => void;
  readonly reveal: (
    media: Parameters<ReturnType<typeof useRealm>['bridge']['byHand']['revealMedia']>[0]['media'],
  ) => void;
  readonly link: string;
  readonly setLink: (link: string) => void;
  /** What is wrong with the link, once the person said that it is done; null: nothing. */
  readonly wrong: string | null;
  readonly done: () => Promise<void>;
  readonly notDone: () => void;
}

/** `account`: null where it is gone, and with it what a link must look like. */
export function useByHand(deliveryId: DeliveryId, account: Account | null, network: string): ByHandSteps {
  const { bridge, toasts } = useRealm();
  const text = useText();
  const { t } = text;
  const [link, setLink] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const told = <T>(answer: Result<T, Failure>, words: string): void => {
    if (answer.tag === 'err')
      toasts.show({ text: errorText(text, answer.error.code, answer.error.detail).sentence, tone: 'warn' });
    else if (words !== '') toasts.show({ text: words });
  };
  const judged = link.trim() === '' || account === null ? null : postLink(account, link);
  const wrong =
    judged === null || judged.tag === 'ok'
      ? null
      : judged.tag === 'elsewhere'
        ? t('outbox.hand.elsewhere', { host: judged.host, network })
        : t(`outbox.hand.${judged.tag}`);
  return {
    copy: (words) =>
      void bridge.app.copyText({ text: words }).then((answer) => told(answer, t('outbox.copied'))),
    openPage: (url) => void bridge.app.openLink({ url }).then((answer) => told(answer, '')),
    reveal: (media) =>
      void bridge.byHand
        .revealMedia({ media })
        .then((answer) => told(answer, t('outbox.hand.revealed', { count: media.length }))),
    link,
    setLink,
    wrong: isChecked ? wrong : null,
    done: async () => {
      setIsChecked(true);
      if (wrong !== null) return;
      const url = judged?.tag === 'ok' ? judged.url : null;
      told(await bridge.byHand.done({ deliveryId, url }), t('outbox.hand.noted'));
    },
    notDone: () =>
      void bridge.byHand.notDone({ deliveryId }).then((answer) => told(answer, t('outbox.hand.notNoted'))),
  };
}
