import { Check, Copy, ExternalLink, FolderOpen } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { allMedia, piecesOf } from '../../../src-shared/domain/pieces.ts';
import { useByHand } from '../../state/by-hand.ts';
import { composePage } from '../../state/own-pages.ts';
import { useRealm } from '../../state/realm.ts';
import { readMessage } from '../../store/queries/messages.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { pieceWords } from './thread-words.ts';
import type { LinePlace } from './words.ts';
import styles from './delivery-panel.module.css';

/** A post that the person publishes: everything ready, in the order in which it is needed, and what became of it. */
export function ByHand({ delivery, place }: { readonly delivery: Delivery; readonly place: LinePlace }) {
  const text = useText();
  const { t } = text;
  const { account, network } = place;
  const { content } = delivery;
  const steps = useByHand(delivery.id, account, network);
  const answered = useAnsweredPage(delivery);
  const media = allMedia(content).map(({ hash, name }) => ({ hash, name }));
  return (
    <section className={styles.choices} aria-label={t('outbox.hand.title')}>
      {piecesOf(content).map((piece) => {
        const part = pieceWords(text, piece.key);
        return (
          <Button key={piece.key} isWide icon={Copy} onPress={() => steps.copy(piece.content.text)}>
            {part === null ? t('outbox.copyText') : t('outbox.copyPart', { part })}
          </Button>
        );
      })}
      {media.length > 0 && (
        <Button isWide icon={FolderOpen} isPending={steps.isRevealing} onPress={() => steps.reveal(media)}>
          {t(steps.isRevealing ? 'outbox.hand.revealing' : 'outbox.hand.reveal', { count: media.length })}
        </Button>
      )}
      {account !== null && (
        <Button
          isWide
          icon={ExternalLink}
          onPress={() => steps.openPage(answered ?? composePage(account, content.text))}
        >
          {t('outbox.hand.open', { network })}
        </Button>
      )}
      <TextField
        label={t('outbox.hand.link')}
        description={t('outbox.hand.linkHint')}
        type="url"
        value={steps.link}
        onChange={steps.setLink}
        onSubmit={() => void steps.done()}
        maxLength={2_000}
        error={steps.wrong}
      />
      {steps.mayBeKept && (
        <Button tone="quiet" isWide onPress={() => void steps.done('anyway')}>
          {t('outbox.hand.keepLink')}
        </Button>
      )}
      <Button tone="primary" isWide icon={Check} onPress={() => void steps.done()}>
        {t('outbox.hand.done')}
      </Button>
      {delivery.state === 'assisted' && (
        <Button tone="quiet" isWide onPress={steps.notDone}>
          {t('outbox.hand.notDone')}
        </Button>
      )}
    </section>
  );
}

/** Where an answer is written: the page of what it answers. Null: it answers nothing, or nothing that is here. */
function useAnsweredPage({ action }: Delivery): string | null {
  const { databases } = useRealm();
  const [page, setPage] = useState<{ readonly of: string; readonly url: string | null } | null>(null);
  const id = action.tag === 'reply' ? action.target.messageId : null;
  useEffect(() => {
    let gone = false;
    if (id !== null)
      void readMessage(databases, id).then((message) => {
        if (!gone) setPage({ of: id, url: message?.url ?? null });
      });
    return () => {
      gone = true;
    };
  }, [databases, id]);
  return page !== null && page.of === id ? page.url : null;
}
