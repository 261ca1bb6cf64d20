import { movedByRules } from '../../src-shared/calendar/moment.ts';
import type { Account } from '../../src-shared/domain/account.ts';
import type { Delivery } from '../../src-shared/domain/delivery.ts';
import type { Departing } from '../../src-shared/domain/freeze.ts';
import type { Intent } from '../../src-shared/domain/intent.ts';
import { failure, type Failure } from '../../src-shared/errors.ts';
import type { AccountId, DeliveryId, WorkspaceId } from '../../src-shared/ids.ts';
import { isOver } from '../../src-shared/outbox/command.ts';
import { publicState, toDelivery } from '../../src-shared/outbox/delivery-view.ts';
import type { Notice } from '../../src-shared/outbox/effect.ts';
import type { Decision, OutboxEvent, Surroundings } from '../../src-shared/outbox/event.ts';
import type { Remote } from '../../src-shared/outbox/operation.ts';
import { isNative } from '../../src-shared/outbox/plan.ts';
import { isTrouble } from '../../src-shared/outbox/trouble.ts';
import { isQueued, reordered } from '../../src-shared/outbox/queue-order.ts';
import type { RecheckMark } from '../../src-shared/outbox/recheck.ts';
import type { Leaving, OutboxRecord } from '../../src-shared/outbox/record.ts';
import { isInDoubt } from '../../src-shared/outbox/steps.ts';
import { deadlineOf } from '../../src-shared/outbox/wake.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { AccountAccess } from '../accounts/account-access.ts';
import type { VitalsBook } from '../accounts/vitals-book.ts';
import type { Connector } from '../connectors/contract.ts';
import type { Log } from '../diagnostics/log.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from './clock.ts';
import type { Connectivity } from './connectivity.ts';
import type { DownStream } from './down-stream.ts';
import { createBraking, type Braking } from './outbox/braking.ts';
import { createDrive } from './outbox/drive.ts';
import { isTheirs, nowIsByHand, takeOverRefusal } from './outbox/now-by-hand.ts';
import { createSubmit, type Submitted } from './outbox/submit.ts';

type Answered = Promise<Result<null, Failure>>;

/** Obeys the outbox's machine: keeps its records, performs its effects, and tells it when it may act. */
export interface OutboxRunner {
  /** Reads the journal, settles what an earlier process left under way, and begins. */
  start(): Promise<void>;
  /** An intent or its next revision, account by account. Safe to repeat. */
  submit(intent: Intent): Promise<readonly Submitted[]>;
  cancel(id: DeliveryId): Answered;
  retry(id: DeliveryId): Answered;
  /** `at` (epoch ms): not at once, when several are let go together. */
  publishNow(id: DeliveryId, at?: number): Answered;
  reschedule(id: DeliveryId, leaving: Leaving): Answered;
  /** Lets one that waits leave before another of its account that waits; null: after all of them. */
  reorder(id: DeliveryId, before: DeliveryId | null): Answered;
  decide(id: DeliveryId, decision: Decision): Answered;
  /** Says of one that waits that it would be refused; told once for each mark. */
  recheck(id: DeliveryId, mark: RecheckMark, cause: Failure): Answered;
  doneByHand(id: DeliveryId, remote: Remote | null): Answered;
  notByHand(id: DeliveryId): Answered;
  /** The red button; what the networks hold is taken back. */
  readonly braking: Braking;
  accountChanged(account: Account): Promise<void>;
  /** A network that was not paid may be asked again: it takes something, or the person says so. */
  paid(id: AccountId): Promise<void>;
  /** Its history was forgotten: finished deliveries go, others stay and wait for the account. */
  accountRemoved(id: AccountId): Promise<void>;
  /** Before an account is disconnected: cancels what waits here, or leaves it to wait for the account. */
  settleQueued(id: AccountId, choice: 'cancel' | 'keep'): Promise<void>;
  /** Takes back everything that the account's network holds; answers how many could not be. */
  recallAll(id: AccountId, signal: AbortSignal): Promise<number>;
  /** What leaves only if this machine runs, soonest first. */
  needsMachine(now: number): readonly Delivery[];
  /** Sends every delivery down again, to a store that has none. */
  resend(): Promise<Result<null, Failure>>;
  /** Nothing leaves, and commands wait, until `restore`. */
  hold(): void;
  /** The rebuilt records of a lost or damaged journal (none: nothing was lost), with which a hold ends. */
  restore(records: readonly OutboxRecord[]): Promise<Result<null, Failure>>;
  /** Deliveries that came from a backup, held back as they are; a hold that is on stays on. */
  adopt(records: readonly OutboxRecord[]): Promise<Result<null, Failure>>;
  /** Forgets these deliveries, whatever their state: nothing of them leaves any more. Answers how many there were. */
  forget(which: (record: OutboxRecord) => boolean): Promise<Result<number, Failure>>;
  records(): readonly OutboxRecord[];
  /** Keys of rows of the journal that could not be read and were left as they are. */
  unreadable(): readonly string[];
  /** `failing`: the last save was refused, and nothing leaves until one works. */
  saving(): 'ok' | 'failing';
  /** How many wait for a person. */
  troubled(): number;
  /** Deliveries have changed: told at most once a second. */
  onMoved(listener: () => void): void;
  onNotice(listener: (notice: Notice, delivery: Delivery) => void): void;
  suspend(): void;
  resume(): void;
  /** Nothing new leaves; waits for requests under way, at most `boundMs` (default 5,000). */
  stop(boundMs?: number): Promise<void>;
}

