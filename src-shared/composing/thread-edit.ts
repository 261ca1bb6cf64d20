import type { Content, Part } from '../domain/content.ts';
import { partsOf } from '../domain/pieces.ts';

/**
 * A thread while it is written: a list of parts of which the first lies in the content itself. Every function answers
 * the fields that change, and loses no word of any part.
 */
type Change = Partial<Pick<Content, 'parts' | 'text' | 'media' | 'warning'>>;

/** Every part, the post itself first. */
export const listOf = (content: Content): readonly Part[] => [firstOf(content), ...partsOf(content)];

const firstOf = ({ text, media, warning }: Content): Part => ({ text, media, warning });

/** Only what is another is named: an account whose second part is its own still follows the common first one. */
function changed(content: Content, list: readonly Part[]): Change {
  const [first = firstOf(content), ...parts] = list;
  const before = partsOf(content);
  const isSame = parts.length === before.length && parts.every((part, at) => part === before[at]);
  return {
    ...(first.text !== content.text && { text: first.text }),
    ...(first.media !== content.media && { media: first.media }),
    ...(first.warning !== content.warning && { warning: first.warning }),
    ...(!isSame && { parts }),
  };
}

/** An empty part after one; it opens behind the same warning, because it is about the same thing. */
export function withPartAfter(content: Content, place: number): Change {
  const list = listOf(content);
  const empty: Part = { text: '', media: [], warning: list[place]?.warning ?? '' };
  return changed(content, list.toSpliced(place + 1, 0, empty));
}

/** @param place 0: the post itself; the one after it takes its place */
export function withoutPart(content: Content, place: number): Change {
  const list = listOf(content);
  return list.length < 2 ? {} : changed(content, list.toSpliced(place, 1));
}

export function withPartBack(content: Content, place: number, part: Part): Change {
  return changed(content, listOf(content).toSpliced(place, 0, part));
}

export function withPartMoved(content: Content, from: number, to: number): Change {
  const list = listOf(content);
  const part = list[from];
  if (part === undefined || to < 0 || to >= list.length || from === to) return changed(content, list);
  return changed(content, list.toSpliced(from, 1).toSpliced(to, 0, part));
}

export function withPartChanged(
  content: Content,
  place: number,
  change: (part: Part) => Partial<Part>,
): Change {
  return changed(
    content,
    listOf(content).map((part, at) => (at === place ? { ...part, ...change(part) } : part)),
  );
}

/** Several texts in the place of one part's: its media stay with the first of them. */
export function withPartSplit(content: Content, place: number, texts: readonly string[]): Change {
  const list = listOf(content);
  const part = list[place];
  if (part === undefined) return changed(content, list);
  const made = texts.map((text, at): Part => ({ ...part, text, media: at === 0 ? part.media : [] }));
  return changed(content, list.toSpliced(place, 1, ...made));
}
