import type { Content, PostMedia } from '../../../src-shared/domain/content.ts';
import type { Action } from '../../../src-shared/domain/intent.ts';
import { failure } from '../../../src-shared/errors.ts';
import {
  accountId,
  intentIdSchema,
  mediaHashSchema,
  workspaceIdSchema,
  rowIdSchema,
} from '../../../src-shared/ids.ts';
import type { OperationClass } from '../../../src-shared/networks/manifest.ts';
import type { Effect, Outcome } from '../../../src-shared/outbox/effect.ts';
import type { Answer, OutboxEvent, Surroundings } from '../../../src-shared/outbox/event.ts';
import { step } from '../../../src-shared/outbox/machine.ts';
import type { Remote } from '../../../src-shared/outbox/operation.ts';
import type { OutboxRecord, Terms, Wish } from '../../../src-shared/outbox/record.ts';
import * as v from 'valibot';

/** Small true-to-type things for the outbox's tests. */

export const start = Date.UTC(2026, 9, 1, 8, 0, 0);
export const minute = 60_000;
export const settleMs = 60_000;

export const rule = (name: OperationClass['class'], keyMs: number | null = null): OperationClass => ({
  class: name,
  settleMs,
  keyMs,
});

export const terms = (create: OperationClass = rule('R'), native = true): Terms => ({
  operations: {
    upload: rule('K'),
    create,
    message: create,
    schedule: rule('R'),
    recall: rule('R'),
    like: rule('K'),
    unlike: rule('K'),
    delete: rule('K'),
    mute: rule('K'),
  },
  native: native ? { minAheadMs: 5 * minute } : null,
});

export const env = (now: number, over: Partial<Surroundings> = {}): Surroundings => ({
  now,
  jitter: 0.5,
  online: true,
  skewMs: 0,
  limitedUntil: null,
  terms: terms(),
  ...over,
});

export const medium = (n: number): PostMedia => ({
  hash: v.parse(mediaHashSchema, String(n).padStart(64, '0')),
  mime: 'image/png',
  bytes: 1000,
  width: 10,
  height: 10,
  name: `${n}.png`,
  alt: `picture ${n}`,
  decorative: false,
});

export const content = (text = 'Hello', media: readonly PostMedia[] = []): Content => ({
  text,
  media,
  warning: '',
  poll: null,
  language: null,
  settings: {},
});

export const wish = (over: Partial<Wish> = {}): Wish => ({
  revision: 1,
  hash: 'h1',
  content: content(),
  leaving: { tag: 'now', leavesAt: start },
  executor: 'machine',
  releasedAt: null,
  ...over,
});

export const at = (dueAt: number, toleranceMs = 30 * minute): Wish['leaving'] => ({
  tag: 'at',
  moment: { wall: new Date(dueAt).toISOString().slice(0, 16), zone: 'UTC', dueAt },
  toleranceMs,
});

export const ids = {
  intentId: v.parse(intentIdSchema, '01JABCDEFGHJKMNPQRSTVWXYZ0'),
  workspaceId: v.parse(workspaceIdSchema, '01JWORKSPACEAAAAAAAAAAAAAA'),
  accountId: accountId('net', 'server.example', 'me'),
};

export const target = {
  messageId: v.parse(rowIdSchema, 'w|a|m1'),
  remoteId: 'm1',
  conversationId: 'c1',
  handleData: '{}',
  box: 'public',
  authorHandle: 'someone',
} as const;

export const submitted = (
  over: Partial<Extract<OutboxEvent, { tag: 'submitted' }>> = {},
): Extract<OutboxEvent, { tag: 'submitted' }> => ({
  tag: 'submitted',
  env: env(start),
  ...ids,
  action: { tag: 'publish' } satisfies Action,
  wish: wish(),
  expiresAt: null,
  frozen: false,
  blocked: null,
  ...over,
});

export const remote = (id: string): Remote => ({
  remoteId: id,
  url: `https://server.example/${id}`,
  handle: `h-${id}`,
  createdAt: start,
});

export const cause = failure('server-error');
export const done = (id: string): Answer => ({ tag: 'done', remote: remote(id) });

export const tagsOf = (effects: readonly Effect[]): readonly string[] => effects.map((effect) => effect.tag);

/** A delivery that is being driven: keeps the record, and everything that was asked for. */
export interface Driven {
  record: OutboxRecord;
  now: number;
  readonly outcomes: Outcome[];
  send(event: OutboxEvent): Outcome;
  tick(over?: Partial<Surroundings>): Outcome;
  /** Ticks, and draws when asked to: what the runner does in one go. */
  go(over?: Partial<Surroundings>): Outcome;
  answer(answer: Answer): Outcome;
  look(seen: Extract<OutboxEvent, { tag: 'looked' }>['seen']): Outcome;
  pass(ms: number): void;
}

export function drive(event = submitted()): Driven {
  const first = step(null, event);
  const driven: Driven = {
    record: first.state,
    now: event.env.now,
    outcomes: [first],
    send(next) {
      const outcome = step(driven.record, next);
      driven.record = outcome.state;
      driven.outcomes.push(outcome);
      return outcome;
    },
    tick: (over = {}) => driven.send({ tag: 'tick', env: env(driven.now, over) }),
    go(over = {}) {
      const outcome = driven.tick(over);
      const draw = outcome.effects.find((effect) => effect.tag === 'draw');
      if (draw === undefined) return outcome;
      const drawn = { key: `k${driven.record.performs}`, at: driven.now };
      return driven.send({ tag: 'drawn', env: env(driven.now, over), step: draw.step, drawn });
    },
    answer(answer) {
      const sending = driven.record.steps.find((each) => each.state.tag === 'sending');
      if (sending?.state.tag !== 'sending') throw new Error('nothing is being sent');
      const { attempt } = sending.state;
      return driven.send({ tag: 'answered', env: env(driven.now), step: sending.key, attempt, answer });
    },
    look: (seen) => driven.send({ tag: 'looked', env: env(driven.now), startedAt: driven.now, seen }),
    pass(ms) {
      driven.now += ms;
    },
  };
  return driven;
}
