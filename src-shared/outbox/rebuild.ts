import { deliveryId, type AccountId, type DeliveryId } from '../ids.ts';
import type { Delivery } from '../domain/delivery.ts';
import { firstPiece, isThreaded } from '../domain/pieces.ts';
import { executorFor, type Intent } from '../domain/intent.ts';
import { setBackBy } from './clock-set.ts';
import { isHeldByLog } from './frozen-by.ts';
import { withLater, withoutAccount } from './later-revision.ts';
import { startRecall } from './native.ts';
import { freshStep, planSteps } from './plan.ts';
import type { OutboxRecord, Phase, Step, Terms, Wish } from './record.ts';
import { cause, fromSalvage, releasedBy, withDoubt, type Known } from './salvage.ts';
import { isMaterial, logged } from './steps.ts';

/**
 * A journal that was damaged or lost is not believed. Its deliveries are made anew from what the renderer kept: the
 * intents, the mirrored deliveries, and (as evidence that can only make us more careful) the rows of the damaged
 * files whose checksum still holds. Whatever may have left is verified; only what surely has not is scheduled again.
 */
export interface RebuildInput {
  readonly intents: readonly Intent[];
  readonly mirrored: readonly Delivery[];
  readonly salvaged: readonly OutboxRecord[];
  /** Promises of an account's network; null when the account is not known any more. */
  readonly termsOf: (account: AccountId) => Terms | null;
  /** Epoch ms. */
  readonly now: number;
}

/** With what was worked out of it once. */
type Input = RebuildInput & Pick<Known, 'releasedAt'>;

export function rebuild(given: RebuildInput): readonly OutboxRecord[] {
  const input: Input = { ...given, releasedAt: releasedBy(given.intents) };
  const rebuilt = new Map<DeliveryId, OutboxRecord>();
  const salvaged = new Map(input.salvaged.map((record) => [record.id, record]));
  for (const row of input.mirrored) rebuilt.set(row.id, fromMirror(row, input));
  for (const intent of input.intents)
    for (const target of intent.targets) {
      const id = deliveryId(intent.id, target.accountId);
      if (!rebuilt.has(id)) rebuilt.set(id, fromIntent(intent, target, input));
    }
  for (const [id, record] of salvaged) {
    const other = rebuilt.get(id);
    // The further of the two knows more of what may have left; equally far, the salvaged row knows the keys.
    if (other === undefined || record.sequence >= other.sequence - 1)
      rebuilt.set(id, fromSalvage(record, Math.max(record.sequence, other?.sequence ?? 0), input));
    else rebuilt.set(id, withKeysOf(other, record));
  }
  for (const intent of input.intents)
    for (const target of intent.targets) {
      const known = rebuilt.get(deliveryId(intent.id, target.accountId));
      if (known !== undefined && known.wish.revision < intent.revision)
        rebuilt.set(known.id, withLater(known, fromIntent(intent, target, input), input.now));
    }
  const intents = new Map(input.intents.map((intent) => [intent.id, intent]));
  for (const record of rebuilt.values()) {
    const intent = intents.get(record.intentId);
    const isNamed = intent?.targets.some(({ accountId }) => accountId === record.accountId);
    if (intent !== undefined && isNamed === false)
      rebuilt.set(record.id, withoutAccount(record, intent.revision, input.now));
  }
  return [...rebuilt.values()];
}

/** The keys that were drawn for the same revision: with them, reading back is exact. */
function withKeysOf(record: OutboxRecord, salvaged: OutboxRecord): OutboxRecord {
  if (salvaged.wish.revision !== record.wish.revision) return record;
  const steps = record.steps.map((step): Step => {
    const same = salvaged.steps.find((other) => other.key === step.key);
    if (same === undefined || step.state.tag === 'done') return step;
    return { ...step, drawn: same.drawn, drawnAt: same.drawnAt, firstSentAt: same.firstSentAt };
  });
  return { ...record, steps };
}

function skeleton(
  base: Pick<OutboxRecord, 'id' | 'workspaceId' | 'intentId' | 'accountId' | 'action' | 'wish'>,
  input: Input,
): OutboxRecord {
  const terms = input.termsOf(base.accountId) ?? { operations: {}, native: null };
  return {
    ...base,
    terms,
    expiresAt: null,
    phase: { tag: 'scheduled' },
    holds: { frozen: false, blocked: null, skewMs: null },
    steps: stepsFor(base.action, base.wish, terms, input.now),
    performs: 0,
    uploadRedos: 0,
    attempts: [],
    sequence: 0,
    createdAt: input.now,
    updatedAt: input.now,
  };
}

/** A plan even for an account whose promises are unknown: then every write counts as neither keyed nor readable. */
function stepsFor(action: Intent['action'], wish: Wish, terms: Terms, now: number): readonly Step[] {
  const known = planSteps(action, wish, terms, now);
  if (known.tag === 'ok') return known.value;
  const operation = known.error.detail['operation'];
  const rules = { [String(operation)]: { class: 'N', settleMs: 0, keyMs: null } } as const;
  const unknown = planSteps(action, wish, { operations: rules, native: null }, now);
  return unknown.tag === 'ok' ? unknown.value : [];
}

