import type { AudienceStage } from '../core/audience.ts';
import type { Person } from '../core/persons.ts';
import type { UserRow } from '../meta/rows.ts';
import { userNamed } from '../meta/tokens.ts';
import { answerComment, commentOn } from './comments.ts';
import { Refused } from './errors.ts';
import type { MediaRow } from './rows.ts';
import { shortcodeOf } from './shortcode.ts';
import type { Services } from './services.ts';

/** The audience's hands on this network. Posts of others reach an account only where they tag it in the picture. */
export function createStage({ world, messaging }: Pick<Services, 'world' | 'messaging'>): AudienceStage {
  function userOf(person: Person): UserRow {
    const user = userNamed(world, person.handle);
    if (!user) throw new Error(`${person.handle} has no account here`);
    return user;
  }
  const blocked = (accountId: string, personId: string): boolean =>
    world.blocks.get(`${accountId} ${personId}`) !== undefined;

  return {
    like(person, post) {
      const media = world.media.get(post);
      const by = userOf(person).id;
      if (!media || blocked(media.ownerId, by) || media.likedBy.includes(by)) return undefined;
      world.putMedia({ ...media, likedBy: [...media.likedBy, by] });
      return post;
    },
    // Nobody shares to their own page here.
    repost: () => undefined,
    follow(person, accountId) {
      const account = world.accounts.get(accountId);
      const by = userOf(person).id;
      if (!account || account.followers.includes(by)) return undefined;
      world.accounts.put({ ...account, followers: [...account.followers, by] });
      return by;
    },
    reply(person, post, text) {
      const authorId = userOf(person).id;
      try {
        const comment = world.comments.get(post);
        const media = world.media.get(comment?.mediaId ?? post);
        if (!media || blocked(media.ownerId, authorId)) return undefined;
        return (
          comment
            ? answerComment(world, comment, { authorId, text })
            : commentOn(world, media, { authorId, text })
        ).id;
      } catch (error) {
        if (error instanceof Refused) return undefined;
        throw error;
      }
    },
    mention(person, accountId, text) {
      const account = world.accounts.get(accountId);
      const author = userOf(person);
      if (!account || blocked(accountId, author.id)) return undefined;
      const caption = text.includes(`@${account.username}`) ? text : `${text} @${account.username}`;
      return world.putMedia(
        taggedPost(world, { ownerId: author.id, accountId, caption, at: world.clock.now() }),
      ).id;
    },
    message(person, accountId, text, more) {
      const by = userOf(person).id;
      if (!world.accounts.get(accountId) || blocked(accountId, by)) return undefined;
      return messaging.write(accountId, by, text, more).id;
    },
    edit(person, post, text) {
      const comment = world.comments.get(post);
      if (!comment || comment.authorId !== userOf(person).id) return undefined;
      world.putComment({ ...comment, text });
      return post;
    },
    remove(person, post) {
      const comment = world.comments.get(post);
      if (!comment || comment.authorId !== userOf(person).id) return undefined;
      world.dropComment(comment);
      return post;
    },
  };
}

/** A picture of somebody's that tags an account. */
// instagram §3, Mentions: `GET /{ig}/tags`
export function taggedPost(
  world: Services['world'],
  post: {
    readonly ownerId: string;
    readonly accountId: string;
    readonly caption: string;
    readonly at: number;
  },
): MediaRow {
  const id = world.nextId();
  return {
    id,
    ownerId: post.ownerId,
    type: 'IMAGE',
    product: 'FEED',
    caption: post.caption,
    altText: null,
    file: null,
    children: [],
    item: false,
    taggedAccounts: [post.accountId],
    shortcode: shortcodeOf(id),
    commentsEnabled: true,
    sharedToFeed: true,
    likedBy: [],
    createdAt: post.at,
    committedAt: world.clock.now(),
  };
}
