import type { AudienceStage } from '../core/audience.ts';
import type { Person } from '../core/persons.ts';
import { userNamed } from '../meta/tokens.ts';
import type { Services } from './services.ts';

/** The audience's hands on this network. */
export function createStage({ world, publishing, messaging }: Services): AudienceStage {
  const idOf = (person: Person): string => {
    const user = userNamed(world, person.handle);
    if (!user) throw new Error(`${person.handle} has no account here`);
    return user.id;
  };
  /** The object that a person reaches, and its page: not when the page has blocked them. */
  function reach(
    person: Person,
    id: string,
  ): { readonly whoId: string; readonly pageId: string } | undefined {
    const pageId = world.pageOf(id);
    const whoId = idOf(person);
    return pageId === undefined || world.isBlocked(pageId, whoId) ? undefined : { whoId, pageId };
  }

  return {
    like(person, post) {
      const found = reach(person, post);
      return found && world.like(post, found.whoId, person.temperament === 'fan' ? 'LOVE' : 'LIKE').id;
    },
    repost(person, post) {
      const row = reach(person, post) && world.posts.get(post);
      return row && world.posts.put({ ...row, shares: row.shares + 1 }).id;
    },
    follow(_person, account) {
      const page = world.pages.get(account);
      return page && world.pages.put({ ...page, followers: page.followers + 1 }).id;
    },
    reply(person, post, text) {
      const found = reach(person, post);
      if (!found) return undefined;
      const above = world.comments.get(post);
      return publishing.comment({
        objectId: above?.objectId ?? post,
        pageId: found.pageId,
        parentId: above ? (above.parentId ?? above.id) : null,
        fromId: found.whoId,
        message: text,
      }).id;
    },
    /** A post of theirs that tags the page. */
    mention(person, account, text) {
      const page = world.pages.get(account);
      const whoId = idOf(person);
      if (!page || world.isBlocked(account, whoId)) return undefined;
      return publishing.post({
        pageId: whoId,
        fromId: whoId,
        message: text.includes(page.name) ? text : `${page.name} ${text}`,
        tagged: [account],
      }).id;
    },
    message(person, account, text, more) {
      const whoId = idOf(person);
      // Stories are Instagram's: Messenger carries none.
      if (more?.attached === 'story-mention' || more?.attached === 'story-reply') return undefined;
      return world.pages.get(account) && !world.isBlocked(account, whoId)
        ? messaging.write(account, whoId, text, more).id
        : undefined;
    },
    edit(person, post, text) {
      const comment = world.comments.get(post);
      if (comment && comment.fromId === idOf(person))
        return world.comments.put({ ...comment, message: text }).id;
      const row = world.posts.get(post);
      return row && row.fromId === idOf(person)
        ? world.posts.put({ ...row, message: text, updatedAt: world.clock.now() }).id
        : undefined;
    },
    remove(person, post) {
      const comment = world.comments.get(post);
      if (comment && comment.fromId === idOf(person)) {
        publishing.removeComment(comment);
        return post;
      }
      const row = world.posts.get(post);
      if (!row || row.fromId !== idOf(person)) return undefined;
      publishing.remove(row);
      return post;
    },
  };
}
