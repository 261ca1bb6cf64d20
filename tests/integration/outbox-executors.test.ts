import { afterEach, describe, expect, it } from 'vitest';
import { effectiveManifest } from '../../src-main/connectors/instagram/manifest.ts';
import { blankSecret } from '../../src-main/connectors/instagram/secret.ts';
import { emptyContent, type Content } from '../../src-shared/domain/content.ts';
import type { Executor, Intent } from '../../src-shared/domain/intent.ts';
import type { DeliveryId } from '../../src-shared/ids.ts';
import { outboxNetworks } from '../fixtures/world-networks.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

/** Who publishes: the network's scheduler, this machine or a person; and what changing that does. */
let w: OutboxWorld;
afterEach(() => w.close());

const minute = 60_000;
const at = (dueAt: number, toleranceMs = 30 * minute): Intent['when'] => ({
  tag: 'at',
  moment: { wall: new Date(dueAt).toISOString().slice(0, 16), zone: 'UTC', dueAt },
  toleranceMs,
});
const plan = (inMs: number, executor: Executor, content?: Content): Intent =>
  w.intent({ tag: 'publish' }, { when: at(w.clock.now() + inMs), executor, ...(content && { content }) });
const next = (intent: Intent, executor: Executor): Intent => ({
  ...intent,
  revision: intent.revision + 1,
  executor,
});
const stateOf = (id: DeliveryId): string => w.delivery(id).state;

describe.each(outboxNetworks)('by a person, on %s', (network) => {
  it('asks at the hour, sends nothing, and waits for as long as it takes', async () => {
    w = await createOutboxWorld(network);
    const id = await w.submit(plan(10 * minute, 'assisted'));
    expect(w.delivery(id)).toMatchObject({ state: 'scheduled', executor: 'assisted' });
    await w.until(() => stateOf(id) === 'assisted', 11 * minute);
    expect(w.notices).toEqual(['assisted']);
    w.kill();
    await w.pass(24 * 60 * minute, 60 * minute);
    await w.boot();
    await w.pass(2 * minute, 10_000);
    expect(w.delivery(id)).toMatchObject({ state: 'assisted', waiting: { tag: 'person' } });
    expect(w.effects('post')).toEqual([]);
    const url = 'https://example.org/post/1';
    const remote = { remoteId: null, url, handle: '', createdAt: null };
    expect((await w.runner.doneByHand(id, remote)).tag).toBe('ok');
    expect(w.delivery(id)).toMatchObject({ state: 'sent', remoteUrl: url });
    expect(w.effects('post')).toEqual([]);
  });
});

it('by a person asks at the hour with no connection and with a refused token', async () => {
  w = await createOutboxWorld('mastodon');
  const id = await w.submit(plan(10 * minute, 'assisted'));
  const other = await w.submit(plan(10 * minute, 'machine'));
  await w.book.save({ ...w.account, health: { tag: 'refused', since: w.clock.now() } });
  w.sim.control.faults.set({ fault: { tag: 'offline' } });
  await w.settle();
  expect([stateOf(id), stateOf(other)]).toEqual(['scheduled', 'blocked']);
  await w.until(() => stateOf(id) === 'assisted', 11 * minute);
});

it('not published by the person is missed, and left to them', async () => {
  w = await createOutboxWorld('mastodon');
  const id = await w.submit(plan(minute, 'assisted'));
  await w.until(() => stateOf(id) === 'assisted', 3 * minute);
  expect((await w.runner.notByHand(id)).tag).toBe('ok');
  expect(stateOf(id)).toBe('missed');
  // From there all ways are open: a link that came after all, or this machine.
  expect((await w.runner.publishNow(id)).tag).toBe('ok');
  await w.until(() => stateOf(id) === 'sent', minute);
  expect(w.effects('post')).toHaveLength(1);
  expect((await w.runner.doneByHand(id, null)).tag).toBe('err');
});

it('by a person whose hour passed while nothing ran is missed, not forgotten', async () => {
  w = await createOutboxWorld('mastodon');
  const id = await w.submit(plan(10 * minute, 'assisted'));
  w.kill();
  await w.pass(120 * minute, 60 * minute);
  await w.boot();
  await w.until(() => stateOf(id) === 'missed', minute);
  expect(w.notices).toEqual(['missed']);
});

