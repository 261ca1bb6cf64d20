import { ImageMinus, MoveLeft, MoveRight, PencilLine, Trash2, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { imageRule, kindOf, videoRule } from '../../../src-shared/composing/form.ts';
import type { PostMedia } from '../../../src-shared/domain/content.ts';
import type { Format, Manifest } from '../../../src-shared/networks/manifest.ts';
import { localMedium } from '../../state/media-url.ts';
import type { Text } from '../../text/create-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { ProgressBar } from '../../ui/feedback/progress-bar.tsx';
import { Icon } from '../../ui/icon.tsx';
import { IconMenuButton } from '../../ui/overlays/menu-button.tsx';
import { AltDialog } from './alt-dialog.tsx';
import type { Target } from './composition.ts';
import { strictest } from './fit-image.ts';
import styles from './images.module.css';
import { iconOf, MediaVerdicts } from './media-verdicts.tsx';
import { refusalOf, type Images, type Place } from './use-images.ts';

/** The images of the text that is being edited, in their order. */
export const ImageStrip = memo(function ImageStrip({
  images,
  media,
  place,
  targets,
  open,
  onOpen,
}: {
  readonly images: Images;
  readonly media: readonly PostMedia[];
  readonly place: Place;
  readonly targets: readonly Target[];
  /** The image that is being described. */
  readonly open: number | null;
  readonly onOpen: (index: number | null) => void;
}) {
  const text = useText();
  const { t } = text;
  const limits = strictest(targets.map(({ account, format }) => imageRule(account.manifest, format)));
  const opened = open === null ? undefined : media[open];
  return (
    <>
      {media.length > 0 && (
        <ol
          className={styles.strip}
          aria-label={
            place.part === 0 ? t('composer.images') : t('composer.imagesOfPart', { n: place.part + 1 })
          }
        >
          {media.map((medium, index) => (
            <li key={`${medium.hash}-${index}`} className={styles.tile}>
              <button
                type="button"
                className={styles.open}
                aria-label={tileName(text, medium, index)}
                onClick={() => onOpen(index)}
              >
                {kindOf(medium) === 'image' ? (
                  <img className={styles.image} src={localMedium(medium.hash)} alt="" draggable={false} />
                ) : (
                  <span className={styles.film}>
                    <Icon of={iconOf(medium)} size={20} />
                    <span className={styles.filmName}>{medium.name}</span>
                  </span>
                )}
              </button>
              {kindOf(medium) === 'image' && (
                <span className={styles.badge} aria-hidden="true">
                  {medium.alt.trim() === '' && !medium.decorative && <Icon of={TriangleAlert} size={12} />}
                  {t('composer.altBadge')}
                </span>
              )}
              <div className={styles.menu}>
                <IconMenuButton
                  label={t('composer.imageMenu', { n: index + 1 })}
                  size="small"
                  entries={[
                    {
                      tag: 'action',
                      id: 'describe',
                      label: t('composer.describe'),
                      icon: PencilLine,
                      onAction: () => onOpen(index),
                    },
                    {
                      tag: 'action',
                      id: 'back',
                      label: t('composer.moveBack'),
                      icon: MoveLeft,
                      isDisabled: index === 0,
                      onAction: () => images.move(place, index, -1),
                    },
                    {
                      tag: 'action',
                      id: 'on',
                      label: t('composer.moveOn'),
                      icon: MoveRight,
                      isDisabled: index === media.length - 1,
                      onAction: () => images.move(place, index, 1),
                    },
                    ...(limits !== null && kindOf(medium) === 'image' && medium.bytes > limits.maxBytes
                      ? [
                          {
                            tag: 'action',
                            id: 'reduce',
                            label: t('composer.reduce'),
                            icon: ImageMinus,
                            onAction: () => void images.reduce(place, index, limits),
                          } as const,
                        ]
                      : []),
                    {
                      tag: 'action',
                      id: 'remove',
                      label: t(kindOf(medium) === 'image' ? 'composer.removeImage' : 'composer.removeMedium'),
                      icon: Trash2,
                      tone: 'danger',
                      onAction: () => images.remove(place, index),
                    },
                  ]}
                />
              </div>
            </li>
          ))}
        </ol>
      )}
      <MediaVerdicts
        media={media}
        part={place.part}
        readers={targets.filter(
          ({ own }) => targets.length === 1 || !own.includes(place.part === 0 ? 'media' : 'parts'),
        )}
        among={targets.map(({ account }) => account)}
      />
      {(place.part === 0 ? images.adding : []).map((name, index) => (
        <ProgressBar key={`${name}-${index}`} label={t('composer.addingImage', { name })} value={null} />
      ))}
      {(place.part === 0 ? images.refused : []).map((refused) => (
        <Banner
          key={refused.key}
          tone="bad"
          role="alert"
          subject={t('composer.notAdded', { name: refused.name })}
          onDismiss={() => images.dismiss(refused.key)}
          dismissLabel={t('words.close')}
        >
          {' '}
          {refusalOf(text, refused)}
        </Banner>
      ))}
      {open !== null && opened && (
        <AltDialog
          medium={opened}
          index={open}
          max={Math.min(
            ...targets.map(({ account, format }) => altMaxOf(opened, account.manifest, format)),
            5_000,
          )}
          onChange={(said) => images.describe(place, open, said)}
          onClose={() => onOpen(null)}
        />
      )}
    </>
  );
});

function tileName({ t }: Text, medium: PostMedia, index: number): string {
  const said = { n: index + 1, name: medium.name };
  const kind = kindOf(medium);
  if (kind !== 'image') return t(kind === 'video' ? 'composer.film' : 'composer.document', said);
  if (medium.decorative) return t('composer.imageDecorative', said);
  return medium.alt.trim() === '' ? t('composer.imageNoAlt', said) : t('composer.imageDescribed', said);
}

/** How long what is said of a medium may be; films are described where the network names a limit. */
const altMaxOf = (medium: PostMedia, manifest: Manifest, format: Format | null): number =>
  kindOf(medium) === 'video'
    ? (videoRule(manifest, format)?.altMax ?? imageRule(manifest, format).altMax)
    : imageRule(manifest, format).altMax;
