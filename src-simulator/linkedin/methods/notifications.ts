import type { SimReply } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import { denied, illegal, missingField, refusal } from '../envelope.ts';
import type { Call } from '../endpoint.ts';
import { page } from '../paging.ts';
import { parseRestli, restliRecord, restliText, restliTexts } from '../restli.ts';
import { administers } from '../roles.ts';
import type { NotificationRow } from '../rows.ts';
import type { Services } from '../services.ts';
import { memberUrn, readCommentUrn } from '../urn.ts';

// linkedin §4
const KEPT_MS = 60 * 86_400_000;
const actions: readonly string[] = [
  'LIKE',
  'COMMENT',
  'SHARE',
  'SHARE_MENTION',
  'ADMIN_COMMENT',
  'COMMENT_EDIT',
  'COMMENT_DELETE',
];

/** What happened on a page, as its administrators may ask for it. */
export function notificationRoutes({ world, endpoints }: Services): readonly Route[] {
  function list(call: Call): SimReply {
    if (call.query.get('q') !== 'criteria') return refusal(illegal('The finder is not known'));
    const organization = restliText(call.query.get('organizationalEntity'));
    if (organization === undefined) return refusal(missingField('organizationalEntity'));
    const asked = call.query.has('actions') ? restliTexts(call.query.get('actions')) : actions;
    if (!asked || asked.length === 0 || asked.some((action) => !actions.includes(action)))
      return refusal(illegal('The actions are not a List of known actions'));
    if (!administers(world, call, organization))
      return refusal(denied('organizationalEntityNotifications.FINDER-criteria'));
    const range = call.query.has('timeRange')
      ? restliRecord(parseRestli(call.query.get('timeRange') ?? ''))
      : {};
    if (!range) return refusal(illegal('The timeRange is not (start:…,end:…)'));
    const now = world.clock.now();
    const start = Math.max(Number(range['start'] ?? '0'), now - KEPT_MS);
    const end = range['end'] === undefined ? Infinity : Number(range['end']);
    if (Number.isNaN(start) || Number.isNaN(end)) return refusal(illegal('The timeRange is not of numbers'));
    const until = call.request.asked.visibleUntil;
    const rows = world
      .notificationsOf(organization)
      .filter(
        ({ action, at, committedAt }) =>
          asked.includes(action) && at >= start && at < end && committedAt <= until,
      )
      .toSorted((a, b) => b.at - a.at);
    return page(rows, call.query, (row) => entity(row, memberUrn(call.member.id)));
  }

  function entity(row: NotificationRow, subscriber: string): object {
    const post = world.post(row.sourcePost);
    const comment = readCommentUrn(row.generated);
    const about = { entity: row.generated, owner: row.actor, text: row.text };
    return {
      notificationId: Number(BigInt(row.id) % 1_000_000_007n),
      organizationalEntity: row.organization,
      action: row.action,
      sourcePost: row.sourcePost,
      ...(post
        ? {
            decoratedSourcePost: {
              entity: post.id,
              owner: post.author,
              text: post.text,
              mediaCategory:
                post.content === null ? 'NONE' : post.content.tag === 'article' ? 'ARTICLE' : 'IMAGE',
            },
          }
        : {}),
      // Comments are named without `urn:li:` before the activity here.
      generatedActivity: row.generated.replace('(urn:li:activity:', '(activity:'),
      ...(row.action === 'LIKE'
        ? {}
        : {
            decoratedGeneratedActivity: comment
              ? { comment: { ...about, object: comment.activity } }
              : { share: about },
          }),
      lastModifiedAt: row.at,
      subscriber,
    };
  }

  return [
    endpoints.rest(
      'GET',
      '/rest/organizationalEntityNotifications',
      'notifications.list',
      ['rw_organization_admin'],
      list,
    ),
  ];
}
