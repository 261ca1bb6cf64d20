import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import { accountIdSchema } from '../../../src-shared/ids.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import { rebuild } from '../../../src-shared/outbox/rebuild.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { allPlaces, dueAt, places, planned, type Place } from './places.ts';
import {
  at,
  cause,
  content,
  done,
  drive,
  env,
  ids,
  minute,
  remote,
  rule,
  start,
  terms,
  wish,
  type Driven,
} from './samples.ts';

/**
 * A journal that was lost after main took an edit, or might have, of which the mirror has not heard: either revision
 * may have left, and nothing of either leaves before both were looked for.
 */
const now: Intent['when'] = { tag: 'now', graceMs: 0 };
const edit = (when: Intent['when'], more: Partial<Intent> = {}): Intent => ({
  id: ids.intentId,
  workspaceId: ids.workspaceId,
  revision: 2,
  postId: null,
  action: { tag: 'publish' },
  targets: [{ accountId: ids.accountId, content: content('Edited'), hash: 'h2' }],
  when,
  executor: 'machine',
  createdAt: start,
  ...more,
});
const planFor = (ms: number): Intent['when'] => at(ms) as Intent['when'];

const rebuilt = (record: OutboxRecord, intent: Intent, when: number, of = terms()): Driven => {
  const driven = drive();
  const [made] = rebuild({
    intents: [intent],
    mirrored: [toDelivery(record)],
    salvaged: [],
    termsOf: () => of,
    now: when,
  });
  driven.record = made ?? expect.fail('nothing was made of it');
  driven.now = when;
  return driven;
};
const shown = ({ record }: Driven): string =>
  [
    `r${String(record.wish.revision)} ${record.phase.tag}`,
    ...record.steps.map(({ key, state }) => `${key} ${state.tag}`),
    ...(record.perhaps === undefined ? [] : [`or r${String(record.perhaps.wish.revision)}`]),
  ].join(', ');
/** Time and looks until nothing is there. */
const provenAbsent = (driven: Driven): void => {
  const { revision } = driven.record.wish;
  for (let looks = 0; looks < 9 && driven.record.wish.revision === revision; looks += 1) {
    driven.pass(minute);
    driven.go();
    driven.look({ tag: 'absent' });
  }
};