/** Whatever it was to write may have been done: it is verified before anything else happens to it. */
const inDoubt = (record: OutboxRecord, phase: Phase, now: number): OutboxRecord =>
  logged({ ...record, phase, steps: withDoubt(record, now) }, now, 'delivery', 'rebuilt', cause.code);

const machineWish = (wish: Wish): Wish => ({
  ...wish,
  executor: wish.executor === 'native' ? 'machine' : wish.executor,
});

function fromMirror(row: Delivery, input: Input): OutboxRecord {
  const wish: Wish = {
    revision: row.revision,
    hash: row.hash,
    content: row.content,
    leaving:
      row.wall !== null && row.zone !== null
        ? {
            tag: 'at',
            moment: { wall: row.wall, zone: row.zone, dueAt: row.dueAt },
            toleranceMs: row.toleranceMs ?? 0,
          }
        : { tag: 'now', leavesAt: row.dueAt - setBackBy(row.updatedAt, input.now) },
    executor: row.executor,
    releasedAt: releaseOf(row, input),
  };
  const { id, workspaceId, intentId, accountId, action } = row;
  const empty = skeleton({ id, workspaceId, intentId, accountId, action, wish }, input);
  const bare = { ...empty, steps: standing(empty.steps, row.parts) };
  const record: OutboxRecord = {
    ...bare,
    attempts: row.attempts,
    // One more than the mirror has seen, so that it takes the rebuilt row.
    sequence: row.sequence + 1,
    createdAt: row.createdAt,
    // One that is in doubt, or asked about, is said to be so: that it is frozen besides is in its log.
    holds: { ...bare.holds, frozen: row.state === 'frozen' || isHeldByLog(row) },
  };
  const { now } = input;
  const doubtful = (): OutboxRecord => inDoubtOf(record, wish, now, row.parts);
  switch (row.state) {
    case 'sent': {
      const remote = { remoteId: row.remoteId, url: row.remoteUrl, handle: '', createdAt: null };
      // Of a thread, what it made stays known: it is no evidence for another (claims).
      const steps = record.steps.filter(({ key }) => row.parts.some(({ step }) => step === key));
      return { ...record, steps, phase: { tag: 'sent', at: row.sentAt ?? row.updatedAt, remote } };
    }
    // Parked things stay parked, but what happened after the mirror last heard of them is not known.
    case 'cancelled':
      return inDoubt(record, { tag: 'cancelled', at: row.updatedAt }, now);
    case 'failed':
      return inDoubt(record, { tag: 'failed', failure: row.failure ?? cause }, now);
    case 'assisted':
      return { ...record, phase: { tag: 'assisted' } };
    case 'needs-decision':
      return inDoubt(
        record,
        {
          tag: 'needs-decision',
          about: row.scheduledRemoteId === null ? 'step' : 'fired',
          scheduledRemoteId: row.scheduledRemoteId,
          failure: row.failure ?? cause,
          candidates: row.candidates,
        },
        now,
      );
    case 'handed-over':
    case 'recalling':
      if (row.scheduledRemoteId !== null)
        return backIfGivenUp(held(record, row, row.scheduledRemoteId, now), row, now);
      return inDoubt({ ...record, wish: machineWish(wish) }, { tag: 'running' }, now);
    case 'scheduled':
    case 'frozen':
    case 'blocked':
      if (isForScheduler(row)) return perhapsHeld(record, row.dueAt, now);
      return row.dueAt > now && untouched(row) && wish.leaving.tag === 'at' && wish.releasedAt === null
        ? logged({ ...record, phase: { tag: 'scheduled' } }, now, 'delivery', 'rebuilt', cause.code)
        : doubtful();
    case 'running':
      if (isForScheduler(row)) return perhapsHeld(record, row.dueAt, now);
      return doubtful();
    case 'grace':
    case 'missed':
      return doubtful();
  }
}

/**
 * When the person last said "now", epoch ms, if no edit came after it: from then on it may have left. Only by this a
 * post that left before its hour is looked for where it is.
 */
function releaseOf(row: Delivery, input: Input): number | null {
  // Where the network's scheduler may hold it, that is what is asked first.
  if (isForScheduler(row)) return null;
  const last = row.attempts.findLast(({ event }) => changes.includes(event));
  if (last?.event === 'published-now')
    return Math.min(input.now, last.at - setBackBy(row.updatedAt, input.now));
  return input.releasedAt(row.id, row.revision);
}

/** What makes another wish of it, by its word in the log. */
const changes = ['edited', 'rescheduled', 'executor', 'published-now'];

/** Its plan was to hand it to the network's scheduler, which may have taken it, and may publish it late. */
const isForScheduler = (row: Delivery): boolean => row.executor === 'native' && row.wall !== null;

