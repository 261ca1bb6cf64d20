import {
  BadgeCheck,
  Bookmark,
  ChartNoAxesColumn,
  Heart,
  MessageCircle,
  Repeat2,
  Upload,
  Users,
} from 'lucide-react';
import { siX } from 'simple-icons';
import { addressesIn } from '../../src-shared/composing/loose-addresses.ts';
import { useText } from '../text/text-context.tsx';
import { Card } from '../ui/feedback/card.tsx';
import { Icon } from '../ui/icon.tsx';
import { Avatar } from '../ui/identity/avatar.tsx';
import type { NetworkLook, PreviewProps } from './network-look.ts';
import { PostActions } from './post-actions.tsx';
import { PostPictures } from './post-pictures.tsx';
import { PostPoll } from './post-poll.tsx';
import { PostText } from './post-text.tsx';
import styles from './twitter.module.css';
import { findWords, type WordRules, type WrittenWord } from './written-words.ts';

/** Addresses are found by the network's own rules, also without a scheme. */
const never = /(?!)/gu;
const rules: WordRules = {
  link: never,
  mention: /(?<![\w@])@\w{1,15}(?![\w@.])/gu,
  // A tag has a letter in it somewhere: "#2026" is none.
  tag: /(?<![\p{L}\p{N}_&/#])[#＃][\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*/gu,
};

function words(text: string): readonly WrittenWord[] {
  const links = addressesIn(text).map(({ start, end }): WrittenWord => ({ tag: 'link', start, end }));
  const others = findWords(text, rules).filter(
    ({ start }) => !links.some((link) => start >= link.start && start < link.end),
  );
  return [...links, ...others].toSorted((a, b) => a.start - b.start);
}

/** An address without its scheme, twenty-seven characters of it. */
function shown(tag: WrittenWord['tag'], written: string): string {
  if (tag !== 'link') return written;
  const bare = written.replace(/^https?:\/\/(?:www\.)?/iu, '');
  return bare.length > 27 ? `${bare.slice(0, 26)}…` : bare;
}

/** The face beside the words, which keep the whole width under the name; who may answer is said below. */
function Preview({ account, content, when, avatarSrc, mediumSrc }: PreviewProps) {
  const { t, find } = useText();
  const { text, media, poll, settings } = content;
  const isEmpty = text.trim() === '' && media.length === 0 && poll === null;
  const handle = account.handle.replace(/^@/u, '');
  const answering = settings['replies'];
  const isLimited = typeof answering === 'string' && answering !== 'everyone';
  return (
    <Card isRaised>
      <div className={styles.post}>
        <Avatar name={account.name} colourKey={account.id} src={avatarSrc} size={40} />
        <div className={styles.column}>
          <p className={styles.author}>
            <strong>{account.name}</strong>
            <span>@{handle}</span>
            <span>· {when}</span>
          </p>
          <PostText text={text} words={words(text)} shown={shown} />
          {isEmpty && <p className={styles.nothing}>{t('previews.nothing')}</p>}
          <PostPictures
            media={media}
            mediumSrc={mediumSrc}
            max={account.manifest.images.max}
            alone={{ tallest: 0.75, widest: 3 }}
          />
          {poll !== null && <PostPoll poll={poll} />}
          {(['paidPartnership', 'madeWithAi'] as const)
            .filter((name) => settings[name] === true)
            .map((name) => (
              <p key={name} className={styles.mark}>
                <Icon of={BadgeCheck} size={14} />
                {t(`composer.setting.${name}`)}
              </p>
            ))}
          {isLimited && (
            <p className={styles.mark}>
              <Icon of={Users} size={14} />
              {find(`composer.setting.replies.${answering}`) ?? answering}
            </p>
          )}
          <PostActions icons={[MessageCircle, Repeat2, Heart, ChartNoAxesColumn, Bookmark, Upload]} />
        </div>
      </div>
    </Card>
  );
}

export const twitter: NetworkLook = { mark: { path: siX.path }, Preview, findWords: words };
