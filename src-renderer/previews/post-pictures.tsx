import { Clapperboard, EyeOff, FileText } from 'lucide-react';
import { kindOf } from '../../src-shared/composing/form.ts';
import type { PostMedia } from '../../src-shared/domain/content.ts';
import type { MediaHash } from '../../src-shared/ids.ts';
import { useText } from '../text/text-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { Icon } from '../ui/icon.tsx';
import { FileMark } from './file-mark.tsx';
import styles from './post-pictures.module.css';

export interface PostPicturesProps {
  readonly media: readonly PostMedia[];
  readonly mediumSrc: (hash: MediaHash) => string;
  /** How many the network shows; the others would be refused. */
  readonly max: number;
  /** Tallest and widest that one picture alone may be, width ÷ height: beyond it is cropped in the middle. */
  readonly alone: { readonly tallest: number; readonly widest: number };
  /** Hidden until the reader asks: the words over the blur. */
  readonly hiddenBy?: string | null;
}

/** The pictures of a post: one alone in its own shape, two side by side, three with one tall, four in a square. */
export function PostPictures({ media, mediumSrc, max, alone, hiddenBy = null }: PostPicturesProps) {
  const { t } = useText();
  const shown = media.slice(0, max);
  const [first] = shown;
  if (first === undefined) return null;
  const ratio = (first.width ?? 16) / Math.max(1, first.height ?? 9);
  const ownShape = Math.min(alone.widest, Math.max(alone.tallest, ratio));
  return (
    <div
      className={classNames(styles.pictures, styles[`of${Math.min(shown.length, 4)}`])}
      {...(shown.length === 1 && { style: { aspectRatio: String(ownShape) } })}
    >
      {shown.map((medium, index) => (
        <div key={`${medium.hash}-${index}`} className={styles.picture}>
          {kindOf(medium) === 'image' ? (
            <img
              className={classNames(styles.image, hiddenBy !== null && styles.veiled)}
              src={mediumSrc(medium.hash)}
              alt={medium.decorative ? '' : medium.alt.trim() || t('previews.noAlt')}
              draggable={false}
            />
          ) : (
            <FileMark icon={kindOf(medium) === 'video' ? Clapperboard : FileText} name={medium.name} />
          )}
          {hiddenBy === null && medium.alt.trim() !== '' && (
            <span className={styles.alt} aria-hidden="true">
              {t('previews.alt')}
            </span>
          )}
        </div>
      ))}
      {hiddenBy !== null && (
        <span className={styles.hidden}>
          <Icon of={EyeOff} size={14} />
          {hiddenBy}
        </span>
      )}
    </div>
  );
}