/** The parts of a thread that main said to stand are done; their media need not be uploaded again. */
function standing(steps: readonly Step[], parts: Delivery['parts']): readonly Step[] {
  const stands = new Map(parts.map((part) => [part.step, part]));
  return steps
    .filter(({ operation, of }) => !isMaterial(operation) || !stands.has(of ?? firstPiece))
    .map((step): Step => {
      const part = stands.get(step.key);
      if (part === undefined) return step;
      const remote = { remoteId: part.remoteId, url: part.url, handle: '', createdAt: null };
      return { ...step, firstSentAt: part.at, state: { tag: 'done', at: part.at, remote } };
    });
}

/** Whatever had it before, it is verified as what the machine would have published. */
function inDoubtOf(
  record: OutboxRecord,
  wish: Wish,
  now: number,
  parts: Delivery['parts'] = [],
): OutboxRecord {
  const own = machineWish(wish);
  const steps = standing(stepsFor(record.action, own, record.terms, now), parts);
  return inDoubt({ ...record, wish: own, steps }, { tag: 'running' }, now);
}

const untouched = (row: Delivery): boolean =>
  row.stepsDone === 0 && row.attempts.every((attempt) => attempt.event !== 'sent');

/** The network's scheduler holds it. */
function held(record: OutboxRecord, row: Delivery, scheduledRemoteId: string, now: number): OutboxRecord {
  const at = row.dueAt;
  const remote = { remoteId: scheduledRemoteId, url: null, handle: '', createdAt: null };
  const schedule: Step = {
    ...scheduleStep(record, at, now),
    state: { tag: 'done', at: row.updatedAt, remote },
  };
  const look = { from: at, lookAt: Math.max(at, now), absences: 0, troubles: 0 };
  return logged(
    {
      ...record,
      steps: [schedule],
      phase: { tag: 'handed-over', scheduledRemoteId, at, look, failure: null },
    },
    now,
    'delivery',
    'rebuilt',
    cause.code,
  );
}

/**
 * The person cancelled it, and the network was being asked for it: it is asked once more. What else it was asked for is
 * not known: the network holds it, and says so.
 */
function backIfGivenUp(record: OutboxRecord, row: Delivery, now: number): OutboxRecord {
  if (row.state !== 'recalling' || record.phase.tag !== 'handed-over') return record;
  const last = row.attempts.findLast(({ event }) => orders.includes(event))?.event;
  if (last !== 'cancelling') return record;
  const recall = startRecall(record, record.phase, { tag: 'cancel' }, now);
  return recall.refused === null ? recall.state : record;
}

/** What a person says of one that the network holds, by its word in the log. */
const orders = ['cancelling', ...changes];

/**
 * Whether it was handed over is not known: the network's scheduler is asked before anything else, also when its hour
 * has passed: a scheduler is late at times, and what is not published yet may still come.
 */
function perhapsHeld(record: OutboxRecord, at: number, now: number): OutboxRecord {
  const uploads = record.steps.filter((step) => step.operation.tag === 'upload');
  const steps = [...uploads, scheduleStep(record, at, now)];
  return inDoubt({ ...record, steps }, { tag: 'scheduled' }, now);
}

function scheduleStep(record: OutboxRecord, at: number, now: number): Step {
  const create = stepsFor(record.action, machineWish(record.wish), record.terms, now).at(-1)?.operation;
  const replyTo = create?.tag === 'create' ? create.replyTo : null;
  const rule = record.terms.operations['schedule'] ?? { class: 'N', settleMs: 0, keyMs: null };
  const { content } = record.wish;
  return freshStep('schedule', { tag: 'schedule', content, uploaded: [], replyTo, at }, rule);
}

function fromIntent(intent: Intent, target: Intent['targets'][number], input: Input): OutboxRecord {
  const { now } = input;
  const executor = executorFor(intent, target);
  const wish: Wish = {
    revision: intent.revision,
    hash: target.hash,
    content: target.content,
    leaving:
      intent.when.tag === 'at'
        ? intent.when
        : { tag: 'now', leavesAt: Math.min(intent.createdAt, now) + Math.max(0, intent.when.graceMs) },
    executor,
    releasedAt:
      executor === 'native'
        ? null
        : input.releasedAt(deliveryId(intent.id, target.accountId), intent.revision),
  };
  const record = skeleton(
    {
      id: deliveryId(intent.id, target.accountId),
      workspaceId: intent.workspaceId,
      intentId: intent.id,
      accountId: target.accountId,
      action: intent.action,
      wish,
    },
    input,
  );
  const first = { ...record, sequence: 1, createdAt: intent.createdAt };
  const terms = input.termsOf(target.accountId);
  // Of an account that is not known any more, nobody can say what its network offers.
  const isPerhapsHeld =
    wish.executor === 'native' && !isThreaded(wish.content) && (terms === null || terms.native !== null);
  // It may already lie in the network's scheduler: that is looked at before it is handed over.
  if (wish.leaving.tag === 'at' && isPerhapsHeld) return perhapsHeld(first, wish.leaving.moment.dueAt, now);
  if (wish.leaving.tag === 'at' && wish.leaving.moment.dueAt > now && wish.releasedAt === null)
    return logged({ ...first, phase: { tag: 'scheduled' } }, now, 'delivery', 'rebuilt', cause.code);
  return inDoubtOf(first, wish, now);
}
