import { countGraphemes } from 'unicode-segmenter/grapheme';
import type { Content, Poll } from '../domain/content.ts';
import type { Action, Executor } from '../domain/intent.ts';
import type { Failure } from '../errors.ts';
import { commentPiece, firstCommentOf, firstPiece, isThreaded, partsOf, piecesOf } from '../domain/pieces.ts';
import { offers, type Counting, type Format, type Manifest } from '../networks/manifest.ts';
import { checkFormMedia, checkImage } from './check-media.ts';
import { checkSettings, hasAddress } from './check-settings.ts';
import { countText } from './count.ts';
import type { Add, Finding } from './finding.ts';
import { formatOf } from './form.ts';
import { countMarks, markKinds } from './marks.ts';
import { isOfItsApi } from './of-its-api.ts';
import { isLeftToPerson } from './publisher.ts';

export { refuses, type Finding } from './finding.ts';
export { isOfItsApi } from './of-its-api.ts';

/** What leaves: a post, a public answer to somebody, or a private message. */
export type Leaving = 'post' | 'reply' | 'message';

/** How the words of what leaves are counted; null where the network offers no such thing. */
export const countingFor = (
  manifest: Manifest,
  leaving: Leaving,
  format: Format | null = null,
): Counting | null => {
  switch (leaving) {
    case 'message':
      return manifest.messageCounting;
    case 'reply':
      return manifest.replyCounting ?? manifest.counting;
    case 'post':
      return format?.counting ?? manifest.counting;
  }
};

/** Whether an answer of one's own may stand under a post: where threads are, it is one more part. */
export const takesFirstComment = (manifest: Manifest): boolean =>
  offers(manifest, 'first-comment') || offers(manifest, 'thread');

/**
 * Checks a content against an account's effective manifest. The same verdict is given while typing, before
 * scheduling, a day and an hour before the departure, and before sending.
 *
 * @param executor who publishes: what only the network's API refuses is no refusal for a person
 */
export function checkContent(
  content: Content,
  manifest: Manifest,
  leaving: Leaving,
  executor: Executor = 'machine',
): readonly Finding[] {
  const found = findingsIn(content, manifest, leaving);
  if (executor === 'assisted')
    return found.map((one) => (isOfItsApi(one, manifest) ? { ...one, severity: 'warning' } : one));
  // Nothing is sent there: whatever the content is, it would be refused.
  if (leaving !== 'post' || manifest.byHand === true || offers(manifest, 'publish')) return found;
  const refused: Finding = {
    severity: 'error',
    code: 'not-offered',
    detail: { network: manifest.name, what: 'publish' },
    medium: null,
    piece: null,
  };
  return [refused, ...found];
}

/** Whether nobody but a person can publish it: nothing else can, or the network's API does not take what it is made of. */
export const isForPersonAlone = (
  action: Pick<Action, 'tag'>,
  content: Content,
  manifest: Manifest,
): boolean =>
  isLeftToPerson(action, content, manifest) ||
  (action.tag === 'publish' &&
    checkContent(content, manifest, 'post').some(
      (one) => one.severity === 'error' && isOfItsApi(one, manifest),
    ));

function findingsIn(content: Content, manifest: Manifest, leaving: Leaving): readonly Finding[] {
  if (!isThreaded(content)) return checkPiece(content, manifest, leaving, null);
  const isOffered =
    leaving !== 'message' &&
    (partsOf(content).length === 0 || offers(manifest, 'thread')) &&
    (firstCommentOf(content) === '' || takesFirstComment(manifest));
  const pieces = piecesOf(content);
  if (!isOffered)
    return [
      {
        severity: 'error',
        code: 'not-offered',
        detail: { network: manifest.name, what: partsOf(content).length > 0 ? 'thread' : 'first-comment' },
        medium: null,
        piece: null,
      },
      ...pieces.slice(0, 1).flatMap((piece) => checkPiece(piece.content, manifest, leaving, null)),
    ];
  return pieces.flatMap(({ key, content: said }) => {
    if (key === commentPiece) return checkComment(content, said, manifest, leaving);
    // The options are those of the post itself; what follows in its thread takes the form that it fits.
    return checkPiece(said, manifest, leaving, key);
  });
}

function checkComment(
  whole: Content,
  comment: Content,
  manifest: Manifest,
  leaving: Leaving,
): readonly Finding[] {
  const format = leaving === 'post' ? formatOf(whole, manifest) : null;
  const refused: readonly Finding[] =
    format?.firstComment === false
      ? [
          {
            severity: 'error',
            code: 'not-in-form',
            detail: { network: manifest.name, what: 'first-comment', form: format.name },
            medium: null,
            piece: commentPiece,
          },
        ]
      : [];
  return [...refused, ...checkPiece(comment, manifest, 'reply', commentPiece)];
}