it('what the network refused is given to a person, who has it at once, and nobody tries again', async () => {
  w = await createOutboxWorld('twitter');
  const same = { ...emptyContent, text: 'Ouvert dimanche' };
  const [first, second] = [plan(minute, 'machine', same), plan(minute, 'machine', same)];
  await w.submit(first);
  const id = await w.submit(second);
  await w.until(() => w.runner.records().some(({ phase }) => phase.tag === 'failed'), 20 * minute, 1_000);
  expect(w.delivery(id)).toMatchObject({ state: 'failed', failure: { code: 'duplicate-post' } });
  // Long past its tolerance: nobody's hand is too late for it.
  await w.pass(120 * minute, 60 * minute);
  const { performs } = w.runner.records().find((record) => record.id === id) ?? expect.fail('gone');
  const mine = next(second, 'assisted');
  await w.submit(mine);
  expect(w.delivery(id)).toMatchObject({ state: 'assisted', executor: 'assisted', revision: 2 });
  expect(w.notices.at(-1)).toBe('assisted');
  await w.submit(mine);
  w.kill();
  await w.boot();
  await w.pass(10 * minute, 10_000);
  expect(w.delivery(id).state).toBe('assisted');
  expect(w.runner.records().find((record) => record.id === id)?.performs).toBe(performs);
  const url = 'https://x.com/lumiere/status/1';
  expect((await w.runner.doneByHand(id, { remoteId: null, url, handle: '', createdAt: null })).tag).toBe(
    'ok',
  );
  expect(w.delivery(id)).toMatchObject({ state: 'sent', remoteUrl: url });
  expect(w.effects('post')).toHaveLength(1);
});

const picture: Content = {
  ...emptyContent,
  text: 'La devanture',
  media: [
    {
      hash: 'a'.repeat(64) as Content['media'][number]['hash'],
      mime: 'image/jpeg',
      name: 'devanture.jpg',
      bytes: 1_000,
      width: 1_080,
      height: 1_080,
      alt: 'Une devanture',
      decorative: false,
    },
  ],
};

describe('on an account whose access publishes nothing', () => {
  const begin = async () => {
    w = await createOutboxWorld('instagram');
    await w.book.save({ ...w.account, manifest: effectiveManifest('BUSINESS', blankSecret) });
  };
  it.each(['native', 'machine'] as const)(
    '%s or not, a person publishes, and nothing is sent',
    async (who) => {
      await begin();
      const id = await w.submit(plan(10 * minute, who, picture));
      expect(w.delivery(id)).toMatchObject({ state: 'scheduled', executor: 'assisted' });
      await w.until(() => stateOf(id) === 'assisted', 11 * minute);
      expect(w.runner.records().map(({ performs }) => performs)).toEqual([0]);
    },
  );
  it('"now" and "try again" give it to the person, whatever was planned before', async () => {
    w = await createOutboxWorld('instagram');
    const id = await w.submit(plan(10 * minute, 'machine', picture));
    expect(w.delivery(id).executor).toBe('machine');
    await w.book.save({ ...w.account, manifest: effectiveManifest('BUSINESS', blankSecret) });
    expect((await w.runner.publishNow(id)).tag).toBe('ok');
    expect(w.delivery(id)).toMatchObject({ state: 'assisted', executor: 'assisted' });
    expect((await w.runner.notByHand(id)).tag).toBe('ok');
    expect((await w.runner.retry(id)).tag).toBe('ok');
    expect(stateOf(id)).toBe('assisted');
    expect(w.runner.records().map(({ performs }) => performs)).toEqual([0]);
  });
});

it('what no API takes stays a person’s: this machine is not given it', async () => {
  w = await createOutboxWorld('facebook');
  const poll = { options: ['oui', 'non'], seconds: 86_400, multiple: false };
  const content = { ...emptyContent, text: 'Dimanche ?', poll };
  const when = at(w.clock.now() + minute);
  const refused = w.intent({ tag: 'publish' }, { when, executor: 'machine', content });
  expect((await w.runner.submit(refused))[0]?.answer).toMatchObject({ error: { code: 'not-offered' } });
  const mine = w.intent({ tag: 'publish' }, { when, executor: 'assisted', content });
  const id = await w.submit(mine);
  expect((await w.runner.submit(next(mine, 'machine')))[0]?.answer).toMatchObject({
    error: { code: 'not-offered' },
  });
  await w.until(() => stateOf(id) === 'assisted', 3 * minute);
  expect(await w.runner.publishNow(id)).toMatchObject({ tag: 'err', error: { code: 'not-offered' } });
  expect(stateOf(id)).toBe('assisted');
  expect(w.effects('post')).toEqual([]);
});

