import type { Account, AccountHealth } from '../../src-shared/domain/account.ts';
import type { Delivery } from '../../src-shared/domain/delivery.ts';
import type { Intent } from '../../src-shared/domain/intent.ts';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { exhaustive } from '../../src-shared/exhaustive.ts';
import { deliveryId, type AccountId, type DeliveryId, type WorkspaceId } from '../../src-shared/ids.ts';
import { claimsOf, scheduledClaimsOf, withoutClaimed } from '../../src-shared/outbox/claims.ts';
import { isOver } from '../../src-shared/outbox/command.ts';
import { publicState, toDelivery } from '../../src-shared/outbox/delivery-view.ts';
import type { Effect, Notice } from '../../src-shared/outbox/effect.ts';
import type { Decision, OutboxEvent, Surroundings } from '../../src-shared/outbox/event.ts';
import type { Remote } from '../../src-shared/outbox/operation.ts';
import { isNative, termsOf } from '../../src-shared/outbox/plan.ts';
import { outboxPolicy } from '../../src-shared/outbox/policy.ts';
import type { Cause, Leaving, OutboxRecord } from '../../src-shared/outbox/record.ts';
import { isHarmless, isInDoubt } from '../../src-shared/outbox/steps.ts';
import { deadlineOf } from '../../src-shared/outbox/wake.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { AccountAccess } from '../accounts/account-access.ts';
import type { Connector } from '../connectors/contract.ts';
import type { Log } from '../diagnostics/log.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from './clock.ts';
import type { Connectivity } from './connectivity.ts';
import type { DownStream } from './down-stream.ts';
import { newLane, type AccountLane } from './outbox/account-lane.ts';
import { hasPublished } from './outbox/aftermath.ts';
import { answerOf, troubleOf } from './outbox/answers.ts';
import { nextMoves } from './outbox/next-moves.ts';
import { createRecordTable } from './outbox/record-table.ts';
import { createRequests, readServerClock } from './outbox/requests.ts';
import { createTransitions, type MakeEvent } from './outbox/transitions.ts';
import { wishOf } from './outbox/wish-of.ts';

/** What one account's part of an intent was answered. */
export interface Submitted {
  readonly deliveryId: DeliveryId;
  readonly accountId: AccountId;
  readonly answer: Result<null, Failure>;
}

type Answered = Promise<Result<null, Failure>>;

/** Obeys the outbox's machine: keeps its records, performs its effects, and tells it when it may act. */
export interface OutboxRunner {
  /** Reads the journal, settles what an earlier process left under way, and begins. */
  start(): Promise<void>;
  /** An intent or its next revision, account by account. Safe to repeat. */
  submit(intent: Intent): Promise<readonly Submitted[]>;
  cancel(id: DeliveryId): Answered;
  retry(id: DeliveryId): Answered;
  publishNow(id: DeliveryId): Answered;
  reschedule(id: DeliveryId, leaving: Leaving): Answered;
  decide(id: DeliveryId, decision: Decision): Answered;
  doneByHand(id: DeliveryId, remote: Remote | null): Answered;
  /** The red button, for one workspace or (null) all of them; what the networks hold is taken back. */
  freeze(workspace: WorkspaceId | null): Promise<void>;
  unfreeze(workspace: WorkspaceId | null): Promise<void>;
  accountChanged(account: Account): Promise<void>;
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
  records(): readonly OutboxRecord[];
  /** Rows of the journal that could not be read and were left as they are. */
  unreadable(): number;
  /** `failing`: the last save was refused, and nothing leaves until one works. */
  saving(): 'ok' | 'failing';
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
  readonly access: Pick<AccountAccess, 'use' | 'setHealth'>;
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
  /** Begin in the held state: the journal was lost and is being rebuilt. */
  readonly held?: boolean;
  readonly isFrozen?: (workspace: WorkspaceId) => boolean;
  /** Least pause between two departures of one account, ms; default 1,000. */
  readonly spacingMs?: number;
}

const restoreChunk = 100;
/** A tick of which nothing came is worth repeating after this long, whatever we believe. */
const standStillMs = 30_000;