/** One post of what leaves. */
function checkPiece(
  content: Content,
  manifest: Manifest,
  leaving: Leaving,
  piece: string | null,
): readonly Finding[] {
  const findings: Finding[] = [];
  const add: Add = (severity, code, detail: Failure['detail'] = {}, medium = null) => {
    findings.push({ severity, code, detail: { network: manifest.name, ...detail }, medium, piece });
  };
  // An answer with words alone has no form: comments are no posts on such networks.
  const isFormed = leaving === 'post' || (leaving === 'reply' && content.media.length > 0);
  const format = isFormed ? formatOf(content, manifest) : null;
  const counting = countingFor(manifest, leaving, format);
  if (counting === null) {
    add('error', 'not-offered');
    return findings;
  }
  if (format?.text === false) {
    if (content.text.trim() !== '') add('warning', 'text-not-shown', { form: format.name });
  } else {
    const count = countText(content.text, content.warning, counting);
    if (count.over > 0)
      add('error', 'text-too-long', {
        length: count.length,
        max: count.max,
        over: count.over,
        ...(counting.rule === 'matches' && { unit: 'own' }),
      });
    checkMarks(content.text, manifest, add);
  }
  const before = findings.length;
  checkMedia(content, manifest, leaving, format, add);
  // Where a picture is asked for, that is what is told.
  const asks = findings.slice(before).some(({ code }) => code === 'media-needed');
  if (
    content.text.trim() === '' &&
    content.media.length === 0 &&
    content.poll === null &&
    !asks &&
    !(leaving === 'post' && hasAddress(content, manifest, format))
  )
    findings.splice(before, 0, {
      severity: 'error',
      code: 'text-empty',
      detail: { network: manifest.name },
      medium: null,
      piece,
    });
  if (content.poll !== null) checkPoll(content.poll, content, manifest, format, add);
  if (content.warning !== '' && !manifest.capabilities.includes('content-warning'))
    add('warning', 'not-offered', { what: 'content-warning' });
  if (leaving === 'post' && (piece === null || piece === firstPiece))
    checkSettings(content, manifest, format, add);
  return findings;
}

function checkMedia(
  { media }: Content,
  manifest: Manifest,
  leaving: Leaving,
  format: Format | null,
  add: Add,
): void {
  if (leaving === 'reply' && manifest.replyCounting !== undefined && media.length > 0) {
    add('error', 'not-offered', { what: 'media-in-reply' });
    return;
  }
  if (format !== null) {
    checkFormMedia(media, manifest, format, add);
    return;
  }
  const { images } = manifest;
  if (media.length > images.max) add('error', 'too-many-media', { count: media.length, max: images.max });
  for (const [index, medium] of media.entries())
    checkImage(medium, images, index, (severity, code, detail, at = index) =>
      add(severity, code, detail, at),
    );
}

function checkMarks(text: string, { marks }: Manifest, add: Add): void {
  for (const kind of markKinds) {
    const rule = marks?.[kind];
    if (rule === undefined) continue;
    const count = countMarks(text, kind);
    if (rule.max !== undefined && count > rule.max)
      add('error', 'too-many-marks', { what: kind, count, max: rule.max });
    else if (rule.warn !== undefined && count > rule.warn)
      add('warning', 'many-marks', { what: kind, count, max: rule.warn });
  }
}

function checkPoll(
  { options, seconds }: Poll,
  content: Content,
  manifest: Manifest,
  format: Format | null,
  add: Add,
): void {
  const rule = manifest.poll;
  if (rule === null) add('error', 'not-offered', { what: 'poll' });
  else if (format !== null && !format.poll) add('error', 'not-in-form', { what: 'poll', form: format.name });
  else if (
    options.length < 2 ||
    options.length > rule.maxOptions ||
    options.some((option) => option.trim() === '' || countGraphemes(option) > rule.maxOptionLength) ||
    new Set(options.map((option) => option.trim())).size !== options.length ||
    seconds < rule.minSeconds ||
    seconds > rule.maxSeconds
  )
    add('error', 'poll-invalid', { max: rule.maxOptions, length: rule.maxOptionLength });
  else if (rule.choices !== undefined && !rule.choices.includes(seconds))
    add('error', 'poll-duration', { seconds });
  if (content.media.length > 0) add('error', 'poll-with-media');
}
