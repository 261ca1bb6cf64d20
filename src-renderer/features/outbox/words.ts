import {
  Check,
  CircleHelp,
  CircleX,
  Clock,
  FileWarning,
  Hand,
  Hourglass,
  KeyRound,
  Laptop,
  OctagonPause,
  Search,
  Send,
  ShieldCheck,
  Snowflake,
  Undo2,
  type LucideIcon,
} from 'lucide-react';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { partsOf } from '../../../src-shared/domain/pieces.ts';
import { exhaustive } from '../../../src-shared/exhaustive.ts';
import { frozenBy } from '../../../src-shared/outbox/frozen-by.ts';
import { threadProgress } from '../../../src-shared/outbox/thread-progress.ts';
import type { OperationName } from '../../../src-shared/networks/manifest.ts';
import type { Text } from '../../text/create-text.ts';
import { errorText } from '../../text/error-text.ts';
import type { Tone } from '../../ui/tone.ts';
import type { OutboxLine } from './line.ts';
import { pieceWords, progressWords } from './thread-words.ts';

export interface LineBadge {
  readonly words: string;
  readonly tone: Tone;
  readonly icon: LucideIcon;
}

/** Whose a line is and where it goes, as far as it is known. */
export interface LinePlace {
  readonly account: Account | null;
  /** The network's own name; empty for an account that is gone. */
  readonly network: string;
}

/** "Post", "Réponse à @camille". */
export function actionWords({ t }: Text, { action }: OutboxLine): string {
  switch (action.tag) {
    case 'publish':
      return t('outbox.action.publish');
    case 'delete':
      return t('outbox.action.delete');
    case 'reply':
      return action.target.box === 'private'
        ? t('outbox.privateReply', { handle: action.target.authorHandle })
        : t('outbox.action.reply', { handle: action.target.authorHandle });
    case 'private-reply':
    case 'hide':
    case 'unhide':
    case 'like':
    case 'unlike':
      return t(`outbox.action.${action.tag}`, { handle: action.target.authorHandle });
    case 'mute':
    case 'unmute':
    case 'block':
    case 'unblock':
      return t(`outbox.action.${action.tag}`, { handle: action.handle });
    default:
      return exhaustive(action);
  }
}

export const hasContent = ({ action }: OutboxLine): boolean =>
  action.tag === 'publish' || action.tag === 'reply' || action.tag === 'private-reply';

/** The first words of what leaves, or what stands for them. */
export function excerptOf({ t }: Text, { content }: OutboxLine): string {
  const words = content.text.replaceAll(/\s+/g, ' ').trim();
  if (words !== '') return words;
  return content.media.length > 0
    ? t('outbox.onlyMedia', { count: content.media.length })
    : t('outbox.noText');
}

/** One line that says what it is: a post is its words, everything else is named. */
export function titleOf(text: Text, line: OutboxLine): string {
  if (line.action.tag === 'publish') return excerptOf(text, line);
  const what = actionWords(text, line);
  return hasContent(line) ? text.t('outbox.rowName', { what, text: excerptOf(text, line) }) : what;
}

/** When it leaves, or left. */
export function whenOf({ t, times }: Text, line: OutboxLine, now: number): string {
  const { delivery, unaccepted, dueAt } = line;
  if (delivery === null)
    return unaccepted?.when.tag === 'at' ? times.moment(dueAt, now) : t('outbox.whenNow');
  if (delivery.state === 'sent') return times.moment(delivery.sentAt ?? dueAt, now);
  if (delivery.wall !== null || delivery.state === 'cancelled') return times.moment(dueAt, now);
  if (delivery.waiting?.tag === 'offline') return t('outbox.whenBack');
  if (delivery.state === 'running' || delivery.state === 'grace') return t('outbox.whenNow');
  return times.moment(dueAt, now);
}

/** Why it has not left, or what became of it, in a sentence. Nothing here says more than main knows. */
export function whyOf(text: Text, line: OutboxLine, place: LinePlace, now: number): string {
  const why = whyAlone(text, line, place, now);
  const { delivery } = line;
  const standing = delivery === null ? null : progressWords(text, delivery);
  const isHalf = delivery !== null && threadProgress(delivery)?.isHalf === true;
  // What was stopped says so; what is whole, or has not begun, says only in how many parts.
  if (delivery?.state === 'sent' && isHalf && standing !== null)
    return text.t('outbox.why.stopped', { progress: standing });
  const count = partsOf(line.content).length + 1;
  const progress = isHalf ? standing : count > 1 ? text.t('outbox.thread.count', { count }) : null;
  return progress === null ? why : text.t('outbox.why.inParts', { progress, why });
}

