import { persons } from '../core/persons.ts';
import { clients } from '../core/clients.ts';
import { phraseFor } from '../core/phrases.ts';
import type { Random } from '../core/random.ts';
import type { BulkOrder } from '../core/sim.ts';
import type { AccountRow, NotificationRow, StatusRow, Visibility } from './rows.ts';
import type { Services } from './services.ts';
import { usernameOf } from './stage.ts';

/**
 * Makes many rows at once, straight into the tables: nobody is told live, everything is served by the true API.
 * Resolves with the ids of what the account would see: notifications, or statuses for posts.
 */
export function makeBulk(services: Services, random: Random, order: BulkOrder): readonly string[] {
  const { world } = services;
  const account = world.accounts.get(order.account);
  if (!account) throw new Error(`no account ${order.account}`);
  const now = world.clock.now();
  const step = (order.overMs ?? order.count * 1000) / order.count;
  const own = world.statusesOf(account.id).all();
  const crowd = persons.flatMap((person) => {
    const row = world.accountNamed(usernameOf(person), person.homeServer ?? null);
    return row ? [{ person, row }] : [];
  });
  const theme = clients.find((client) => client.id === account.clientId)?.theme ?? 'lamps';
  const made: string[] = [];

  function write(
    author: AccountRow,
    text: string,
    visibility: Visibility,
    mentions: readonly string[],
    at: number,
  ): StatusRow {
    const id = world.ids.at(at);
    return world.putStatus({
      id,
      accountId: author.id,
      text,
      spoilerText: '',
      visibility,
      sensitive: false,
      language: author.language,
      createdAt: at,
      editedAt: null,
      inReplyToId: null,
      inReplyToAccountId: null,
      conversationId: id,
      mediaIds: [],
      pollId: null,
      reblogOf: null,
      quotedId: null,
      quotePolicy: 'public',
      mentions,
      tags: [],
      appId: null,
      edits: [],
      committedAt: now,
    });
  }

  function notification(
    type: NotificationRow['type'],
    fromId: string,
    statusId: string | null,
    at: number,
  ): string {
    return world.putNotification({
      id: world.ids.next('notifications'),
      accountId: order.account,
      fromId,
      type,
      statusId,
      createdAt: at,
      committedAt: now,
    }).id;
  }

  for (let index = 0; index < order.count; index += 1) {
    const at = Math.floor(now - (order.count - index) * step);
    const someone = random.pick(crowd);
    if (!someone) break;
    const { person, row } = someone;
    const about = random.pick(own) ?? null;
    const words =
      phraseFor(person, theme, 'reply', random) ?? phraseFor(person, theme, 'message', random) ?? 'Bonjour !';
    switch (order.kind) {
      case 'mention':
        made.push(
          notification(
            'mention',
            row.id,
            write(row, `@${account.username} ${words} (${index + 1})`, 'public', [account.id], at).id,
            at,
          ),
        );
        break;
      case 'message': {
        const status = write(row, `@${account.username} ${words} (${index + 1})`, 'direct', [account.id], at);
        world.conversations.put({
          id: world.ids.next('conversations'),
          accountId: account.id,
          conversationId: status.id,
          participants: [row.id],
          statusIds: [status.id],
          unread: true,
          committedAt: now,
        });
        made.push(notification('mention', row.id, status.id, at));
        break;
      }
      case 'like':
        if (about !== null) world.putMark('favourite', row.id, about);
        made.push(notification('favourite', row.id, about, at));
        break;
      case 'repost':
        made.push(notification('reblog', row.id, about, at));
        break;
      case 'follow':
        world.putRelation('follow', row.id, account.id);
        made.push(notification('follow', row.id, null, at));
        break;
      case 'post':
        made.push(
          write(account, `${account.displayName}, billet ${index + 1}. #archive`, 'public', [], at).id,
        );
        break;
    }
  }
  return made;
}
