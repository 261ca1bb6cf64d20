/** What the network makes of a commentary. */
export interface LittleText {
  /** As it is kept: up to the first reserved character that stands where it means nothing. */
  readonly kept: string;
  /** What people see. */
  readonly text: string;
  readonly tags: readonly string[];
  readonly mentions: readonly { readonly urn: string; readonly name: string }[];
  readonly wasCut: boolean;
}

// linkedin §3 (little text)
const RESERVED = new Set('|{}@[]()<>#\\*_~');

/**
 * Reads little text. A reserved character must be escaped, or begin a hashtag or a mention. One that does neither ends
 * the post where it stands, without a word to the author: the request is answered as if all were well.
 */
export function readLittleText(source: string): LittleText {
  let text = '';
  const tags: string[] = [];
  const mentions: { urn: string; name: string }[] = [];
  let at = 0;
  while (at < source.length) {
    const rest = source.slice(at);
    const letter = rest[0] ?? '';
    if (letter === '\\') {
      const escaped = rest[1];
      if (escaped === undefined || !RESERVED.has(escaped)) break;
      text += escaped;
      at += 2;
      continue;
    }
    if (!RESERVED.has(letter)) {
      text += letter;
      at += 1;
      continue;
    }
    const template = /^\{hashtag\|\\?#\|((?:[\p{L}\p{N}\p{M}]|\\_)+)\}/u.exec(rest);
    const tag = /^#([\p{L}\p{N}\p{M}]+)/u.exec(rest);
    const mention = /^@\[((?:\\.|[^\\\]])+)\]\((urn:li:(?:person|organization):[\w-]+)\)/.exec(rest);
    const found = template ?? tag;
    if (found?.[1] !== undefined) {
      const name = found[1].replaceAll('\\_', '_');
      tags.push(name);
      text += `#${name}`;
      at += found[0].length;
    } else if (mention?.[1] !== undefined && mention[2] !== undefined) {
      const name = mention[1].replaceAll(/\\(.)/g, '$1');
      mentions.push({ urn: mention[2], name });
      text += name;
      at += mention[0].length;
    } else break;
  }
  return { kept: source.slice(0, at), text, tags, mentions, wasCut: at < source.length };
}
