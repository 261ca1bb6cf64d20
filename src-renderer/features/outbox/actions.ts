import { isForPersonAlone } from '../../../src-shared/composing/check.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import { exhaustive } from '../../../src-shared/exhaustive.ts';
import { freezesOf, type Freeze } from '../../../src-shared/domain/freeze.ts';
import { threadProgress } from '../../../src-shared/outbox/thread-progress.ts';
import type { OutboxLine } from './line.ts';
import { hasContent } from './words.ts';

/** What a person may do with a line. Decisions on a doubtful one, and on a refused edit, are made in its details. */
export type LineAction =
  | 'release'
  | 'reconnect'
  | 'publishNow'
  | 'retry'
  | 'byHand'
  | 'handAgain'
  | 'edit'
  | 'reschedule'
  | 'nextSlot'
  | 'restore'
  | 'editCopy'
  | 'openNetwork'
  | 'copyText'
  | 'cancel';

/** Those that make sense now, the likeliest first; main refuses with a reason what has become too late. */
export function actionsFor(
  line: OutboxLine,
  now: number,
  freezes: readonly Freeze[] = [],
  account: Pick<Account, 'manifest'> | null = null,
): readonly LineAction[] {
  // There is nobody but the person to publish it.
  const isTheirs = (): boolean =>
    account !== null && isForPersonAlone(line.action, line.content, account.manifest);
  const isWithThem = line.delivery?.state === 'assisted' || line.delivery?.state === 'missed';
  // What a freeze holds is let go by its end, and by nothing else.
  const isHeld = freezesOf(freezes, line).length > 0;
  const wanted = stateActions(line, now).filter(
    (action) =>
      (action !== 'release' || !isHeld) &&
      (action !== 'publishNow' || !isWithThem || !isTheirs()) &&
      (action !== 'retry' || !isTheirs()) &&
      !(isHalfSent(line) && changesIt.includes(action)),
  );
  return hasContent(line)
    ? [...wanted, 'copyText']
    : wanted.filter((action) => action !== 'edit' && action !== 'editCopy');
}

/** A part of it stands: it is finished as it was, or stopped, but not changed any more. */
export const isHalfSent = ({ delivery }: OutboxLine): boolean =>
  delivery !== null && delivery.state !== 'sent' && threadProgress(delivery)?.isHalf === true;

const changesIt: readonly LineAction[] = ['edit', 'reschedule', 'nextSlot', 'byHand'];

function stateActions(line: OutboxLine, now: number): readonly LineAction[] {
  const { delivery, unaccepted } = line;
  if (delivery === null) return unaccepted?.isRefused ? ['edit', 'handAgain', 'cancel'] : ['edit', 'cancel'];
  // An edit that is under way or was refused is settled first: another one would carry its words along.
  const changes: readonly LineAction[] = unaccepted === null ? ['edit'] : [];
  const moves: readonly LineAction[] = unaccepted === null && delivery.wall !== null ? ['reschedule'] : [];
  const given: readonly LineAction[] =
    unaccepted === null && line.action.tag === 'publish' && delivery.executor !== 'assisted'
      ? ['byHand']
      : [];
  const looks: readonly LineAction[] = delivery.remoteUrl === null ? [] : ['openNetwork'];
  switch (delivery.state) {
    case 'grace':
      return ['cancel', 'publishNow', ...changes];
    case 'scheduled':
    case 'handed-over':
      return ['publishNow', ...moves, ...changes, 'cancel'];
    case 'running':
      return delivery.waiting?.tag === 'retry' || delivery.waiting?.tag === 'credit'
        ? ['retry', ...changes, 'cancel']
        : runningActions(line);
    case 'missed':
      return [
        'publishNow',
        ...(moves.length > 0 ? (['nextSlot'] as const) : []),
        ...moves,
        ...changes,
        'cancel',
      ];
    case 'failed':
      return ['retry', ...given, ...changes, ...moves, 'cancel'];
    case 'blocked':
      return ['reconnect', ...moves, ...changes, 'cancel'];
    case 'assisted':
      return ['publishNow', ...moves, ...changes, 'cancel'];
    case 'frozen':
      return ['release', ...moves, ...changes, 'cancel'];
    case 'needs-decision':
    case 'recalling':
      return [];
    case 'sent':
      return [...looks, 'editCopy'];
    case 'cancelled':
      // A moment that has passed cannot be gone back to: its words can.
      return delivery.wall === null || delivery.dueAt > now ? ['restore', 'editCopy'] : ['editCopy'];
    default:
      return exhaustive(delivery.state);
  }
}

/** While a request is under way or being read back, nothing can be taken back. */
function runningActions({ delivery, unaccepted }: OutboxLine): readonly LineAction[] {
  const tag = delivery?.waiting?.tag;
  if (tag === undefined || tag === 'verifying' || tag === 'processing') return [];
  return unaccepted === null ? ['edit', 'cancel'] : ['cancel'];
}
