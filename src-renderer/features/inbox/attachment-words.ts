import type { Attachment } from '../../../src-shared/domain/message.ts';
import type { Text } from '../../text/create-text.ts';

/** Whether the network shows it no longer. */
export const hasEnded = ({ url, endsAt }: Attachment, now: number): boolean =>
  url === '' || (endsAt !== undefined && endsAt <= now);

/** What an attachment is called: by its own name, else by what it is. */
export function attachmentWords(one: Attachment, now: number, { t }: Pick<Text, 't'>): string {
  if (one.of === 'story-mention' || one.of === 'story-reply')
    return t(`inbox.attachment.${one.of}${hasEnded(one, now) ? '.ended' : ''}`);
  if (one.alt !== '') return one.alt;
  if (one.of !== undefined) return t(`inbox.attachment.${one.of}`);
  return one.kind === 'image' ? t('inbox.imageNoAlt') : t(`inbox.attachment.${one.kind}`);
}
