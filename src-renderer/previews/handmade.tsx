import { useText } from '../text/text-context.tsx';
import { Card } from '../ui/feedback/card.tsx';
import { Avatar } from '../ui/identity/avatar.tsx';
import styles from './handmade.module.css';
import type { NetworkLook, PreviewProps } from './network-look.ts';
import { PostPictures } from './post-pictures.tsx';
import { PostText } from './post-text.tsx';
import { findWords, type WordRules } from './written-words.ts';

const rules: WordRules = {
  link: /(?<=^|[^\p{L}\p{N}_])https?:\/\/[^\s<>"«»“”]+/giu,
  mention: /(?<=^|[^\w/])@\w+(?:[\w.-]*\w)?/giu,
  tag: /(?<=^|[^/)\p{L}\p{N}_#])#[\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*/gu,
};
const words = (text: string) => findWords(text, rules);

/** How a network looks is not known here: who speaks, and what is said, under the network's own name and colour. */
function Preview({ account, content, when, avatarSrc, mediumSrc }: PreviewProps) {
  const { t } = useText();
  const { text, media } = content;
  return (
    <Card isRaised>
      <div className={styles.network} data-client={account.manifest.custom?.colour}>
        {account.manifest.name}
      </div>
      <div className={styles.author}>
        <Avatar name={account.name} colourKey={account.id} src={avatarSrc} size={40} />
        <div className={styles.names}>
          <strong>{account.name}</strong>
          <span>{when}</span>
        </div>
      </div>
      <PostText text={text} words={words(text)} shown={(_, written) => written} />
      {text.trim() === '' && media.length === 0 && <p className={styles.nothing}>{t('previews.nothing')}</p>}
      <PostPictures
        media={media}
        mediumSrc={mediumSrc}
        max={account.manifest.images.max}
        alone={{ tallest: 0.5, widest: 3 }}
      />
    </Card>
  );
}

/** A pencil: written by hand. */
const mark = { path: 'M3 17.2V21h3.8L17.9 9.9l-3.8-3.8L3 17.2zM20.7 7l-3.7-3.7-1.8 1.8L19 8.8 20.7 7z' };

export const handmade: NetworkLook = { mark, Preview, findWords: words };
