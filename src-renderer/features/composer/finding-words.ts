import { isOfItsApi, type Finding } from '../../../src-shared/composing/check.ts';
import { commentPiece } from '../../../src-shared/domain/pieces.ts';
import { errorText } from '../../text/error-text.ts';
import type { Text } from '../../text/create-text.ts';
import type { SharedFinding } from './composition.ts';
import { partOf } from './fields.ts';

/** Which of several media a sentence is about that does not say it itself, counted from 0. */
export function aboutMedium({ finding, targets }: SharedFinding): number | null {
  const many = (targets[0]?.content.media.length ?? 0) > 1;
  return many && 'kind' in finding.detail && finding.code !== 'media-type-refused' ? finding.medium : null;
}

/** Whom it is about, and which part of a thread. */
export function subjectOf(
  { t }: Text,
  networks: string,
  piece: string | null,
  medium: number | null,
): string {
  if (medium !== null && partOf(piece) === 0) return t('composer.aboutMedium', { networks, n: medium + 1 });
  if (piece === null) return t('composer.about', { networks });
  return piece === commentPiece
    ? t('composer.aboutComment', { networks })
    : t('composer.aboutPart', { networks, n: partOf(piece) + 1 });
}

/** After a colon, a sentence goes on. */
const softened = (sentence: string): string => sentence.charAt(0).toLocaleLowerCase() + sentence.slice(1);

/** What the person who publishes does themselves, because Vigie cannot. */
function byPerson({ t }: Text, { code, detail, medium }: Finding): string {
  if (code === 'media-type-refused') return t('composer.finding.medium-by-hand', { n: (medium ?? 0) + 1 });
  const { what } = detail;
  return what === 'poll' || what === 'thread' || what === 'first-comment'
    ? t(`composer.finding.${what}-by-hand`)
    : t('composer.finding.no-message');
}

/** A finding in words; what it names is in its detail. */
export function sentence(text: Text, { finding, targets }: SharedFinding): string {
  const { code, detail, medium } = finding;
  const { t } = text;
  const n = (medium ?? 0) + 1;
  if (finding.severity === 'warning' && targets.some(({ account }) => isOfItsApi(finding, account.manifest)))
    return byPerson(text, finding);
  const figure = (name: string): number => Number(detail[name] ?? 0);
  switch (code) {
    case 'text-too-long':
      return t(
        detail['unit'] === 'own' ? 'composer.finding.text-too-long-units' : 'composer.finding.text-too-long',
        {
          length: figure('length'),
          max: figure('max'),
          count: figure('over'),
        },
      );
    case 'text-empty':
      return t('composer.finding.text-empty');
    case 'too-many-media':
      if (typeof detail['kind'] === 'string' && detail['kind'] !== 'image')
        return t('composer.finding.too-many-of', {
          count: figure('count'),
          what: text.find(`checks.too-many-media.${detail['kind']}`) ?? '',
          max: figure('max'),
        });
      return t('composer.finding.too-many-media', { count: figure('count'), max: figure('max') });
    case 'media-too-large':
      if ('kind' in detail) return softened(errorText(text, code, detail).sentence);
      return 'pixels' in detail
        ? t('composer.finding.media-too-many-pixels', { n })
        : t('composer.finding.media-too-large', {
            n,
            bytes: text.bytes(figure('bytes')),
            max: text.bytes(figure('max')),
          });
    case 'media-type-refused':
      return t(
        'kind' in detail ? 'composer.finding.medium-type-refused' : 'composer.finding.media-type-refused',
        { n },
      );
    case 'alt-missing':
      return t('composer.finding.alt-missing', { n });
    case 'alt-too-long':
      return t('composer.finding.alt-too-long', { n, max: figure('max') });
    case 'poll-invalid':
      return t('composer.finding.poll-invalid', { max: figure('max'), length: figure('length') });
    case 'poll-with-media':
      return t('composer.finding.poll-with-media');
    case 'not-offered':
      if (detail['what'] === 'poll') return t('composer.finding.no-poll');
      if (detail['what'] === 'thread') return t('composer.finding.no-thread');
      if (detail['what'] === 'first-comment') return t('composer.finding.no-first-comment');
      return detail['what'] === 'content-warning'
        ? t('composer.finding.no-warning')
        : t('composer.finding.no-message');
    default:
      return softened(errorText(text, code, detail).sentence);
  }
}
