import { iso } from './iso.ts';
import type { Links } from './links.ts';
import type { AccountRow } from './rows.ts';
import type { World } from './world.ts';

export interface AccountEntities {
  readonly account: (row: AccountRow) => object;
  readonly credentialAccount: (row: AccountRow) => object;
  readonly relationship: (viewerId: string, accountId: string) => object;
}

/** Accounts as the network serves them. */
export function createAccountEntities(world: World, links: Links): AccountEntities {
  const { acct, home, html, emojisIn } = links;
  function account(row: AccountRow): object {
    const avatar = `${world.baseUrl()}/avatars/${row.username}.png`;
    const header = `${world.baseUrl()}/headers/${row.username}.png`;
    const own = world.statusesOf(row.id);
    const newest = own.at(own.size - 1);
    const last = newest === undefined ? undefined : world.statuses.get(newest);
    return {
      id: row.id,
      username: row.username,
      acct: acct(row),
      display_name: row.displayName,
      locked: false,
      bot: false,
      discoverable: true,
      indexable: true,
      group: false,
      created_at: `${iso(row.createdAt).slice(0, 10)}T00:00:00.000Z`,
      note: html(row.note),
      url: links.profile(row),
      uri: `${home(row)}/users/${row.username}`,
      avatar,
      avatar_static: avatar,
      header,
      header_static: header,
      followers_count: world.relatedTo('follow', row.id).length,
      following_count: world.related('follow', row.id).length,
      statuses_count: own.size,
      last_status_at: last === undefined ? null : iso(last.createdAt).slice(0, 10),
      hide_collections: false,
      emojis: emojisIn(row.displayName + row.note),
      roles: [],
      fields:
        row.website === null
          ? []
          : [{ name: 'Site', value: html(row.website).slice(3, -4), verified_at: null }],
    };
  }

  return {
    account,
    credentialAccount: (row) => ({
      ...account(row),
      source: {
        privacy: 'public',
        sensitive: false,
        language: row.language,
        note: row.note,
        fields: row.website === null ? [] : [{ name: 'Site', value: row.website, verified_at: null }],
        follow_requests_count: 0,
        discoverable: true,
        indexable: true,
        hide_collections: false,
        attribution_domains: [],
        quote_policy: 'public',
      },
      role: {
        id: '-99',
        name: '',
        permissions: '65536',
        color: '',
        highlighted: false,
        collection_limit: null,
      },
    }),
    relationship(viewerId, accountId) {
      const mute = world.relation('mute', viewerId, accountId);
      return {
        id: accountId,
        following: world.relation('follow', viewerId, accountId) !== undefined,
        showing_reblogs: world.relation('follow', viewerId, accountId) !== undefined,
        notifying: false,
        languages: [],
        followed_by: world.relation('follow', accountId, viewerId) !== undefined,
        blocking: world.relation('block', viewerId, accountId) !== undefined,
        blocked_by: world.relation('block', accountId, viewerId) !== undefined,
        muting: mute !== undefined,
        muting_notifications: mute?.notifications ?? false,
        muting_expires_at: mute === undefined || mute.expiresAt === null ? null : iso(mute.expiresAt),
        requested: false,
        requested_by: false,
        domain_blocking: false,
        endorsed: false,
        note: '',
      };
    },
  };
}
