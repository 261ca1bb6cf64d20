import type { Message } from '../domain/message.ts';
import type { Manifest } from '../networks/manifest.ts';

type Windows = Pick<Manifest, 'replyWindows'>;

/** The windows of an account, by whether its app was granted what a longer private one asks for. */
export function withLonger({ replyWindows }: Windows, isGranted: boolean): Windows {
  const longer = replyWindows?.longer;
  return replyWindows === undefined || longer === undefined || !isGranted
    ? { replyWindows }
    : { replyWindows: { ...replyWindows, privateMs: longer.ms } };
}

/** For how long after somebody's message a network lets one answer, ms; null: for ever. */
export function replyWindowMs(manifest: Windows, box: Message['box']): number | null {
  if (manifest.replyWindows === undefined) return null;
  if (box === 'private') return manifest.replyWindows.privateMs;
  return box === 'public' ? manifest.replyWindows.publicMs : null;
}

/** How somebody is answered: where all see it, in a private conversation, or in private to a public comment. */
export type AnswerKind = 'public' | 'private' | 'private-reply';

/** Until when (epoch ms) what was said at `saidAt` may be answered; null: for ever. */
export function answerUntil({ replyWindows }: Windows, kind: AnswerKind, saidAt: number): number | null {
  if (replyWindows === undefined) return null;
  const { publicMs, privateMs, privateReplyMs } = replyWindows;
  const ms = kind === 'public' ? publicMs : kind === 'private' ? privateMs : (privateReplyMs ?? null);
  return ms === null ? null : saidAt + ms;
}

/** How long something may be answered. All moments are epoch ms. */
export interface AnswerTime {
  /** Until then an answer needs nothing but the account. */
  readonly freeUntil: number;
  /** The end for this account: `freeUntil`, or later where its app was granted what that asks for. */
  readonly until: number;
  /** What an answer after `freeUntil` asks for, by the network's name, and its own end; null: there is no such thing. */
  readonly longer: { readonly permission: string; readonly until: number } | null;
}

/** @returns null when it may be answered for ever */
export function answerTime(
  manifest: Windows,
  kind: AnswerKind,
  saidAt: number,
  isGranted: boolean,
): AnswerTime | null {
  const freeUntil = answerUntil(manifest, kind, saidAt);
  if (freeUntil === null) return null;
  const longer = kind === 'private' ? manifest.replyWindows?.longer : undefined;
  return {
    freeUntil,
    until: answerUntil(withLonger(manifest, isGranted), kind, saidAt) ?? freeUntil,
    longer: longer === undefined ? null : { permission: longer.permission, until: saidAt + longer.ms },
  };
}

type Told = Pick<Message, 'id' | 'accountId' | 'conversationId' | 'box' | 'mine' | 'createdAt' | 'state'>;

/** A conversation in which nothing can be said after `closesAt` (epoch ms), unless the other side speaks again. */
export interface ClosingWindow<M extends Told> {
  readonly message: M;
  readonly closesAt: number;
}

/**
 * Windows that close within `(from, until]`, the first to close first. A private window is opened anew by each message
 * of the other side; a public one is each message's own. What is done needs no answer.
 */
export function closingWindows<M extends Told>(
  messages: readonly M[],
  manifestOf: (account: M['accountId']) => Windows | null,
  from: number,
  until: number,
): readonly ClosingWindow<M>[] {
  const found = new Map<string, ClosingWindow<M>>();
  for (const message of messages) {
    if (message.mine || message.state === 'done') continue;
    const manifest = manifestOf(message.accountId);
    const ms = manifest === null ? null : replyWindowMs(manifest, message.box);
    if (ms === null) continue;
    const key =
      message.box === 'private'
        ? `${message.accountId}\n${message.conversationId}`
        : `${message.accountId}\n${message.id}`;
    const known = found.get(key);
    const closesAt = message.createdAt + ms;
    if (known === undefined || known.closesAt < closesAt) found.set(key, { message, closesAt });
  }
  return [...found.values()]
    .filter(({ closesAt }) => closesAt > from && closesAt <= until)
    .sort((a, b) => a.closesAt - b.closesAt || (a.message.id < b.message.id ? -1 : 1));
}
