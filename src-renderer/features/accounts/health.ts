import {
  CircleCheck,
  FileQuestionMark,
  Hand,
  KeyRound,
  TriangleAlert,
  Unplug,
  Wallet,
  type LucideIcon,
} from 'lucide-react';
import type { Account, AccountHealth } from '../../../src-shared/domain/account.ts';
import { changedShapes, type Vitals } from '../../../src-shared/domain/vitals.ts';
import { exhaustive } from '../../../src-shared/exhaustive.ts';
import type { Text } from '../../text/create-text.ts';
import { errorText } from '../../text/error-text.ts';
import { changedWords } from '../../text/shape-words.ts';
import type { Tone } from '../../ui/tone.ts';
import type { Standing } from './standing.ts';

/** `changed`: it answers, but not all of its network's answers can be read. */
type Condition = AccountHealth['tag'] | 'changed';
type Seen = Pick<Standing, 'account'> & { readonly vitals: Pick<Vitals, 'shapes'> };

/** How an account is; what cannot be read is worth a word only where there are answers. */
export function conditionOf({ account: { health }, vitals }: Seen): Condition {
  const answers = health.tag === 'ok' || health.tag === 'failing';
  return answers && changedShapes(vitals).length > 0 ? 'changed' : health.tag;
}

const healthLooks: Readonly<Record<Condition, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  ok: { tone: 'ok', icon: CircleCheck },
  refused: { tone: 'bad', icon: KeyRound },
  failing: { tone: 'warn', icon: TriangleAlert },
  changed: { tone: 'warn', icon: FileQuestionMark },
  locked: { tone: 'warn', icon: KeyRound },
  disconnected: { tone: 'neutral', icon: Unplug },
};

/** One that a person publishes on by hand is connected to nothing, and nothing goes wrong with it. */
const isByHand = ({ manifest, health }: Pick<Account, 'manifest' | 'health'>): boolean =>
  manifest.byHand === true && health.tag === 'ok';

/** How an account is, as its badge says it: that its network is not paid comes before that it is connected. */
export function healthBadge(
  { t }: Text,
  standing: Pick<Standing, 'account' | 'vitals'>,
): { readonly tone: Tone; readonly icon: LucideIcon; readonly words: string } {
  const { account, vitals } = standing;
  const { health } = account;
  if (isByHand(account)) return { tone: 'neutral', icon: Hand, words: t('networks.assisted') };
  const isUnpaid = vitals.unpaid !== undefined && (health.tag === 'ok' || health.tag === 'failing');
  if (isUnpaid) return { tone: 'warn', icon: Wallet, words: t('health.unpaid') };
  const condition = conditionOf(standing);
  return { ...healthLooks[condition], words: t(`accounts.health.${condition}`) };
}

/** How an account is, since when and why, in a sentence. */
export function healthSentence(text: Text, standing: Seen, now: number): string {
  const { t, times } = text;
  const { account, vitals } = standing;
  const { health } = account;
  if (isByHand(account)) return t('accounts.healthLong.byHand');
  if (conditionOf(standing) === 'changed')
    return `${changedWords(text, vitals) ?? ''} ${t('health.changedNext')}`;
  switch (health.tag) {
    case 'ok':
    case 'locked':
      return t(`accounts.healthLong.${health.tag}`);
    case 'refused':
    case 'disconnected':
      return t(`accounts.healthLong.${health.tag}`, { when: times.moment(health.since, now) });
    case 'failing':
      return t('accounts.healthLong.failing', {
        when: times.moment(health.since, now),
        cause: errorText(text, health.failure.code, health.failure.detail).sentence,
      });
    default:
      return exhaustive(health);
  }
}
