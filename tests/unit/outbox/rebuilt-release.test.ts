import { describe, expect, it } from 'vitest';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import { rebuild } from '../../../src-shared/outbox/rebuild.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { dueAt, planned } from './places.ts';
import { at, content, drive, env, ids, minute, remote, start, terms, type Driven } from './samples.ts';

/** A post that the person let go before its hour, and whose journal was lost: it stands since then, or not at all. */
const said = start + minute;
const intent = (over: Partial<Intent> = {}): Intent => ({
  id: ids.intentId,
  workspaceId: ids.workspaceId,
  revision: 1,
  postId: null,
  action: { tag: 'publish' },
  targets: [{ accountId: ids.accountId, content: content(), hash: 'h1' }],
  when: at(dueAt) as Intent['when'],
  executor: 'machine',
  createdAt: start,
  ...over,
});
const marked = intent({ released: [{ accountId: ids.accountId, at: said }] });

const rebuiltFrom = (input: Partial<Parameters<typeof rebuild>[0]>): Driven => {
  const driven = drive();
  const now = said + 5 * minute;
  const [made] = rebuild({ intents: [], mirrored: [], salvaged: [], termsOf: () => terms(), now, ...input });
  driven.record = made ?? expect.fail('nothing was made of it');
  driven.now = now;
  return driven;
};
const known = planned().record;
const released = (): OutboxRecord => {
  const driven = planned();
  driven.now = said;
  driven.send({ tag: 'publish-now', env: env(said) });
  return driven.record;
};

describe.each([
  ['which the mirror had heard of', { mirrored: [toDelivery(released())] }],
  ['of which only the intent says so', { mirrored: [toDelivery(known)], intents: [marked] }],
  ['of which there is nothing but the intent', { intents: [marked] }],
  ['of which an older row was found whole', { salvaged: [known], intents: [marked] }],
])('a post let go before its hour, %s', (_, input) => {
  it('is looked for where it stands since then', () => {
    const driven = rebuiltFrom(input);
    driven.pass(minute);
    const looks = driven.go().effects.flatMap((effect) => (effect.tag === 'confirm' ? [effect.sentAt] : []));
    expect(looks).toHaveLength(1);
    expect(looks[0]).toBeLessThanOrEqual(said);
    expect(looks[0]).toBeGreaterThan(said - 10 * minute);
    driven.look({ tag: 'present', remote: remote('p1') });
    expect(toDelivery(driven.record)).toMatchObject({ state: 'sent', remoteId: 'p1' });
  });

  it('leaves now, not at its hour, when it is not there', () => {
    const driven = rebuiltFrom(input);
    const done: string[] = [];
    for (let looks = 0; looks < 9 && done.length === 0; looks += 1) {
      driven.pass(minute);
      for (const effect of driven.go().effects)
        if (effect.tag === 'confirm') driven.look({ tag: 'absent' });
        else done.push(effect.tag);
    }
    expect(done).toContain('perform');
    expect(driven.now).toBeLessThan(dueAt);
  });
});

it('a post that was edited after it was let go waits for its hour', () => {
  const later = intent({ revision: 2 });
  const driven = rebuiltFrom({
    mirrored: [toDelivery({ ...known, wish: { ...known.wish, revision: 2 } })],
    intents: [later],
  });
  expect(toDelivery(driven.record)).toMatchObject({ state: 'scheduled', dueAt });
});
