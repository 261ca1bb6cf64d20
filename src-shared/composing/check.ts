import { countGraphemes } from 'unicode-segmenter/grapheme';
import type { Content } from '../domain/content.ts';
import type { ErrorCode, Failure } from '../errors.ts';
import { isThreaded, partsOf, pieceOf, piecesOf } from '../domain/pieces.ts';
import { offers, type Manifest } from '../networks/manifest.ts';
import { countText } from './count.ts';

/** Something that the network would refuse (`error`), or that the person may want to mend first (`warning`). */
export interface Finding extends Failure {
  readonly severity: 'error' | 'warning';
  /** Which medium it is about, by place in its piece; null: the piece. */
  readonly medium: number | null;
  /** The piece of a thread that it is about (`domain/pieces`); null: a post alone, or the whole. */
  readonly piece: string | null;
}

/** What leaves: a post or public reply, or a private message. */
export type Leaving = 'post' | 'message';

/**
 * Checks a content against an account's effective manifest. The same verdict is given while typing, before
 * scheduling and before sending.
 */
export function checkContent(content: Content, manifest: Manifest, leaving: Leaving): readonly Finding[] {
  if (!isThreaded(content)) return checkPiece(content, manifest, leaving, null);
  if (leaving === 'message' || !offers(manifest, 'thread'))
    return [
      {
        severity: 'error',
        code: 'not-offered',
        detail: { network: manifest.name, what: partsOf(content).length > 0 ? 'thread' : 'first-comment' },
        medium: null,
        piece: null,
      },
      ...checkPiece(pieceOf(content, null).content, manifest, leaving, null),
    ];
  return piecesOf(content).flatMap((piece) => checkPiece(piece.content, manifest, leaving, piece.key));
}

/** One post of what leaves. */
function checkPiece(
  content: Content,
  manifest: Manifest,
  leaving: Leaving,
  piece: string | null,
): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (
    severity: Finding['severity'],
    code: ErrorCode,
    detail: Failure['detail'] = {},
    medium: number | null = null,
  ): void => {
    findings.push({ severity, code, detail: { network: manifest.name, ...detail }, medium, piece });
  };

  const counting = leaving === 'message' ? manifest.messageCounting : manifest.counting;
  if (counting === null) {
    add('error', 'not-offered');
    return findings;
  }
  const count = countText(content.text, content.warning, counting);
  if (count.over > 0)
    add('error', 'text-too-long', { length: count.length, max: count.max, over: count.over });
  if (content.text.trim() === '' && content.media.length === 0 && content.poll === null)
    add('error', 'text-empty');

  const { images } = manifest;
  if (content.media.length > images.max)
    add('error', 'too-many-media', { count: content.media.length, max: images.max });
  for (const [index, medium] of content.media.entries()) {
    if (!images.mimes.includes(medium.mime)) add('error', 'media-type-refused', { mime: medium.mime }, index);
    if (medium.bytes > images.maxBytes)
      add('error', 'media-too-large', { bytes: medium.bytes, max: images.maxBytes }, index);
    const pixels = (medium.width ?? 0) * (medium.height ?? 0);
    if (images.maxPixels !== null && pixels > images.maxPixels)
      add('error', 'media-too-large', { pixels, max: images.maxPixels }, index);
    const described = medium.alt.trim() !== '';
    if (!described && !medium.decorative)
      add(images.altRequired ? 'error' : 'warning', 'alt-missing', { place: index + 1 }, index);
    if (medium.alt.length > images.altMax)
      add('error', 'alt-too-long', { length: medium.alt.length, max: images.altMax }, index);
  }

  if (content.poll !== null) {
    const rule = manifest.poll;
    const { options, seconds } = content.poll;
    if (rule === null) add('error', 'not-offered', { what: 'poll' });
    else if (
      options.length < 2 ||
      options.length > rule.maxOptions ||
      options.some((option) => option.trim() === '' || countGraphemes(option) > rule.maxOptionLength) ||
      new Set(options.map((option) => option.trim())).size !== options.length ||
      seconds < rule.minSeconds ||
      seconds > rule.maxSeconds
    )
      add('error', 'poll-invalid', { max: rule.maxOptions, length: rule.maxOptionLength });
    if (content.media.length > 0) add('error', 'poll-with-media');
  }
  if (content.warning !== '' && !manifest.capabilities.includes('content-warning'))
    add('warning', 'not-offered', { what: 'content-warning' });
  return findings;
}

export const refuses = (findings: readonly Finding[]): boolean =>
  findings.some((one) => one.severity === 'error');
