import * as v from 'valibot';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorError } from '../contract.ts';
import { getPosts } from './api.ts';
import { activityOf, messageOf, personOf } from './map.ts';
import { quotedUri } from './map-embed.ts';
import { excerptOf } from './rich-text.ts';
import { postRecordSchema, type Notification, type PostView } from './wire.ts';
import type { Caller } from './xrpc.ts';

export const mentionReasons = ['mention', 'reply', 'quote'] as const;
export const activityReasons = ['like', 'repost', 'follow'] as const;

const isMention = (reason: string): reason is (typeof mentionReasons)[number] =>
  mentionReasons.some((one) => one === reason);
const isActivity = (reason: string): reason is (typeof activityReasons)[number] =>
  activityReasons.some((one) => one === reason);

/**
 * Notifications as messages. They carry the record but neither its pictures nor its counts, so the posts themselves
 * and what they answer are read with them; a post that cannot be read is shown from its notification alone.
 */
export async function noticesToInbound(
  caller: Caller,
  me: string,
  notifications: readonly Notification[],
): Promise<Result<readonly Inbound[], ConnectorError>> {
  const wanted = notifications.flatMap((one): readonly string[] => {
    if (isMention(one.reason)) {
      const record = v.safeParse(postRecordSchema, one.record);
      const around = record.success
        ? [record.output.reply?.parent.uri ?? null, quotedUri(record.output.embed)]
        : [];
      return [one.uri, ...around.filter((uri) => uri !== null)];
    }
    return one.reasonSubject === undefined ? [] : [one.reasonSubject];
  });
  const posts = await getPosts(caller, wanted);
  if (posts.tag === 'err') return posts;
  const excerpt = (uri: string): string | null => {
    const post = posts.value.get(uri);
    return post === undefined ? null : excerptOf(post.record.text);
  };

  const people = new Map<string, Inbound>();
  const items = notifications.flatMap((one): readonly Inbound[] => {
    people.set(one.author.did, personOf(one.author));
    if (isMention(one.reason)) {
      const post = posts.value.get(one.uri) ?? fromNotification(one);
      if (post === null) return [];
      const message = messageOf(post, { me, box: 'public', kind: one.reason, excerpt });
      return [{ tag: 'message', message }];
    }
    if (!isActivity(one.reason)) return [];
    const subject = posts.value.get(one.reasonSubject ?? '') ?? null;
    return [{ tag: 'message', message: activityOf(one, one.reason, subject) }];
  });
  return ok([...items, ...people.values()]);
}

function fromNotification(one: Notification): PostView | null {
  const record = v.safeParse(postRecordSchema, one.record);
  if (!record.success) return null;
  const { uri, cid, author, indexedAt } = one;
  return { uri, cid, author, indexedAt, record: record.output, labels: [] };
}
