import { cidOfBlob } from '../pds/blobs.ts';
import type { Account } from '../pds/accounts.ts';
import { atUri } from '../protocol/at-uri.ts';
import { isObject, listOf, objectOf, textOf, type Json, type JsonObject } from '../protocol/json.ts';
import { countSeen, type Entry } from './entry.ts';
import { imageUrl, type Eyes } from './eyes.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

export const profileUri = (did: string): string => atUri(did, 'app.bsky.actor.profile', 'self');

/** Labels that an author put on their own record. */
export function selfLabelViews(entry: Entry | undefined): readonly Json[] {
  if (!entry) return [];
  const { row } = entry;
  const created = textOf(row.value, 'createdAt');
  return listOf(objectOf(row.value, 'labels'), 'values').flatMap((label) => {
    const val = textOf(label, 'val');
    return val === undefined
      ? []
      : [{ src: row.did, uri: row.id, cid: row.cid, val, cts: created ?? iso(row.committedAt) }];
  });
}

/** How the viewer stands to an account; blocks hide who follows whom. */
export function relationView(eyes: Eyes, did: string): JsonObject | undefined {
  const { viewer, index, horizon, privates } = eyes;
  if (viewer === null) return undefined;
  const blocking = index.relation('block', viewer, did, horizon);
  const blockedBy = index.relation('block', did, viewer, horizon);
  const mute = privates.mutes(viewer).find((other) => other.subject === did);
  const open = !blocking && !blockedBy;
  return {
    muted: privates.isMuted(viewer, did),
    mutedOnlyReposts: mute?.onlyReposts ? true : undefined,
    mutedOnlyQuoteposts: mute?.onlyQuoteposts ? true : undefined,
    blockedBy: blockedBy !== undefined,
    blocking: blocking?.row.id,
    following: open ? index.relation('follow', viewer, did, horizon)?.row.id : undefined,
    followedBy: open ? index.relation('follow', did, viewer, horizon)?.row.id : undefined,
  };
}

function visibleAccount(eyes: Eyes, did: string): Account | undefined {
  const account = eyes.accounts.byDid(did);
  return account?.status === 'active' ? account : undefined;
}

function picture(
  eyes: Eyes,
  did: string,
  record: JsonObject,
  member: 'avatar' | 'banner',
): string | undefined {
  const blob = record[member];
  return isObject(blob) ? imageUrl(eyes, member, did, cidOfBlob(blob)) : undefined;
}

export function profileBasic(eyes: Eyes, did: string): JsonObject | undefined {
  const account = visibleAccount(eyes, did);
  if (!account) return undefined;
  const entry = eyes.index.find(profileUri(did), eyes.horizon);
  const record = entry?.row.value ?? {};
  const chat = eyes.index.find(atUri(did, 'chat.bsky.actor.declaration', 'self'), eyes.horizon);
  return {
    did,
    handle: account.handle,
    displayName: textOf(record, 'displayName'),
    avatar: picture(eyes, did, record, 'avatar'),
    associated: chat ? { chat: { allowIncoming: textOf(chat.row.value, 'allowIncoming') } } : undefined,
    viewer: relationView(eyes, did),
    labels: selfLabelViews(entry),
    createdAt: iso(account.createdAt),
  };
}

export function profileView(eyes: Eyes, did: string): JsonObject | undefined {
  const basic = profileBasic(eyes, did);
  if (!basic) return undefined;
  const entry = eyes.index.find(profileUri(did), eyes.horizon);
  const account = eyes.accounts.byDid(did);
  return {
    ...basic,
    description: textOf(entry?.row.value, 'description'),
    indexedAt: iso(entry?.sortAt ?? account?.createdAt ?? eyes.horizon.now),
  };
}

/** sheet: 3 Reading, Metrics (profile) */
export function profileDetailed(eyes: Eyes, did: string): JsonObject | undefined {
  const view = profileView(eyes, did);
  if (!view) return undefined;
  const { index, horizon } = eyes;
  const record = index.find(profileUri(did), horizon)?.row.value ?? {};
  return {
    ...view,
    website: textOf(record, 'website'),
    banner: picture(eyes, did, record, 'banner'),
    followersCount: countSeen(index.followers(did), horizon),
    followsCount: countSeen(index.follows(did), horizon),
    postsCount: countSeen(index.feed(did), horizon, (entry) => entry.row.collection === 'app.bsky.feed.post'),
    pinnedPost: objectOf(record, 'pinnedPost'),
  };
}
