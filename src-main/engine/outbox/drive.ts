import type { AccountHealth } from '../../../src-shared/domain/account.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { failure, type Failure } from '../../../src-shared/errors.ts';
import { exhaustive } from '../../../src-shared/exhaustive.ts';
import type { AccountId, DeliveryId } from '../../../src-shared/ids.ts';
import { isOver } from '../../../src-shared/outbox/command.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import type { Notice } from '../../../src-shared/outbox/effect.ts';
import type { Surroundings } from '../../../src-shared/outbox/event.ts';
import { termsOf } from '../../../src-shared/outbox/plan.ts';
import { outboxPolicy } from '../../../src-shared/outbox/policy.ts';
import type { Cause, OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { lastPostOf, waitsItsTurnUntil, type Spacing } from '../../../src-shared/outbox/spacing.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { OutboxDeps } from '../outbox-runner.ts';
import { newLane, type AccountLane } from './account-lane.ts';
import { hasPublished } from './aftermath.ts';
import { createEffects } from './effects.ts';
import { nextMoves } from './next-moves.ts';
import { createRecordTable, type RecordTable } from './record-table.ts';
import { createRequests, type Requests } from './requests.ts';
import { createTransitions, type MakeEvent } from './transitions.ts';
import { createTrueTime } from './true-time.ts';

/** What keeps deliveries moving: when each may act, on which account's lane, under which clock. */
export interface Drive {
  readonly table: RecordTable;
  readonly requests: Requests;
  /** An event for one delivery. `lasting`: an outcome, kept until it can be saved. */
  send(
    record: Pick<OutboxRecord, 'id' | 'accountId'>,
    make: MakeEvent,
    lasting?: boolean,
  ): Promise<Result<{ readonly moved: boolean }, Failure>>;
  laneOf(id: AccountId): AccountLane;
  /** Looks at what may act now, and when to look again. */
  pump(): void;
  /** Resolves once commands may be taken; or with why they never will be. */
  ready(): Promise<Result<null, Failure>>;
  /** Resolves once `holds` does, or when the signal says to stop waiting. */
  until(holds: () => boolean, signal: AbortSignal): Promise<void>;
  /** Tells every delivery of the account why nothing of it can leave; null: it can again. */
  block(id: AccountId, blocked: Cause | null): Promise<void>;
  /** Its network may be asked for what it charges for again: it is paid, or the person says so. */
  paid(id: AccountId): Promise<void>;
  /** Why nothing of the account can leave, by what is known of it. */
  blockedBy(id: AccountId): Failure | null;
  /** Resolves once every event that was sent before is dealt with. */
  idle(): Promise<void>;
  set(change: Partial<Switches>): void;
  is(name: keyof Switches): boolean;
  /** The machine was asleep: what was counted while it was not is settled anew, and no server's clock is known. */
  woke(): void;
  saving(): 'ok' | 'failing';
  onNotice(listener: (notice: Notice, delivery: Delivery) => void): void;
  /** Deliveries have changed: told at most once a second. */
  onMoved(listener: () => void): void;
}

interface Switches {
  started: boolean;
  /** The red button is being pressed or lifted: nothing begins to leave before all is marked. */
  braking: boolean;
  held: boolean;
  asleep: boolean;
  stopped: boolean;
}

/** A tick of which nothing came is worth repeating after this long, whatever we believe. */
const standStillMs = 30_000;
const movedEveryMs = 1_000;

export function createDrive(deps: OutboxDeps): Drive {
  const { clock, connectivity, log } = deps;
  const table = createRecordTable(deps);
  const requests = createRequests(deps);
  const lanes = new Map<AccountId, AccountLane>();
  const ticking = new Set<DeliveryId>();
  const still = new Map<DeliveryId, { sequence: number; version: number; at: number }>();
  const noticed: ((notice: Notice, delivery: Delivery) => void)[] = [];
  const watchers = new Set<() => void>();
  const movers: (() => void)[] = [];
  let telling = false;
  const tellMoved = (): void => {
    if (telling || movers.length === 0) return;
    telling = true;
    clock.after(movedEveryMs, () => {
      telling = false;
      for (const listener of movers) listener();
    });
  };
  const switches: Switches = {
    started: false,
    braking: false,
    held: deps.held ?? false,
    asleep: false,
    stopped: deps.readOnly ?? false,
  };

  let wake: (() => void) | null = null;
  let opened: () => void = () => undefined;
  let open = new Promise<void>((resolve) => (opened = resolve));
  const laneOf = (id: AccountId): AccountLane => {
    const known = lanes.get(id) ?? newLane(id);
    lanes.set(id, known);
    return known;
  };

  /** The journal says which post left last, until one leaves in this process. */
  const spacingOf = (id: AccountId): Spacing => {
    const lane = laneOf(id);
    lane.lastPost ??= lane.lastPost === undefined ? lastPostOf(table.ofAccount(id)) : null;
    const workspace = deps.account(id)?.workspaceId;
    const ms = workspace === undefined ? undefined : deps.postSpacing?.(workspace);
    return { last: lane.lastPost, ms: ms ?? outboxPolicy.spacingMs };
  };

  /** Whether the account's server can be asked; that of one which was let go is not ours to ask. */
  const isOnline = (id: AccountId): boolean => {
    const account = deps.account(id);
    return account !== null && account.health.tag !== 'disconnected' && connectivity.online(account.origin);
  };

  const surroundings = (id: AccountId): Surroundings => {
    const account = deps.account(id);
    const lane = laneOf(id);
    return {
      now: clock.now(),
      jitter: deps.random(),
      online: isOnline(id),
      skewMs: trueTime.skewOf(lane),
      skewErrorMs: lane.skewErrorMs,
      limitedUntil: lane.limitedUntil,
      limitedFor: lane.limitedFor,
      spacing: spacingOf(id),
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
      if (isOver(after)) still.delete(after.id);
      tellMoved();
      for (const effect of effects) obey(after, effect);
      if (before?.phase.tag !== 'sent' && hasPublished(after)) deps.published(after.accountId);
    },
  });

  const send: Drive['send'] = (record, make, lasting = false) =>
    transitions.send(record.id, record.accountId, make, lasting);

  /** That an account is refused is said once, however many deliveries wait for it. */
  const tell = (notice: Notice, record: OutboxRecord): void => {
    const lane = laneOf(record.accountId);
    if (notice === 'blocked' && lane.toldBlocked) return;
    if (notice === 'blocked') lane.toldBlocked = true;
    for (const listener of noticed) listener(notice, toDelivery(record));
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
    }
    const lane = laneOf(id);
    lane.version += 1;
    if (blocked === null) lane.toldBlocked = false;
    pump();
  };

  const paid = async (id: AccountId): Promise<void> => {
    const lane = laneOf(id);
    if (lane.limitedFor?.code === 'credit-used-up') {
      lane.limitedUntil = null;
      lane.limitedFor = null;
    }
    lane.clockAt = Math.min(lane.clockAt, clock.now());
    lane.version += 1;
    for (const record of table.ofAccount(id)) await send(record, (_, env) => ({ tag: 'paid', env }), true);
    pump();
  };

  const obey = createEffects({
    table,
    clock,
    requests,
    laneOf,
    send: (record, make) => send(record, make, true),
    refuse,
    tell,
    next: () => pump(),
    spacingMs: deps.spacingMs ?? 1_000,
  });

  const trueTime = createTrueTime({
    clock,
    log,
    requests,
    lanes,
    live: table.live,
    send: (record, make) => send(record, make, true),
    refuse,
    next: () => pump(),
  });

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
      const stood = told.tag === 'ok' ? !told.value.moved : told.error.code === 'internal';
      if (stood && now) still.set(record.id, { sequence: now.sequence, version, at: clock.now() });
      pump();
    });
  };

  const isPaused = (): boolean =>
    !switches.started || switches.stopped || switches.asleep || switches.held || switches.braking;

  const pump = (): void => {
    wake?.();
    wake = null;
    for (const watcher of watchers) watcher();
    if (isPaused()) return;
    trueTime.noticeMoves();
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
      agenda: table.agenda,
      laneOf,
      online: (lane) => isOnline(lane.id),
      isBusy: (id, lane) => ticking.has(id) || lane.writing === id || lane.reading.has(id),
      turnOf: (record) => waitsItsTurnUntil(record, spacingOf(record.accountId), now),
      stoodStill: ({ record, wake: own, deadline }, lane) => {
        const last = still.get(record.id);
        if (last === undefined || last.sequence !== record.sequence || last.version !== lane.version)
          return false;
        const hasCome = [own?.at ?? null, deadline].some((at) => at !== null && at > last.at && at <= now);
        return !hasCome && Math.abs(now - last.at) < standStillMs;
      },
      maxSkewMs: outboxPolicy.maxSkewMs,
      takingBack: [...lanes.values()].some((lane) => lane.takingBack),
    });
    for (const lane of moves.clocks) trueTime.read(lane);
    for (const record of moves.departures) tick(record, true);
    for (const record of moves.ticks) tick(record, false);
    if (moves.wakeAt !== null) wake = clock.after(Math.max(1, moves.wakeAt - now), pump);
  };

  const ready: Drive['ready'] = async () => {
    while (!switches.stopped && (!switches.started || switches.held)) await open;
    if (!switches.stopped) return ok(null);
    return err(failure(deps.readOnly === true ? 'read-only' : 'cancelled'));
  };
  const release = (): void => {
    opened();
    open = new Promise<void>((resolve) => (opened = resolve));
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
    table,
    requests,
    send,
    laneOf,
    pump,
    ready,
    until,
    block,
    paid,
    blockedBy: (id) => {
      const account = deps.account(id);
      return account === null ? failure('account-missing') : blockedBy(account.health);
    },
    idle: transitions.idle,
    set: (change) => {
      Object.assign(switches, change);
      release();
      pump();
    },
    is: (name) => switches[name],
    woke: trueTime.woke,
    saving: () => (transitions.retryAt() === null ? 'ok' : 'failing'),
    onNotice: (listener) => {
      noticed.push(listener);
    },
    onMoved: (listener) => {
      movers.push(listener);
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
