import type { Fate, FateLine } from '../../../src-shared/departure/departure.ts';
import { fateOf } from '../../../src-shared/departure/report.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import { exhaustive } from '../../../src-shared/exhaustive.ts';
import type { Text } from '../../text/create-text.ts';
import { errorText } from '../../text/error-text.ts';
import type { Tone } from '../../ui/tone.ts';
import { titleOf } from './delivery-words.ts';

/** Where the words of a line are found. */
export interface LineSources {
  readonly delivery: Delivery | null;
  readonly intent: Intent | null;
  readonly account: Account | null;
}

export const tones: Readonly<Record<Fate, Tone>> = {
  sent: 'ok',
  refused: 'bad',
  missed: 'bad',
  verify: 'warn',
  blocked: 'bad',
  hand: 'warn',
  waiting: 'neutral',
  frozen: 'warn',
  dropped: 'neutral',
};

/** What the person reads first is what asks for them. */
export const order = [
  'verify',
  'refused',
  'missed',
  'blocked',
  'hand',
  'frozen',
  'waiting',
  'sent',
  'dropped',
] as const satisfies readonly Fate[];

export function lineTitle(text: Text, line: FateLine, { delivery, intent }: LineSources): string {
  if (delivery !== null) return titleOf(text, delivery.action, delivery.content);
  const target = intent?.targets.find(({ accountId }) => accountId === line.accountId);
  if (intent === null || target === undefined) return text.t('departure.unknownText');
  return titleOf(text, intent.action, target.content);
}

/** Who sent it, or why it was not sent. */
export function lineWhy(text: Text, line: FateLine, { delivery, account }: LineSources, end: number): string {
  const { t, times } = text;
  const network = account?.manifest.name ?? '';
  const cause = (): string =>
    line.failure === null
      ? t('errors.unknown')
      : errorText(text, line.failure.code, line.failure.detail).sentence;
  switch (line.fate) {
    case 'sent':
      return t(`departure.by.${line.executor}`, { network });
    case 'refused':
    case 'blocked':
      return cause();
    case 'missed':
      return line.failure?.code === 'reply-window-closed'
        ? cause()
        : delivery?.toleranceMs === null || delivery === null
          ? t('errors.too-late')
          : t('outbox.why.missed', {
              when: times.moment(line.at, end),
              tolerance:
                delivery.toleranceMs === 0 ? t('outbox.noTolerance') : times.span(delivery.toleranceMs),
            });
    case 'verify':
      return cause();
    case 'hand':
      return t('outbox.why.assisted');
    case 'frozen':
      return t('outbox.why.frozen');
    case 'dropped':
      return t('outbox.why.cancelled');
    case 'waiting':
      if (line.state === null) return t('departure.toHandOver');
      if (line.at > end) return t(`departure.by.${line.executor}`, { network });
      return line.failure === null ? t('departure.one.waiting') : cause();
    default:
      return exhaustive(line.fate);
  }
}

/** The fate in two words; what has its hour to come does not wait for anything. */
export const lineState = ({ t }: Text, line: FateLine, end: number): string =>
  line.fate === 'waiting' && line.at > end && line.state !== null
    ? t('departure.toCome')
    : t(`departure.one.${line.fate}`);

/** What became of it after the report was closed; null: nothing, or it is not known. */
export function sinceThen({ t }: Text, line: FateLine, { delivery }: LineSources): string | null {
  if (delivery === null) return null;
  const fate = fateOf(delivery.state, delivery.failure);
  return fate === line.fate ? null : t('departure.sinceThen', { state: t(`departure.one.${fate}`) });
}
