import { FileText, Film, Music } from 'lucide-react';
import { useState } from 'react';
import type { Attachment } from '../../../src-shared/domain/message.ts';
import { remotePicture } from '../../state/media-url.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import styles from './thread.module.css';

const icons = { video: Film, audio: Music, other: FileText, image: FileText } as const;

/** Pictures of a message, and what else it carries by name; pressing one opens it on the network. */
export function Attachments({
  attachments,
  onOpen,
}: {
  readonly attachments: readonly Attachment[];
  readonly onOpen: (url: string) => void;
}) {
  const [failed, setFailed] = useState<ReadonlySet<string>>(new Set());
  const { t } = useText();
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
      {others.map((one) => (
        <Button key={one.url} size="small" icon={icons[one.kind]} onPress={() => onOpen(one.url)}>
          {one.alt !== ''
            ? one.alt
            : one.kind === 'image'
              ? t('inbox.imageNoAlt')
              : t(`inbox.attachment.${one.kind}`)}
        </Button>
      ))}
    </div>
  );
}
