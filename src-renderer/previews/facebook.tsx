import { Ellipsis, Globe, MessageCircle, Share, ThumbsUp } from 'lucide-react';
import { siFacebook } from 'simple-icons';
import { useText } from '../text/text-context.tsx';
import { Card } from '../ui/feedback/card.tsx';
import { Icon } from '../ui/icon.tsx';
import { Avatar } from '../ui/identity/avatar.tsx';
import { FilmPicture } from './film-picture.tsx';
import styles from './facebook.module.css';
import type { NetworkLook, PreviewProps } from './network-look.ts';
import { PostActions } from './post-actions.tsx';
import { PostPictures } from './post-pictures.tsx';
import { PostText } from './post-text.tsx';
import { findWords, type WordRules } from './written-words.ts';

const rules: WordRules = {
  link: /(?<=^|[^\p{L}\p{N}_])https?:\/\/[^\s<>"«»“”]+/giu,
  // A name in a text is no mention: the network makes one only of ids, for apps that it lets.
  mention: /(?!)/gu,
  // A tag has a letter in it somewhere: "#2026" is none.
  tag: /(?<=^|[^\p{L}\p{N}_&])#[\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*/gu,
};
const words = (text: string) => findWords(text, rules);

/** A link's card shows its host in capitals; what cannot be read as an address is shown as written. */
const hostOf = (link: string): string => (URL.canParse(link) ? new URL(link).hostname : link).toUpperCase();

/** The page over its words, its pictures over the whole width under them; a story shows its picture alone. */
function Preview({ account, content, when, avatarSrc, mediumSrc }: PreviewProps) {
  const { t } = useText();
  const { text, media, settings } = content;
  const isStory = settings['format'] === 'story';
  const isEmpty = text.trim() === '' && media.length === 0;
  const films = media.filter(({ mime }) => mime.startsWith('video/'));
  const pictures = media.filter(({ mime }) => !mime.startsWith('video/'));
  const link = typeof settings['link'] === 'string' && media.length === 0 ? settings['link'].trim() : '';
  const title = typeof settings['title'] === 'string' ? settings['title'].trim() : '';
  return (
    <Card isRaised>
      <div className={styles.author}>
        <Avatar name={account.name} colourKey={account.id} src={avatarSrc} size={40} />
        <div className={styles.names}>
          <strong>{account.name}</strong>
          <span className={styles.when}>
            {when} · <Icon of={Globe} size={12} />
          </span>
        </div>
        <Icon of={Ellipsis} size={16} />
      </div>
      {!isStory && <PostText text={text} words={words(text)} shown={(_tag, written) => written} />}
      {isEmpty && <p className={styles.nothing}>{t('previews.nothing')}</p>}
      {films.map((film, index) => (
        <FilmPicture
          key={`${film.hash}-${index}`}
          className={styles.film}
          src={mediumSrc(film.hash)}
          name={film.name}
          label={film.alt.trim() === '' ? film.name : film.alt}
          style={{ aspectRatio: `${film.width ?? 16} / ${film.height ?? 9}` }}
        />
      ))}
      {title !== '' && films.length > 0 && <strong>{title}</strong>}
      <PostPictures
        media={pictures}
        mediumSrc={mediumSrc}
        max={account.manifest.images.max}
        alone={isStory ? { tallest: 0.5625, widest: 0.8 } : { tallest: 0.8, widest: 1.91 }}
      />
      {link !== '' && (
        <div className={styles.card}>
          <span>{hostOf(link)}</span>
          <strong>{link}</strong>
        </div>
      )}
      {!isStory && <PostActions icons={[ThumbsUp, MessageCircle, Share]} />}
    </Card>
  );
}

export const facebook: NetworkLook = { mark: { path: siFacebook.path }, Preview, findWords: words };
