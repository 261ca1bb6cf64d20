import type { SimClock } from '../../core/clock.ts';
import type { StateStore } from '../../core/state.ts';
import type { Json } from '../protocol/json.ts';
import { createTidClock, microsOf } from '../protocol/tid.ts';

/** A conversation of two. `rev` grows with everything that happens in it. */
export type Convo = {
  readonly id: string;
  readonly rev: string;
  readonly members: readonly [string, string];
  /** Who accepted it: the one who began it, and whoever answered or said so. */
  readonly acceptedBy: readonly string[];
  readonly mutedBy: readonly string[];
  /** By DID: the `rev` up to which a member has read. */
  readonly readUpTo: Readonly<Record<string, string>>;
};

export type Message = {
  readonly id: string;
  readonly convo: string;
  readonly rev: string;
  readonly sender: string;
  readonly text: string;
  readonly facets: readonly Json[] | null;
  readonly embed: Json;
  readonly replyTo: string | null;
  /** Epoch ms. */
  readonly sentAt: number;
  readonly deletedFor: readonly string[];
};

export type LogKind = 'begin' | 'accept' | 'create' | 'delete' | 'read' | 'mute' | 'unmute';
export type LogEvent = {
  readonly id: string;
  readonly did: string;
  readonly rev: string;
  readonly kind: LogKind;
  readonly convo: string;
  readonly message: string | null;
};

export type Draft = Pick<Message, 'text'> & Partial<Pick<Message, 'facets' | 'embed' | 'replyTo'>>;

export interface Conversations {
  get(id: string): Convo | undefined;
  between(a: string, b: string): Convo | undefined;
  /** Newest activity first. */
  of(did: string): readonly Convo[];
  begin(from: string, to: string, acceptedByBoth: boolean): Convo;
  /** Oldest first; those that a member deleted for themselves are left out by the views. */
  messages(convo: string): readonly Message[];
  message(id: string): Message | undefined;
  send(convo: Convo, sender: string, draft: Draft, sentAt?: number): Message;
  deleteFor(message: Message, did: string): Message;
  accept(convo: Convo, did: string): Convo;
  mute(convo: Convo, did: string, muted: boolean): Convo;
  readUpTo(convo: Convo, did: string, message: Message | undefined): Convo;
  unread(convo: Convo, did: string): number;
  /** What happened to a member after `rev`, oldest first. */
  log(did: string, after: string): readonly LogEvent[];
}

export const otherThan = (convo: Convo, did: string): string =>
  convo.members[0] === did ? convo.members[1] : convo.members[0];

export function createConversations(deps: {
  readonly state: StateStore;
  readonly clock: SimClock;
}): Conversations {
  const { state, clock } = deps;
  const convos = state.table<Convo>('convos');
  const messages = state.table<Message>('messages');
  const events = state.table<LogEvent>('chatlog');
  const byConvo = new Map<string, Message[]>();
  const byMember = new Map<string, LogEvent[]>();
  let newest = 0;
  for (const message of messages.values()) listed(message.convo).push(message);
  for (const event of events.values()) {
    logOf(event.did).push(event);
    newest = Math.max(newest, microsOf(event.rev) ?? 0);
  }
  const revs = createTidClock(() => clock.now(), 0x2a2, newest);

  function listed(convo: string): Message[] {
    const known = byConvo.get(convo);
    if (known) return known;
    const created: Message[] = [];
    byConvo.set(convo, created);
    return created;
  }

  function logOf(did: string): LogEvent[] {
    const known = byMember.get(did);
    if (known) return known;
    const created: LogEvent[] = [];
    byMember.set(did, created);
    return created;
  }

  function note(did: string, kind: LogKind, convo: string, rev: string, message: string | null = null): void {
    const event = events.put({ id: `${did} ${rev}`, did, rev, kind, convo, message });
    logOf(did).push(event);
  }

  /** Keeps a change of a conversation under a new `rev`, and tells the members named. */
  function change(
    convo: Convo,
    what: Partial<Convo>,
    kind: LogKind,
    told: readonly string[],
    message: string | null = null,
  ): Convo {
    const rev = revs.next();
    for (const did of told) note(did, kind, convo.id, rev, message);
    return convos.put({ ...convo, ...what, rev });
  }

  function replace(message: Message): Message {
    const all = listed(message.convo);
    const at = all.findIndex((other) => other.id === message.id);
    if (at >= 0) all[at] = message;
    return messages.put(message);
  }

  const idFor = (a: string, b: string): string =>
    `convo-${[a, b].sort().join('-').replaceAll('did:plc:', '')}`;

  return {
    get: (id) => convos.get(id),
    between: (a, b) => convos.get(idFor(a, b)),
    of: (did) =>
      [...convos.values()]
        .filter((convo) => convo.members.includes(did))
        .sort((a, b) => (a.rev < b.rev ? 1 : -1)),
    begin(from, to, acceptedByBoth) {
      const convo: Convo = {
        id: idFor(from, to),
        rev: '',
        members: [from, to],
        acceptedBy: acceptedByBoth ? [from, to] : [from],
        mutedBy: [],
        readUpTo: {},
      };
      return change(convo, {}, 'begin', convo.members);
    },
    messages: (convo) => byConvo.get(convo) ?? [],
    message: (id) => messages.get(id),
    send(convo, sender, draft, sentAt = clock.now()) {
      const rev = revs.next();
      const message = messages.put({
        id: rev,
        convo: convo.id,
        rev,
        sender,
        text: draft.text,
        facets: draft.facets ?? null,
        embed: draft.embed ?? null,
        replyTo: draft.replyTo ?? null,
        sentAt,
        deletedFor: [],
      });
      listed(convo.id).push(message);
      for (const did of convo.members) note(did, 'create', convo.id, rev, message.id);
      const acceptedBy = convo.acceptedBy.includes(sender) ? convo.acceptedBy : [...convo.acceptedBy, sender];
      convos.put({ ...convo, rev, acceptedBy, readUpTo: { ...convo.readUpTo, [sender]: rev } });
      return message;
    },
    deleteFor(message, did) {
      const deleted = replace({ ...message, deletedFor: [...new Set([...message.deletedFor, did])] });
      const convo = convos.get(message.convo);
      if (convo) change(convo, {}, 'delete', [did], message.id);
      return deleted;
    },
    accept: (convo, did) =>
      change(convo, { acceptedBy: [...new Set([...convo.acceptedBy, did])] }, 'accept', [did]),
    mute(convo, did, muted) {
      const rest = convo.mutedBy.filter((other) => other !== did);
      return change(convo, { mutedBy: muted ? [...rest, did] : rest }, muted ? 'mute' : 'unmute', [did]);
    },
    readUpTo(convo, did, message) {
      const last = message ?? listed(convo.id).at(-1);
      if (!last) return convo;
      return change(convo, { readUpTo: { ...convo.readUpTo, [did]: last.rev } }, 'read', [did], last.id);
    },
    unread(convo, did) {
      const upTo = convo.readUpTo[did] ?? '';
      let count = 0;
      const all = byConvo.get(convo.id) ?? [];
      for (let at = all.length - 1; at >= 0; at -= 1) {
        const message = all[at];
        if (!message || message.rev <= upTo) break;
        if (message.sender !== did && !message.deletedFor.includes(did)) count += 1;
      }
      return count;
    },
    log: (did, after) => (byMember.get(did) ?? []).filter((event) => event.rev > after),
  };
}
