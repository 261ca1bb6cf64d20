import { useText } from '../text/text-context.tsx';
import { Card } from '../ui/feedback/card.tsx';
import { Avatar } from '../ui/identity/avatar.tsx';
import type { NetworkLook, PreviewProps } from './network-look.ts';
import { PostText } from './post-text.tsx';
import { findWords, type WordRules } from './written-words.ts';

/** A tower knows neither links nor tags; a bell is called by its name after a sign. */
const rules: WordRules = { link: /(?!)/gu, tag: /(?!)/gu, mention: /(?<=^|\s)♪[\w-]+/gu };
const words = (text: string) => findWords(text, rules);

function Preview({ account, content, when, avatarSrc }: PreviewProps) {
  const { t, find } = useText();
  const loudness = String(content.settings['loudness'] ?? 'loud');
  return (
    <Card isRaised>
      <Avatar name={account.name} colourKey={account.id} src={avatarSrc} size={40} />
      <strong>{account.name}</strong>
      <span>{when}</span>
      <span>{find(`composer.setting.loudness.${loudness}`)}</span>
      <PostText text={content.text} words={words(content.text)} />
      {content.text.trim() === '' && <p>{t('previews.nothing')}</p>}
    </Card>
  );
}

export const carillon: NetworkLook = {
  mark: { path: 'M12 2a2 2 0 0 0-2 2C7 5 6 8 6 12v4l-2 3h16l-2-3v-4c0-4-1-7-4-8a2 2 0 0 0-2-2z' },
  Preview,
  findWords: words,
};
