import type { AudienceStage } from '../core/audience.ts';
import type { Person } from '../core/persons.ts';
import type { MemberRow } from './rows.ts';
import type { Services } from './services.ts';
import { memberUrn, urnKind } from './urn.ts';

/** Words with which somebody outside the API writes little text: nothing of it is meant as structure. */
export const escaped = (text: string): string => text.replaceAll(/[|{}@[\]()<>#\\*_~]/g, '\\$&');

/** The audience's hands: each person acts from their own profile. There are no direct messages for programs. */
export function createStage({ world, publishing }: Services): AudienceStage {
  function profileOf(person: Person): MemberRow {
    const found = [...world.members.values()].find(({ vanityName }) => vanityName === person.handle);
    if (!found) throw new Error(`${person.handle} has no profile here`);
    return found;
  }
  const urnOf = (person: Person): string => memberUrn(profileOf(person).id);

  return {
    like(person, about) {
      const comment = world.comment(about);
      const root = comment?.id ?? world.post(about)?.activity;
      return root === undefined ? undefined : publishing.react(urnOf(person), root, 'LIKE').id;
    },
    repost(person, about) {
      const post = world.post(about);
      if (!post || post.resharesDisabled) return undefined;
      return publishing.publish(urnOf(person), {
        commentary: '',
        visibility: 'PUBLIC',
        content: null,
        reshareOf: post.id,
        resharesDisabled: false,
      }).id;
    },
    follow(person, account) {
      if (urnKind(account) !== 'organization') return undefined;
      const id = `${urnOf(person)}|${account}`;
      if (world.follows.get(id)) return undefined;
      const now = world.clock.now();
      world.follows.put({ id, member: urnOf(person), organization: account, at: now, committedAt: now });
      return id;
    },
    reply(person, about, text) {
      const comment = world.comment(about);
      const post = world.post(comment?.activity ?? about);
      if (!post || post.commentsClosed) return undefined;
      // Two levels: who answers an answer answers the comment above it.
      const parent = comment ? (comment.parent ?? comment.id) : null;
      return publishing.comment(urnOf(person), { activity: post.activity, parent }, text).id;
    },
    mention(person, account, text) {
      const name = world.nameOf(account);
      if (name === undefined) return undefined;
      return publishing.publish(urnOf(person), {
        commentary: `@[${escaped(name)}](${account}) ${escaped(text)}`,
        visibility: 'PUBLIC',
        content: null,
        reshareOf: null,
        resharesDisabled: false,
      }).id;
    },
    message: () => undefined,
    edit(person, about, text) {
      const comment = world.comment(about);
      if (comment)
        return comment.actor === urnOf(person) ? publishing.rewriteComment(comment, text).id : undefined;
      const post = world.post(about);
      return post?.author === urnOf(person) ? publishing.rewrite(post, escaped(text)).id : undefined;
    },
    remove(person, about) {
      const comment = world.comment(about);
      if (comment) {
        if (comment.actor !== urnOf(person)) return undefined;
        publishing.removeComment(comment, urnOf(person));
        return about;
      }
      const post = world.post(about);
      if (post?.author !== urnOf(person)) return undefined;
      publishing.remove(post);
      return about;
    },
  };
}
