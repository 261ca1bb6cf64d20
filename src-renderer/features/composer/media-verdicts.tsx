import { CircleCheck, CircleX, Clapperboard, FileText, Hand, type LucideIcon } from 'lucide-react';
import { isOfItsApi } from '../../../src-shared/composing/check.ts';
import { kindOf } from '../../../src-shared/composing/form.ts';
import type { PostMedia } from '../../../src-shared/domain/content.ts';
import type { Text } from '../../text/create-text.ts';
import { codecWords, lengthWords, ratioWords, rateWords } from '../../text/measures.ts';
import { useText } from '../../text/text-context.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { Target } from './composition.ts';
import { partOf } from './fields.ts';
import styles from './images.module.css';
import { nameAmong } from './names.ts';

/** How a film or a document is drawn, which shows nothing of itself. */
export const iconOf = (medium: PostMedia): LucideIcon =>
  kindOf(medium) === 'document' ? FileText : Clapperboard;

/** What was found in a file: "30 s · 1080 × 1920 (9:16) · H.264 · AAC · 5 Mbit/s · 12 Mo". */
export function factsWords(text: Text, medium: PostMedia): string {
  const { width, height, facts } = medium;
  const seconds = facts?.seconds ?? null;
  const pages = facts?.pages ?? null;
  const codec = facts?.videoCodec ?? null;
  const sound = facts?.audioCodec ?? null;
  const rate = facts?.bitsPerSecond ?? null;
  const said: readonly (string | false)[] = [
    seconds !== null && lengthWords(text, seconds),
    pages !== null && text.t('composer.pages', { count: pages }),
    width !== null &&
      height !== null &&
      width > 0 &&
      height > 0 &&
      `${text.number(width)} × ${text.number(height)} (${ratioWords(text, width / height)})`,
    codec !== null && codecWords(codec),
    codec !== null && (sound === null ? text.t('checks.silent') : codecWords(sound)),
    rate !== null && rateWords(text, rate),
    text.bytes(medium.bytes),
  ];
  return said.filter((one) => one !== false).join(' · ');
}

const verdictLooks = {
  bad: { tone: 'bad', icon: CircleX, words: 'composer.verdictBad' },
  /** A person publishes it, and attaches what Vigie could not. */
  byHand: { tone: 'accent', icon: Hand, words: 'composer.verdictByHand' },
  ok: { tone: 'ok', icon: CircleCheck, words: 'composer.verdictOk' },
} as const;

/** What films and documents are like, and what each network says to them. */
export function MediaVerdicts({
  media,
  part,
  readers,
  among,
}: {
  readonly media: readonly PostMedia[];
  /** 0: the post itself. */
  readonly part: number;
  /** Accounts that leave with these media. */
  readonly readers: readonly Target[];
  readonly among: readonly Target['account'][];
}) {
  const text = useText();
  const { t } = text;
  const shown = media.flatMap((medium, index) => (kindOf(medium) === 'image' ? [] : [{ medium, index }]));
  if (shown.length === 0) return null;
  return (
    <ul className={styles.verdicts} aria-label={t('composer.verdicts')}>
      {shown.map(({ medium, index }) => (
        <li key={`${medium.hash}-${index}`} className={styles.verdict}>
          <span className={styles.facts}>
            <Icon of={iconOf(medium)} size={14} />
            {t('composer.mediumFacts', { n: index + 1, name: medium.name, facts: factsWords(text, medium) })}
          </span>
          {readers.map(({ account, findings }) => {
            const own = findings.filter((one) => one.medium === index && partOf(one.piece) === part);
            const verdict = own.some(({ severity }) => severity === 'error')
              ? 'bad'
              : own.some((one) => isOfItsApi(one, account.manifest))
                ? 'byHand'
                : 'ok';
            const { tone, icon, words } = verdictLooks[verdict];
            return (
              <Badge key={account.id} tone={tone} icon={icon}>
                {t(words, { network: nameAmong(account, among) })}
              </Badge>
            );
          })}
        </li>
      ))}
    </ul>
  );
}
