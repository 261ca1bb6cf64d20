import { Fragment } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import styles from './rich-text.module.css';

/** A piece of remote text. Whatever it holds is shown as text: there is no way from here to HTML. */
export type RichTextNode =
  | { readonly tag: 'text'; readonly text: string }
  | { readonly tag: 'break' }
  | {
      readonly tag: 'mention';
      readonly text: string;
      readonly handle: string;
      readonly url: string | null;
    }
  | { readonly tag: 'link'; readonly text: string; readonly url: string }
  | { readonly tag: 'tag'; readonly text: string; readonly name: string }
  | { readonly tag: 'emoji'; readonly shortcode: string; readonly url: string }
  | { readonly tag: 'code'; readonly text: string }
  | { readonly tag: 'mark'; readonly text: string };

export interface RichTextProps {
  readonly nodes: readonly RichTextNode[];
  /** Links and mentions are buttons that ask for this; without it they are words only (in a row). */
  readonly onOpenLink?: (url: string) => void;
  readonly onOpenTag?: (name: string) => void;
  /** Turns a custom emoji's address into one that the page may load; its shortcode is written without it. */
  readonly emojiSrc?: (url: string) => string | null;
}

/** A tree of rich text as text nodes. */
export function RichText({ nodes, onOpenLink, onOpenTag, emojiSrc }: RichTextProps) {
  return (
    <>
      {nodes.map((node, index) => (
        <Fragment key={index}>{render(node, onOpenLink, onOpenTag, emojiSrc)}</Fragment>
      ))}
    </>
  );
}

function render(
  node: RichTextNode,
  onOpenLink: RichTextProps['onOpenLink'],
  onOpenTag: RichTextProps['onOpenTag'],
  emojiSrc: RichTextProps['emojiSrc'],
) {
  switch (node.tag) {
    case 'text':
      return node.text;
    case 'break':
      return <br />;
    case 'code':
      return <code className={styles.code}>{node.text}</code>;
    case 'mark':
      return <mark className={styles.found}>{node.text}</mark>;
    case 'mention':
    case 'link': {
      const { url } = node;
      if (url === null || !onOpenLink) return <span className={styles.word}>{node.text}</span>;
      return (
        <AriaButton className={styles.link ?? ''} onPress={() => onOpenLink(url)}>
          {node.text}
        </AriaButton>
      );
    }
    case 'tag':
      if (!onOpenTag) return <span className={styles.word}>{node.text}</span>;
      return (
        <AriaButton className={styles.link ?? ''} onPress={() => onOpenTag(node.name)}>
          {node.text}
        </AriaButton>
      );
    case 'emoji': {
      const name = `:${node.shortcode}:`;
      const src = emojiSrc?.(node.url) ?? null;
      return src === null ? name : <img className={styles.emoji} src={src} alt={name} draggable={false} />;
    }
  }
}
