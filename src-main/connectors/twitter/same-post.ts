import { addressesIn } from '../../../src-shared/composing/loose-addresses.ts';
import type { Content } from '../../../src-shared/domain/content.ts';
import { repliedTo } from './map-post.ts';
import { spelledOut } from './rich.ts';
import type { WireEvent, WirePost } from './wire.ts';

/** What a post says, stripped of everything that the network writes differently from what it was sent (x §8). */
export interface Essence {
  readonly words: string;
  readonly inReplyTo: string | null;
  readonly media: number;
  readonly hasPoll: boolean;
}

export const essenceOfDraft = (content: Content, replyTo: { readonly remoteId: string } | null): Essence => ({
  words: essential(content.text),
  inReplyTo: replyTo?.remoteId ?? null,
  media: content.media.length,
  hasPoll: content.poll !== null,
});

export const essenceOfPost = (post: WirePost): Essence => ({
  words: essential(spelledOut(post.text, post.entities)),
  inReplyTo: repliedTo(post),
  media: post.attachments.media_keys.length,
  hasPoll: post.attachments.poll_ids.length > 0,
});

export const wordsOfEvent = (event: WireEvent): string => essential(spelledOut(event.text, event.entities));

/**
 * `same`: nobody could tell them apart. `alike`: what little there is agrees, which only a person can judge: pictures
 * without words, a poll, whose answers are not in the list.
 */
export function likeness(sent: Essence, found: Essence): 'same' | 'alike' | 'different' {
  if (sent.inReplyTo !== found.inReplyTo || sent.media !== found.media) return 'different';
  if (sent.words !== found.words && sent.words !== withoutOpening(found, sent)) return 'different';
  return sent.words === '' || sent.hasPoll || found.hasPoll ? 'alike' : 'same';
}

/** The network may put the names of those who are answered before an answer (x §2). */
const withoutOpening = (found: Essence, sent: Essence): string =>
  found.inReplyTo !== null && !sent.words.startsWith('@')
    ? found.words.replace(/^(?:@\w+ )+/, '')
    : found.words;

/** Letters as composed, one space for many, addresses without their scheme, host in lower case, no closing slash. */
export function essential(text: string): string {
  const composed = text.normalize('NFC');
  let spelled = '';
  let at = 0;
  for (const { start, end } of addressesIn(composed)) {
    spelled += composed.slice(at, start) + canonical(composed.slice(start, end));
    at = end;
  }
  return (spelled + composed.slice(at)).replace(/\s+/g, ' ').trim();
}

function canonical(address: string): string {
  const whole = /^https?:\/\//i.test(address) ? address : `http://${address}`;
  if (!URL.canParse(whole)) return address;
  const { host, pathname, search, hash } = new URL(whole);
  return `${host}${pathname === '/' && search === '' && hash === '' ? '' : pathname}${search}${hash}`;
}
