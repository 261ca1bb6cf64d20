import type { Account } from '../../../../src-shared/domain/account.ts';
import { wallOf } from '../../../../src-shared/calendar/moment.ts';
import { exhaustive } from '../../../../src-shared/exhaustive.ts';
import type { Fix, Risk } from '../../../../src-shared/forecast/risk.ts';
import type { AccountId } from '../../../../src-shared/ids.ts';
import type { Text } from '../../../text/create-text.ts';
import { errorText } from '../../../text/error-text.ts';
import { cityOf } from '../entry-words.ts';

export interface RiskPlace {
  readonly now: number;
  /** In whose hours they are told. */
  readonly zone: string;
  readonly accounts: ReadonlyMap<string, Account>;
}

/** What may go wrong, in a sentence. */
export function riskText(text: Text, risk: Risk, { now, zone, accounts }: RiskPlace): string {
  const { t, times, formats } = text;
  const count = risk.departures.length;
  const [first] = risk.departures;
  const handle = (id: AccountId): string => accounts.get(id)?.handle ?? '';
  const networks = formats.list([
    ...new Set(
      risk.departures.flatMap(({ accountId }) => accounts.get(accountId ?? '')?.manifest.name ?? []),
    ),
  ]);
  const clock = (at: number): string => formats.date(at, 'time', zone);
  // It begins its sentence.
  const dayName = (at: number): string =>
    formats.date(at, 'weekday-day', zone).replace(/^./u, (letter) => letter.toLocaleUpperCase(text.locale));
  const ownClock = first?.moment?.wall.slice(11, 16) ?? '';
  switch (risk.kind) {
    case 'access': {
      const account = handle(risk.accountId);
      return risk.reason === 'ends'
        ? t('forecast.access.ends', { account, count, when: times.exact(risk.endsAt ?? risk.at, now, zone) })
        : t(`forecast.access.${risk.reason}`, { account, count });
    }
    case 'no-account':
    case 'frozen':
    case 'held-back':
      return t(`forecast.${risk.kind}`, { count });
    case 'recall':
      return t('forecast.recall', { count, network: networks });
    case 'draft':
      return t(risk.isOver ? 'forecast.draftOver' : 'forecast.draft');
    case 'handing':
    case 'refused':
      return t(`forecast.${risk.kind}`);
    case 'trouble':
      return t(`forecast.trouble.${risk.state}`, { count });
    case 'media-missing':
      return t('forecast.media-missing', { count: risk.hashes.length });
    case 'content': {
      const [finding] = risk.findings;
      return t('forecast.content', {
        network: networks,
        cause: finding === undefined ? '' : errorText(text, finding.code, finding.detail).sentence,
      });
    }
    case 'quota': {
      const { left, need } = risk;
      const words = { account: handle(risk.accountId), count, until: times.moment(risk.until, now, zone) };
      return left === 0 ? t('forecast.quotaNone', words) : t('forecast.quota', { ...words, left, need });
    }
    case 'scheduler-full':
      return t(`forecast.scheduler-full.${risk.per}`, {
        account: handle(risk.accountId),
        count,
        limit: risk.limit,
      });
    case 'gap':
      return t('forecast.gap', { time: ownClock, shown: risk.shownWall.slice(11, 16) });
    case 'overlap':
      return t('forecast.overlap', { time: ownClock });
    case 'rules': {
      const own = first?.moment?.zone ?? zone;
      return t('forecast.rules', {
        zone: cityOf(own),
        wall: ownClock,
        held: wallOf(first?.dueAt ?? risk.at, own).slice(11, 16),
      });
    }
    case 'zone':
      return t('forecast.zone', { count, zone: cityOf(risk.zone), clientZone: cityOf(risk.clientZone) });
    case 'burst': {
      const words = { count, account: handle(risk.accountId) };
      return risk.apartMs < 60_000
        ? t('forecast.burstSame', words)
        : t('forecast.burst', { ...words, span: times.span(risk.apartMs) });
    }
    case 'alike':
      return t(risk.isIdentical ? 'forecast.alike.identical' : 'forecast.alike.similar', {
        account: handle(risk.accountId),
        when: times.moment(risk.otherAt, now, zone),
      });
    case 'awake':
    case 'hand':
      return risk.from === risk.to
        ? t(`forecast.${risk.kind}`, { count, day: dayName(risk.from), from: clock(risk.from) })
        : t(`forecast.${risk.kind}FromTo`, {
            count,
            day: dayName(risk.from),
            from: clock(risk.from),
            to: clock(risk.to),
          });
    default:
      return exhaustive(risk);
  }
}

/** What its button says. */
export function fixText(text: Text, risk: Risk, fix: Fix): string {
  const { t, find } = text;
  if (fix.tag === 'hand-over') return t('forecast.fix.hand-over', { count: fix.of.length });
  return find(`forecast.fix.${fix.tag}.${risk.kind}`) ?? t(`forecast.fix.${fix.tag}`);
}
