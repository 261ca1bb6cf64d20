import type { Message } from '../domain/message.ts';
import { mostFetched, type WantedConversation } from './fetching.ts';

type Candidate = Pick<
  Message,
  | 'accountId'
  | 'conversationId'
  | 'remoteId'
  | 'handleData'
  | 'box'
  | 'state'
  | 'createdAt'
  | 'goneAt'
  | 'mine'
  | 'author'
>;

/**
 * The conversations that will likely be wanted: those with something unread or open, each once, by its newest message.
 * First those whose reply window ends first, then what is unread, then the newest: when it is stopped half-way, the
 * half that was fetched is the better one.
 *
 * @param closesAt when the window for answering in a conversation ends (epoch ms); null: never, or not known
 */
export function likelyConversations(
  messages: readonly Candidate[],
  closesAt: (message: Candidate) => number | null,
): readonly WantedConversation[] {
  const newest = new Map<string, Candidate>();
  for (const message of messages) {
    if (message.state === 'done' || message.goneAt !== null || message.mine) continue;
    if (message.box !== 'public' && message.box !== 'private') continue;
    const key = `${message.accountId}\n${message.box}\n${message.conversationId}`;
    const known = newest.get(key);
    if (known === undefined || known.createdAt < message.createdAt) newest.set(key, message);
  }
  const end = (message: Candidate): number => closesAt(message) ?? Infinity;
  const unreadFirst = ({ state }: Candidate): number => (state === 'unread' ? 0 : 1);
  return [...newest.values()]
    .map((message) => ({ message, end: end(message) }))
    .sort(
      (a, b) =>
        (a.end === b.end ? 0 : a.end < b.end ? -1 : 1) ||
        unreadFirst(a.message) - unreadFirst(b.message) ||
        b.message.createdAt - a.message.createdAt ||
        (a.message.remoteId < b.message.remoteId ? -1 : 1),
    )
    .slice(0, mostFetched.conversations)
    .map(({ message }) => ({
      accountId: message.accountId,
      conversationId: message.conversationId,
      remoteId: message.remoteId,
      handleData: message.handleData,
      box: message.box === 'private' ? 'private' : 'public',
      handle: message.author.handle,
    }));
}
