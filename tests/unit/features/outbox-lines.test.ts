import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { actionsFor } from '../../../src-renderer/features/outbox/actions.ts';
import { queueMoves } from '../../../src-renderer/features/outbox/queue.ts';
import {
  grouped,
  groupOf,
  outboxLines,
  type Group,
  type UnacceptedRow,
} from '../../../src-renderer/features/outbox/line.ts';
import { badgeOf, titleOf, whenOf, whyOf } from '../../../src-renderer/features/outbox/words.ts';
import { createText } from '../../../src-renderer/text/create-text.ts';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import { deliveryStates, type Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import { failure } from '../../../src-shared/errors.ts';
import { troubles } from '../../../src-shared/outbox/trouble.ts';
import { accountIdSchema, deliveryId, intentIdSchema, workspaceIdSchema } from '../../../src-shared/ids.ts';

const now = Date.UTC(2026, 10, 26, 8);
const hour = 3_600_000;
const account = v.parse(accountIdSchema, 'net:example.social:1');
const other = v.parse(accountIdSchema, 'net:example.social:2');
const workspaceId = v.parse(workspaceIdSchema, 'client');
const intentId = v.parse(intentIdSchema, 'wish');
const content = { ...emptyContent, text: 'Ondine revient' };
const place = { account: null, network: 'Exemple' };

const delivery = (change: Partial<Delivery> = {}): Delivery => ({
  id: deliveryId(intentId, account),
  workspaceId,
  intentId,
  accountId: account,
  action: { tag: 'publish' },
  revision: 1,
  hash: '',
  content,
  state: 'scheduled',
  executor: 'machine',
  waiting: null,
  failure: null,
  dueAt: now + hour,
  wall: '2026-11-26T10:00',
  zone: 'Europe/Paris',
  toleranceMs: 30 * 60_000,
  remoteId: null,
  remoteUrl: null,
  scheduledRemoteId: null,
  sentAt: null,
  stepsDone: 0,
  stepsTotal: 1,
  parts: [],
  step: null,
  progress: null,
  attempts: [],
  candidates: [],
  sequence: 1,
  createdAt: now,
  updatedAt: now,
  ...change,
});

const wish = (change: Partial<Intent> = {}, row: Partial<UnacceptedRow> = {}): UnacceptedRow => ({
  handed: 'pending',
  refusal: null,
  ...row,
  intent: {
    id: intentId,
    workspaceId,
    revision: 1,
    postId: null,
    action: { tag: 'publish' },
    targets: [{ accountId: account, content: { ...content, text: 'Ondine, autre texte' }, hash: '' }],
    when: {
      tag: 'at',
      moment: { wall: '2026-11-26T10:00', zone: 'Europe/Paris', dueAt: now + hour },
      toleranceMs: 0,
    },
    executor: 'machine',
    createdAt: now,
    ...change,
  },
});

const only = (deliveries: readonly Delivery[], rows: readonly UnacceptedRow[]) => {
  const [line, ...more] = outboxLines(deliveries, rows);
  expect(more).toEqual([]);
  if (line === undefined) throw new Error('no line');
  return line;
};

describe('the lines of the outbox', () => {
  it('has one place for every state', () => {
    const places = deliveryStates.map((state) => [state, groupOf(only([delivery({ state })], []))]);
    expect(Object.fromEntries(places)).toEqual({
      grace: 'leaving',
      scheduled: 'scheduled',
      running: 'leaving',
      sent: 'sent',
      'handed-over': 'held',
      recalling: 'leaving',
      assisted: 'decide',
      frozen: 'frozen',
      blocked: 'failed',
      'needs-decision': 'decide',
      missed: 'missed',
      failed: 'failed',
      cancelled: 'cancelled',
    } satisfies Record<Delivery['state'], Group>);
  });

  it('puts what something keeps among what waits', () => {
    for (const state of ['scheduled', 'running'] as const)
      expect(groupOf(only([delivery({ state, waiting: { tag: 'offline' } })], []))).toBe('waiting');
  });

  it('never says that something is planned before main has accepted it', () => {
    for (const locale of ['fr', 'en'] as const) {
      const text = createText(locale);
      const line = only([], [wish()]);
      expect(groupOf(line)).toBe('handing');
      const said = [
        badgeOf(text, line, now).words,
        whyOf(text, line, place, now),
        titleOf(text, line),
        text.t('outbox.group.handing'),
      ].join(' ');
      expect(said).not.toMatch(/programm|schedul/i);
    }
  });

  it('shows the text that was sent and, apart, the edit that was refused', () => {
    const sent = delivery({ state: 'sent', sentAt: now });
    const line = only(
      [sent],
      [wish({ revision: 2 }, { handed: 'refused', refusal: failure('already-sent') })],
    );
    expect(groupOf(line)).toBe('decide');
    expect(line.content.text).toBe('Ondine revient');
    expect(line.unaccepted?.content.text).toBe('Ondine, autre texte');
    expect(actionsFor(line, now)).not.toContain('edit');
  });

  it('forgets a wish that main already holds, though the store has not noted it yet', () => {
    expect(only([delivery()], [wish()]).unaccepted).toBeNull();
  });

  it('keeps its line when main accepts it', () => {
    expect(only([], [wish()]).id).toBe(only([delivery()], []).id);
  });

  it('has a line for each account of a wish', () => {
    const targets = [account, other].map((accountId) => ({ accountId, content, hash: '' }));
    expect(outboxLines([], [wish({ targets })])).toHaveLength(2);
  });

  it('shows the latest departures first, fifty of them at most', () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      delivery({
        id: deliveryId(v.parse(intentIdSchema, `w${index}`), account),
        state: 'sent',
        sentAt: now - index * hour,
      }),
    );
    const sent = grouped(outboxLines(many.toReversed(), [])).get('sent') ?? [];
    expect(sent).toHaveLength(50);
    expect(sent[0]?.delivery?.sentAt).toBe(now);
  });

  it('offers to go back only to a moment that is still to come', () => {
    const past = only([delivery({ state: 'cancelled', dueAt: now - hour })], []);
    expect(actionsFor(past, now)).not.toContain('restore');
    expect(actionsFor(only([delivery({ state: 'cancelled' })], []), now)).toContain('restore');
  });

  it('takes nothing back while its answer is being looked for', () => {
    const line = only([delivery({ state: 'running', waiting: { tag: 'verifying', until: now } })], []);
    expect(actionsFor(line, now)).toEqual(['copyText']);
  });

  it('says when an immediate departure leaves without inventing an hour', () => {
    const text = createText('fr');
    const line = only([delivery({ state: 'running', wall: null, waiting: { tag: 'offline' } })], []);
    expect(whenOf(text, line, now)).toBe('dès le retour');
  });

  it('has a place of its own for what a person publishes', () => {
    const line = only([delivery({ state: 'scheduled', executor: 'assisted' })], []);
    expect(groupOf(line)).toBe('hand');
    expect(badgeOf(createText('fr'), line, now).words).toBe('Par vous');
  });

  it('offers a missed post all its ways on', () => {
    const line = only([delivery({ state: 'missed', wall: '2026-11-25T18:00' })], []);
    expect(actionsFor(line, now)).toEqual([
      'publishNow',
      'nextSlot',
      'reschedule',
      'edit',
      'cancel',
      'copyText',
    ]);
  });

  it('says of a post that a person published whether it came with a link', () => {
    const done = (remoteUrl: string | null) =>
      only([delivery({ state: 'sent', sentAt: now, executor: 'assisted', remoteUrl })], []);
    expect(whyOf(createText('fr'), done(null), place, now)).toMatch(/^Publié par vous .*, sans lien\.$/);
    expect(whyOf(createText('fr'), done('https://example.social/@a/1'), place, now)).not.toContain('lien');
  });

  it('says of a late post that others of its account leave before it', () => {
    const text = createText('fr');
    const due = (late: number) =>
      only([delivery({ state: 'scheduled', waiting: { tag: 'due', until: now - late } })], []);
    expect(whyOf(text, due(5 * 60_000), place, now)).toContain('Attend son tour');
    expect(whyOf(text, due(1_000), place, now)).not.toContain('Attend son tour');
  });
});

