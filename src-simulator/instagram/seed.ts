import { clients, type Client } from '../core/clients.ts';
import { namedPicture } from '../core/picture.ts';
import { pastOf, type Share } from '../core/past.ts';
import { persons, type Person } from '../core/persons.ts';
import type { SimAccount } from '../core/sim.ts';
import type { TokenRow } from '../meta/rows.ts';
import { seedAppId, seedFamily, seedSecret, seedToken } from '../meta/seed.ts';
import { dataAccessLife, userNamed } from '../meta/tokens.ts';
import { facebookScopes, instagramScopes } from './access.ts';
import { answerComment, commentOn } from './comments.ts';
import { limits } from './limits.ts';
import { hostingKey } from './methods/hosting.ts';
import type { AccountRow, CommentRow, MediaRow } from './rows.ts';
import type { Services } from './services.ts';
import { shortcodeOf } from './shortcode.ts';
import { taggedPost } from './stage.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** The ready-made access of a client's account: of Instagram Login, sixty days long, as the console generates it. */
export function instagramToken(seed: number, clientId: string): string {
  return `IGAA${seedSecret(seed, `instagram ${clientId}`)}`;
}

/** An access of an account, generated the day before, so that it may be refreshed. Throws for an unknown account. */
export function putToken(world: Services['world'], accountId: string, id: string): TokenRow {
  const account = world.accounts.get(accountId);
  if (!account) throw new Error(`no account ${accountId}`);
  const now = world.clock.now();
  return world.tokens.put({
    id,
    type: 'INSTAGRAM',
    appId: seedAppId,
    userId: account.ownerId,
    profileId: account.id,
    scopes: instagramScopes,
    targets: null,
    issuedAt: now - DAY - HOUR,
    expiresAt: now - DAY - HOUR + limits.longTokenMs,
    dataAccessExpiresAt: now + dataAccessLife,
    longLived: true,
    ended: null,
  });
}

/** Fills an empty server: the family's people and pages, an account linked to each client's page, and its posts. */
export async function seedWorld(
  services: Pick<Services, 'world' | 'messaging'>,
  seed: number,
  past?: Share,
): Promise<void> {
  const { world } = services;
  const now = world.clock.now();
  seedFamily(world, seed, [...facebookScopes, ...instagramScopes]);
  for (const client of clients) {
    const page = [...world.pages.values()].find((row) => row.clientId === client.id);
    const owner = userNamed(world, client.id);
    if (!page || !owner) continue;
    const account = world.accounts.put({
      id: `178414${world.nextId().slice(-11)}`,
      scopedId: world.nextId(),
      username: client.username,
      name: client.name,
      biography: client.bio,
      website: client.website,
      accountType: 'BUSINESS',
      clientId: client.id,
      ownerId: owner.id,
      followers: persons.filter((_, index) => index % 2 === 0).map((person) => userOf(world, person)),
      restricted: false,
      createdAt: now - 900 * DAY,
    });
    world.pages.put({ ...page, instagramId: account.id });
    putToken(world, account.id, instagramToken(seed, client.id));
    const posts: MediaRow[] = [];
    for (const { text, daysAgo } of client.posts)
      posts.push(await oldPost(services, account, text, now - daysAgo * DAY));
    if (past) playPast(services, { client, account, posts, past });
  }
}

/** A picture post from before the training. */
export async function oldPost(
  { world }: Pick<Services, 'world'>,
  account: AccountRow,
  caption: string,
  at: number,
): Promise<MediaRow> {
  const id = world.nextId();
  const picture = namedPicture(caption);
  return world.putMedia({
    id,
    ownerId: account.id,
    type: 'IMAGE',
    product: 'FEED',
    caption,
    altText: null,
    file: {
      blob: await world.blobs.put(picture),
      bytes: picture.byteLength,
      mime: 'image/jpeg',
      width: 1080,
      height: 1080,
      seconds: null,
    },
    children: [],
    item: false,
    taggedAccounts: [],
    shortcode: shortcodeOf(id),
    commentsEnabled: true,
    sharedToFeed: true,
    likedBy: [],
    createdAt: at,
    committedAt: world.clock.now(),
  });
}

function userOf(world: Services['world'], person: Person): string {
  const user = userNamed(world, person.handle);
  if (!user) throw new Error(`${person.handle} has no account here`);
  return user.id;
}

/** Plays what was said around a client, oldest first, as if its people had said it then. */
function playPast(
  { world, messaging }: Pick<Services, 'world' | 'messaging'>,
  scene: {
    readonly client: Client;
    readonly account: AccountRow;
    readonly posts: readonly MediaRow[];
    readonly past: Share;
  },
): void {
  const { client, account, posts, past } = scene;
  const now = world.clock.now();
  const said = new Map<string, CommentRow | MediaRow>();
  for (const event of pastOf(client, past)) {
    const at = now - event.ago;
    const post = 'post' in event ? world.media.get(posts[event.post]?.id ?? '') : undefined;
    switch (event.tag) {
      case 'like':
        if (post) world.putMedia({ ...post, likedBy: [...post.likedBy, userOf(world, event.person)] });
        break;
      case 'repost':
        break;
      case 'follow': {
        const current = world.accounts.get(account.id) ?? account;
        const followers = new Set([...current.followers, userOf(world, event.person)]);
        world.accounts.put({ ...current, followers: [...followers] });
        break;
      }
      case 'reply':
        if (post)
          said.set(
            event.key,
            commentOn(world, post, { authorId: userOf(world, event.person), text: event.text, at }),
          );
        break;
      case 'mention': {
        const caption = `${event.text} @${account.username}`;
        const ownerId = userOf(world, event.person);
        said.set(
          event.key,
          world.putMedia(taggedPost(world, { ownerId, accountId: account.id, caption, at })),
        );
        break;
      }
      case 'answer': {
        const answered = said.get(event.to);
        const remark = { authorId: account.id, text: event.text, at };
        if (answered && 'mediaId' in answered) answerComment(world, answered, remark);
        else if (answered) commentOn(world, answered, remark);
        break;
      }
      case 'message': {
        const personId = userOf(world, event.person);
        if (event.byClient) messaging.answer(account.id, personId, event.text, { at });
        else messaging.write(account.id, personId, event.text, { at });
        break;
      }
    }
  }
}

/** The clients' accounts as tests and the training know them. */
export function accountsNow(world: Services['world'], seed: number): readonly SimAccount[] {
  return clients.flatMap((client) => {
    const row = [...world.accounts.values()].find((one) => one.clientId === client.id);
    const owner = row && world.users.get(row.ownerId);
    if (!row || !owner || owner.email === null || owner.password === null) return [];
    return [
      {
        id: row.id,
        username: row.username,
        handle: `@${row.username}`,
        displayName: row.name,
        login: owner.email,
        password: owner.password,
        token: instagramToken(seed, client.id),
        // What a person would paste, and a place of theirs for files that the network fetches.
        form: {
          token: instagramToken(seed, client.id),
          hostPut: `${world.baseUrl()}/hosting`,
          hostKey: hostingKey,
          hostGet: '',
        },
      },
    ];
  });
}

/** The access of the page that a client's account is linked to: what Facebook Login works with. */
export const pageToken = (seed: number, clientId: string): string => seedToken(seed, clientId);
