import { beforeAll, describe, expect, it } from 'vitest';
import { announce } from '../../../src-main/app/notice-desk.ts';
import { noticeWords } from '../../../src-main/app/notice-words.ts';
import { noticeText } from '../../../src-renderer/features/notices/notice-text.ts';
import { createText } from '../../../src-renderer/text/create-text.ts';
import { noticeKinds, type DeliveryNotice, type NoticeKind } from '../../../src-shared/domain/notice.ts';
import { errorCodes, failure, type ErrorCode } from '../../../src-shared/errors.ts';
import { deliveryId } from '../../../src-shared/ids.ts';
import { publicState, toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import type { Answer, OutboxEvent, Surroundings } from '../../../src-shared/outbox/event.ts';
import { step } from '../../../src-shared/outbox/machine.ts';
import { outboxPolicy } from '../../../src-shared/outbox/policy.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { isTrouble, troubles, type Trouble } from '../../../src-shared/outbox/trouble.ts';
import {
  at,
  content,
  done,
  env,
  ids,
  medium,
  minute,
  remote,
  rule,
  start,
  submitted,
  terms,
  wish,
} from './samples.ts';

/**
 * Every way into a state that waits for a person is walked, and each must say so: the machine asks for the notice, and
 * there are words and something to do for it in both languages, in the window and outside it.
 */

const moments = [start, start + 11 * minute, start + 3 * 60 * minute, start + 26 * 60 * minute];
const codes: readonly ErrorCode[] = ['text-too-long', 'media-missing', 'scope-missing', 'schedule-too-soon'];
const answers: readonly Answer[] = [
  done('r1'),
  { tag: 'processing', handle: 'h', pollAfterMs: 1_000 },
  { tag: 'offline', failure: failure('offline') },
  { tag: 'auth', failure: failure('token-revoked') },
  { tag: 'server', failure: failure('server-error') },
  { tag: 'gone', failure: failure('target-gone') },
  { tag: 'unknown-outcome', failure: failure('outcome-unknown') },
  { tag: 'protocol', failure: failure('protocol') },
  ...codes.map((code): Answer => ({ tag: 'rejected', failure: failure(code) })),
];
const candidate = { remoteId: 'x', url: null, text: 'Hello', createdAt: start };
const sightings: readonly Extract<OutboxEvent, { tag: 'looked' }>['seen'][] = [
  { tag: 'present', remote: remote('r1') },
  { tag: 'absent' },
  { tag: 'unclear', candidates: [candidate, { ...candidate, remoteId: 'y' }] },
  { tag: 'auth', failure: failure('token-revoked') },
  { tag: 'server', failure: failure('server-error') },
];

/** Everything that can happen to a delivery at one moment, whatever sense it makes. */
function events(record: OutboxRecord, now: number): readonly OutboxEvent[] {
  const here = (over: Partial<Surroundings> = {}): Surroundings => env(now, over);
  const one = here();
  const sending = record.steps.find(({ state }) => state.tag === 'sending');
  const attempt = sending?.state.tag === 'sending' ? sending.state.attempt : 0;
  const polling = record.steps.find(({ state }) => state.tag === 'polling');
  return [
    { tag: 'tick', env: one },
    { tag: 'tick', env: here({ online: false }) },
    { tag: 'tick', env: here({ skewMs: 10 * minute }) },
    ...record.steps.map(({ key }): OutboxEvent => ({
      tag: 'drawn',
      env: one,
      step: key,
      drawn: { key: 'k', at: now },
    })),
    ...(sending
      ? answers.map((answer): OutboxEvent => ({
          tag: 'answered',
          env: one,
          step: sending.key,
          attempt,
          answer,
        }))
      : []),
    ...(polling
      ? answers.map((answer): OutboxEvent => ({ tag: 'polled', env: one, step: polling.key, answer }))
      : []),
    ...sightings.map((seen): OutboxEvent => ({ tag: 'looked', env: one, startedAt: now, seen })),
    { tag: 'recovered', env: one },
    { tag: 'account', env: one, blocked: failure('token-revoked') },
    { tag: 'account', env: one, blocked: null },
    { tag: 'freeze', env: one },
    { tag: 'unfreeze', env: one },
    { tag: 'cancel', env: one },
    { tag: 'publish-now', env: one },
    { tag: 'retry', env: one },
    { tag: 'decide', env: one, decision: { tag: 'send-again' } },
    { tag: 'switch-executor', env: one, executor: 'assisted' },
  ];
}

/** What sets two deliveries apart for what may happen to them next. */
const shapeOf = ({ phase, holds, steps, wish: wanted }: OutboxRecord): string =>
  JSON.stringify([
    phase.tag,
    'look' in phase ? phase.look.absences : 'about' in phase ? phase.about : null,
    holds.frozen,
    holds.blocked !== null,
    wanted.executor,
    wanted.releasedAt !== null,
    steps.map(({ key, doubt, tries, drawn, state }) => [
      key,
      doubt,
      Math.min(tries, 2),
      drawn !== null,
      state.tag,
      state.tag === 'unconfirmed' ? state.look.absences : null,
    ]),
  ]);

const tired = (record: OutboxRecord): OutboxRecord => ({
  ...record,
  steps: record.steps.map((one) => ({ ...one, tries: outboxPolicy.maxTries - 1 })),
});

const beginnings: readonly OutboxRecord[] = [
  submitted(),
  submitted({ blocked: failure('token-revoked') }),
  submitted({ expiresAt: start + 2 * 60 * minute }),
  submitted({ wish: wish({ leaving: at(start + 10 * minute) }) }),
  submitted({ wish: wish({ leaving: at(start + 10 * minute) }), frozen: true }),
  submitted({ wish: wish({ leaving: at(start + 10 * minute), executor: 'assisted' }) }),
  submitted({ wish: wish({ leaving: at(start + 25 * 60 * minute), executor: 'native' }) }),
  submitted({ wish: wish({ content: content('Hi', [medium(1)]), leaving: at(start + 10 * minute) }) }),
  submitted({ env: env(start, { terms: terms(rule('K', 60 * minute)) }) }),
  submitted({ env: env(start, { terms: terms(rule('N')) }) }),
].flatMap((event) => {
  const { state } = step(null, event);
  return [state, tired(state)];
});

interface Reached {
  readonly kind: Trouble;
  readonly by: string;
  readonly record: OutboxRecord;
  readonly isTold: boolean;
}

/** Shapes visited from each beginning: enough for every way, few enough to be quick. */
const most = 250;

function walk(): readonly Reached[] {
  const seen = new Set<string>();
  const reached: Reached[] = [];
  for (const first of beginnings) {
    const queue = [{ record: first, now: start }];
    const until = seen.size + most;
    for (let next = queue.shift(); next !== undefined && seen.size < until; next = queue.shift()) {
      const { record, now: since } = next;
      for (const now of moments.filter((moment) => moment >= since))
        for (const event of events(record, now)) {
          const { state, effects, refused } = step(record, event);
          if (refused !== null || state === record) continue;
          const [before, after] = [publicState(record), publicState(state)];
          if (isTrouble(after) && after !== before)
            reached.push({
              kind: after,
              by: `${before} --${event.tag}--> ${after} (${toDelivery(state).failure?.code ?? ''})`,
              record: state,
              isTold: effects.some((effect) => effect.tag === 'notify' && effect.notice === after),
            });
          const shape = `${now} ${shapeOf(state)}`;
          if (seen.has(shape)) continue;
          seen.add(shape);
          queue.push({ record: state, now });
        }
    }
  }
  return reached;
}

let reached: readonly Reached[] = [];
beforeAll(() => {
  reached = walk();
}, 60_000);

const noticeOf = (kind: NoticeKind, cause: DeliveryNotice['failure']): DeliveryNotice => ({
  kind,
  deliveryId: deliveryId(ids.intentId, ids.accountId),
  accountId: ids.accountId,
  workspaceId: ids.workspaceId,
  failure: cause,
});

describe.each(troubles)('every way into "%s"', (kind) => {
  it('was walked, and asks for its notice', () => {
    const ways = reached.filter((way) => way.kind === kind);
    expect(ways.length).toBeGreaterThan(kind === 'assisted' ? 0 : 10);
    expect(new Set(ways.filter(({ isTold }) => !isTold).map(({ by }) => by))).toEqual(new Set());
  });

  it.each(['fr', 'en'] as const)('has its cause in words and something to do, in %s', (locale) => {
    const causes = new Map(
      reached
        .filter((way) => way.kind === kind)
        .map(({ record }) => {
          const cause = toDelivery(record).failure;
          return [cause?.code ?? '', cause] as const;
        }),
    );
    const text = createText(locale);
    for (const cause of causes.values()) {
      const notice = noticeOf(kind, cause);
      const said = noticeText(text, [notice], () => '@atelier');
      expect(said.title).toContain('@atelier');
      expect(said.detail.length, JSON.stringify(cause)).toBeGreaterThan(15);
      expect(said.detail).not.toBe(text.t('errors.unknown'));
      expect(said.actions.length).toBeGreaterThan(0);
      const outside = announce([notice], noticeWords(locale), () => '@atelier');
      expect(outside.title).toContain('@atelier');
      expect(outside.body.length).toBeGreaterThan(15);
      expect(outside.deliveryId).toBe(notice.deliveryId);
    }
  });
});

describe.each(['fr', 'en'] as const)('the words of notices, in %s', (locale) => {
  const text = createText(locale);
  const account = () => '@atelier';

  it.each(noticeKinds)('"%s": whatever the code', (kind) => {
    for (const code of [...errorCodes, 'of-a-newer-version']) {
      const notice = noticeOf(kind, { code, detail: {} });
      const { title, detail, actions } = noticeText(text, [notice], account);
      for (const said of [title, detail, ...actions.map(({ label }) => label)]) {
        expect(said.trim()).not.toBe('');
        expect(said).not.toMatch(/[{}]|undefined/);
      }
      const { body } = announce([notice], noticeWords(locale), account);
      expect(body.trim()).not.toBe('');
    }
  });

  it('say many at once in one sentence, and lead to the outbox', () => {
    const many = [
      noticeOf('failed', failure('text-too-long')),
      noticeOf('failed', failure('server-error')),
      noticeOf('blocked', failure('token-revoked')),
    ];
    const said = noticeText(text, many, account);
    expect(said.title).toMatch(/^3/);
    expect(said.detail.split(' · ')).toHaveLength(2);
    expect(said.actions.map(({ id }) => id)).toEqual(['outbox']);
    expect(announce(many, noticeWords(locale), account)).toMatchObject({ deliveryId: null });
  });
});
