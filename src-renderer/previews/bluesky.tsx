import { Bookmark, Ellipsis, Heart, MessageSquare, Repeat2, Share } from 'lucide-react';
import { siBluesky } from 'simple-icons';
import { useText } from '../text/text-context.tsx';
import { Avatar } from '../ui/identity/avatar.tsx';
import { Card } from '../ui/feedback/card.tsx';
import styles from './bluesky.module.css';
import type { NetworkLook, PreviewProps } from './network-look.ts';
import { PostActions } from './post-actions.tsx';
import { PostPictures } from './post-pictures.tsx';
import { PostText } from './post-text.tsx';
import { findWords, type WordRules } from './written-words.ts';

/** As the connector finds facets; an address without a scheme counts from a known end only. */
const rules: WordRules = {
  link: /(?<=^|[\s(])(?:https?:\/\/\S+|(?:[a-z0-9][a-z0-9-]*\.)+(?:com|net|org|eu|fr|io|app|social|studio|shop|be|ch|ca)(?![\w.-])(?:[/?#:]\S*)?)/giu,
  mention: /(?<=^|[\s(])@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+/giu,
  tag: /(?<=^|\s)[#＃](?!\uFE0F)(?!\d+(?:\s|$))[^\s\p{Cf}]*[^\s\p{Cf}\p{P}]/gu,
};
const words = (text: string) => findWords(text, rules);

/** The avatar stands in a column of its own, everything else beside it. */
function Preview({ account, content, when, avatarSrc, mediumSrc }: PreviewProps) {
  const { t } = useText();
  const isEmpty = content.text.trim() === '' && content.media.length === 0;
  return (
    <Card isRaised>
      <div className={styles.post}>
        <Avatar name={account.name} colourKey={account.id} src={avatarSrc} size={40} />
        <div className={styles.body}>
          <p className={styles.author}>
            <strong className={styles.name}>{account.name}</strong>
            <span className={styles.handle}>@{account.handle.replace(/^@/u, '')}</span>
            <span className={styles.when}>· {when}</span>
          </p>
          <PostText text={content.text} words={words(content.text)} />
          {isEmpty && <p className={styles.nothing}>{t('previews.nothing')}</p>}
          <PostPictures
            media={content.media}
            mediumSrc={mediumSrc}
            max={account.manifest.images.max}
            alone={{ tallest: 0.75, widest: 3 }}
          />
          <PostActions icons={[MessageSquare, Repeat2, Heart, Bookmark, Share, Ellipsis]} />
        </div>
      </div>
    </Card>
  );
}

export const bluesky: NetworkLook = { mark: { path: siBluesky.path }, Preview, findWords: words };
