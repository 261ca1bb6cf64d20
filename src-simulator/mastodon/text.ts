import { countGraphemes } from 'unicode-segmenter/grapheme';

/** A piece of a text that the server turns into a link. `start` and `end` are UTF-16 offsets. */
export type TextEntity =
  | { readonly tag: 'url'; readonly start: number; readonly end: number; readonly url: string }
  | {
      readonly tag: 'mention';
      readonly start: number;
      readonly end: number;
      readonly username: string;
      readonly domain: string | null;
    }
  | { readonly tag: 'tag'; readonly start: number; readonly end: number; readonly name: string };

const URL_PATTERN = /https?:\/\/[^\s<>"'«»“”]+/giu;
const MENTION_PATTERN =
  /(?<![\p{L}\p{N}_/@])@([a-z0-9_]+(?:[a-z0-9_.-]*[a-z0-9_])?)(?:@([\p{L}\p{N}.-]+[\p{L}\p{N}])(?::(\d+))?)?/giu;
const TAG_PATTERN = /(?<![\p{L}\p{N}_/)#&])#([\p{L}\p{N}_·]*[\p{L}_·][\p{L}\p{N}_·]*)/giu;

/** Finds links, mentions and hashtags, in order and without overlap; links win. */
export function findEntities(text: string): readonly TextEntity[] {
  const found: TextEntity[] = [];
  const free = (start: number, end: number): boolean =>
    found.every((entity) => end <= entity.start || start >= entity.end);
  for (const match of text.matchAll(URL_PATTERN)) {
    const url = trimUrl(match[0]);
    found.push({ tag: 'url', start: match.index, end: match.index + url.length, url });
  }
  for (const match of text.matchAll(MENTION_PATTERN)) {
    const end = match.index + match[0].length;
    const host = match[2];
    const domain = host === undefined ? null : match[3] === undefined ? host : `${host}:${match[3]}`;
    if (match[1] !== undefined && free(match.index, end))
      found.push({ tag: 'mention', start: match.index, end, username: match[1], domain });
  }
  for (const match of text.matchAll(TAG_PATTERN)) {
    const end = match.index + match[0].length;
    if (match[1] !== undefined && free(match.index, end))
      found.push({ tag: 'tag', start: match.index, end, name: match[1] });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** A URL in a sentence does not own the sentence's punctuation, nor a closing bracket that it did not open. */
function trimUrl(raw: string): string {
  let url = raw.replace(/[.,;:!?…'’]+$/u, '');
  while (/[)\]]$/.test(url) && !url.includes(url.endsWith(')') ? '(' : '[')) url = url.slice(0, -1);
  return url.replace(/[.,;:!?…'’]+$/u, '');
}

/**
 * The length that the server compares with its limit, in grapheme clusters: a URL counts a fixed number, a mention
 * of somebody elsewhere counts without its domain.
 */
// sheet: Instance limits (length rule)
export function countedLength(text: string, spoilerText: string, reservedPerUrl: number): number {
  let counted = '';
  let at = 0;
  for (const entity of findEntities(text)) {
    counted += text.slice(at, entity.start);
    if (entity.tag === 'url') counted += 'x'.repeat(reservedPerUrl);
    else if (entity.tag === 'mention' && entity.domain !== null) counted += `@${entity.username}`;
    else counted += text.slice(entity.start, entity.end);
    at = entity.end;
  }
  return countGraphemes(spoilerText + counted + text.slice(at));
}

export interface LinkTargets {
  /** The profile address of a mentioned account; undefined when nobody has that name. */
  mention(username: string, domain: string | null): string | undefined;
  tag(name: string): string;
}

/** Renders a text as the server serves it: paragraphs, line breaks, and anchors in their microformat classes. */
export function renderHtml(text: string, targets: LinkTargets): string {
  if (text.trim() === '') return '';
  let html = '';
  let at = 0;
  for (const entity of findEntities(text)) {
    html += escapeHtml(text.slice(at, entity.start)) + renderEntity(entity, text, targets);
    at = entity.end;
  }
  html += escapeHtml(text.slice(at));
  return html
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br />')}</p>`)
    .join('');
}

function renderEntity(entity: TextEntity, text: string, targets: LinkTargets): string {
  const written = text.slice(entity.start, entity.end);
  switch (entity.tag) {
    case 'url':
      return renderLink(entity.url);
    case 'tag':
      return `<a href="${escapeHtml(targets.tag(entity.name))}" class="mention hashtag" rel="tag">#<span>${escapeHtml(entity.name)}</span></a>`;
    case 'mention': {
      const profile = targets.mention(entity.username, entity.domain);
      if (profile === undefined) return escapeHtml(written);
      return `<span class="h-card" translate="no"><a href="${escapeHtml(profile)}" class="u-url mention">@<span>${escapeHtml(entity.username)}</span></a></span>`;
    }
  }
}

const SHOWN_CHARACTERS = 30;

function renderLink(url: string): string {
  const prefix = /^https?:\/\/(?:www\.)?/i.exec(url)?.[0] ?? '';
  const shown = url.slice(prefix.length, prefix.length + SHOWN_CHARACTERS);
  const hidden = url.slice(prefix.length + SHOWN_CHARACTERS);
  return `<a href="${escapeHtml(url)}" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">${escapeHtml(prefix)}</span><span class="${hidden === '' ? '' : 'ellipsis'}">${escapeHtml(shown)}</span><span class="invisible">${escapeHtml(hidden)}</span></a>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** The hashtags of a text, lower case, without repeats. */
export function tagsIn(text: string): readonly string[] {
  return [
    ...new Set(
      findEntities(text).flatMap((entity) => (entity.tag === 'tag' ? [entity.name.toLowerCase()] : [])),
    ),
  ];
}
