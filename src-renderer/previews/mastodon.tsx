import { Bookmark, Ellipsis, Globe, Lock, Moon, Repeat2, Reply, Star, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { siMastodon } from 'simple-icons';
import { useText } from '../text/text-context.tsx';
import { Button } from '../ui/actions/button.tsx';
import { Card } from '../ui/feedback/card.tsx';
import { Icon } from '../ui/icon.tsx';
import { Avatar } from '../ui/identity/avatar.tsx';
import styles from './mastodon.module.css';
import type { NetworkLook, PreviewProps } from './network-look.ts';
import { PostActions } from './post-actions.tsx';
import { PostPictures } from './post-pictures.tsx';
import { PostPoll } from './post-poll.tsx';
import { PostText } from './post-text.tsx';
import { findWords, type WordRules, type WrittenWord } from './written-words.ts';

const rules: WordRules = {
  link: /(?<=^|[^\p{L}\p{N}_])https?:\/\/[^\s<>"«»“”]+/giu,
  mention: /(?<=^|[^\w/])@\w+(?:[\w.-]*\w)?(?:@[\p{L}\p{N}.-]*[\p{L}\p{N}])?/giu,
  // A tag has a letter in it somewhere: "#2026" is none.
  tag: /(?<=^|[^/)\p{L}\p{N}_#])[#＃][\p{N}_·]*\p{L}[\p{L}\p{M}\p{N}_·]*/gu,
};
const words = (text: string) => findWords(text, rules);

/** An address without its scheme, thirty characters of it; a mention without its server. */
function shown(tag: WrittenWord['tag'], written: string): string {
  if (tag === 'mention') return written.split('@').slice(0, 2).join('@');
  if (tag === 'tag') return written;
  const bare = written.replace(/^https?:\/\/(?:www\.)?/iu, '');
  return bare.length > 30 ? `${bare.slice(0, 30)}…` : bare;
}

const seenBy: Readonly<Record<string, LucideIcon>> = { unlisted: Moon, private: Lock };

/** The author over the whole width, the text under it; a warning hides text, pictures and poll alike. */
function Preview({ account, content, when, avatarSrc, mediumSrc }: PreviewProps) {
  const { t } = useText();
  const [isOpen, setIsOpen] = useState(false);
  const { text, warning, media, poll, settings } = content;
  const isCovered = warning.trim() !== '' && !isOpen;
  const isVeiled = settings['sensitive'] === true && warning.trim() === '';
  const isEmpty = text.trim() === '' && media.length === 0 && poll === null;
  const handle = account.handle.replace(/^@/u, '');
  return (
    <Card isRaised>
      <div className={styles.author}>
        <span className={styles.avatar}>
          <Avatar name={account.name} colourKey={account.id} src={avatarSrc} size={40} />
        </span>
        <div className={styles.names}>
          <strong>{account.name}</strong>
          <span>@{handle}</span>
        </div>
        <span className={styles.when}>
          <Icon of={seenBy[String(settings['visibility'] ?? '')] ?? Globe} size={14} />
          {when}
        </span>
      </div>
      {warning.trim() !== '' && (
        <div className={styles.warning}>
          <p className={styles.warningText}>{warning}</p>
          <Button size="small" aria-expanded={isOpen} onPress={() => setIsOpen(!isOpen)}>
            {isOpen ? t('previews.showLess') : t('previews.showMore')}
          </Button>
        </div>
      )}
      {!isCovered && (
        <>
          <PostText text={text} words={words(text)} shown={shown} />
          {isEmpty && <p className={styles.nothing}>{t('previews.nothing')}</p>}
          <PostPictures
            media={media}
            mediumSrc={mediumSrc}
            max={account.manifest.images.max}
            alone={{ tallest: 0.8, widest: 3 }}
            hiddenBy={isVeiled ? t('previews.sensitive') : null}
          />
          {poll !== null && <PostPoll poll={poll} />}
        </>
      )}
      <PostActions icons={[Reply, Repeat2, Star, Bookmark, Ellipsis]} />
    </Card>
  );
}

export const mastodon: NetworkLook = { mark: { path: siMastodon.path }, Preview, findWords: words };
