import { CircleCheck, KeyRound, TriangleAlert, Unplug, Wallet, type LucideIcon } from 'lucide-react';
import type { Account, AccountHealth } from '../../../src-shared/domain/account.ts';
import { exhaustive } from '../../../src-shared/exhaustive.ts';
import type { Text } from '../../text/create-text.ts';
import { errorText } from '../../text/error-text.ts';
import type { Tone } from '../../ui/tone.ts';
import type { Standing } from './standing.ts';

const healthLooks: Readonly<
  Record<AccountHealth['tag'], { readonly tone: Tone; readonly icon: LucideIcon }>
> = {
  ok: { tone: 'ok', icon: CircleCheck },
  refused: { tone: 'bad', icon: KeyRound },
  failing: { tone: 'warn', icon: TriangleAlert },
  locked: { tone: 'warn', icon: KeyRound },
  disconnected: { tone: 'neutral', icon: Unplug },
};

/** How an account is, as its badge says it: that its network is not paid comes before that it is connected. */
export function healthBadge(
  { t }: Text,
  { account: { health }, vitals }: Pick<Standing, 'account' | 'vitals'>,
): { readonly tone: Tone; readonly icon: LucideIcon; readonly words: string } {
  const isUnpaid = vitals.unpaid !== undefined && (health.tag === 'ok' || health.tag === 'failing');
  if (isUnpaid) return { tone: 'warn', icon: Wallet, words: t('health.unpaid') };
  return { ...healthLooks[health.tag], words: t(`accounts.health.${health.tag}`) };
}

/** How an account is, since when and why, in a sentence. */
export function healthSentence(text: Text, { health }: Pick<Account, 'health'>, now: number): string {
  const { t, times } = text;
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
