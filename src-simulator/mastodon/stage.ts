import type { AudienceStage } from '../core/audience.ts';
import type { Person } from '../core/persons.ts';
import type { AccountRow, StatusDraft, StatusRow } from './rows.ts';
import { castVote } from './methods/polls.ts';
import type { Services } from './services.ts';

/** The audience's hands on this network: each person acts from their own account, here or on a server elsewhere. */
export function createStage(services: Services): AudienceStage {
  const { world, entities, fanOut, publishing } = services;

  function accountOf(person: Person): AccountRow {
    const account = world.accountNamed(usernameOf(person), person.homeServer ?? null);
    if (!account) throw new Error(`${person.handle} has no account here`);
    return account;
  }

  /** What somebody can reach: not when the author of `status` has blocked them. */
  function reachable(author: AccountRow, status: StatusRow | undefined): StatusRow | undefined {
    return status && !world.relation('block', status.accountId, author.id) ? status : undefined;
  }

  function draft(person: Person, text: string, more: Partial<StatusDraft>): StatusDraft {
    return {
      text,
      spoilerText: '',
      visibility: 'public',
      sensitive: false,
      language: person.language,
      inReplyToId: null,
      mediaIds: [],
      poll: null,
      quotedId: null,
      quotePolicy: 'public',
      appId: null,
      createdAt: null,
      ...more,
    };
  }

  /** `@name` as it has to be written so that the server finds the account. */
  const address = (account: AccountRow): string => `@${entities.links.acct(account)}`;

  function addressed(person: Person, accountId: string, text: string, visibility: 'public' | 'direct') {
    const author = accountOf(person);
    const target = world.accounts.get(accountId);
    if (!target || world.relation('block', accountId, author.id)) return undefined;
    const full = text.includes(address(target)) ? text : `${address(target)} ${text}`;
    return publishing.publish(
      author,
      draft(person, full, { visibility, inReplyToId: threadWith(author, target, visibility) }),
    ).id;
  }

  /** A direct message continues the conversation that the two already have. */
  function threadWith(
    author: AccountRow,
    target: AccountRow,
    visibility: 'public' | 'direct',
  ): string | null {
    if (visibility === 'public') return null;
    let newest: string | null = null;
    for (const row of world.conversations.values())
      if (row.accountId === target.id && row.participants.join() === author.id)
        newest = row.statusIds.at(-1) ?? newest;
    return newest;
  }

  return {
    like(person, post) {
      const by = accountOf(person);
      const status = reachable(by, world.statuses.get(post));
      if (!status || world.mark('favourite', by.id, post)) return undefined;
      world.putMark('favourite', by.id, post);
      const poll = status.pollId === null ? undefined : world.polls.get(status.pollId);
      if (poll) castVote(services, poll, by.id, [person.handle.length % poll.options.length]);
      return fanOut.notify('favourite', status.accountId, by.id, post)?.id;
    },
    repost(person, post) {
      const by = accountOf(person);
      const status = reachable(by, world.statuses.get(post));
      if (!status || status.visibility === 'direct' || status.visibility === 'private') return undefined;
      const known = world.reblogsOf(post).all();
      if (known.some((id) => world.statuses.get(id)?.accountId === by.id)) return undefined;
      return publishing.reblog(by, status, 'public').id;
    },
    follow(person, account) {
      const by = accountOf(person);
      if (world.relation('follow', by.id, account) || world.relation('block', account, by.id))
        return undefined;
      world.putRelation('follow', by.id, account);
      return fanOut.notify('follow', account, by.id, null)?.id;
    },
    reply(person, post, text) {
      const author = accountOf(person);
      const status = reachable(author, world.statuses.get(post));
      const target = status && world.accounts.get(status.accountId);
      if (!status || !target) return undefined;
      const full =
        text.includes(address(target)) || target.id === author.id ? text : `${address(target)} ${text}`;
      const visibility = status.visibility === 'direct' ? 'direct' : 'public';
      return publishing.publish(author, draft(person, full, { inReplyToId: post, visibility })).id;
    },
    mention: (person, account, text) => addressed(person, account, text, 'public'),
    message: (person, account, text) => addressed(person, account, text, 'direct'),
    edit(person, post, text) {
      const author = accountOf(person);
      const status = world.statuses.get(post);
      if (!status || status.accountId !== author.id) return undefined;
      // The mention that opened the first version stays.
      const opening = /^(?:@\S+\s+)+/.exec(status.text)?.[0] ?? '';
      publishing.rewrite(status, { text: text.startsWith('@') ? text : opening + text });
      return status.id;
    },
    remove(person, post) {
      const author = accountOf(person);
      const status = world.statuses.get(post);
      if (!status || status.accountId !== author.id) return undefined;
      publishing.remove(status, true);
      return post;
    },
  };
}

/** User names here know letters, digits and underscores; a dot is only allowed inside. */
export function usernameOf(person: Person): string {
  return person.handle.replaceAll(/[^\w.]/g, '_');
}
