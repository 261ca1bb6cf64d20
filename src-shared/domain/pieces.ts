import type { Content, ContentChange, Part } from './content.ts';

/**
 * What a content is on the network: one post, or several of which each answers an earlier one. The key names the
 * piece everywhere: it is the key of the step that sends it.
 */
export interface Piece {
  readonly key: string;
  /** The piece that it answers; null: the first. */
  readonly follows: string | null;
  /** All that this one post says. */
  readonly content: Content;
}

export const firstPiece = 'create';
export const commentPiece = 'first-comment';
/** @param place from 2: the first part is the post itself */
export const partPiece = (place: number): string => `part-${String(place)}`;

export const partsOf = ({ parts }: Pick<Content, 'parts'>): readonly Part[] => parts ?? [];
export const firstCommentOf = ({ firstComment }: Pick<Content, 'firstComment'>): string =>
  (firstComment ?? '').trim() === '' ? '' : (firstComment ?? '');

/** Whether more than one post comes of it. */
export const isThreaded = (content: Pick<Content, 'parts' | 'firstComment'>): boolean =>
  partsOf(content).length > 0 || firstCommentOf(content) !== '';

/** Every post that comes of a content, in the order in which they leave. */
export function piecesOf(content: Content): readonly Piece[] {
  const { parts: _, firstComment: __, ...alone } = content;
  const pieces: Piece[] = [{ key: firstPiece, follows: null, content: alone }];
  // The chosen form is the post's own; what follows takes the one that its media fit.
  const { format: ___, ...settings } = alone.settings;
  for (const [index, part] of partsOf(content).entries())
    pieces.push({
      key: partPiece(index + 2),
      follows: index === 0 ? firstPiece : partPiece(index + 1),
      content: { ...alone, settings, ...part, poll: null },
    });
  const comment = firstCommentOf(content);
  // It stands under the post itself, where everybody who opens the post sees it.
  if (comment !== '')
    pieces.push({
      key: commentPiece,
      follows: firstPiece,
      content: { ...alone, settings, text: comment, media: [], warning: '', poll: null },
    });
  return pieces;
}

/** The piece that a step sends; the first where the step sends none of its own. */
export function pieceOf(content: Content, step: string | null): Piece {
  const pieces = piecesOf(content);
  const [first] = pieces;
  if (first === undefined) throw new Error('a content without a piece');
  return pieces.find(({ key }) => key === step) ?? first;
}

/** All the words that somebody reads, the pieces apart by an empty line. */
export const wholeText = (content: Content): string =>
  isThreaded(content)
    ? piecesOf(content)
        .map((piece) => piece.content.text)
        .join('\n\n')
    : content.text;

/** The media of all pieces. */
export const allMedia = (content: ContentChange): Content['media'] => [
  ...(content.media ?? []),
  ...(content.parts ?? []).flatMap(({ media }) => media),
];

/** The same content without empty fields: equal contents have equal hashes. */
export function tidied(content: Content): Content {
  const { parts, firstComment, ...alone } = content;
  return {
    ...alone,
    ...(parts !== undefined && parts.length > 0 && { parts }),
    ...(firstComment !== undefined && firstComment.trim() !== '' && { firstComment }),
  };
}