export interface OutboxDeps {
  readonly journal: Journal;
  readonly down: DownStream;
  readonly clock: Clock;
  readonly account: (id: AccountId) => Account | null;
  readonly access: Pick<AccountAccess, 'use' | 'serverTime' | 'setHealth'>;
  readonly connectorFor: (account: Account) => Connector;
  readonly connectivity: Connectivity;
  /** 0 ≤ n < 1, spreads retries. */
  readonly random: () => number;
  readonly randomBytes: (bytes: number) => Uint8Array;
  /** Something of ours is on the network: the account's feeds are worth a look. */
  readonly published: (account: AccountId) => void;
  /** `saving()` answers otherwise than before. */
  readonly changed: () => void;
  readonly log: Log;
  readonly shape?: VitalsBook['shape'];
  /** Begin in the held state: the journal was lost and is being rebuilt. */
  readonly held?: boolean;
  /** The journal is a newer Vigie's: nothing of it may be moved on, and commands are refused. */
  readonly readOnly?: boolean;
  /** Whether the red button keeps it from leaving. */
  readonly isFrozen?: (about: Departing) => boolean;
  /** Least pause between two departures of one account, ms; default 1,000. */
  readonly spacingMs?: number;
  /** Pause between posts of one account that became due together, ms; undefined: the policy's. */
  readonly postSpacing?: (workspace: WorkspaceId) => number | undefined;
}

const restoreChunk = 100;

