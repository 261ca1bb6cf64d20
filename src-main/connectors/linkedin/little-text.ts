import type { RichNode } from '../../../src-shared/rich-text.ts';

/**
 * Little text, the markup of a commentary. What is reserved and not escaped cuts the post there, and the network
 * answers as if all were well: so everything is escaped that is not meant as a hashtag or a mention.
 */
const reserved = /[|{}@[\]()<>#\\*_~]/g;
export const escaped = (text: string): string => text.replace(reserved, '\\$&');

/** A mention as it is written in Vigie's own text: the words shown are the entity's exact name. */
const mention = /@\[([^\]\n]{1,200})\]\((urn:li:(?:person|organization):[\w-]+)\)/u;
/** A hashtag: letters and digits, a letter among them, after a `#` that does not continue a word. */
const hashtag = /(?<![\p{L}\p{N}\p{M}_&/#])#([\p{N}_]*\p{L}[\p{L}\p{N}\p{M}_]*)/u;
const marks = new RegExp(`${mention.source}|${hashtag.source}`, 'gu');

/** A person's words as little text. */
export function toLittleText(text: string): string {
  let written = '';
  let at = 0;
  for (const found of text.matchAll(marks)) {
    written += escaped(text.slice(at, found.index));
    const [whole, name, urn, tag] = found;
    if (tag === undefined) written += `@[${escaped(name ?? '')}](${urn ?? ''})`;
    else written += `{hashtag|\\#|${escaped(tag)}}`;
    at = found.index + whole.length;
  }
  return written + escaped(text.slice(at));
}

/** A person's words as they will be read: what mentions show is a name. */
export const shownText = (text: string): string => text.replace(new RegExp(mention.source, 'gu'), '$1');

/** A commentary as a tree. What is not understood is kept as it is written: nothing of it is dropped. */
export function readLittleText(source: string): readonly RichNode[] {
  const nodes: RichNode[] = [];
  let plain = '';
  const flush = (): void => {
    nodes.push(...plainNodes(plain));
    plain = '';
  };
  let at = 0;
  while (at < source.length) {
    const rest = source.slice(at);
    const escape = /^\\([|{}@[\]()<>#\\*_~])/.exec(rest);
    const template = /^\{hashtag\|\\?#\|((?:\\.|[^}\\])+)\}/u.exec(rest);
    const tag = template ?? /^#([\p{L}\p{N}\p{M}_]+)/u.exec(rest);
    const entity = /^@\[((?:\\.|[^\\\]])+)\]\((urn:li:(?:person|organization):[\w-]+)\)/u.exec(rest);
    if (escape?.[1] !== undefined) {
      plain += escape[1];
      at += 2;
    } else if (entity?.[1] !== undefined && entity[2] !== undefined) {
      flush();
      const name = unescaped(entity[1]);
      nodes.push({ tag: 'mention', text: name, handle: entity[2], url: null });
      at += entity[0].length;
    } else if (tag?.[1] !== undefined) {
      flush();
      const name = unescaped(tag[1]);
      nodes.push({ tag: 'tag', text: `#${name}`, name });
      at += tag[0].length;
    } else {
      const [letter = ''] = rest;
      plain += letter;
      at += letter.length;
    }
  }
  flush();
  return nodes;
}

const unescaped = (text: string): string => text.replace(/\\(.)/g, '$1');

const address = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'’»]/g;

/** Words without markup: line ends and addresses only. */
export function plainNodes(text: string): readonly RichNode[] {
  const nodes: RichNode[] = [];
  const words = (part: string): void => {
    for (const [index, line] of part.split(/\r?\n/).entries()) {
      if (index > 0) nodes.push({ tag: 'break' });
      if (line !== '') nodes.push({ tag: 'text', text: line });
    }
  };
  let at = 0;
  for (const found of text.matchAll(address)) {
    words(text.slice(at, found.index));
    nodes.push({ tag: 'link', text: found[0], url: found[0] });
    at = found.index + found[0].length;
  }
  words(text.slice(at));
  return nodes;
}
