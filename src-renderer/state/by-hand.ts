import { useState } from 'react';
import type { Account } from '../../src-shared/domain/account.ts';
import type { Failure } from '../../src-shared/errors.ts';
import type { DeliveryId } from '../../src-shared/ids.ts';
import type { Manifest } from '../../src-shared/networks/manifest.ts';
import type { Result } from '../../src-shared/result.ts';
import { errorText } from '../text/error-text.ts';
import { useText } from '../text/text-context.tsx';
import { postLink } from './own-pages.ts';
import { useRealm } from './realm.ts';

/** The steps of what a person publishes by themselves, each of which says what became of it. */
export interface ByHandSteps {
  readonly copy: (text: string) => void;
  readonly openPage: (url: string) => void;
  /** Copies are being laid out, which takes a while for a film. */
  readonly isRevealing: boolean;
  readonly reveal: (
    media: Parameters<ReturnType<typeof useRealm>['bridge']['byHand']['revealMedia']>[0]['media'],
  ) => void;
  readonly link: string;
  readonly setLink: (link: string) => void;
  /** What is wrong with the link, once the person said that it is done; null: nothing. */
  readonly wrong: string | null;
  /** It is nothing but unusual, and the person may know better. */
  readonly mayBeKept: boolean;
  /** `anyway`: with a link that `mayBeKept`. */
  readonly done: (anyway?: 'anyway') => Promise<void>;
  readonly notDone: () => void;
}

/** `account`: null where it is gone, and with it what a link must look like. */
export function useByHand(deliveryId: DeliveryId, account: Account | null, network: string): ByHandSteps {
  const { bridge, toasts, manifests } = useRealm();
  const text = useText();
  const { t } = text;
  const [link, setLink] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const [isRevealing, setIsRevealing] = useState(false);
  const told = <T>(answer: Result<T, Failure>, words: string): void => {
    if (answer.tag === 'err')
      toasts.show({ text: errorText(text, answer.error.code, answer.error.detail).sentence, tone: 'warn' });
    else if (words !== '') toasts.show({ text: words });
  };
  const judged = link.trim() === '' || account === null ? null : postLink(siteOf(account, manifests), link);
  const wrong =
    judged === null || judged.tag === 'ok'
      ? null
      : judged.tag === 'elsewhere'
        ? t('outbox.hand.elsewhere', { host: judged.host, network })
        : t(`outbox.hand.${judged.tag}`, { network });
  const mayBeKept = isChecked && judged?.tag === 'unlike';
  return {
    copy: (words) =>
      void bridge.app.copyText({ text: words }).then((answer) => told(answer, t('outbox.copied'))),
    openPage: (url) => void bridge.app.openLink({ url }).then((answer) => told(answer, '')),
    isRevealing,
    reveal: (media) => {
      setIsRevealing(true);
      void bridge.byHand.revealMedia({ media }).then((answer) => {
        setIsRevealing(false);
        const code = answer.tag === 'err' ? answer.error.code : null;
        // The place is Vigie's choice, and so is what is lost when the disk is full: nothing that was written.
        if (code === 'disk-full' || code === 'file-not-written')
          toasts.show({ text: t(`outbox.hand.reveal.${code}`), tone: 'warn' });
        else told(answer, t('outbox.hand.revealed', { count: media.length }));
      });
    },
    link,
    setLink,
    wrong: isChecked ? wrong : null,
    mayBeKept,
    done: async (anyway) => {
      setIsChecked(true);
      const isKept = anyway !== undefined && judged?.tag === 'unlike';
      if (wrong !== null && !isKept) return;
      const url = judged?.tag === 'ok' || judged?.tag === 'unlike' ? judged.url : null;
      told(
        await bridge.byHand.done({ deliveryId, url }),
        t(url === null ? 'outbox.hand.notedNoLink' : 'outbox.hand.noted'),
      );
    },
    notDone: () =>
      void bridge.byHand.notDone({ deliveryId }).then((answer) => told(answer, t('outbox.hand.notNoted'))),
  };
}

/** The network's pages as this Vigie knows them, newer than when the account was connected; those of a described one. */
const siteOf = (account: Account, manifests: readonly Manifest[]): Pick<Account, 'origin' | 'manifest'> => {
  const web = manifests.find(({ network }) => network === account.network)?.web ?? account.manifest.web;
  return { origin: account.origin, manifest: { ...account.manifest, ...(web !== undefined && { web }) } };
};