describe('changed from the network’s scheduler', () => {
  it.each(['machine', 'assisted'] as const)('to %s: the network gives it back first', async (executor) => {
    w = await createOutboxWorld('mastodon');
    const intent = plan(60 * minute, 'native');
    const id = await w.submit(intent);
    await w.until(() => stateOf(id) === 'handed-over', minute);
    await w.submit(next(intent, executor));
    expect(stateOf(id)).toBe('recalling');
    await w.until(() => stateOf(id) === 'scheduled', minute);
    expect(w.effects('unscheduled')).toHaveLength(1);
    expect(w.delivery(id).executor).toBe(executor);
    await w.until(() => stateOf(id) === (executor === 'machine' ? 'sent' : 'assisted'), 70 * minute, 10_000);
    expect(w.effects('post')).toHaveLength(executor === 'machine' ? 1 : 0);
  });

  it('while the network cannot be reached, nothing leaves elsewhere until it has given the post back', async () => {
    w = await createOutboxWorld('mastodon');
    const intent = plan(60 * minute, 'native');
    const id = await w.submit(intent);
    await w.until(() => stateOf(id) === 'handed-over', minute);
    w.sim.control.faults.set({ fault: { tag: 'offline' } });
    await w.submit(next(intent, 'machine'));
    await w.pass(80 * minute, 20_000);
    expect(stateOf(id)).toBe('recalling');
    w.sim.control.faults.clear();
    // It was published by the network meanwhile: that is found, and nothing is sent.
    await w.until(() => stateOf(id) === 'sent', 20 * minute, 5_000);
    expect(w.notices).toContain('fired-first');
    expect(w.effects('post')).toEqual([]);
  });

  it('for one account of two: the other stays with the network, untouched', async () => {
    w = await createOutboxWorld('mastodon');
    const one = plan(60 * minute, 'native');
    const [mine] = one.targets;
    if (mine === undefined) expect.fail('no target');
    const intent: Intent = { ...one, targets: [mine, { ...mine, accountId: w.second.id }] };
    const id = await w.submit(intent);
    const other = w.runner.records().find((record) => record.accountId === w.second.id)?.id;
    if (other === undefined) expect.fail('no second delivery');
    await w.until(() => [id, other].every((each) => stateOf(each) === 'handed-over'), minute);
    const { sequence } = w.delivery(other);
    await w.submit({
      ...intent,
      revision: 2,
      targets: [
        { ...mine, executor: 'assisted' },
        { ...mine, accountId: w.second.id },
      ],
    });
    await w.until(() => stateOf(id) === 'scheduled', minute);
    expect(w.delivery(id).executor).toBe('assisted');
    expect(w.delivery(other)).toMatchObject({ state: 'handed-over', revision: 2, sequence: sequence + 1 });
    expect(w.effects('unscheduled')).toHaveLength(1);
  });
});

it('changed to the network’s scheduler, it is handed over', async () => {
  w = await createOutboxWorld('mastodon');
  const intent = plan(60 * minute, 'assisted');
  const id = await w.submit(intent);
  await w.submit(next(intent, 'native'));
  await w.until(() => stateOf(id) === 'handed-over', minute);
  expect(w.effects('scheduled')).toHaveLength(1);
});

describe.each(['kill-before', 'kill-after'] as const)('killed (%s)', (when) => {
  it.each(['machine', 'assisted'] as const)(
    'at each write of the change to %s, nothing is held or posted twice',
    async (executor) => {
      w = await createOutboxWorld('mastodon');
      let died = true;
      for (let n = 1; died; n += 1) {
        const intent = plan(60 * minute, 'native');
        const id = await w.submit(intent);
        await w.until(() => stateOf(id) === 'handed-over', minute);
        const before = { post: w.effects('post').length, back: w.effects('unscheduled').length };
        let writes = 0;
        w.disk.onWrite = () => ((writes += 1) === n ? when : 'pass');
        void w.runner.submit(next(intent, executor));
        for (let passed = 0; passed < 10 && writes < n; passed += 1) await w.pass(1_000);
        await w.settle();
        died = writes >= n;
        w.disk.onWrite = null;
        w.kill();
        await w.boot();
        await w.submit(next(intent, executor));
        await w.until(() => stateOf(id) === 'scheduled', 5 * minute);
        // Nothing left elsewhere before the network had given it back.
        expect(w.effects('post').length, `write ${n}`).toBe(before.post);
        expect(w.effects('unscheduled').length, `write ${n}`).toBe(before.back + 1);
        const done = executor === 'machine' ? 'sent' : 'assisted';
        await w.until(() => stateOf(id) === done, 70 * minute, 20_000);
        await w.pass(5 * minute, 20_000);
        expect(w.effects('post').length, `write ${n}`).toBe(before.post + (executor === 'machine' ? 1 : 0));
        if (n > 20) expect.fail('a change does not need so many writes');
      }
    },
  );
});
