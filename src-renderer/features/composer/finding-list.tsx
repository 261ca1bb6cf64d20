import { Hand } from 'lucide-react';
import { memo, type ReactNode, type Ref } from 'react';
import { isOfItsApi } from '../../../src-shared/composing/check.ts';
import { imageRule } from '../../../src-shared/composing/form.ts';
import type { Content } from '../../../src-shared/domain/content.ts';
import { commentPiece, firstPiece, piecesOf } from '../../../src-shared/domain/pieces.ts';
import type { AccountId } from '../../../src-shared/ids.ts';
import { offers } from '../../../src-shared/networks/manifest.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { sharedFindings, type SharedFinding, type Target } from './composition.ts';
import styles from './composer.module.css';
import { fieldOf, partOf, scopeOf, type Field } from './fields.ts';
import { CropFix } from './crop-fix.tsx';
import { aboutMedium, sentence, subjectOf } from './finding-words.ts';
import { strictest } from './fit-image.ts';
import { shortName } from './names.ts';
import type { Scope } from './use-draft.ts';
import type { Images, Place } from './use-images.ts';

/** What the networks would refuse, and what one may want to mend: each with the way to it, or with its mending. */
export const FindingList = memo(function FindingList({
  targets,
  hasTried,
  isPast,
  images,
  more,
  onLook,
  onSplit,
  onByHand,
  ref,
}: {
  readonly targets: readonly Target[];
  /** The person wanted to send: then an empty post is worth saying. */
  readonly hasTried: boolean;
  readonly isPast: boolean;
  readonly images: Images;
  /** What does not come from the post alone. */
  readonly more: ReactNode;
  readonly onLook: (field: Field, scope: Scope) => void;
  /** A text that is too long becomes several parts of a thread. */
  readonly onSplit: (place: Place) => void;
  /** Gives these accounts to the person; null: it is nothing that a person could publish. */
  readonly onByHand: ((accounts: readonly AccountId[]) => void) | null;
  readonly ref: Ref<HTMLDivElement>;
}) {
  const text = useText();
  const { t } = text;
  const { connect } = useNavigation();
  const among = targets.map(({ account }) => account);
  const found = sharedFindings(targets).filter(
    ({ finding }) =>
      hasTried ||
      (finding.code !== 'text-empty' &&
        !(finding.code === 'media-needed' && targets.every(({ content }) => isUntouched(content)))),
  );
  const lost = among.filter((account) => account.health.tag === 'refused' || account.health.tag === 'locked');
  return (
    <div
      ref={ref}
      className={styles.findings}
      role="group"
      aria-label={t(
        found.some(({ finding }) => finding.severity === 'error') || isPast
          ? 'composer.checks'
          : 'composer.checksWarn',
      )}
      tabIndex={-1}
    >
      {hasTried && targets.length === 0 && <Banner tone="bad">{t('composer.noAccountChosen')}</Banner>}
      {isPast && (
        <Banner
          tone="bad"
          actions={
            <Button size="small" onPress={() => onLook({ tag: 'moment' }, 'base')}>
              {t('composer.fix.moment')}
            </Button>
          }
        >
          {t('composer.finding.past')}
        </Banner>
      )}
      {found.map((shared) => (
        <Banner
          key={`${shared.finding.code} ${shared.finding.piece ?? ''} ${shared.finding.medium ?? ''} ${shared.targets.map(({ account }) => account.id).join()}`}
          tone={shared.finding.severity === 'error' ? 'bad' : 'warn'}
          subject={subjectOf(
            text,
            text.formats.list(shared.targets.map(({ account }) => shortName(account, among))),
            shared.finding.piece,
            aboutMedium(shared),
          )}
          actions={
            <Fix shared={shared} images={images} onLook={onLook} onSplit={onSplit} onByHand={onByHand} />
          }
        >
          {sentence(text, shared)}
        </Banner>
      ))}
      {more}
      {lost.map((account) => (
        <Banner
          key={account.id}
          tone="warn"
          subject={t('composer.about', { networks: shortName(account, among) })}
          actions={
            <Button
              size="small"
              onPress={() => connect({ workspaceId: account.workspaceId, reconnect: account.id })}
            >
              {t('composer.reconnect')}
            </Button>
          }
        >
          {t('composer.needsReconnect')}
        </Banner>
      ))}
    </div>
  );
});

/** Nothing is written yet: what is missing is said when somebody wants to send. */
const isUntouched = ({ text, media }: Content): boolean => text.trim() === '' && media.length === 0;