it('moves only what waits for the same account and has no hour of its own', () => {
  const waits = (n: number, change: Partial<Delivery> = {}) =>
    only(
      [
        delivery({
          id: deliveryId(v.parse(intentIdSchema, `q${n}`), account),
          state: 'running',
          wall: null,
          waiting: { tag: 'offline' },
          ...change,
        }),
      ],
      [],
    );
  const [a, b, c] = [waits(1), waits(2), waits(3)];
  const elsewhere = waits(4, { accountId: other });
  const planned = waits(5, { wall: '2026-11-26T10:00' });
  const members = [a, elsewhere, planned, b, c];
  expect(queueMoves(a, members)).toEqual({ later: c.id });
  expect(queueMoves(b, members)).toEqual({ earlier: a.id, later: null });
  expect(queueMoves(c, members)).toEqual({ earlier: b.id });
  expect(queueMoves(elsewhere, members)).toEqual({});
  expect(queueMoves(planned, members)).toEqual({});
});

describe('what needs a person', () => {
  const lineOf = (change: Partial<Delivery>) =>
    outboxLines([delivery(change)], [])[0] ?? expect.fail('no line');

  it.each(['fr', 'en'] as const)('waits for the quota until an hour that is named, in %s', (locale) => {
    const until = now + 32 * 60_000;
    const line = lineOf({ state: 'running', waiting: { tag: 'rate-limited', until } });
    const words = whyOf(createText(locale), line, place, now);
    expect(words).toMatch(
      locale === 'fr' ? /^Attend le quota jusqu’à \d\d:32/ : /^Waits for the quota until \d\d:32/,
    );
  });

  it.each(troubles)('a line that is %s offers something to do', (state) => {
    const actions = actionsFor(lineOf({ state, failure: failure('token-revoked') }), now);
    // What is in doubt is decided in its details, where the candidates are.
    if (state === 'needs-decision') expect(actions).not.toContain('retry');
    else expect(actions.filter((action) => action !== 'copyText').length).toBeGreaterThan(1);
  });
});