describe('an edit that the mirror has not heard of', () => {
  it('is what may have left of it wherever the first was known to wait, and one of two where it was not', () => {
    const made = (place: Place) => {
      const { record, now: when } = places[place]();
      return shown(rebuilt(record, edit(now), when));
    };
    expect(Object.fromEntries(allPlaces.map((place) => [place, made(place)]))).toEqual({
      grace: 'r1 running, create unconfirmed, or r2',
      scheduled: 'r2 running, create unconfirmed',
      sending: 'r1 running, create unconfirmed, or r2',
      polling: 'r1 running, create unconfirmed, or r2',
      'in doubt': 'r1 running, create unconfirmed, or r2',
      limited: 'r1 running, create unconfirmed, or r2',
      'trying again': 'r1 running, create unconfirmed, or r2',
      'waiting for a connection': 'r1 running, create unconfirmed, or r2',
      'with its scheduler': 'r1 recalling, schedule done, recall ready, or r2',
      // It was being given up: no edit brings it back.
      'taken back': 'r1 recalling, schedule done, recall ready',
      'by hand': 'r2 running, create unconfirmed',
      assisted: 'r2 running, create unconfirmed',
      asked: 'r1 needs-decision, create unconfirmed',
      missed: 'r1 running, create unconfirmed, or r2',
      failed: 'r2 running, create unconfirmed',
      sent: 'r1 sent',
      cancelled: 'r1 cancelled, create unconfirmed',
    });
  });

  it('whose hour is to come has not left, and is what waits', () => {
    expect(shown(rebuilt(planned().record, edit(planFor(dueAt + minute)), start))).toBe(
      'r2 scheduled, create ready',
    );
    expect(shown(rebuilt(places.sending().record, edit(planFor(dueAt + minute)), start))).toBe(
      'r1 running, create unconfirmed, or r2',
    );
  });

  it('leaves when neither is there, in its own words and no others', () => {
    const driven = rebuilt(places.sending().record, edit(now), start + minute);
    provenAbsent(driven);
    expect(shown(driven)).toBe('r2 running, create unconfirmed');
    const asked: string[] = [];
    for (let passed = 0; passed < 6; passed += 1) {
      driven.pass(minute);
      const { effects } = driven.go();
      for (const effect of effects)
        if (effect.tag === 'confirm') driven.look({ tag: 'absent' });
        else if (effect.tag === 'perform' && effect.operation.tag === 'create')
          asked.push(effect.operation.content.text);
    }
    expect(asked).toEqual(['Edited']);
    driven.answer(done('p2'));
    expect(toDelivery(driven.record)).toMatchObject({ state: 'sent', revision: 2, hash: 'h2' });
  });

  it('is refused once the first is found, and any other while it is not known', () => {
    const driven = rebuilt(places.sending().record, edit(now), start + minute);
    const handOver = () =>
      driven.send({ tag: 'edited', env: env(driven.now), wish: wish({ revision: 2, hash: 'h2' }) });
    expect(handOver().refused?.code).toBe('in-flight');
    driven.pass(minute);
    driven.go();
    driven.look({ tag: 'present', remote: remote('p1') });
    expect(toDelivery(driven.record)).toMatchObject({ state: 'sent', revision: 1, remoteId: 'p1' });
    expect(handOver().refused?.code).toBe('already-sent');
  });

  it('of which the first is like it is looked for before a person is asked', () => {
    const alike = {
      tag: 'unclear',
      candidates: [{ remoteId: 'p2', url: null, text: 'Edited', createdAt: start }],
      differ: true,
    } as const;
    const found = rebuilt(places.sending().record, edit(now), start + minute);
    found.pass(5 * minute);
    found.go();
    found.look(alike);
    expect(shown(found)).toBe('r2 running, create unconfirmed, or r1');
    found.go();
    found.look({ tag: 'present', remote: remote('p2') });
    expect(toDelivery(found.record)).toMatchObject({ state: 'sent', revision: 2, remoteId: 'p2' });

    const neither = rebuilt(places.sending().record, edit(now), start + minute);
    neither.pass(5 * minute);
    neither.go();
    neither.look(alike);
    provenAbsent(neither);
    expect(shown(neither)).toBe('r1 running, create unconfirmed');
    neither.pass(5 * minute);
    neither.go();
    neither.look(alike);
    expect(toDelivery(neither.record)).toMatchObject({ state: 'needs-decision', revision: 1 });
  });

  it('is not published by a person’s word about the first', () => {
    const promisesNothing = terms(rule('N'));
    const driven = rebuilt(places.sending().record, edit(now), start + minute, promisesNothing);
    driven.go();
    expect(toDelivery(driven.record)).toMatchObject({ state: 'needs-decision', revision: 1 });
    driven.send({ tag: 'decide', env: env(driven.now), decision: { tag: 'send-again' } });
    expect(driven.go().effects.map(({ tag }) => tag)).not.toContain('perform');
    expect(toDelivery(driven.record)).toMatchObject({ state: 'needs-decision', revision: 2 });
  });

  it('is looked for after the network’s scheduler has given back the first', () => {
    const { record } = places['with its scheduler']();
    const driven = rebuilt(record, edit(planFor(dueAt), { executor: 'native' }), start + minute);
    driven.go();
    driven.answer(done('s1'));
    expect(shown(driven)).toContain('schedule unconfirmed');
    expect(driven.record.wish.revision).toBe(2);
    driven.pass(minute);
    driven.go();
    driven.look({ tag: 'present', remote: remote('s2') });
    expect(toDelivery(driven.record)).toMatchObject({
      state: 'handed-over',
      revision: 2,
      scheduledRemoteId: 's2',
    });
  });

  it('that says nothing new of this account changes nothing but its number', () => {
    const known = planned().record;
    const same = edit(planFor(dueAt), {
      targets: [{ accountId: ids.accountId, content: known.wish.content, hash: known.wish.hash }],
    });
    expect(shown(rebuilt(known, same, start))).toBe('r2 scheduled, create ready');
  });
});

it('an edit of what turns out to lie with the network’s scheduler is what leaves, once that is taken back', () => {
  const driven = planned({ executor: 'native' });
  driven.go();
  driven.answer({ tag: 'unknown-outcome', failure: cause });
  const made = rebuilt(driven.record, edit(planFor(dueAt), { executor: 'native' }), start + minute);
  made.pass(minute);
  made.go();
  made.look({ tag: 'present', remote: remote('s1') });
  expect(shown(made)).toContain('r1 recalling');
  made.go();
  made.answer(done('s1'));
  provenAbsent(made);
  made.go();
  made.answer(done('s2'));
  expect(made.record.wish).toMatchObject({ revision: 2, content: content('Edited') });
  expect(toDelivery(made.record)).toMatchObject({ state: 'handed-over', scheduledRemoteId: 's2' });
});

