import { describe, expect, it } from 'vitest';
import { calendarEntries, type Unaccepted } from '../../../src-renderer/features/calendar/calendar-entry.ts';
import { handedSentence, handedTitle } from '../../../src-renderer/features/composer/handed-words.ts';
import { groupOf, outboxLines, type UnacceptedRow } from '../../../src-renderer/features/outbox/line.ts';
import { badgeOf, whyOf } from '../../../src-renderer/features/outbox/words.ts';
import { createText } from '../../../src-renderer/text/create-text.ts';
import { deliveryStates, type Delivery, type DeliveryState } from '../../../src-shared/domain/delivery.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import { failure } from '../../../src-shared/errors.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import { holderOf } from '../../../src-shared/outbox/holder.ts';
import { step } from '../../../src-shared/outbox/machine.ts';
import { at, content, ids, minute, start, submitted, wish } from './samples.ts';

/**
 * What the outbox, the calendar and the composer say of every state that a delivery can be in, and of every wish that
 * main has not answered. A word that promises a departure may stand only where main, the network or a person holds it.
 */

const now = start;
const dueAt = start + 60 * minute;
const planned = toDelivery(step(null, submitted({ wish: wish({ leaving: at(dueAt) }) })).state);

/** Words that say that it will leave. */
const promises: Readonly<Record<'fr' | 'en', RegExp>> = {
  fr: /programm|part sans vous|partent sans vous|cet ordinateur doit|^cet ordinateur|même ordinateur éteint|part dans/i,
  en: /schedul|leaves without you|leave without you|this computer must|must be on|has to be on|^this computer|even with this computer off|leaves in/i,
};
/** A denial promises nothing; nor does the name of what was refused. */
const denials: Readonly<Record<'fr' | 'en', RegExp>> = {
  fr: /ne part(ira)? pas|ne partira pas sans vous/i,
  en: /will not leave|does not leave/i,
};

const intent: Intent = {
  id: ids.intentId,
  workspaceId: ids.workspaceId,
  revision: 1,
  postId: null,
  action: { tag: 'publish' },
  targets: [{ accountId: ids.accountId, content: content(), hash: 'h1' }],
  when: { tag: 'at', moment: { wall: '2026-10-01T09:00', zone: 'UTC', dueAt }, toleranceMs: 30 * minute },
  executor: 'machine',
  createdAt: now,
};

type Handed = 'pending' | 'accepted' | 'refused';
const rowOf = (handed: Handed, revision: number): UnacceptedRow & Unaccepted => ({
  id: ids.intentId,
  workspaceId: ids.workspaceId,
  postId: null,
  revision,
  handed,
  refusal: handed === 'refused' ? failure('account-missing') : null,
  intent: { ...intent, revision },
  createdAt: now,
});

interface Said {
  readonly where: string;
  readonly words: string;
}

/** Everything that the three say of one delivery, or (null) of a wish that has none. */
function said(locale: 'fr' | 'en', delivery: Delivery | null, handed: Handed): readonly Said[] {
  const text = createText(locale);
  const rows = handed === 'accepted' ? [] : [rowOf(handed, delivery === null ? 1 : 2)];
  const deliveries = delivery === null ? [] : [delivery];
  const place = { account: null, network: 'Réseau' };
  const lines = outboxLines(deliveries, rows).flatMap((line): readonly Said[] => [
    { where: 'outbox badge', words: badgeOf(text, line, now).words },
    { where: 'outbox sentence', words: whyOf(text, line, place, now) },
    { where: 'outbox group', words: text.t(`outbox.group.${groupOf(line)}`) },
  ]);
  const entries = calendarEntries({
    deliveries,
    unaccepted: rows,
    drafts: [],
    moves: {},
    shows: () => true,
    from: 0,
    until: Number.MAX_SAFE_INTEGER,
  }).flatMap(({ standing, refusal }): readonly Said[] => [
    { where: 'calendar chip', words: text.t(`calendar.standing.${refusal === null ? standing : 'refused'}`) },
    { where: 'calendar sentence', words: text.t(`calendar.about.${standing}`) },
  ]);
  const wished = { handed, isPlanned: true, deliveries };
  const composer: readonly Said[] =
    // What is over for every account is said in other words by the composer, and can no longer be edited.
    delivery?.state === 'sent' || delivery?.state === 'cancelled'
      ? []
      : [
          { where: 'composer title', words: handedTitle(text, wished) },
          { where: 'composer sentence', words: handedSentence(text, wished) },
        ];
  return [...lines, ...entries, ...composer];
}

const shaped = (state: DeliveryState, executor: Delivery['executor']): Delivery => ({
  ...planned,
  state,
  executor,
  waiting: state === 'scheduled' ? { tag: 'due', until: dueAt } : null,
  failure:
    state === 'failed' ? failure('text-too-long') : state === 'blocked' ? failure('token-revoked') : null,
  scheduledRemoteId: state === 'handed-over' ? '7' : null,
});

const promised = (locale: 'fr' | 'en', all: readonly Said[]): readonly string[] =>
  all
    .filter(({ words }) => promises[locale].test(words) && !denials[locale].test(words))
    .map(({ where, words }) => `${where}: ${words}`);

describe.each(['fr', 'en'] as const)('in %s', (locale) => {
  it.each(deliveryStates)('a delivery that is %s is promised only if somebody holds it', (state) => {
    for (const executor of ['machine', 'native', 'assisted'] as const) {
      const delivery = shaped(state, executor);
      const words = said(locale, delivery, 'accepted');
      expect(words.length).toBeGreaterThan(2 * Number(state !== 'cancelled'));
      for (const one of words) expect(one.words.trim(), one.where).not.toBe('');
      if (holderOf(delivery) === null) expect(promised(locale, words)).toEqual([]);
    }
  });

  it('a wish that main has not answered, or has refused, is promised nowhere', () => {
    for (const handed of ['pending', 'refused'] as const)
      expect(promised(locale, said(locale, null, handed))).toEqual([]);
  });

  it('a change that main has not answered makes nothing say that the change is scheduled', () => {
    for (const state of deliveryStates)
      expect(
        promised(locale, said(locale, shaped(state, 'machine'), 'pending').filter(isOfTheChange)),
      ).toEqual([]);
  });

  it('what is held is promised by all three', () => {
    const held = promised(locale, said(locale, shaped('scheduled', 'machine'), 'accepted')).join('\n');
    for (const where of ['outbox', 'calendar', 'composer']) expect(held).toContain(where);
    const native = promised(locale, said(locale, shaped('handed-over', 'native'), 'accepted')).join('\n');
    for (const where of ['outbox', 'calendar', 'composer']) expect(native).toContain(where);
  });
});

/** The outbox's group tells of what main holds; its badge and sentence tell of the change. */
const isOfTheChange = ({ where }: Said): boolean => where !== 'outbox group';