export function createOutboxRunner(deps: OutboxDeps): OutboxRunner {
  const { clock, connectivity, log } = deps;
  const spacingMs = deps.spacingMs ?? 1_000;
  const table = createRecordTable(deps);
  const requests = createRequests({ ...deps, use: deps.access.use });
  const lanes = new Map<AccountId, AccountLane>();
  const ticking = new Set<DeliveryId>();
  const still = new Map<DeliveryId, { sequence: number; version: number; at: number }>();
  const noticed: ((notice: Notice, delivery: Delivery) => void)[] = [];
  const watchers = new Set<() => void>();

  let wake: (() => void) | null = null;
  let started = false;
  let held = deps.held ?? false;
  let asleep = false;
  let stopped = false;
  let opened: () => void = () => undefined;
  let open = new Promise<void>((resolve) => (opened = resolve));
  /** Ours minus the steady clock: it changes when somebody sets the clock, or the machine slept. */
  let offset = clock.now() - clock.monotonic();
  /** Grows when what was known of the servers' clocks is worth nothing any more. */
  let clockAge = 0;

  const laneOf = (id: AccountId): AccountLane => {
    const known = lanes.get(id) ?? newLane(id);
    lanes.set(id, known);
    return known;
  };

  const isOnline = (id: AccountId): boolean => {
    const account = deps.account(id);
    return account === null || connectivity.online(account.origin);
  };

  const surroundings = (id: AccountId): Surroundings => {
    const account = deps.account(id);
    const lane = laneOf(id);
    return {
      now: clock.now(),
      jitter: deps.random(),
      online: isOnline(id),
      skewMs: lane.skewMs,
      limitedUntil: lane.limitedUntil,
      terms: account === null ? null : termsOf(account.manifest),
    };
  };

  const transitions = createTransitions({
    table,
    clock,
    log,
    surroundings,
    draw: (id, operation) => {
      const account = deps.account(id);
      return account === null
        ? null
        : deps.connectorFor(account).draw(operation, clock.now(), deps.randomBytes);
    },
    changed: deps.changed,
    saved: (before, after, effects) => {
      for (const effect of effects) obey(after, effect);
      if (before?.phase.tag !== 'sent' && hasPublished(after)) deps.published(after.accountId);
      for (const watcher of watchers) watcher();
    },
  });

  const send = (record: OutboxRecord, make: MakeEvent, lasting = false) =>
    transitions.send(record.id, record.accountId, make, lasting);

  const obey = (record: OutboxRecord, effect: Effect): void => {
    switch (effect.tag) {
      case 'save':
      case 'mirror':
      case 'draw':
        return;
      case 'perform':
        return perform(record, effect);
      case 'poll':
        return read(record, async () => {
          const polled = await requests.call(record.accountId, 'poll', (connector, ctx) =>
            connector.poll(ctx, effect.operation, effect.handle),
          );
          return (_, env) => ({ tag: 'polled', env, step: effect.step, answer: answerOf(polled) });
        });
      case 'confirm':
        return look(record, effect);
      case 'limit-account': {
        const lane = laneOf(record.accountId);
        lane.limitedUntil = Math.max(lane.limitedUntil ?? 0, effect.until);
        lane.version += 1;
        return;
      }
      case 'refuse-account':
        return requests.track(() => refuse(record.accountId, effect.failure));
      case 'notify':
        return tell(effect.notice, record);
      default:
        return exhaustive(effect);
    }
  };

  /** That an account is refused is said once, however many deliveries wait for it. */
  const tell = (notice: Notice, record: OutboxRecord): void => {
    const lane = laneOf(record.accountId);
    if (notice === 'blocked' && lane.toldBlocked) return;
    if (notice === 'blocked') lane.toldBlocked = true;
    for (const listener of noticed) listener(notice, toDelivery(record));
  };

  const perform = (record: OutboxRecord, effect: Extract<Effect, { tag: 'perform' }>): void => {
    const lane = laneOf(record.accountId);
    const { step, attempt, operation, drawn } = effect;
    lane.writing = record.id;
    lane.performing = true;
    requests.track(async () => {
      const performed = await requests.call(record.accountId, operation.tag, (connector, ctx) =>
        connector.publish(ctx, operation, drawn),
      );
      const answer = answerOf(performed);
      lane.nextWriteAt = clock.now() + (isHarmless(operation) ? 0 : spacingMs);
      await send(record, (_, env) => ({ tag: 'answered', env, step, attempt, answer }), true);
      lane.writing = null;
      lane.performing = false;
      pump();
    });
  };

  /** Reads beside the lane of departures, once at a time for each delivery. */
  const read = (record: OutboxRecord, ask: () => Promise<MakeEvent>): void => {
    const lane = laneOf(record.accountId);
    lane.reading.add(record.id);
    requests.track(async () => {
      const make = await ask();
      await send(record, make, true);
      lane.reading.delete(record.id);
      pump();
    });
  };

  const look = (record: OutboxRecord, effect: Extract<Effect, { tag: 'confirm' }>): void =>
    read(record, async () => {
      const { operation, drawn, sentAt, kind } = effect;
      const startedAt = clock.now();
      const seen = await requests.call(record.accountId, 'confirm', (connector, ctx) =>
        connector.confirm(ctx, { operation, drawn, sentAt }),
      );
      return (_, env) => ({
        tag: 'looked',
        env,
        startedAt,
        seen:
          seen.tag === 'err'
            ? troubleOf(seen.error)
            : withoutClaimed(seen.value, claimedByOthers(record, kind)),
      });
    });

  /** What other deliveries of the account are known to have made, by now. */
  const claimedByOthers = (record: OutboxRecord, kind: 'post' | 'scheduled') => {
    const others = table.ofAccount(record.accountId).filter(({ id }) => id !== record.id);
    const claimed = new Set(
      others.flatMap((other) => [
        ...claimsOf(other),
        ...(kind === 'scheduled' ? scheduledClaimsOf(other) : []),
      ]),
    );
    return (remoteId: string): boolean => claimed.has(remoteId);
  };

  /** The token was refused: everybody of this account waits, until the person has connected it again. */
  const refuse = async (id: AccountId, cause: Cause): Promise<void> => {
    const health = deps.account(id)?.health.tag;
    if (health === 'ok' || health === 'failing')
      await deps.access.setHealth(id, { tag: 'refused', since: clock.now() });
    await block(id, cause);
  };

  const block = async (id: AccountId, blocked: Cause | null): Promise<void> => {
    for (const record of table.ofAccount(id)) {
      if (isOver(record)) continue;
      await send(record, (_, env) => ({ tag: 'account', env, blocked }), true);
      const now = table.get(record.id);
      if (now && publicState(now) === 'blocked') tell('blocked', now);
    }
    const lane = laneOf(id);
    lane.version += 1;
    if (blocked === null) lane.toldBlocked = false;
    pump();
  };

  const learnClock = (lane: AccountLane): void => {
    lane.readingClock = true;
    const age = clockAge;
    requests.track(async () => {
      const trouble = await readServerClock(lane, { clock, requests, log });
      lane.readingClock = false;
      // Read across a jump: it speaks of a clock that is gone.
      if (age !== clockAge) lane.skewMs = null;
      if (trouble?.tag === 'rate-limited')
        lane.limitedUntil = Math.max(lane.limitedUntil ?? 0, trouble.until);
      if (trouble?.tag === 'auth') await refuse(lane.id, trouble.failure);
      lane.version += 1;
      pump();
    });
  };

  const doubtClocks = (): void => {
    offset = clock.now() - clock.monotonic();
    clockAge += 1;
    for (const lane of lanes.values()) {
      lane.skewMs = null;
      lane.clockAt = 0;
      lane.version += 1;
    }
  };

  const noticeJump = (): void => {
    const jumped = clock.now() - clock.monotonic() - offset;
    if (Math.abs(jumped) <= outboxPolicy.maxSkewMs) return;
    log.warn('outbox.clock-jump', { ms: Math.round(jumped) });
    doubtClocks();
  };

  const tick = (record: OutboxRecord, mayLeave: boolean): void => {
    const lane = laneOf(record.accountId);
    const { version } = lane;
    ticking.add(record.id);
    if (mayLeave) lane.writing = record.id;
    requests.track(async () => {
      const told = await send(record, (current, env) =>
        current === null || isPaused() ? null : { tag: 'tick', env },
      );
      ticking.delete(record.id);
      if (mayLeave && !lane.performing) lane.writing = null;
      const now = table.get(record.id);
      if (told.tag === 'ok' && !told.value.moved && now)
        still.set(record.id, { sequence: now.sequence, version, at: clock.now() });
      pump();
    });
  };

  const isUnderWay = (id: DeliveryId): boolean =>
    [...lanes.values()].some((lane) => lane.writing === id || lane.reading.has(id));

  const isPaused = (): boolean => !started || stopped || asleep || held;

  const pump = (): void => {
    wake?.();
    wake = null;
    if (isPaused()) return;
    noticeJump();
    const now = clock.now();
    const retryAt = transitions.retryAt();
    if (retryAt !== null) {
      // The disk refuses: nothing may happen, and asking it all the time helps nobody.
      if (now < retryAt) wake = clock.after(retryAt - now, pump);
      else requests.track(() => transitions.flush().then(pump));
      return;
    }
    const moves = nextMoves({
      now,
      live: table.live(),
      laneOf: (record) => laneOf(record.accountId),
      online: (lane) => isOnline(lane.id),
      isBusy: (id) => ticking.has(id) || isUnderWay(id),
      stoodStill: (record, lane) => {
        const last = still.get(record.id);
        return (
          last !== undefined &&
          last.sequence === record.sequence &&
          last.version === lane.version &&
          Math.abs(now - last.at) < standStillMs
        );
      },
      maxSkewMs: outboxPolicy.maxSkewMs,
    });
    for (const lane of moves.clocks) learnClock(lane);
    for (const record of moves.departures) tick(record, true);
    for (const record of moves.ticks) tick(record, false);
    if (moves.wakeAt !== null) wake = clock.after(Math.max(1, moves.wakeAt - now), pump);
  };

  const ready = async (): Promise<boolean> => {
    while (!stopped && (!started || held)) await open;
    return !stopped;
  };
  const release = (): void => {
    opened();
    open = new Promise<void>((resolve) => (opened = resolve));
  };

  const command = async (
    id: DeliveryId,
    make: (env: Surroundings, record: OutboxRecord) => OutboxEvent,
  ): Answered => {
    if (!(await ready())) return err(failure('cancelled'));
    const record = table.get(id);
    if (record === undefined) return err(failure('unknown-delivery'));
    const answer = await send(record, (current, env) => (current === null ? null : make(env, current)));
    pump();
    return answer.tag === 'ok' ? ok(null) : answer;
  };

  const submitOne = async (intent: Intent, target: Intent['targets'][number]): Promise<Submitted> => {
    const id = deliveryId(intent.id, target.accountId);
    const answered = (answer: Result<unknown, Failure>): Submitted => ({
      deliveryId: id,
      accountId: target.accountId,
      answer: answer.tag === 'ok' ? ok(null) : answer,
    });
    // Its row is there and cannot be read: writing over it could send it twice.
    if (table.isUnreadable(id)) return answered(err(failure('journal-damaged')));
    const account = deps.account(target.accountId);
    if (table.get(id) === undefined && account?.workspaceId !== intent.workspaceId)
      return answered(err(failure('account-missing')));
    const answer = await transitions.send(id, target.accountId, (record, env) => {
      const wish = wishOf(intent, target, env.now);
      if (record !== null) return { tag: 'edited', env, wish };
      return {
        tag: 'submitted',
        env,
        intentId: intent.id,
        workspaceId: intent.workspaceId,
        accountId: target.accountId,
        action: intent.action,
        wish,
        expiresAt: null,
        frozen: deps.isFrozen?.(intent.workspaceId) ?? false,
        blocked: account === null ? failure('account-missing') : blockedBy(account.health),
      };
    });
    return answered(answer);
  };

  /** Accounts that an edit no longer names. */
  const withdrawn = (intent: Intent): readonly OutboxRecord[] =>
    [...table.all()].filter(
      (record) =>
        record.intentId === intent.id &&
        record.wish.revision < intent.revision &&
        record.phase.tag !== 'cancelled' &&
        !intent.targets.some(({ accountId }) => accountId === record.accountId),
    );

  const freezeAll = async (workspace: WorkspaceId | null, tag: 'freeze' | 'unfreeze'): Promise<void> => {
    if (!(await ready())) return;
    for (const record of table.all())
      if (!isOver(record) && (workspace === null || record.workspaceId === workspace))
        await send(record, (_, env) => ({ tag, env }), true);
    pump();
  };

  /** Resolves once `holds` does, or when the signal says to stop waiting. */
  const until = (holds: () => boolean, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        if (!holds() && !signal.aborted) return;
        watchers.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      watchers.add(done);
      signal.addEventListener('abort', done);
      done();
    });

  connectivity.onChange((origin, online) => {
    for (const lane of lanes.values()) {
      if (deps.account(lane.id)?.origin !== origin) continue;
      lane.version += 1;
      if (online) lane.clockAt = Math.min(lane.clockAt, clock.now());
    }
    pump();
  });

  return {
    start: async () => {
      await table.load();
      for (const record of table.live()) {
        await send(record, (_, env) => ({ tag: 'recovered', env }), true);
        const account = deps.account(record.accountId);
        const blocked = account === null ? failure('account-missing') : blockedBy(account.health);
        await send(record, (_, env) => ({ tag: 'account', env, blocked }), true);
      }
      started = true;
      release();
      pump();
    },
    submit: async (intent) => {
      const stillHere = await ready();
      const answers: Submitted[] = [];
      if (!stillHere)
        return intent.targets.map(({ accountId }) => ({
          deliveryId: deliveryId(intent.id, accountId),
          accountId,
          answer: err(failure('cancelled')),
        }));
      for (const target of intent.targets) answers.push(await submitOne(intent, target));
      for (const record of withdrawn(intent)) {
        const answer = await send(record, (_, env) => ({ tag: 'cancel', env }));
        answers.push({
          deliveryId: record.id,
          accountId: record.accountId,
          answer: answer.tag === 'ok' ? ok(null) : answer,
        });
      }
      pump();
      return answers;
    },
    cancel: (id) => command(id, (env) => ({ tag: 'cancel', env })),
    retry: async (id) => {
      const answer = await command(id, (env) => ({ tag: 'retry', env }));
      const record = table.get(id);
      const account = record === undefined ? null : deps.account(record.accountId);
      // "Try again" while offline means: look whether that is still so.
      if (account !== null) connectivity.ask(account.origin);
      return answer;
    },
    publishNow: (id) => command(id, (env) => ({ tag: 'publish-now', env })),
    reschedule: (id, leaving) => command(id, (env) => ({ tag: 'reschedule', env, leaving })),
    decide: (id, decision) => command(id, (env) => ({ tag: 'decide', env, decision })),
    doneByHand: (id, remote) => command(id, (env) => ({ tag: 'done-by-hand', env, remote })),
    freeze: (workspace) => freezeAll(workspace, 'freeze'),
    unfreeze: (workspace) => freezeAll(workspace, 'unfreeze'),
    accountChanged: async (account) => {
      if (!started) return;
      await block(account.id, blockedBy(account.health));
    },
    accountRemoved: async (id) => {
      if (!started) return;
      await block(id, failure('account-missing'));
      const all = table.ofAccount(id);
      await table.remove(all.filter(isOver).map((record) => record.id));
      await table.mirror(table.ofAccount(id));
    },
    settleQueued: async (id, choice) => {
      if (choice === 'keep' || !(await ready())) return;
      await until(() => laneOf(id).writing === null, AbortSignal.timeout(10_000));
      for (const record of table.ofAccount(id)) {
        // What the network holds was decided apart; what is in doubt stays, and says so.
        if (isOver(record) || record.phase.tag === 'handed-over' || record.phase.tag === 'recalling')
          continue;
        await send(record, (_, env) => ({ tag: 'cancel', env }));
      }
    },
    recallAll: async (id, signal) => {
      if (!(await ready())) return 0;
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
    hold: () => {
      held = true;
      pump();
    },
    restore: async (records) => {
      for (let i = 0; i < records.length; i += restoreChunk) {
        const written = await table.save(records.slice(i, i + restoreChunk));
        if (written.tag === 'err') return written;
      }
      held = false;
      for (const record of records) {
        const account = deps.account(record.accountId);
        const blocked = account === null ? failure('account-missing') : blockedBy(account.health);
        if (!isOver(record)) await send(record, (_, env) => ({ tag: 'account', env, blocked }), true);
      }
      release();
      pump();
      return ok(null);
    },
    records: () => [...table.all()],
    unreadable: () => table.unreadable(),
    saving: () => (transitions.retryAt() === null ? 'ok' : 'failing'),
    onNotice: (listener) => {
      noticed.push(listener);
    },
    suspend: () => {
      asleep = true;
      pump();
    },
    resume: () => {
      asleep = false;
      doubtClocks();
      connectivity.hint(true);
      pump();
    },
    stop: async (boundMs = 5_000) => {
      stopped = true;
      pump();
      release();
      await requests.settled(boundMs);
    },
  };
}

/** Why nothing of the account can leave; null: it can. */
function blockedBy(health: AccountHealth): Failure | null {
  switch (health.tag) {
    case 'ok':
    case 'failing':
      return null;
    case 'refused':
      return failure('token-revoked');
    case 'locked':
      return failure('account-blocked');
    case 'disconnected':
      return failure('account-missing');
    default:
      return exhaustive(health);
  }
}
