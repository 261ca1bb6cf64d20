import { Bookmark, Heart, MessageCircle, Send } from 'lucide-react';
import { siInstagram } from 'simple-icons';
import type { PostMedia } from '../../src-shared/domain/content.ts';
import { useText } from '../text/text-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { Card } from '../ui/feedback/card.tsx';
import { Avatar } from '../ui/identity/avatar.tsx';
import { FilmPicture } from './film-picture.tsx';
import styles from './instagram.module.css';
import type { NetworkLook, PreviewProps } from './network-look.ts';
import { PostActions } from './post-actions.tsx';
import { PostText } from './post-text.tsx';
import { findWords, type WordRules } from './written-words.ts';

const rules: WordRules = {
  // An address stays words: nothing in a caption can be opened. It is found so that no tag is seen inside it.
  link: /(?<=^|[^\p{L}\p{N}_])https?:\/\/[^\s<>"«»“”]+/giu,
  mention: /(?<=^|[^\w/@.])@[\w](?:[\w.]*\w)?/giu,
  tag: /(?<=^|[^/)\p{L}\p{N}_#])[#＃][\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*/gu,
};
const words = (text: string) => findWords(text, rules);

const isFilm = (medium: PostMedia): boolean => medium.mime.startsWith('video/');

/** Width ÷ height of the frame: the first medium's own within what the network shows. */
function frameOf(media: readonly PostMedia[], form: string): number {
  if (form === 'story' || form === 'reel') return 9 / 16;
  const [first] = media;
  const ratio = (first?.width ?? 1) / Math.max(1, first?.height ?? 1);
  return Math.min(1.91, Math.max(0.8, ratio));
}

/** The picture first, in its frame; then what readers can do, then the caption behind the name. */
function Preview({ account, content, when, avatarSrc, mediumSrc }: PreviewProps) {
  const { t } = useText();
  const { text, media, settings } = content;
  const [first] = media;
  const chosen = settings['format'];
  const form =
    typeof chosen === 'string' ? chosen : media.length === 1 && media.some(isFilm) ? 'reel' : 'post';
  const name = account.handle.replace(/^@/u, '');
  const isStory = form === 'story';
  const alt = first === undefined || first.decorative ? '' : first.alt.trim() || t('previews.noAlt');
  return (
    <Card isRaised>
      <div className={styles.author}>
        <Avatar name={account.name} colourKey={account.id} src={avatarSrc} size={32} />
        <strong>{name}</strong>
      </div>
      <div
        className={classNames(styles.frame, (isStory || form === 'reel') && styles.story)}
        style={first === undefined ? undefined : { aspectRatio: String(frameOf(media, form)) }}
      >
        {first === undefined ? (
          <p className={styles.nothing}>{t('previews.needsMedium')}</p>
        ) : isFilm(first) ? (
          <FilmPicture className={styles.medium} src={mediumSrc(first.hash)} name={first.name} label={alt} />
        ) : (
          <img className={styles.medium} src={mediumSrc(first.hash)} alt={alt} draggable={false} />
        )}
        {media.length > 1 && (
          <span className={styles.count}>{t('previews.ofMany', { n: 1, count: media.length })}</span>
        )}
      </div>
      {!isStory && (
        <>
          <PostActions icons={[Heart, MessageCircle, Send, Bookmark]} />
          {text.trim() !== '' && (
            <div className={styles.caption}>
              <strong>{name}</strong>
              <PostText text={text} words={words(text).filter(({ tag }) => tag !== 'link')} />
            </div>
          )}
          <p className={styles.when}>{when}</p>
        </>
      )}
    </Card>
  );
}

export const instagram: NetworkLook = { mark: { path: siInstagram.path }, Preview, findWords: words };
