import type { PrivateMore } from '../core/audience.ts';
import { attachedFields } from './attached.ts';
import { failure, invalidParameter, type GraphFailure } from './failure.ts';
import { bindNode, type EdgeRules, type GraphNode, type Listed, type NodeType } from './node.ts';
import { isObject, type Params } from './params.ts';
import type { MessageRow, ThreadRow } from './rows.ts';
import { graphTime } from './times.ts';
import type { MetaWorld } from './world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** An answer may be sent so long after the person's last message; by a human agent so long (facebook-pages §4). */
export const answerWindowMs = 24 * HOUR;
export const agentWindowMs = 7 * DAY;
/** Only so many of a thread's messages can be read in detail (facebook-pages §4). */
const readable = 20;
/** Tags that were retired on 2026-04-27 (facebook-pages §4, window). */
const retiredTags = ['CONFIRMED_EVENT_UPDATE', 'ACCOUNT_UPDATE', 'POST_PURCHASE_UPDATE'];

export interface Messaging {
  /** What a person writes to a page or an Instagram account. */
  write(ownerId: string, personId: string, text: string, more?: PrivateMore): MessageRow;
  /** What the owner writes, without any rule: the past, and what was allowed. */
  answer(
    ownerId: string,
    personId: string,
    text: string,
    more?: { at?: number; fromComment?: string },
  ): MessageRow;
  /** `POST /{owner}/messages`, with the network's rules. `commentOf` answers who wrote a comment, or why not. */
  send(order: {
    readonly ownerId: string;
    readonly params: Params;
    /** Answers the person behind a comment that may still be answered privately. */
    readonly privateReplyTo: (commentId: string) => string | GraphFailure;
    readonly isBlocked: (personId: string) => boolean;
    readonly did: (kind: string, id: string) => void;
  }): Readonly<Record<string, unknown>> | GraphFailure;
  threadNode(id: string, ownerId: string): GraphNode | undefined;
  messageNode(id: string): GraphNode | undefined;
  /** The `conversations` edge of a page or an Instagram account. */
  conversations(scopes: readonly string[]): EdgeRules<{ readonly id: string }>;
}

