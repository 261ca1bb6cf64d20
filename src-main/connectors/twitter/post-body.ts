import type { Content } from '../../../src-shared/domain/content.ts';
import type { ReplyTo } from '../../../src-shared/outbox/operation.ts';

/** The body of a post (x §2). Everything that has its default is left out: absent means everybody, no, none. */
export function postBody(
  content: Content,
  replyTo: ReplyTo | null,
  mediaIds: readonly string[],
): Readonly<Record<string, unknown>> {
  const { settings, poll } = content;
  const answering = settings['replies'];
  return {
    ...(content.text === '' ? {} : { text: content.text }),
    ...(replyTo === null ? {} : { reply: { in_reply_to_tweet_id: replyTo.remoteId } }),
    ...(mediaIds.length === 0 ? {} : { media: { media_ids: mediaIds } }),
    ...(poll === null
      ? {}
      : { poll: { options: poll.options, duration_minutes: Math.round(poll.seconds / 60) } }),
    // Who may answer is said once, at the beginning of a conversation.
    ...(replyTo === null && typeof answering === 'string' && answering !== 'everyone'
      ? { reply_settings: answering }
      : {}),
    ...(settings['madeWithAi'] === true ? { made_with_ai: true } : {}),
    ...(settings['paidPartnership'] === true ? { paid_partnership: true } : {}),
  };
}