describe('an account that an edit of which the mirror has not heard does not name any more', () => {
  const other = v.parse(accountIdSchema, 'net:example.social:other');
  const targets = [{ accountId: other, content: content('Edited'), hash: 'h2' }];
  const without = (record: OutboxRecord, when: number) =>
    rebuilt(record, edit(planFor(dueAt), { targets }), when);

  it('is given up at once where nothing can have left, and once nothing is found where it may have', () => {
    const made = (place: Place) => {
      const { record, now: when } = places[place]();
      return shown(without(record, when));
    };
    expect(Object.fromEntries(allPlaces.map((place) => [place, made(place)]))).toEqual({
      grace: 'r1 running, create unconfirmed, or r2',
      scheduled: 'r2 cancelled, create ready',
      sending: 'r1 running, create unconfirmed, or r2',
      polling: 'r1 running, create unconfirmed, or r2',
      'in doubt': 'r1 running, create unconfirmed, or r2',
      limited: 'r1 running, create unconfirmed, or r2',
      'trying again': 'r1 running, create unconfirmed, or r2',
      'waiting for a connection': 'r1 running, create unconfirmed, or r2',
      'with its scheduler': 'r1 recalling, schedule done, recall ready',
      'taken back': 'r1 recalling, schedule done, recall ready',
      'by hand': 'r2 cancelled, create ready',
      assisted: 'r2 cancelled, create ready',
      asked: 'r1 needs-decision, create unconfirmed',
      missed: 'r1 running, create unconfirmed, or r2',
      failed: 'r1 failed, create unconfirmed',
      sent: 'r1 sent',
      cancelled: 'r1 cancelled, create unconfirmed',
    });
    expect(shown(without(planned().record, start))).toBe('r2 cancelled, create ready');
  });

  it('gets nothing, and is told what it got before', () => {
    const absent = without(places.sending().record, start + minute);
    provenAbsent(absent);
    expect(toDelivery(absent.record)).toMatchObject({ state: 'cancelled', remoteId: null });
    absent.pass(24 * 60 * minute);
    expect(absent.go().effects).toEqual([]);

    const stands = without(places.sending().record, start + minute);
    stands.pass(minute);
    stands.go();
    stands.look({ tag: 'present', remote: remote('p1') });
    expect(toDelivery(stands.record)).toMatchObject({ state: 'sent', remoteId: 'p1' });
  });

  it('whose post lies with the network’s scheduler gets it taken back, also when that had to be looked for', () => {
    const driven = planned({ executor: 'native' });
    driven.go();
    driven.answer({ tag: 'unknown-outcome', failure: cause });
    const made = without(driven.record, start + minute);
    expect(shown(made)).toBe('r1 scheduled, schedule unconfirmed, or r2');
    made.pass(minute);
    made.go();
    made.look({ tag: 'present', remote: remote('s1') });
    expect(shown(made)).toContain('r1 recalling, schedule done, recall ready');
    expect(made.go().effects).toContainEqual(
      expect.objectContaining({ operation: { tag: 'recall', scheduledRemoteId: 's1' } }),
    );
    made.answer(done('s1'));
    expect(toDelivery(made.record).state).toBe('cancelled');
  });

  it('that may have got something alike is asked about', () => {
    const alike = without(places.sending().record, start + minute);
    alike.pass(5 * minute);
    alike.go();
    const candidate = { remoteId: 'p2', url: null, text: 'Hello', createdAt: start };
    alike.look({ tag: 'unclear', candidates: [candidate], differ: true });
    expect(toDelivery(alike.record).state).toBe('needs-decision');
  });
});

it('an edit that waits for the network’s scheduler is what a person means who says "now"', () => {
  const driven = places['with its scheduler']();
  const leaving = at(dueAt);
  driven.send({
    tag: 'edited',
    env: env(driven.now),
    wish: wish({ revision: 2, hash: 'h2', content: content('Edited'), leaving, executor: 'native' }),
  });
  driven.send({ tag: 'publish-now', env: env(driven.now) });
  driven.go();
  driven.answer(done('s1'));
  const { effects } = driven.go();
  expect(effects).toContainEqual(
    expect.objectContaining({
      tag: 'perform',
      operation: expect.objectContaining({ tag: 'create', content: content('Edited') }) as unknown,
    }),
  );
});