/** Private messages of Messenger and of Instagram. `longest` is the text's limit, in what `measure` counts. */
export function createMessaging(
  world: MetaWorld,
  rules: {
    readonly platform: ThreadRow['platform'];
    readonly longest: number;
    readonly measure: (text: string) => number;
    /** The name and user name of a page, an account or a person. */
    readonly nameOf: (id: string) => { readonly name: string; readonly username?: string };
    /** The owner of the threads that a page's access reads: the page, or the account linked to it. */
    readonly ownerOf?: (id: string) => string;
  },
): Messaging {
  const { clock } = world;
  const ownerOf = rules.ownerOf ?? ((id: string) => id);

  function threadWith(ownerId: string, personId: string): ThreadRow | undefined {
    for (const row of world.threads.values())
      if (row.ownerId === ownerId && row.personId === personId) return row;
    return undefined;
  }

  function put(
    ownerId: string,
    personId: string,
    text: string,
    byOwner: boolean,
    more: PrivateMore & { readonly fromComment?: string } = {},
  ): MessageRow {
    const at = more.at ?? clock.now();
    const known = threadWith(ownerId, personId);
    const thread = world.threads.put({
      id: known?.id ?? `t_${world.nextId()}`,
      ownerId,
      personId,
      platform: rules.platform,
      updatedAt: Math.max(at, known?.updatedAt ?? 0),
      committedAt: known?.committedAt ?? clock.now(),
      unread: byOwner ? 0 : (known?.unread ?? 0) + 1,
      fromComment: more.fromComment ?? known?.fromComment ?? null,
    });
    return world.messages.put({
      id: `m_${world.secret('')}`,
      threadId: thread.id,
      fromId: byOwner ? ownerId : personId,
      toId: byOwner ? personId : ownerId,
      text,
      ...(more.attached !== undefined && { attached: more.attached }),
      createdAt: at,
      committedAt: clock.now(),
    });
  }

  const messagesOf = (threadId: string): readonly MessageRow[] =>
    [...world.messages.values()]
      .filter((row) => row.threadId === threadId)
      .toReversed()
      .sort((a, b) => b.createdAt - a.createdAt);

  const who = (id: string): Readonly<Record<string, string>> => {
    const { name, username } = rules.nameOf(id);
    return rules.platform === 'INSTAGRAM'
      ? { username: username ?? name, id }
      : { name, email: `${id}@facebook.com`, id };
  };

  const messageType: NodeType<MessageRow> = {
    name: 'UnifiedMessage',
    byDefault: ['created_time'],
    fields: {
      created_time: (row) => graphTime(row.createdAt),
      message: (row) => row.text,
      from: (row) => who(row.fromId),
      to: (row) => ({ data: [who(row.toId)] }),
      ...attachedFields(rules.platform),
    },
    edges: {},
  };
  const threadType: NodeType<ThreadRow> = {
    name: 'UnifiedThread',
    byDefault: ['updated_time'],
    fields: {
      updated_time: (row) => graphTime(row.updatedAt),
      snippet: (row) => messagesOf(row.id)[0]?.text.slice(0, 60) ?? '',
      unread_count: (row) => row.unread,
      message_count: (row) => messagesOf(row.id).length,
      participants: (row) => ({ data: [who(row.personId), who(row.ownerId)] }),
      senders: (row) => ({ data: [who(row.personId), who(row.ownerId)] }),
      can_reply: (row) => clock.now() - lastFrom(row) <= answerWindowMs,
      link: (row) => `/latest/inbox/all/?selected_item_id=${row.id}`,
      folder: () => undefined,
      name: () => undefined,
    },
    edges: {
      messages: {
        // Only the newest can be read in detail (facebook-pages §4).
        list: (row) => messagesOf(row.id).slice(0, readable).map(listedMessage),
      },
    },
  };

  function lastFrom(thread: ThreadRow): number {
    return messagesOf(thread.id).find((row) => row.fromId === thread.personId)?.createdAt ?? 0;
  }
  const listedMessage = (row: MessageRow): Listed => ({
    node: bindNode(messageType, row),
    at: row.createdAt,
    committedAt: row.committedAt,
  });

  function outsideWindow(): GraphFailure {
    return failure(
      10,
      '(#10) This message is sent outside of allowed window. Learn more about the new policy here: https://developers.facebook.com/docs/messenger-platform/policy-overview',
      { subcode: rules.platform === 'INSTAGRAM' ? 2534022 : 2018278 },
    );
  }

  return {
    write: (ownerId, personId, text, more) => put(ownerId, personId, text, false, more),
    answer: (ownerId, personId, text, more) => put(ownerId, personId, text, true, more),

    send({ ownerId, params, privateReplyTo, isBlocked, did }) {
      const recipient = params.json('recipient');
      if (!isObject(recipient)) return invalidParameter('The parameter recipient is required');
      const action = params.text('sender_action');
      const personId = typeof recipient['id'] === 'string' ? recipient['id'] : undefined;
      if (action !== undefined) {
        const thread = personId === undefined ? undefined : threadWith(ownerId, personId);
        if (!thread) return noSuchUser();
        if (action === 'mark_seen') world.threads.put({ ...thread, unread: 0 });
        return { recipient_id: personId };
      }
      const message = params.json('message');
      const text = isObject(message) && typeof message['text'] === 'string' ? message['text'] : '';
      if (text === '')
        return invalidParameter('Message cannot be empty, must provide valid attachment or text');
      if (rules.measure(text) > rules.longest)
        return invalidParameter(
          `Length of param message[text] must be less than or equal to ${rules.longest}`,
        );
      const commentId = recipient['comment_id'];
      if (typeof commentId === 'string') {
        const to = privateReplyTo(commentId);
        if (typeof to !== 'string') return to;
        const sent = put(ownerId, to, text, true, { fromComment: commentId });
        did('message', sent.id);
        did('private-reply', commentId);
        return { recipient_id: to, message_id: sent.id };
      }
      const thread = personId === undefined ? undefined : threadWith(ownerId, personId);
      if (!thread || personId === undefined) return noSuchUser();
      if (isBlocked(personId)) return failure(551, '(#551) This person isn’t available right now.');
      const kind = params.text('messaging_type');
      const tag = params.text('tag');
      if (kind === undefined && rules.platform === 'MESSENGER')
        return invalidParameter('The parameter messaging_type is required');
      if (tag !== undefined && retiredTags.includes(tag))
        return invalidParameter(`Message tag ${tag} is no longer supported`);
      if (kind === 'MESSAGE_TAG' && tag !== 'HUMAN_AGENT')
        return invalidParameter('The parameter tag is not a supported message tag');
      const window = kind === 'MESSAGE_TAG' ? agentWindowMs : answerWindowMs;
      if (clock.now() - lastFrom(thread) > window) return outsideWindow();
      const sent = put(ownerId, personId, text, true);
      did('message', sent.id);
      return { recipient_id: personId, message_id: sent.id };
    },

    threadNode(id, ownerId) {
      const row = world.threads.get(id);
      return row && row.ownerId === ownerOf(ownerId) ? bindNode(threadType, row) : undefined;
    },
    messageNode(id) {
      const row = world.messages.get(id);
      return row && bindNode(messageType, row);
    },
    conversations: (scopes) => ({
      scopes,
      pageOnly: true,
      list: (owner, _view, args) => {
        const platform = (args.text('platform') ?? 'messenger').toUpperCase();
        const wanted = args.text('user_id');
        return [...world.threads.values()]
          .filter(
            (row) =>
              row.ownerId === ownerOf(owner.id) &&
              row.platform === platform &&
              (wanted === undefined || row.personId === wanted),
          )
          .sort((a, b) => b.updatedAt - a.updatedAt)
          .map((row) => ({
            node: bindNode(threadType, row),
            at: row.updatedAt,
            committedAt: row.committedAt,
          }));
      },
    }),
  };
}

function noSuchUser(): GraphFailure {
  return failure(100, '(#100) No matching user found', { subcode: 2018001 });
}
