import type { Content } from '../../../src-shared/domain/content.ts';
import type { Action } from '../../../src-shared/domain/intent.ts';
import { exhaustive } from '../../../src-shared/exhaustive.ts';
import type { Text } from '../../text/create-text.ts';

const longest = 200;

/** One line that says what leaves: a post is its words, an answer says whom it answers, everything else is named. */
export function titleOf({ t }: Text, action: Action, content: Content): string {
  const words = content.text.replaceAll(/\s+/g, ' ').trim().slice(0, longest);
  const text =
    words !== ''
      ? words
      : content.media.length > 0
        ? t('outbox.onlyMedia', { count: content.media.length })
        : t('outbox.noText');
  switch (action.tag) {
    case 'publish':
      return text;
    case 'reply': {
      const { authorHandle: handle, box } = action.target;
      const what =
        box === 'private' ? t('outbox.privateReply', { handle }) : t('outbox.action.reply', { handle });
      return t('outbox.rowName', { what, text });
    }
    case 'delete':
      return t('outbox.action.delete');
    case 'private-reply':
      return t('outbox.rowName', {
        what: t('outbox.action.private-reply', { handle: action.target.authorHandle }),
        text,
      });
    case 'hide':
    case 'unhide':
    case 'like':
    case 'unlike':
      return t(`outbox.action.${action.tag}`, { handle: action.target.authorHandle });
    case 'mute':
    case 'unmute':
    case 'block':
    case 'unblock':
      return t(`outbox.action.${action.tag}`, { handle: action.handle });
    default:
      return exhaustive(action);
  }
}
