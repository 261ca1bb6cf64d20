import { FileText, Globe, MessageSquare, Play, Repeat2, Send, ThumbsUp, Users } from 'lucide-react';
import { useState } from 'react';
import type { Content, PostMedia } from '../../src-shared/domain/content.ts';
import { useText } from '../text/text-context.tsx';
import { Button } from '../ui/actions/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Card } from '../ui/feedback/card.tsx';
import { Icon } from '../ui/icon.tsx';
import { Avatar } from '../ui/identity/avatar.tsx';
import styles from './linkedin.module.css';
import type { NetworkLook, PreviewProps } from './network-look.ts';
import { PostActions } from './post-actions.tsx';
import { PostPictures } from './post-pictures.tsx';
import { PostPoll } from './post-poll.tsx';
import { PostText } from './post-text.tsx';
import { findWords, type WordRules, type WrittenWord } from './written-words.ts';

/** As the connector writes little text: a mention is a name beside its URN, a tag holds letters and digits. */
const rules: WordRules = {
  link: /(?<=^|[^\p{L}\p{N}_])https?:\/\/[^\s<>"«»“”]+/giu,
  mention: /@\[[^\]\n]{1,200}\]\(urn:li:(?:person|organization):[\w-]+\)/gu,
  tag: /(?<![\p{L}\p{N}\p{M}_&/#])#[\p{N}_]*\p{L}[\p{L}\p{N}\p{M}_]*/gu,
};
const words = (text: string) => findWords(text, rules);

/** A mention shows the name alone. */
const shown = (tag: WrittenWord['tag'], written: string): string =>
  tag === 'mention' ? (/^@\[([^\]]+)\]/u.exec(written)?.[1] ?? written) : written;

/** From here on a text is cut after three lines, until the reader asks for more. */
const cutFrom = 210;
const cutLines = 3;
const shownPictures = 4;

/** Author and moment over the text, which is cut; then what is attached, over the whole width. */
function Preview({ account, content, when, avatarSrc, mediumSrc }: PreviewProps) {
  const { t } = useText();
  const [isOpen, setIsOpen] = useState(false);
  const { text, media, poll, settings } = content;
  const isLong = text.length > cutFrom || text.split('\n').length > cutLines;
  const isEmpty = text.trim() === '' && media.length === 0 && poll === null;
  const pictures = media.filter(({ mime }) => mime.startsWith('image/'));
  const isCard = settings['format'] === 'article';
  return (
    <Card isRaised>
      <div className={styles.author}>
        <Avatar name={account.name} colourKey={account.id} src={avatarSrc} size={40} />
        <div className={styles.names}>
          <strong>{account.name}</strong>
          <span className={styles.when}>
            {when} · <Icon of={settings['audience'] === 'connections' ? Users : Globe} size={14} />
          </span>
        </div>
      </div>
      <div className={classNames(styles.words, isLong && !isOpen && styles.cut)}>
        <PostText text={text} words={words(text)} shown={shown} />
      </div>
      {isLong && (
        <Button size="small" aria-expanded={isOpen} onPress={() => setIsOpen(!isOpen)}>
          {isOpen ? t('previews.showLess') : t('previews.showMore')}
        </Button>
      )}
      {isEmpty && <p className={styles.nothing}>{t('previews.nothing')}</p>}
      {!isCard && (
        <PostPictures
          media={pictures}
          mediumSrc={mediumSrc}
          max={shownPictures}
          alone={{ tallest: 0.8, widest: 3 }}
        />
      )}
      {!isCard && pictures.length > shownPictures && (
        <p className={styles.more}>
          {t('previews.morePictures', { count: pictures.length - shownPictures })}
        </p>
      )}
      {media
        .filter((medium) => !medium.mime.startsWith('image/'))
        .map((medium) => (
          <Attached key={medium.hash} medium={medium} title={titleOf(content, medium)} />
        ))}
      {isCard && <LinkCard content={content} picture={pictures[0]} mediumSrc={mediumSrc} />}
      {poll !== null && (
        <>
          <p className={styles.question}>{questionOf(content)}</p>
          <PostPoll poll={poll} />
        </>
      )}
      <PostActions icons={[ThumbsUp, MessageSquare, Repeat2, Send]} />
    </Card>
  );
}

const setting = ({ settings }: Content, name: string): string => {
  const given = settings[name];
  return typeof given === 'string' ? given.trim() : '';
};

const titleOf = (content: Content, medium: PostMedia): string =>
  setting(content, medium.mime.startsWith('video/') ? 'video-title' : 'document-title') || medium.name;

/** The first line stands in for a question that was not written apart. */
const questionOf = (content: Content): string =>
  setting(content, 'poll-question') || (content.text.trim().split('\n')[0] ?? '');

/** A film, or a document that readers leaf through: its first page is not drawn here, its title and length are said. */
function Attached({ medium, title }: { readonly medium: PostMedia; readonly title: string }) {
  const { t } = useText();
  const isFilm = medium.mime.startsWith('video/');
  const pages = medium.facts?.pages ?? null;
  return (
    <div className={styles.attached}>
      <Icon of={isFilm ? Play : FileText} size={20} />
      <span className={styles.title}>{title}</span>
      {pages !== null && <span className={styles.pages}>{t('previews.pages', { count: pages })}</span>}
    </div>
  );
}

function LinkCard({
  content,
  picture,
  mediumSrc,
}: {
  readonly content: Content;
  readonly picture: PostMedia | undefined;
  readonly mediumSrc: PreviewProps['mediumSrc'];
}) {
  const address = setting(content, 'article-address');
  const host = URL.canParse(address) ? new URL(address).host.replace(/^www\./u, '') : address;
  return (
    <div className={styles.card}>
      {picture && <img className={styles.thumbnail} src={mediumSrc(picture.hash)} alt="" draggable={false} />}
      <div className={styles.cardWords}>
        <strong>{setting(content, 'article-title') || host}</strong>
        <span>{host}</span>
      </div>
    </div>
  );
}

/** The letters in a square, drawn here: no set of marks has them any more. */
const mark = [
  'M3 0h18a3 3 0 0 1 3 3v18a3 3 0 0 1-3 3H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z',
  'M4 9v11h3.5V9z',
  'M5.75 3.6a2 2 0 1 0 0 4a2 2 0 1 0 0-4z',
  'M9.5 9v11H13v-6c0-1.6.8-2.3 1.9-2.3s1.8.8 1.8 2.3v6h3.5v-6.8c0-3-1.6-4.5-3.9-4.5c-1.6 0-2.7.8-3.3 1.9V9z',
].join('');

export const linkedin: NetworkLook = { mark: { path: mark }, Preview, findWords: words };
