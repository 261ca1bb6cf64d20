import { diffWordsWithSpace } from 'diff';

/** A piece of a comparison: in both texts, only in the first, or only in the second. */
export interface WordPart {
  readonly tag: 'both' | 'first' | 'second';
  readonly text: string;
}

/**
 * Two texts word by word, as `locale` cuts words: joined, `both` and `first` make the first again, `both` and `second`
 * the second.
 */
export const wordParts = (first: string, second: string, locale: string): readonly WordPart[] =>
  diffWordsWithSpace(first, second, {
    intlSegmenter: new Intl.Segmenter(locale, { granularity: 'word' }),
  }).map(({ added, removed, value }) => ({
    tag: added ? 'second' : removed ? 'first' : 'both',
    text: value,
  }));
