import { createAccountEntities, type AccountEntities } from './account-entity.ts';
import { iso } from './iso.ts';
import { createLinks, type Links } from './links.ts';
import { createMediaEntities, type MediaEntities } from './media-entity.ts';
import type { ConversationRow, NotificationRow, ReportRow, ScheduledRow } from './rows.ts';
import { createStatusEntities, type StatusEntities } from './status-entity.ts';
import type { World } from './world.ts';

/** Turns rows into the JSON that the network serves. `viewerId` is who looks; undefined: nobody signed in. */
export interface Entities extends AccountEntities, MediaEntities, StatusEntities {
  readonly links: Links;
  readonly scheduled: (row: ScheduledRow) => object;
  readonly notification: (row: NotificationRow) => object;
  readonly conversation: (row: ConversationRow) => object;
  readonly report: (row: ReportRow) => object;
  readonly tag: (name: string) => object;
}

export function createEntities(world: World): Entities {
  const { clock } = world;
  const links = createLinks(world);
  const accounts = createAccountEntities(world, links);
  const media = createMediaEntities(world);
  const statuses = createStatusEntities(world, links, accounts, media);
  const { account } = accounts;
  const { mediaOf } = media;
  const { status } = statuses;

  return {
    links,
    ...accounts,
    ...media,
    ...statuses,
    scheduled: (row) => ({
      id: row.id,
      scheduled_at: iso(row.scheduledAt),
      params: {
        text: row.draft.text,
        visibility: row.draft.visibility,
        sensitive: row.draft.sensitive,
        spoiler_text: row.draft.spoilerText,
        language: row.draft.language,
        media_ids: row.draft.mediaIds.length === 0 ? null : row.draft.mediaIds,
        in_reply_to_id: row.draft.inReplyToId === null ? null : Number(row.draft.inReplyToId),
        poll:
          row.draft.poll === null
            ? null
            : {
                options: row.draft.poll.options,
                expires_in: row.draft.poll.expiresIn,
                multiple: row.draft.poll.multiple,
                hide_totals: row.draft.poll.hideTotals,
              },
        quoted_status_id: row.draft.quotedId,
        application_id: Number(row.draft.appId ?? 0),
        scheduled_at: null,
        idempotency: null,
        with_rate_limit: false,
      },
      media_attachments: mediaOf(row.draft.mediaIds),
    }),
    notification(row) {
      const from = world.accounts.get(row.fromId);
      const about = row.statusId === null ? undefined : world.statuses.get(row.statusId);
      if (from === undefined) throw new Error(`notification ${row.id} comes from nobody`);
      return {
        id: row.id,
        type: row.type,
        created_at: iso(row.createdAt),
        group_key:
          row.type === 'favourite' || row.type === 'reblog'
            ? `${row.type}-${row.statusId ?? ''}-${Math.floor(row.createdAt / 3_600_000)}`
            : `ungrouped-${row.id}`,
        account: account(from),
        ...(about === undefined ? {} : { status: status(about, row.accountId) }),
      };
    },
    conversation(row) {
      const newest = row.statusIds.at(-1);
      const last = newest === undefined ? undefined : world.statuses.get(newest);
      return {
        id: row.id,
        unread: row.unread,
        accounts: row.participants.flatMap((id) => {
          const participant = world.accounts.get(id);
          return participant === undefined ? [] : [account(participant)];
        }),
        last_status: last === undefined ? null : status(last, row.accountId),
      };
    },
    report(row) {
      const target = world.accounts.get(row.targetId);
      if (target === undefined) throw new Error(`report ${row.id} is about nobody`);
      return {
        id: row.id,
        action_taken: false,
        action_taken_at: null,
        category: row.category,
        comment: row.comment,
        forwarded: row.forwarded,
        created_at: iso(row.committedAt),
        status_ids: row.statusIds,
        rule_ids: row.ruleIds,
        target_account: account(target),
      };
    },
    tag: (name) => ({
      id: name,
      name,
      url: links.tag(name),
      history: [
        {
          day: String(Math.floor(clock.now() / 86_400_000) * 86_400),
          uses: String(world.statusesTagged(name).size),
          accounts: '1',
        },
      ],
      following: false,
      featuring: false,
    }),
  };
}
