import { Check, Copy, ExternalLink, FolderOpen } from 'lucide-react';
import { useState } from 'react';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { allMedia, piecesOf } from '../../../src-shared/domain/pieces.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import type { Result } from '../../../src-shared/result.ts';
import { composePage, postLink } from '../../state/own-pages.ts';
import { useRealm } from '../../state/realm.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { pieceWords } from './thread-words.ts';
import type { LinePlace } from './words.ts';
import styles from './delivery-panel.module.css';

/** A post that the person publishes: everything ready, in the order in which it is needed, and what became of it. */
export function ByHand({ delivery, place }: { readonly delivery: Delivery; readonly place: LinePlace }) {
  const { bridge, toasts } = useRealm();
  const text = useText();
  const { t } = text;
  const [link, setLink] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const { account, network } = place;
  const { content } = delivery;

  const told = <T,>(answer: Result<T, Failure>, words: string): void => {
    if (answer.tag === 'ok') toasts.show({ text: words });
    else
      toasts.show({ text: errorText(text, answer.error.code, answer.error.detail).sentence, tone: 'warn' });
  };
  const judged = link.trim() === '' || account === null ? null : postLink(account, link);
  const wrong =
    judged === null || judged.tag === 'ok'
      ? null
      : judged.tag === 'elsewhere'
        ? t('outbox.hand.elsewhere', { host: judged.host, network })
        : t(`outbox.hand.${judged.tag}`);

  const done = async (): Promise<void> => {
    setIsChecked(true);
    if (wrong !== null) return;
    const url = judged?.tag === 'ok' ? judged.url : null;
    told(await bridge.byHand.done({ deliveryId: delivery.id, url }), t('outbox.hand.noted'));
  };
  const media = allMedia(content).map(({ hash, name }) => ({ hash, name }));

  return (
    <section className={styles.choices} aria-label={t('outbox.hand.title')}>
      {piecesOf(content).map((piece) => {
        const part = pieceWords(text, piece.key);
        return (
          <Button
            key={piece.key}
            isWide
            icon={Copy}
            onPress={() => {
              void bridge.app
                .copyText({ text: piece.content.text })
                .then((answer) => told(answer, t('outbox.copied')));
            }}
          >
            {part === null ? t('outbox.copyText') : t('outbox.copyPart', { part })}
          </Button>
        );
      })}
      {media.length > 0 && (
        <Button
          isWide
          icon={FolderOpen}
          onPress={() => {
            void bridge.byHand.revealMedia({ media }).then((answer) => {
              told(answer, t('outbox.hand.revealed', { count: media.length }));
            });
          }}
        >
          {t('outbox.hand.reveal', { count: media.length })}
        </Button>
      )}
      {account !== null && (
        <Button
          isWide
          icon={ExternalLink}
          onPress={() => {
            void bridge.app.openLink({ url: composePage(account, content.text) }).then((answer) => {
              if (answer.tag === 'err') told(answer, '');
            });
          }}
        >
          {t('outbox.hand.open', { network })}
        </Button>
      )}
      <TextField
        label={t('outbox.hand.link')}
        description={t('outbox.hand.linkHint')}
        type="url"
        value={link}
        onChange={setLink}
        onSubmit={() => void done()}
        maxLength={2_000}
        error={isChecked ? wrong : null}
      />
      <Button tone="primary" isWide icon={Check} onPress={() => void done()}>
        {t('outbox.hand.done')}
      </Button>
      {delivery.state === 'assisted' && (
        <Button
          tone="quiet"
          isWide
          onPress={() => {
            void bridge.byHand
              .notDone({ deliveryId: delivery.id })
              .then((answer) => told(answer, t('outbox.hand.notNoted')));
          }}
        >
          {t('outbox.hand.notDone')}
        </Button>
      )}
    </section>
  );
}
