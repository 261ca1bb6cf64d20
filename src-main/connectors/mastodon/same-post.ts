import type { Content } from '../../../src-shared/domain/content.ts';
import { plainText, type RichNode } from '../../../src-shared/rich-text.ts';
import { bodyOf } from './map-status.ts';
import { addressed, type ReplyTo } from './status-body.ts';
import type { Viewer } from './viewer.ts';
import type { WireMedia, WireScheduled, WireStatus } from './wire.ts';

/** What a post says, stripped of everything that a server may write differently from what it was sent. */
export interface Essence {
  readonly words: string;
  readonly warning: string;
  readonly inReplyTo: string | null;
  readonly media: number;
  /** Descriptions of the media. */
  readonly alts: string;
  /** Poll answers; empty without a poll. */
  readonly options: string;
}

/** `same`: nobody could tell them apart. `alike`: the same but for a few words, as after a server's own editing. */
export type Likeness = 'same' | 'alike' | 'different';

export const essenceOfDraft = (content: Content, replyTo: ReplyTo | null, isMessage: boolean): Essence => ({
  words: essential(isMessage ? addressed(content.text, replyTo) : content.text),
  warning: essential(content.warning),
  inReplyTo: replyTo?.remoteId ?? null,
  media: content.media.length,
  alts: content.media.map(({ alt, decorative }) => (decorative ? '' : essential(alt))).join('|'),
  options: (content.poll?.options ?? []).map(essential).join('|'),
});

export const essenceOfStatus = (status: WireStatus, viewer: Viewer): Essence => ({
  // A link stands for its address: what is shown of it is shortened.
  words: essential(plainText(bodyOf(status, viewer).map(spelledOut))),
  warning: essential(status.spoiler_text),
  inReplyTo: status.in_reply_to_id,
  media: status.media_attachments.length,
  alts: altsOf(status.media_attachments),
  options: (status.poll?.options ?? []).map(({ title }) => essential(title)).join('|'),
});

export const essenceOfScheduled = ({ params, media_attachments: media }: WireScheduled): Essence => ({
  words: essential(params.text),
  warning: essential(params.spoiler_text),
  inReplyTo: params.in_reply_to_id,
  media: Math.max(media.length, params.media_ids?.length ?? 0),
  alts: altsOf(media),
  options: (params.poll?.options ?? []).map(essential).join('|'),
});

export function likeness(sent: Essence, found: Essence): Likeness {
  if (sent.inReplyTo !== found.inReplyTo || sent.media !== found.media) return 'different';
  if (sent.options !== found.options || sent.warning !== found.warning) return 'different';
  if (sent.words === found.words) {
    // Pictures without a word: only their descriptions can tell one from another.
    const told = sent.words !== '' || sent.options !== '' || sent.alts.replaceAll('|', '') !== '';
    return told && sent.alts === found.alts ? 'same' : 'alike';
  }
  return resemblance(sent.words, found.words) >= 0.8 ? 'alike' : 'different';
}

const altsOf = (media: readonly WireMedia[]): string =>
  media.map(({ description }) => essential(description ?? '')).join('|');

const spelledOut = (node: RichNode): RichNode =>
  node.tag === 'link' ? { tag: 'text', text: ` ${node.url} ` } : node;

/**
 * Letters, digits and signs that carry meaning, in lower case. Servers shorten mentions of other servers, spell
 * addresses their own way, and turn spaces, marks and line ends into HTML.
 */
function essential(text: string): string {
  const spelled = text
    .normalize('NFKC')
    .replace(/https?:\/\/\S+/gi, canonicalUrl)
    .replace(/(@[\w.-]+)@[\w.:-]+/g, '$1')
    .toLowerCase();
  const bare = spelled.replace(/[^\p{L}\p{N}\p{S}\p{Extended_Pictographic}]/gu, '');
  return bare === '' ? spelled.replace(/\s+/g, '') : bare;
}

function canonicalUrl(address: string): string {
  if (!URL.canParse(address)) return address.replace(/^https?:\/\//i, '');
  const url = new URL(address);
  const written = `${url.host}${url.pathname}${url.search}${url.hash}`;
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

/** Share of the pairs of neighbouring characters that two texts have in common, 0 to 1 (Dice). */
function resemblance(one: string, other: string): number {
  const pairs = pairsOf(one);
  const others = pairsOf(other);
  if (pairs.length === 0 || others.length === 0) return 0;
  const left = new Map<string, number>();
  for (const pair of others) left.set(pair, (left.get(pair) ?? 0) + 1);
  let shared = 0;
  for (const pair of pairs) {
    const count = left.get(pair) ?? 0;
    if (count === 0) continue;
    shared += 1;
    left.set(pair, count - 1);
  }
  return (2 * shared) / (pairs.length + others.length);
}

const pairsOf = (text: string): readonly string[] =>
  Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2));