function whyAlone(text: Text, line: OutboxLine, { network, account }: LinePlace, now: number): string {
  const { t } = text;
  const { delivery, unaccepted } = line;
  const cause = (failure: Delivery['failure']): string =>
    failure === null ? t('errors.unknown') : errorText(text, failure.code, failure.detail).sentence;
  if (delivery === null)
    return unaccepted?.isRefused
      ? t('outbox.why.refusedIntent', { cause: cause(unaccepted.refusal) })
      : t('outbox.why.handing');
  if (unaccepted !== null)
    return unaccepted.isRefused
      ? t('outbox.why.editRefused', { cause: cause(unaccepted.refusal) })
      : t('outbox.why.editPending');
  const tolerance =
    delivery.toleranceMs === null || delivery.toleranceMs === 0
      ? t('outbox.noTolerance')
      : text.times.span(delivery.toleranceMs);
  switch (delivery.state) {
    case 'sent': {
      const when = text.times.relative(delivery.sentAt ?? delivery.updatedAt, now);
      if (delivery.executor === 'assisted')
        return t(delivery.remoteUrl === null ? 'outbox.why.sentByHandNoLink' : 'outbox.why.sentByHand', {
          when,
        });
      return delivery.remoteUrl === null && hasContent(line)
        ? t('outbox.why.sentNoLink', { when })
        : t('outbox.why.sent', { when });
    }
    case 'cancelled':
      return t('outbox.why.cancelled');
    case 'missed':
      return t('outbox.why.missed', { when: text.times.moment(delivery.dueAt, now), tolerance });
    case 'failed':
      return cause(delivery.failure);
    case 'blocked':
      return delivery.failure === null ? t('outbox.why.account') : cause(delivery.failure);
    case 'frozen':
      return t(frozenBy(delivery) === 'brake' ? 'outbox.why.braked' : 'outbox.why.frozen');
    case 'assisted':
      return t('outbox.why.assisted');
    case 'needs-decision':
      return delivery.candidates.length > 0
        ? t('outbox.why.needs-decision-found', { count: delivery.candidates.length })
        : t('outbox.why.needs-decision');
    case 'recalling':
      return t('outbox.why.recalling', { network });
    case 'grace':
    case 'scheduled':
    case 'running':
    case 'handed-over':
      // A server that fails is asked for its time first, and a post that waits for that is not on its way.
      return delivery.waiting === null && delivery.state === 'running' && account?.health.tag === 'failing'
        ? t('outbox.why.failing', { cause: cause(account.health.failure) })
        : waitingWords(text, delivery, network, tolerance, now);
    default:
      return exhaustive(delivery.state);
  }
}

/** A post that is later than this is not just leaving: others leave before it. */
const turnMs = 60_000;

function waitingWords(
  text: Text,
  delivery: Delivery,
  network: string,
  tolerance: string,
  now: number,
): string {
  const { t, times } = text;
  const { waiting } = delivery;
  const soon = (until: number): string => times.relative(Math.max(until, now), now);
  switch (waiting?.tag) {
    case undefined:
      return delivery.state === 'running' ? t('outbox.why.sending', { network }) : t('outbox.why.starting');
    case 'grace':
      return t('outbox.why.grace', { span: times.span(waiting.until - now) });
    case 'due':
      if (delivery.executor === 'assisted') return t('outbox.why.dueByHand');
      // Its hour has passed: it waits for those of its account that are before it.
      if (delivery.wall !== null && waiting.until + turnMs < now) return t('outbox.why.turn', { tolerance });
      if (delivery.wall !== null && waiting.until > delivery.dueAt)
        return t('outbox.why.released', { when: times.moment(waiting.until, now) });
      return delivery.wall === null ? t('outbox.why.dueNow') : t('outbox.why.due', { tolerance });
    case 'offline':
      return delivery.wall === null ? t('outbox.why.offline') : t('outbox.why.offlineLate', { tolerance });
    case 'retry':
      return t('outbox.why.retry', {
        cause: errorText(text, waiting.failure.code, waiting.failure.detail).sentence,
        when: soon(waiting.until),
      });
    case 'rate-limited':
      return t('outbox.why.rate-limited', { time: times.moment(waiting.until, now) });
    case 'credit':
      return t(delivery.wall === null ? 'outbox.why.credit' : 'outbox.why.creditLate', {
        network,
        when: soon(waiting.until),
        tolerance,
      });
    case 'processing':
    case 'verifying':
      return t(`outbox.why.${waiting.tag}`, { when: soon(waiting.until) });
    case 'clock-skew':
      return t('outbox.why.clock-skew', { span: times.span(Math.abs(waiting.skewMs)) });
    case 'account':
      return t('outbox.why.account');
    case 'person':
      return t('outbox.why.person');
    case 'network':
      return delivery.scheduledRemoteId === null
        ? t('outbox.why.network', { network })
        : t('outbox.why.networkNumbered', { network, number: delivery.scheduledRemoteId });
    default:
      return exhaustive(waiting);
  }
}

