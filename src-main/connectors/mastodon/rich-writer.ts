import type { RichNode, RichText } from '../../../src-shared/rich-text.ts';
import { webUrl } from './web-url.ts';
import type { WireEmoji } from './wire.ts';

/** Collects the nodes of a rich text: joins neighbouring texts, places line breaks, finds emoji shortcodes. */
export interface RichWriter {
  text(value: string, preformatted: boolean): void;
  inline(node: RichNode | null): void;
  /** A line break that the author wrote. */
  break(): void;
  /** Whatever comes next stands at least `gap` lines below what came before. */
  line(gap: 1 | 2): void;
  /** Words before whatever comes next on a new line. */
  prefix(words: string): void;
  /** Nothing came: the waiting prefix is forgotten. */
  dropPrefix(): void;
  end(): RichText;
}

const shortcode = /:([\w+-]{1,80}):/g;
const longestPrefix = 40;
/** Control characters, tab and line ends excepted. */
const controls = /[^\P{Cc}\t\n\r]/gu;

export function createRichWriter(emojis: readonly WireEmoji[]): RichWriter {
  const pictures = new Map(
    emojis.flatMap((emoji) => {
      const url = webUrl(emoji.url) ?? webUrl(emoji.static_url);
      return url === null ? [] : [[emoji.shortcode, url] as const];
    }),
  );
  const nodes: RichNode[] = [];
  let gap = 0;
  let prefix = '';

  const atLineStart = (): boolean => gap > 0 || nodes.length === 0 || nodes.at(-1)?.tag === 'break';

  const append = (node: RichNode): void => {
    if (nodes.length > 0) {
      if (gap > 0) trimEnd();
      // A break that the author wrote at the end of a block is part of the distance, not added to it.
      let standing = 0;
      while (standing < gap && nodes.at(-1 - standing)?.tag === 'break') standing += 1;
      for (let i = standing; i < gap; i += 1) nodes.push({ tag: 'break' });
    }
    gap = 0;
    const before = prefix;
    prefix = '';
    const words = node.tag === 'text' ? before + node.text : before;
    if (words !== '') {
      const last = nodes.at(-1);
      if (last?.tag === 'text') nodes[nodes.length - 1] = { tag: 'text', text: last.text + words };
      else nodes.push({ tag: 'text', text: words });
    }
    if (node.tag !== 'text') nodes.push(node);
  };

  /** Spaces at the end of a line are nothing. */
  const trimEnd = (): void => {
    const last = nodes.at(-1);
    if (last?.tag !== 'text') return;
    const text = last.text.replace(/[ \t]+$/, '');
    if (text === '') nodes.pop();
    else nodes[nodes.length - 1] = { tag: 'text', text };
  };

  const lineBreak = (): void => {
    if (nodes.length === 0) return;
    if (gap > 0) {
      // Inside a new block: the distance first, then the author's break.
      append({ tag: 'break' });
      return;
    }
    trimEnd();
    nodes.push({ tag: 'break' });
  };

  const words = (value: string): void => {
    let from = 0;
    for (const match of pictures.size === 0 ? [] : value.matchAll(shortcode)) {
      const url = pictures.get(match[1] ?? '');
      if (url === undefined || match.index < from) continue;
      if (match.index > from) append({ tag: 'text', text: value.slice(from, match.index) });
      append({ tag: 'emoji', shortcode: match[1] ?? '', url });
      from = match.index + match[0].length;
    }
    if (from < value.length) append({ tag: 'text', text: value.slice(from) });
  };

  return {
    text: (value, preformatted) => {
      const clean = value.replace(controls, '');
      if (preformatted) {
        const rows = clean.split(/\r\n|\r|\n/);
        rows.forEach((row, index) => {
          if (index > 0) lineBreak();
          if (row !== '') words(row);
        });
        return;
      }
      const flowing = clean.replace(/[\t\r\n]+/g, ' ');
      const shown = atLineStart() ? flowing.replace(/^ +/, '') : flowing;
      if (shown !== '') words(shown);
    },
    inline: (node) => {
      if (node !== null) append(node);
    },
    break: lineBreak,
    line: (wanted) => {
      gap = Math.max(gap, wanted);
    },
    prefix: (text) => {
      if (prefix.length < longestPrefix) prefix += text;
    },
    dropPrefix: () => {
      prefix = '';
    },
    end: () => {
      trimEnd();
      let end = nodes.length;
      while (end > 0 && nodes[end - 1]?.tag === 'break') end -= 1;
      return nodes.slice(0, end);
    },
  };
}
