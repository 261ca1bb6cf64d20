import { exhaustive } from '../../../src-shared/exhaustive.ts';
import type { AccountId } from '../../../src-shared/ids.ts';
import { claimsOf, scheduledClaimsOf, withoutClaimed } from '../../../src-shared/outbox/claims.ts';
import type { Effect, Notice } from '../../../src-shared/outbox/effect.ts';
import type { Answer } from '../../../src-shared/outbox/event.ts';
import type { Cause, OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { departsAt } from '../../../src-shared/outbox/lateness.ts';
import { isHarmless } from '../../../src-shared/outbox/steps.ts';
import type { Clock } from '../clock.ts';
import { limit, type AccountLane } from './account-lane.ts';
import { answerOf, troubleOf } from './answers.ts';
import type { RecordTable } from './record-table.ts';
import type { Requests } from './requests.ts';
import type { MakeEvent } from './transitions.ts';

/** Does what the machine asks for, once the record that asks for it is on disk, and brings back what came of it. */
export function createEffects(deps: {
  readonly table: RecordTable;
  readonly clock: Clock;
  readonly requests: Requests;
  readonly laneOf: (id: AccountId) => AccountLane;
  /** Brings an outcome to its delivery; it must not be lost. */
  readonly send: (record: OutboxRecord, make: MakeEvent) => Promise<unknown>;
  readonly refuse: (id: AccountId, cause: Cause) => Promise<void>;
  readonly tell: (notice: Notice, record: OutboxRecord) => void;
  /** Something ended: others may have their turn. */
  readonly next: () => void;
  /** Least pause between two departures of one account, ms. */
  readonly spacingMs: number;
}): (record: OutboxRecord, effect: Effect) => void {
  const { table, clock, requests, laneOf, send, refuse, tell, next: pump, spacingMs } = deps;

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
      case 'limit-account':
        return limit(laneOf(record.accountId), effect.until, effect.failure);
      case 'refuse-account':
        return requests.track(() => refuse(record.accountId, effect.failure));
      case 'notify':
        return tell(effect.notice, record);
      default:
        return exhaustive(effect);
    }
  };

  const perform = (record: OutboxRecord, effect: Extract<Effect, { tag: 'perform' }>): void => {
    const lane = laneOf(record.accountId);
    const { step, attempt, operation, drawn, soFar } = effect;
    lane.writing = record.id;
    lane.performing = true;
    lane.takingBack = operation.tag === 'recall' && record.holds.frozen;
    const isPost = operation.tag === 'create' && record.action.tag === 'publish';
    const { lastPost } = lane;
    if (isPost)
      lane.lastPost = {
        id: record.id,
        at: clock.now(),
        planned: departsAt(record.wish),
        sure: false,
        scheduled: record.wish.leaving.tag === 'at',
      };
    requests.track(async () => {
      const performed = await requests.call(record.accountId, operation.tag, (connector, ctx) =>
        connector.publish(ctx, operation, drawn, soFar),
      );
      const answer = answerOf(performed);
      if (isPost && lane.lastPost?.id === record.id)
        // A request that surely left nothing is no post, and keeps none waiting.
        lane.lastPost = leftNothing(answer) ? lastPost : { ...lane.lastPost, sure: answer.tag === 'done' };
      lane.nextWriteAt = clock.now() + (isHarmless(operation) ? 0 : spacingMs);
      await send(record, (_, env) => ({ tag: 'answered', env, step, attempt, answer }));
      lane.writing = null;
      lane.performing = false;
      lane.takingBack = false;
      pump();
    });
  };

  /** Reads beside the lane of departures, once at a time for each delivery. */
  const read = (record: OutboxRecord, ask: () => Promise<MakeEvent>): void => {
    const lane = laneOf(record.accountId);
    lane.reading.add(record.id);
    requests.track(async () => {
      const make = await ask();
      await send(record, make);
      lane.reading.delete(record.id);
      pump();
    });
  };

  const look = (record: OutboxRecord, effect: Extract<Effect, { tag: 'confirm' }>): void =>
    read(record, async () => {
      const { operation, drawn, sentAt, kind } = effect;
      const [startedAt, steady] = [clock.now(), clock.monotonic()];
      const seen = await requests.call(record.accountId, 'confirm', (connector, ctx) =>
        connector.confirm(ctx, { operation, drawn, sentAt }),
      );
      return (_, env) => ({
        tag: 'looked',
        env,
        // The earlier of the two, should the clock have been set meanwhile: too early proves nothing.
        startedAt: Math.min(startedAt, env.now - (clock.monotonic() - steady)),
        seen:
          seen.tag === 'err'
            ? troubleOf(seen.error)
            : withoutClaimed(seen.value, claimedByOthers(record, kind)),
      });
    });

  /**
   * What is known by now to have been made for the account by anything else than what is looked for: by other
   * deliveries, and by the parts of this one that stand.
   */
  const claimedByOthers = (record: OutboxRecord, kind: 'post' | 'scheduled') => {
    const claimed = new Set(
      table
        .ofAccount(record.accountId)
        .flatMap((one) => [
          ...claimsOf(one),
          ...(kind === 'scheduled' && one.id !== record.id ? scheduledClaimsOf(one) : []),
        ]),
    );
    return (remoteId: string): boolean => claimed.has(remoteId);
  };

  return obey;
}

/** The server did not do it, and said so, or never heard of it. */
const leftNothing = (answer: Answer): boolean =>
  ['offline', 'rate-limited', 'auth', 'rejected', 'gone'].includes(answer.tag);
