import { failure, type Failure } from '../errors.ts';
import { exhaustive } from '../exhaustive.ts';
import { err, ok, type Result } from '../result.ts';
import type { Content } from '../domain/content.ts';
import type { Action } from '../domain/intent.ts';
import type { Target } from '../domain/post.ts';
import { isThreaded, piecesOf } from '../domain/pieces.ts';
import { offers, type Manifest } from '../networks/manifest.ts';
import type { Operation, ReplyTo } from './operation.ts';
import { outboxPolicy } from './policy.ts';
import type { OutboxRecord, Step, Terms, Wish } from './record.ts';

/** The part of an account's effective manifest that the outbox decides by. */
export function termsOf(manifest: Manifest): Terms {
  return {
    operations: { ...manifest.operations },
    native:
      manifest.native !== null && offers(manifest, 'native-schedule')
        ? { minAheadMs: manifest.native.minAheadMs }
        : null,
  };
}

/** The latest moment (epoch ms) at which a post due at `dueAt` can still be handed to the network's scheduler. */
export const latestHandOver = (dueAt: number, minAheadMs: number): number =>
  dueAt - minAheadMs - outboxPolicy.nativeMarginMs;

/**
 * Turns a wish into an ordered list of steps: the uploads, then the write itself, then the further parts of a thread
 * and the first comment. The network's own scheduler is used when it was asked for, is offered, there is time enough,
 * and one post is all there is; otherwise this machine publishes.
 *
 * @param earlier steps of the plan that this one replaces: media that the network already holds are kept
 * @returns the steps, or `not-offered` with the operation that the account's network lacks
 */
export function planSteps(
  action: Action,
  wish: Wish,
  terms: Terms,
  now: number,
  earlier: readonly Step[] = [],
): Result<readonly Step[], Failure> {
  const [first, ...others] = carriesContent(action) ? piecesOf(wish.content) : [];
  const operation = writeOf(action, wish, first?.content ?? wish.content, terms, now);
  const rule = terms.operations[operation.tag];
  if (rule === undefined) return err(failure('not-offered', { operation: operation.tag }));
  // A direct message has no parts: what somebody wrote is refused rather than dropped.
  if (others.length > 0 && operation.tag !== 'create')
    return err(failure('not-offered', { operation: operation.tag, what: 'thread' }));
  const write = freshStep(operation.tag, operation, rule);
  const container = (of: string | null, follows: string | null, made: Operation): readonly Step[] => {
    const promised = terms.operations['prepare'];
    if (promised === undefined || made.tag !== 'create') return [];
    const { content, replyTo } = made;
    const step = freshStep(
      of === null ? 'prepare' : `${of}-prepare`,
      { tag: 'prepare', content, uploaded: [], replyTo },
      promised,
    );
    return [{ ...step, ...(of !== null && { of }), ...(follows !== null && { follows }) }];
  };
  const answers = others.flatMap(({ key, follows, content }): readonly Step[] => {
    const made = { tag: 'create', content, uploaded: [], replyTo: null } as const;
    return [
      // Made once what it answers is there, and not before.
      ...container(key, follows, made),
      { ...freshStep(key, made, rule), ...(follows !== null && { follows }) },
    ];
  });
  // Everything is uploaded before the first part leaves: a medium that is refused stops no thread half-way.
  const kept = [...earlier];
  const uploads = (first === undefined ? [] : [first, ...others]).flatMap(({ key, follows, content }) =>
    content.media.map((medium, index): Step => {
      const name = `upload-${String(index + 1)}`;
      const format = content.settings['format'];
      const operation = {
        tag: 'upload',
        medium,
        ...(typeof format === 'string' && { format }),
        ...(terms.operations['prepare'] !== undefined && { together: content.media.length }),
      } as const;
      return follows === null
        ? keptUpload(name, operation, terms, kept)
        : { ...keptUpload(`${key}-${name}`, operation, terms, kept), of: key };
    }),
  );
  return ok([...uploads, ...container(null, null, operation), write, ...answers]);
}

/** Whether the plan leaves it to the network's own scheduler. */
export const isNative = (record: Pick<OutboxRecord, 'steps'>): boolean =>
  record.steps.some((step) => step.operation.tag === 'schedule');

export const freshStep = (key: string, operation: Operation, rule: Step['rule']): Step => ({
  key,
  operation,
  rule,
  drawn: null,
  drawnAt: null,
  firstSentAt: null,
  doubt: 'none',
  tries: 0,
  state: { tag: 'ready' },
});

function carriesContent(action: Action): boolean {
  return action.tag === 'publish' || action.tag === 'reply' || action.tag === 'private-reply';
}

function keptUpload(
  key: string,
  operation: Extract<Operation, { tag: 'upload' }>,
  terms: Terms,
  earlier: Step[],
): Step {
  const place = earlier.findIndex(
    (step) =>
      step.operation.tag === 'upload' &&
      step.state.tag === 'done' &&
      step.operation.medium.hash === operation.medium.hash &&
      step.operation.medium.alt === operation.medium.alt &&
      step.operation.format === operation.format &&
      step.operation.together === operation.together,
  );
  // Taken once: a network attaches an upload to one post only.
  const [same] = place < 0 ? [] : earlier.splice(place, 1);
  // An upload has no key at any network and needs none: bytes that nothing refers to are thrown away.
  const rule = terms.operations['upload'] ?? { class: 'N', settleMs: 0, keyMs: null };
  if (same === undefined) return freshStep(key, operation, rule);
  const { of: _, ...kept } = same;
  return { ...kept, key, operation };
}

function writeOf(action: Action, wish: Wish, content: Content, terms: Terms, now: number): Operation {
  switch (action.tag) {
    case 'publish':
    case 'reply': {
      const target = action.tag === 'reply' ? action.target : null;
      const replyTo = target === null ? null : replyToOf(target);
      if (replyTo !== null && target?.box === 'private')
        return { tag: 'message', content, uploaded: [], replyTo };
      const at = nativeMoment(wish, terms, now);
      return at === null
        ? { tag: 'create', content, uploaded: [], replyTo }
        : { tag: 'schedule', content, uploaded: [], replyTo, at };
    }
    case 'private-reply':
      return { tag: 'private-reply', content, uploaded: [], replyTo: replyToOf(action.target) };
    case 'like':
    case 'hide':
    case 'unhide':
      return { tag: action.tag, remoteId: action.target.remoteId, handleData: action.target.handleData };
    case 'unlike':
      return {
        tag: 'unlike',
        remoteId: action.target.remoteId,
        handleData: action.target.handleData,
        likeRemoteId: action.likeRemoteId,
      };
    case 'delete':
      return { tag: 'delete', remoteId: action.remoteId, handleData: action.handleData };
    case 'mute':
    case 'unmute':
    case 'block':
    case 'unblock':
      return { tag: action.tag, personId: action.personId };
    default:
      return exhaustive(action);
  }
}

const replyToOf = ({ remoteId, conversationId, handleData }: Target): ReplyTo => ({
  remoteId,
  conversationId,
  handleData,
});

/** The moment to hand over for, or null when this machine publishes. */
function nativeMoment(wish: Wish, terms: Terms, now: number): number | null {
  if (wish.executor !== 'native' || wish.leaving.tag !== 'at' || wish.releasedAt !== null) return null;
  if (terms.native === null || terms.operations['schedule'] === undefined) return null;
  // A scheduler holds one post: what answers it would have nothing to answer until this machine is awake.
  if (isThreaded(wish.content)) return null;
  const { dueAt } = wish.leaving.moment;
  return now <= latestHandOver(dueAt, terms.native.minAheadMs) ? dueAt : null;
}