function Fix({
  shared: { finding, targets },
  images,
  onLook,
  onSplit,
  onByHand,
}: {
  readonly shared: SharedFinding;
  readonly images: Images;
  readonly onLook: (field: Field, scope: Scope) => void;
  readonly onSplit: (place: Place) => void;
  readonly onByHand: ((accounts: readonly AccountId[]) => void) | null;
}) {
  const { t } = useText();
  const [target] = targets;
  if (target === undefined) return null;
  const look = (label: string, field: Field, part: keyof Content) => (
    <Button size="small" onPress={() => onLook(field, scopeOf(target, part))}>
      {label}
    </Button>
  );
  const index = finding.medium ?? 0;
  const { piece } = finding;
  const part = partOf(piece);
  const own = targets.filter(({ account }) => isOfItsApi(finding, account.manifest));
  const handIt =
    onByHand === null || own.length === 0 || finding.severity === 'warning' ? null : (
      <Button size="small" icon={Hand} onPress={() => onByHand(own.map(({ account }) => account.id))}>
        {t('composer.fix.byHand')}
      </Button>
    );
  switch (finding.code) {
    case 'media-too-large':
    case 'media-type-refused': {
      if (own.length > 0)
        return (
          <>
            {handIt}
            {look(t('composer.fix.medium'), { tag: 'image', part, index }, fieldOf(piece, 'media'))}
          </>
        );
      const limits = strictest(targets.map(({ account, format }) => imageRule(account.manifest, format)));
      const isPicture = finding.detail['kind'] === undefined || finding.detail['kind'] === 'image';
      if (!isPicture)
        return look(t('composer.fix.medium'), { tag: 'image', part, index }, fieldOf(piece, 'media'));
      return limits === null ? null : (
        <Button
          size="small"
          onPress={() =>
            void images.reduce({ scope: scopeOf(target, fieldOf(piece, 'media')), part }, index, limits)
          }
        >
          {t(finding.code === 'media-too-large' ? 'composer.fix.reduce' : 'composer.fix.convert')}
        </Button>
      );
    }
    case 'alt-missing':
    case 'alt-too-long':
      return look(t('composer.fix.describe'), { tag: 'image', part, index }, fieldOf(piece, 'media'));
    case 'media-ratio':
      return (
        <>
          {look(t('composer.fix.medium'), { tag: 'image', part, index }, fieldOf(piece, 'media'))}
          <CropFix
            targets={targets}
            medium={
              piecesOf(target.content).find(({ key }) => key === (piece ?? firstPiece))?.content.media[index]
            }
            onCrop={(box, limits) =>
              images.crop({ scope: scopeOf(target, fieldOf(piece, 'media')), part }, index, box, limits)
            }
          />
        </>
      );
    case 'media-too-small':
    case 'media-too-big':
    case 'media-not-read':
    case 'media-unreadable':
    case 'too-many-frames':
    case 'film-too-short':
    case 'film-too-long':
    case 'film-pace':
    case 'film-codec':
    case 'film-sound':
    case 'film-rate':
    case 'film-index-last':
    case 'document-too-long':
      return look(t('composer.fix.medium'), { tag: 'image', part, index }, fieldOf(piece, 'media'));
    case 'media-needed':
    case 'not-in-form':
    case 'text-not-shown':
      return look(t('composer.fix.form'), { tag: 'options', account: target.account.id }, 'settings');
    case 'setting-missing':
    case 'setting-invalid':
      return look(t('composer.fix.options'), { tag: 'options', account: target.account.id }, 'settings');
    case 'too-many-media':
      return look(
        t('composer.fix.image'),
        { tag: 'image', part, index: Number(finding.detail['max']) },
        fieldOf(piece, 'media'),
      );
    case 'poll-invalid':
    case 'poll-duration':
    case 'poll-with-media':
      return look(t('composer.fix.poll'), { tag: 'poll' }, 'poll');
    case 'not-offered':
      return (
        <>
          {handIt}
          {finding.detail['what'] === 'poll' && look(t('composer.fix.poll'), { tag: 'poll' }, 'poll')}
        </>
      );
    case 'text-too-long': {
      const scope = scopeOf(target, fieldOf(piece, 'text'));
      const mayBeThread =
        piece !== commentPiece && targets.every(({ account }) => offers(account.manifest, 'thread'));
      return (
        <>
          {look(t('composer.fix.text'), { tag: 'text', piece: piece ?? firstPiece }, fieldOf(piece, 'text'))}
          {mayBeThread && (
            <Button size="small" onPress={() => onSplit({ scope, part })}>
              {t('composer.split')}
            </Button>
          )}
        </>
      );
    }
    default:
      return look(
        t('composer.fix.text'),
        { tag: 'text', piece: piece ?? firstPiece },
        fieldOf(piece, 'text'),
      );
  }
}