/** The state in two words, with its icon. */
export function badgeOf({ t, times }: Text, line: OutboxLine, now: number): LineBadge {
  const { delivery, unaccepted } = line;
  if (delivery === null)
    return unaccepted?.isRefused
      ? { words: t('outbox.state.refused'), tone: 'bad', icon: CircleX }
      : { words: t('outbox.state.handing'), tone: 'neutral', icon: Hourglass };
  if (unaccepted !== null)
    return unaccepted.isRefused
      ? { words: t('outbox.state.editRefused'), tone: 'warn', icon: FileWarning }
      : { words: t('outbox.state.editPending'), tone: 'neutral', icon: Hourglass };
  const { state, waiting } = delivery;
  switch (state) {
    case 'sent':
      return threadProgress(delivery)?.isHalf === true
        ? { words: t('outbox.state.stopped'), tone: 'warn', icon: OctagonPause }
        : { words: t('outbox.state.sent'), tone: 'ok', icon: Check };
    case 'cancelled':
      return { words: t('outbox.state.cancelled'), tone: 'neutral', icon: Undo2 };
    case 'missed':
      return { words: t('outbox.state.missed'), tone: 'bad', icon: Clock };
    case 'failed':
      return { words: t('outbox.state.failed'), tone: 'bad', icon: CircleX };
    case 'blocked':
      return { words: t('outbox.state.reconnect'), tone: 'bad', icon: KeyRound };
    case 'frozen':
      return { words: t('outbox.state.frozen'), tone: 'warn', icon: Snowflake };
    case 'assisted':
      return { words: t('outbox.state.assisted'), tone: 'bad', icon: Hand };
    case 'needs-decision':
      return { words: t('outbox.state.needs-decision'), tone: 'warn', icon: CircleHelp };
    case 'recalling':
      return { words: t('outbox.state.recalling'), tone: 'neutral', icon: Undo2 };
    case 'handed-over':
      return { words: t('outbox.state.handed-over'), tone: 'ok', icon: ShieldCheck };
    case 'grace':
      return waiting?.tag === 'grace'
        ? {
            words: t('outbox.state.grace', { span: times.span(waiting.until - now) }),
            tone: 'accent',
            icon: Clock,
          }
        : { words: t('outbox.state.running'), tone: 'accent', icon: Send };
    case 'scheduled':
      if (delivery.executor === 'assisted')
        return { words: t('outbox.state.byHand'), tone: 'accent', icon: Hand };
      return waiting === null || waiting.tag === 'due'
        ? { words: t('outbox.state.scheduled'), tone: 'warn', icon: Laptop }
        : { words: t('outbox.state.waiting'), tone: 'neutral', icon: Clock };
    case 'running':
      if (waiting === null || waiting.tag === 'processing')
        return { words: t('outbox.state.running'), tone: 'accent', icon: Send };
      return waiting.tag === 'verifying'
        ? { words: t('outbox.state.verifying'), tone: 'warn', icon: Search }
        : { words: t('outbox.state.waiting'), tone: 'neutral', icon: Clock };
    default:
      return exhaustive(state);
  }
}

/** The write whose promise counts for this line. */
export function operationOf({ action, executor }: OutboxLine): OperationName {
  switch (action.tag) {
    case 'publish':
      return executor === 'native' ? 'schedule' : 'create';
    case 'reply':
      return action.target.box === 'private' ? 'message' : executor === 'native' ? 'schedule' : 'create';
    case 'private-reply':
    case 'hide':
    case 'unhide':
    case 'like':
    case 'unlike':
    case 'delete':
    case 'mute':
    case 'unmute':
    case 'block':
    case 'unblock':
      return action.tag;
    default:
      return exhaustive(action);
  }
}

/** What the server promises about that write, in words; null when it is not known. */
export function promiseOf({ t }: Text, line: OutboxLine, account: Account | null): string | null {
  if (line.executor === 'assisted') return null;
  const rule = account?.manifest.operations[operationOf(line)];
  return rule === undefined ? null : t(`networks.class.${rule.class}`);
}

/** One step of what happened: the machine's word, in ours. */
export function attemptWords(text: Text, attempt: Delivery['attempts'][number]): string {
  const { t, find } = text;
  const event = find(`outbox.event.${attempt.event}`) ?? t('outbox.eventUnknown');
  const [, piece, upload] = /^(?:(.+)-)?upload-(\d+)$/u.exec(attempt.step) ?? [];
  const medium = upload === undefined ? null : t('outbox.step.upload', { number: upload });
  const of = pieceWords(text, piece ?? (upload === undefined ? attempt.step : null));
  const step =
    medium !== null && of !== null
      ? t('outbox.step.of', { medium, part: of })
      : (medium ?? of ?? find(`outbox.step.${attempt.step}`));
  return step === null ? event : t('outbox.eventOfStep', { step, event });
}
