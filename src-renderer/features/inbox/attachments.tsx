import { CircleDashed, FileText, Film, Link2, Music, Paperclip } from 'lucide-react';
import { useState } from 'react';
import type { Attachment } from '../../../src-shared/domain/message.ts';
import { remotePicture } from '../../state/media-url.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import { attachmentWords, hasEnded } from './attachment-words.ts';
import styles from './thread.module.css';

const icons = { video: Film, audio: Music, other: FileText, image: FileText } as const;
const iconsOf = {
  'story-mention': CircleDashed,
  'story-reply': CircleDashed,
  share: Link2,
  unsupported: Paperclip,
} as const;

/** Pictures of a message, and what else it carries by name; pressing one opens it on the network. */
export function Attachments({
  attachments,
  now,
  onOpen,
}: {
  readonly attachments: readonly Attachment[];
  readonly now: number;
  readonly onOpen: (url: string) => void;
}) {
  const [failed, setFailed] = useState<ReadonlySet<string>>(new Set());
  const text = useText();
  const { t } = text;
  if (attachments.length === 0) return null;
  const pictures = attachments.filter((one) => one.kind === 'image' && !failed.has(one.url));
  const others = attachments.filter((one) => !pictures.includes(one));
  return (
    <div className={styles.attachments}>
      {pictures.length > 0 && (
        <div className={styles.pictures} data-count={Math.min(pictures.length, 4)}>
          {pictures.map((one) => (
            <button
              key={one.url}
              type="button"
              className={styles.picture}
              aria-label={t('inbox.openAttachment', {
                name: one.alt === '' ? t('inbox.imageNoAlt') : one.alt,
              })}
              title={one.alt === '' ? t('inbox.imageNoAlt') : one.alt}
              onClick={() => onOpen(one.url)}
            >
              <img
                src={remotePicture(one.previewUrl ?? one.url)}
                alt=""
                loading="lazy"
                decoding="async"
                draggable={false}
                onError={() => setFailed(new Set([...failed, one.url]))}
              />
            </button>
          ))}
        </div>
      )}
      {others.map((one, index) => {
        const icon = one.of === undefined ? icons[one.kind] : iconsOf[one.of];
        const words = attachmentWords(one, now, text);
        // Several may lead to the same page; their order is the message's own.
        const key = `${index} ${one.url}`;
        return hasEnded(one, now) ? (
          <Badge key={key} icon={icon}>
            {words}
          </Badge>
        ) : (
          <Button key={key} size="small" icon={icon} onPress={() => onOpen(one.url)}>
            {words}
          </Button>
        );
      })}
    </div>
  );
}
