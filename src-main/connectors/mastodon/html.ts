import { Tokenizer, type Token } from 'parse5';
import type { RichText } from '../../../src-shared/rich-text.ts';
import { createAnchor, type Anchor } from './html-anchor.ts';
import { imageNode } from './html-image.ts';
import { createRichWriter } from './rich-writer.ts';
import type { WireEmoji, WireMention } from './wire.ts';

/** What a server says beside a text, needed to read its mentions and its own little pictures. */
export interface HtmlContext {
  readonly mentions: readonly WireMention[];
  readonly emojis: readonly WireEmoji[];
  /** Completes the names of the server's own accounts: `user` becomes `user@domain`. */
  readonly domain: string;
}

/** Blocks with a blank line around them, and blocks that only stand on a line of their own. */
const paragraphs = new Set('blockquote h1 h2 h3 h4 h5 h6 ol p pre table ul'.split(' '));
const lines = new Set(
  (
    'address article aside audio body caption center dd details dialog dir div dl dt fieldset figcaption figure ' +
    'footer form header hgroup hr html iframe legend li listing main menu nav noembed noframes noscript object ' +
    'optgroup option plaintext script section select style summary tbody template textarea tfoot thead title tr ' +
    'video xmp'
  ).split(' '),
);

/** A text longer than this is no message; its end is left out rather than stalling the process. */
export const maxHtmlLength = 400_000;

/**
 * Turns a server's HTML into a tree of words. Nothing of the HTML survives: no tag, no attribute but the address of a
 * link, no script address. No word is lost either: what a browser would hide (a script, a style) is text here.
 *
 * It follows the stream of tokens and builds no document: a document grows with the square of a hostile text (25,000
 * unclosed elements took 4 GB), the stream stays linear and nests nothing.
 */
export function htmlToRichText(source: string, context: HtmlContext): RichText {
  const writer = createRichWriter(context.emojis);
  const lists: { readonly tag: string; number: number }[] = [];
  let preformatted = 0;
  let anchor: Anchor | null = null;
  let pending = '';

  const flush = (): void => {
    if (pending === '') return;
    if (anchor) anchor.text(pending);
    else writer.text(pending, preformatted > 0);
    pending = '';
  };
  const closeAnchor = (): void => {
    if (anchor) writer.inline(anchor.node());
    anchor = null;
  };
  const gapOf = (tag: string): 1 | 2 | null => {
    // A list inside a list only begins a line.
    if (paragraphs.has(tag)) return lists.length > 0 ? 1 : 2;
    return lines.has(tag) ? 1 : null;
  };

  const openItem = (): void => {
    const list = lists.at(-1);
    if (!list) return;
    list.number += 1;
    writer.dropPrefix();
    writer.prefix(list.tag === 'ol' ? `${list.number}. ` : '• ');
  };

  const open = (token: Token.TagToken): void => {
    const tag = token.tagName;
    if (tag === 'a') {
      closeAnchor();
      anchor = createAnchor(attributesOf(token), context);
      return;
    }
    if (anchor) return anchor.open(tag, attributesOf(token));
    if (tag === 'br') return writer.break();
    if (tag === 'img' || tag === 'image') return writer.inline(imageNode(attributesOf(token)));
    const gap = gapOf(tag);
    if (gap !== null) writer.line(gap);
    if (tag === 'pre') preformatted += 1;
    if (tag === 'ul' || tag === 'ol') lists.push({ tag, number: 0 });
    if (tag === 'li') openItem();
    if (tag === 'blockquote') writer.prefix('> ');
  };

  const close = (tag: string): void => {
    if (tag === 'a') return closeAnchor();
    if (anchor) return anchor.close(tag);
    // `</br>` is a line break to every browser.
    if (tag === 'br') return writer.break();
    if (tag === 'ul' || tag === 'ol') lists.pop();
    if (tag === 'pre') preformatted = Math.max(0, preformatted - 1);
    if (tag === 'li' || tag === 'blockquote') writer.dropPrefix();
    // Cells of a row would otherwise run into each other.
    if (tag === 'td' || tag === 'th') writer.text(' ', false);
    const gap = gapOf(tag);
    if (gap !== null) writer.line(gap);
  };

  const words = (token: Token.CharacterToken): void => {
    pending += token.chars;
  };
  const tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: false },
    {
      onCharacter: words,
      onWhitespaceCharacter: words,
      onNullCharacter: () => undefined,
      onComment: () => undefined,
      onDoctype: () => undefined,
      onStartTag: (token) => {
        flush();
        open(token);
      },
      onEndTag: (token) => {
        flush();
        close(token.tagName);
      },
      onEof: () => {
        flush();
        closeAnchor();
      },
    },
  );
  tokenizer.write(source.slice(0, maxHtmlLength), true);
  return writer.end();
}

/** Attributes by name. The tokenizer has already dropped the second of two equal ones, as browsers do. */
const attributesOf = (token: Token.TagToken): ReadonlyMap<string, string> =>
  new Map(token.attrs.map(({ name, value }) => [name, value]));
