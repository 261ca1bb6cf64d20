import { Hourglass } from 'lucide-react';
import type { Text } from '../../text/create-text.ts';
import { Badge } from '../../ui/feedback/badge.tsx';

/** Epoch ms, as in `AnswerTime`; apart, so that a row is drawn again only when one of them is another. */
export interface WindowTimes {
  /** Null: for ever. */
  readonly until: number | null;
  readonly freeUntil: number | null;
  /** What an answer between the two asks for, by the network's name. */
  readonly permission: string | null;
}

const hourMs = 3_600_000;
/** So long before its end a window is told of plainly: until then quietly, in whole hours. */
const soonMs = 6 * hourMs;

/** How long a row may still be answered; null where that is for ever. */
export function windowBadge(
  { until, freeUntil, permission }: WindowTimes,
  now: number,
  { t, times }: Text,
): React.ReactNode {
  if (until === null) return null;
  if (until <= now)
    return (
      <Badge key="window" icon={Hourglass} title={t('inbox.answer.ended', { when: times.exact(until, now) })}>
        {t('inbox.answerLate')}
      </Badge>
    );
  const rest = (end: number): string => times.span(Math.floor((end - now) / hourMs) * hourMs);
  const whole = t('inbox.answer.until', { when: times.exact(until, now) });
  if (until - now <= soonMs)
    return (
      <Badge key="window" icon={Hourglass} tone="warn" title={whole}>
        {t('inbox.answerSoon', { when: times.moment(until, now) })}
      </Badge>
    );
  if (freeUntil === null || freeUntil === until || permission === null)
    return (
      <Badge key="window" icon={Hourglass} title={whole}>
        {t('inbox.answerRest', { rest: rest(until) })}
      </Badge>
    );
  if (freeUntil <= now)
    return (
      <Badge key="window" icon={Hourglass} title={whole}>
        {t('inbox.answerLonger', { rest: rest(until), permission })}
      </Badge>
    );
  const then = { when: times.moment(freeUntil, now), permission };
  return (
    <Badge
      key="window"
      icon={Hourglass}
      title={t('inbox.answer.freeUntil', { ...then, end: times.exact(until, now) })}
    >
      {t('inbox.answerFree', then)}
    </Badge>
  );
}
