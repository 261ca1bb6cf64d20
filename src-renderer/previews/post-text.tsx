import type { ReactNode } from 'react';
import type { WrittenWord } from './written-words.ts';
import styles from './post-text.module.css';

export interface PostTextProps {
  readonly text: string;
  readonly words: readonly WrittenWord[];
  /** How the network writes a word that it shortens; as it was typed unless told. */
  readonly shown?: (word: WrittenWord['tag'], written: string) => string;
}

/** A text as a network lays it out: text nodes only, its links, mentions and tags in the colour of links. */
export function PostText({ text, words, shown = (_, written) => written }: PostTextProps) {
  if (text === '') return null;
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { tag, start, end } of words) {
    if (start < at) continue;
    parts.push(
      text.slice(at, start),
      <span key={start} className={styles.word}>
        {shown(tag, text.slice(start, end))}
      </span>,
    );
    at = end;
  }
  parts.push(text.slice(at));
  return <p className={styles.text}>{parts}</p>;
}
