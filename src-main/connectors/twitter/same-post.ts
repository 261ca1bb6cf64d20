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

export type Likeness = 'same' | 'alike' | 'different';

/**
 * `same`: nobody could tell them apart. `alike`: what little there is agrees, which only a person can judge: pictures
 * without words, a poll, whose answers are not in the list, a short address of which nothing tells what it stands for.
 */
export function likeness(sent: Essence, found: Essence): Likeness {
  if (sent.inReplyTo !== found.inReplyTo || sent.media !== found.media) return 'different';
  const words = likenessOfWords(sent.words, [found.words, withoutOpening(found, sent)], found.media > 0);
  return words === 'same' && (sent.words === '' || sent.hasPoll || found.hasPoll) ? 'alike' : words;
}

/** The same of a private message, which tells neither what its short addresses stand for nor, perhaps, its picture. */
export function likenessOfMessage(content: Content, event: WireEvent): Likeness {
  const [sent, found] = [essential(content.text), essential(spelledOut(event.text, event.entities))];
  const media = event.attachments.media_keys.length;
  const words = likenessOfWords(sent, [found], media > 0 || content.media.length > 0);
  return words === 'same' && (sent === '' || media !== content.media.length) ? 'alike' : words;
}

/** @param hasMedia whether a short address may stand at the end for them */
function likenessOfWords(sent: string, readings: readonly string[], hasMedia: boolean): Likeness {
  if (readings.includes(sent)) return 'same';
  const veiled = veil(sent);
  const isAlike = readings.some(
    (found) =>
      shortened.test(found) && (veil(found) === veiled || (hasMedia && withoutLast(veil(found)) === veiled)),
  );
  return isAlike ? 'alike' : 'different';
}

/** A short address that was not spelled out. */
const shortened = /(?:^|[^\w.])t\.co\/\w+/;
const anyAddress = '\u{FFFC}';
const withoutLast = (veiled: string): string =>
  veiled.endsWith(anyAddress) ? veiled.slice(0, -anyAddress.length).trimEnd() : veiled;
const veil = (words: string): string => withAddresses(words, () => anyAddress);

/** The network may put the names of those who are answered before an answer (x §2). */
const withoutOpening = (found: Essence, sent: Essence): string =>
  found.inReplyTo !== null && !sent.words.startsWith('@')
    ? found.words.replace(/^(?:@\w+ )+/, '')
    : found.words;

/** Letters as composed, one space for many, addresses without their scheme, host in lower case, no closing slash. */
export const essential = (text: string): string =>
  withAddresses(text.normalize('NFC'), canonical).replace(/\s+/g, ' ').trim();

function withAddresses(text: string, change: (address: string) => string): string {
  let changed = '';
  let at = 0;
  for (const { start, end } of addressesIn(text)) {
    changed += text.slice(at, start) + change(text.slice(start, end));
    at = end;
  }
  return changed + text.slice(at);
}

function canonical(address: string): string {
  const whole = /^https?:\/\//i.test(address) ? address : `http://${address}`;
  if (!URL.canParse(whole)) return address;
  const { host, pathname, search, hash } = new URL(whole);
  return `${host}${pathname === '/' && search === '' && hash === '' ? '' : pathname}${search}${hash}`;
}
