import type { Entities } from './entities.ts';
import type { NotificationRow, StatusRow } from './rows.ts';
import type { World } from './world.ts';

/** What follows from an event: notifications, conversations, and frames to those who listen. */
export interface FanOut {
  created(status: StatusRow): void;
  edited(status: StatusRow): void;
  /** Called before the row is dropped; removes what refers to it. */
  removed(status: StatusRow): void;
  notify(
    type: NotificationRow['type'],
    toId: string,
    fromId: string,
    statusId: string | null,
    createdAt?: number,
  ): NotificationRow | undefined;
}

export function createFanOut(world: World, entities: Entities): FanOut {
  const { clock, streams } = world;

  function isLocal(accountId: string): boolean {
    return world.accounts.get(accountId)?.domain === null;
  }

  /** Whose home timeline shows it: its author, the author's followers, for direct ones only those it mentions. */
  function homes(status: StatusRow): readonly string[] {
    const followers = world.relatedTo('follow', status.accountId);
    const allowed =
      status.visibility === 'direct' ? followers.filter((id) => status.mentions.includes(id)) : followers;
    return [status.accountId, ...allowed].filter(
      (id) => isLocal(id) && (id === status.accountId || concernsHome(world, status, id)),
    );
  }

  function toHomes(status: StatusRow, event: 'update' | 'status.update'): void {
    const payload = (viewer: string): string => JSON.stringify(entities.status(status, viewer));
    for (const home of homes(status)) streams.toAccount(home, ['user'], { event, payload });
    if (status.visibility !== 'public' || status.reblogOf !== null) return;
    streams.toAll(['public'], { event, payload });
    const local = isLocal(status.accountId);
    streams.toAll([local ? 'public:local' : 'public:remote'], { event, payload });
    for (const tag of status.tags) {
      streams.toAll(['hashtag', tag], { event, payload });
      if (local) streams.toAll(['hashtag:local', tag], { event, payload });
    }
  }

  function notify(
    type: NotificationRow['type'],
    toId: string,
    fromId: string,
    statusId: string | null,
    createdAt = clock.now(),
  ): NotificationRow | undefined {
    if (!isLocal(toId) || (toId === fromId && type !== 'poll')) return undefined;
    if (world.relation('block', toId, fromId)) return undefined;
    if (world.relation('mute', toId, fromId)?.notifications) return undefined;
    const about = statusId === null ? undefined : world.statuses.get(statusId);
    if (about && world.mark('mute', toId, about.conversationId)) return undefined;
    const row = world.putNotification({
      id: world.ids.next('notifications'),
      accountId: toId,
      fromId,
      type,
      statusId,
      createdAt,
      committedAt: clock.now(),
    });
    const event = {
      event: 'notification',
      payload: () => JSON.stringify(entities.notification(row)),
    } as const;
    streams.toAccount(toId, ['user'], event);
    streams.toAccount(toId, ['user:notification'], event);
    return row;
  }

  /** Files a direct message in the conversation of every local person that it concerns. */
  function file(status: StatusRow): void {
    const all = [status.accountId, ...status.mentions];
    for (const owner of new Set(all)) {
      if (!isLocal(owner) || world.relation('block', owner, status.accountId)) continue;
      const participants = [...new Set(all.filter((id) => id !== owner))].sort();
      const known = conversationOf(owner, status.conversationId, participants);
      const row = world.conversations.put({
        id: known?.id ?? world.ids.next('conversations'),
        accountId: owner,
        conversationId: status.conversationId,
        participants,
        statusIds: [...(known?.statusIds ?? []), status.id],
        unread: status.accountId !== owner,
        committedAt: known?.committedAt ?? clock.now(),
      });
      streams.toAccount(owner, ['direct'], {
        event: 'conversation',
        payload: () => JSON.stringify(entities.conversation(row)),
      });
    }
  }

  function conversationOf(owner: string, conversationId: string, participants: readonly string[]) {
    for (const row of world.conversations.values())
      if (
        row.accountId === owner &&
        row.conversationId === conversationId &&
        row.participants.join() === participants.join()
      )
        return row;
    return undefined;
  }

  return {
    notify,
    created(status) {
      for (const mentioned of status.mentions)
        notify('mention', mentioned, status.accountId, status.id, status.createdAt);
      if (status.quotedId !== null) {
        const quoted = world.statuses.get(status.quotedId);
        if (quoted) notify('quote', quoted.accountId, status.accountId, status.id);
      }
      if (status.visibility === 'direct') file(status);
      toHomes(status, 'update');
    },
    edited(status) {
      for (const id of world.reblogsOf(status.id).all()) {
        const booster = world.statuses.get(id)?.accountId;
        if (booster !== undefined) notify('update', booster, status.accountId, status.id);
      }
      toHomes(status, 'status.update');
    },
    removed(status) {
      const payload = (): string => status.id;
      for (const id of new Set([...homes(status), ...status.mentions]))
        streams.toAccount(id, ['user'], { event: 'delete', payload });
      if (status.visibility === 'public') streams.toAll(['public'], { event: 'delete', payload });
      for (const id of world.notificationsAbout(status.id).copy()) {
        const row = world.notifications.get(id);
        if (row) world.dropNotification(row);
      }
      for (const row of world.conversations.values()) {
        if (!row.statusIds.includes(status.id)) continue;
        const statusIds = row.statusIds.filter((id) => id !== status.id);
        if (statusIds.length === 0) world.conversations.delete(row.id);
        else world.conversations.put({ ...row, statusIds });
      }
    },
  };
}

/** Home timelines leave out replies to people whom their owner does not follow, and those muted or blocked. */
export function concernsHome(world: World, status: StatusRow, ownerId: string): boolean {
  if (world.relation('mute', ownerId, status.accountId)) return false;
  if (world.relation('block', ownerId, status.accountId)) return false;
  const replyTo = status.inReplyToAccountId;
  return (
    replyTo === null ||
    replyTo === ownerId ||
    replyTo === status.accountId ||
    world.relation('follow', ownerId, replyTo) !== undefined
  );
}

/** Whether somebody may see a status at all. */
export function mayRead(world: World, status: StatusRow, viewerId: string | undefined): boolean {
  if (viewerId === status.accountId) return true;
  if (viewerId !== undefined && world.relation('block', status.accountId, viewerId)) return false;
  if (status.visibility === 'public' || status.visibility === 'unlisted') return true;
  if (viewerId === undefined) return false;
  if (status.mentions.includes(viewerId)) return true;
  return (
    status.visibility === 'private' && world.relation('follow', viewerId, status.accountId) !== undefined
  );
}
