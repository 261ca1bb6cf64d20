import type { AudienceStage } from '../core/audience.ts';
import type { Person } from '../core/persons.ts';
import { dmOf } from './methods/dms.ts';
import type { AccountRow } from './rows.ts';
import type { Services } from './services.ts';

/** The audience's hands on this network. People use the site itself, so the rules for apps do not hold for them. */
export function createStage(services: Services): AudienceStage {
  const { world, publishing } = services;

  function accountOf(person: Person): AccountRow {
    const account = world.accountNamed(usernameOf(person));
    if (!account) throw new Error(`${person.handle} has no account here`);
    return account;
  }
  const addressed = (target: AccountRow, text: string): string =>
    text.includes(`@${target.username}`) ? text : `@${target.username} ${text}`;

  return {
    like(person, post) {
      const by = accountOf(person);
      if (!world.posts.get(post) || world.related('like', by.id, post)) return undefined;
      return world.putRelation('like', by.id, post).id;
    },
    repost(person, post) {
      const by = accountOf(person);
      const row = world.posts.get(post);
      return row ? publishing.repost(by, row).id : undefined;
    },
    follow(person, account) {
      const by = accountOf(person);
      return world.related('follow', by.id, account)
        ? undefined
        : world.putRelation('follow', by.id, account).id;
    },
    reply(person, post, text) {
      const author = accountOf(person);
      const row = world.posts.get(post);
      const target = row && world.accounts.get(row.accountId);
      if (!row || !target) return undefined;
      // The site puts the author's name before an answer (x §2, auto-prefixed leading mentions).
      const full = target.id === author.id ? text : addressed(target, text);
      return publishing.publish(author, { text: full, inReplyToId: post }).id;
    },
    mention(person, account, text) {
      const target = world.accounts.get(account);
      return target && publishing.publish(accountOf(person), { text: addressed(target, text) }).id;
    },
    message(person, account, text) {
      const from = accountOf(person);
      if (!world.accounts.get(account) || world.related('dm-block', account, from.id)) return undefined;
      return world.putDm(dmOf(services, from.id, account, text)).id;
    },
    // An edit makes another post with a history, which only paying members may do: nobody here does.
    edit: () => undefined,
    remove(person, post) {
      const row = world.posts.get(post);
      if (!row || row.accountId !== accountOf(person).id) return undefined;
      publishing.remove(row);
      return post;
    },
  };
}

/** User names here know letters, digits and underscores, 15 at most. */
export const usernameOf = (person: Person): string => person.handle.replaceAll(/\W/g, '_').slice(0, 15);