/** What is asked of the outbox from outside. What happens by itself is the drive's. */
export function createOutboxRunner(deps: OutboxDeps): OutboxRunner {
  const { connectivity } = deps;
  const drive = createDrive(deps);
  const { table, requests, send, laneOf, pump, ready, until, block, paid, blockedBy } = drive;
  const isFrozen = deps.isFrozen ?? (() => false);
  const braking = createBraking({ drive, account: deps.account, isFrozen });
  const take = createSubmit({ drive, account: deps.account, isFrozen });
  /** Intents that are being taken, account by account. */
  const taking = new Map<string, Promise<unknown>>();
  const submit: OutboxRunner['submit'] = (intent) => {
    const taken = take(intent).finally(() => {
      if (taking.get(intent.id) === taken) taking.delete(intent.id);
    });
    taking.set(intent.id, taken);
    return taken;
  };
  /** Until all of its intent was taken: what a person takes back meanwhile must not be found missing, and leave. */
  const wholly = (id: DeliveryId) => taking.get(id.slice(0, id.indexOf('/')))?.catch(() => undefined);

  const command = async (
    id: DeliveryId,
    make: (env: Surroundings, record: OutboxRecord) => OutboxEvent,
  ): Answered => {
    const open = await ready();
    if (open.tag === 'err') return open;
    const record = table.get(id);
    if (record === undefined) return err(failure('unknown-delivery'));
    const answer = await send(record, (current, env) => (current === null ? null : make(env, current)));
    pump();
    return answer.tag === 'ok' ? ok(null) : answer;
  };

  /** The account may have been refused, or connected again, while nothing ran. */
  const refreshAccount = (record: OutboxRecord) =>
    send(record, (_, env) => ({ tag: 'account', env, blocked: blockedBy(record.accountId) }), true);

  /** Zone data came with a new runtime since the instant was worked out: the wall time is what the person meant. */
  const followZone = (record: OutboxRecord) =>
    send(
      record,
      (current, env) => {
        if (current?.wish.leaving.tag !== 'at') return null;
        const moment = movedByRules(current.wish.leaving.moment);
        return moment === null ? null : { tag: 'moment-moved', env, moment };
      },
      true,
    );

  return {
    start: async () => {
      await table.load();
      // Before anything else: a freeze that a kill interrupted holds everything before the first departure.
      await braking.mark();
      for (const record of table.live()) {
        await send(record, (_, env) => ({ tag: 'clock-set', env, seen: false }), true);
        await send(record, (_, env) => ({ tag: 'recovered', env }), true);
        await refreshAccount(record);
        await followZone(record);
      }
      drive.set({ started: true });
    },
    submit,
    cancel: async (id) => {
      await wholly(id);
      return command(id, (env) => ({ tag: 'cancel', env }));
    },
    retry: async (id) => {
      const record = table.get(id);
      const account = record === undefined ? null : deps.account(record.accountId);
      const answer = await command(id, (env, current) => ({
        tag: 'retry',
        env,
        byHand: isTheirs(current, account),
      }));
      // "Try again" after a refusal for want of money means: it was topped up.
      if (account !== null && laneOf(account.id).limitedFor?.code === 'credit-used-up')
        await paid(account.id);
      // "Try again" while offline means: look whether that is still so.
      if (account !== null) connectivity.ask(account.origin);
      return answer;
    },
    publishNow: async (id, at) => {
      const record = table.get(id);
      const account = record === undefined ? null : deps.account(record.accountId);
      const refusal = record === undefined ? null : takeOverRefusal(record, account);
      if (refusal !== null) return err(refusal);
      return command(id, (env, current) => ({
        tag: 'publish-now',
        env,
        byHand: nowIsByHand(current, account),
        ...(at !== undefined && { at }),
      }));
    },
    reschedule: (id, leaving) => command(id, (env) => ({ tag: 'reschedule', env, leaving })),
    reorder: async (id, before) => {
      const open = await ready();
      if (open.tag === 'err') return open;
      const record = table.get(id);
      if (record === undefined) return err(failure('unknown-delivery'));
      const queued = table.ofAccount(record.accountId).filter(isQueued);
      if (!queued.includes(record)) return err(failure('in-flight'));
      for (const { id: each, queuedAt } of reordered(queued, id, before)) {
        const moved = await command(each, (env) => ({ tag: 'requeue', env, queuedAt }));
        // One that has left meanwhile is before the others anyway.
        if (moved.tag === 'err' && each === id) return moved;
      }
      return ok(null);
    },
    decide: (id, decision) => command(id, (env) => ({ tag: 'decide', env, decision })),
    recheck: (id, mark, cause) => command(id, (env) => ({ tag: 'rechecked', env, mark, failure: cause })),
    doneByHand: (id, remote) => command(id, (env) => ({ tag: 'done-by-hand', env, remote })),
    notByHand: (id) => command(id, (env) => ({ tag: 'not-by-hand', env })),
    braking,
    accountChanged: ({ id }) => block(id, blockedBy(id)),
    paid,
    accountRemoved: async (id) => {
      await block(id, failure('account-missing'));
      const all = table.ofAccount(id);
      await table.remove(all.filter(isOver).map((record) => record.id));
      await table.mirror(table.ofAccount(id));
    },
    settleQueued: async (id, choice) => {
      if (choice === 'keep' || (await ready()).tag === 'err') return;
      await until(() => laneOf(id).writing === null, AbortSignal.timeout(10_000));
      for (const record of table.ofAccount(id)) {
        // What the network holds was decided apart; what is in doubt stays, and says so.
        if (isOver(record) || record.phase.tag === 'handed-over' || record.phase.tag === 'recalling')
          continue;
        await send(record, (_, env) => ({ tag: 'cancel', env }));
      }
    },
    recallAll: async (id, signal) => {
      if ((await ready()).tag === 'err') return 0;
      await until(() => laneOf(id).writing === null, signal);
      const ours = table.ofAccount(id);
      const holds = ours.filter(({ phase }) => phase.tag === 'handed-over' || phase.tag === 'recalling');
      const perhaps = ours.filter((record) => !isOver(record) && isNative(record) && isInDoubt(record));
      for (const record of holds) await send(record, (_, env) => ({ tag: 'cancel', env }));
      pump();
      const phaseOf = (record: OutboxRecord) => table.get(record.id)?.phase.tag;
      await until(() => holds.every((record) => phaseOf(record) !== 'recalling'), signal);
      const recalled = holds.filter((record) => phaseOf(record) === 'cancelled').length;
      return new Set([...holds, ...perhaps]).size - recalled;
    },
    needsMachine: (now) =>
      [...table.live()]
        .filter((record) => {
          const { phase, holds } = record;
          if (holds.frozen || holds.blocked !== null) return false;
          if (phase.tag === 'recalling') return phase.next.tag === 'resume';
          if (phase.tag !== 'grace' && phase.tag !== 'scheduled' && phase.tag !== 'running') return false;
          return isNative(record) || (deadlineOf(record) ?? Infinity) > now;
        })
        .map(toDelivery)
        .sort((a, b) => a.dueAt - b.dueAt),
    resend: () => table.mirror(table.all()),
    hold: () => drive.set({ held: true }),
    restore: async (records) => {
      for (let i = 0; i < records.length; i += restoreChunk) {
        const written = await table.save(records.slice(i, i + restoreChunk));
        if (written.tag === 'err') return written;
      }
      for (const record of records) if (!isOver(record)) await refreshAccount(record);
      await braking.mark();
      drive.set({ held: false });
      return ok(null);
    },
    adopt: async (records) => {
      for (let i = 0; i < records.length; i += restoreChunk) {
        const written = await table.save(records.slice(i, i + restoreChunk));
        if (written.tag === 'err') return written;
      }
      for (const record of records) if (!isOver(record)) await refreshAccount(record);
      // A freeze covers what comes while it is on.
      await braking.mark();
      pump();
      return ok(null);
    },
    forget: async (which) => {
      const ids = [...table.all()].filter(which).map(({ id }) => id);
      const removed = await table.remove(ids);
      return removed.tag === 'ok' ? ok(ids.length) : removed;
    },
    records: () => [...table.all()],
    unreadable: () => table.unreadable(),
    saving: drive.saving,
    troubled: () => {
      let count = 0;
      for (const record of table.live()) if (isTrouble(publicState(record))) count += 1;
      return count;
    },
    onMoved: drive.onMoved,
    onNotice: drive.onNotice,
    suspend: () => drive.set({ asleep: true }),
    resume: () => {
      drive.woke();
      connectivity.hint(true);
      drive.set({ asleep: false });
    },
    stop: async (boundMs = 5_000) => {
      drive.set({ stopped: true });
      await requests.settled(boundMs);
    },
  };
}
