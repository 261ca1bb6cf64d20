import { afterEach, describe, expect, it } from 'vitest';
import { outboxHandlers } from '../../src-main/bridge/handlers/outbox.ts';
import { emptyContent } from '../../src-shared/domain/content.ts';
import type { Intent } from '../../src-shared/domain/intent.ts';
import { deliveryId } from '../../src-shared/ids.ts';
import { outboxNetworks } from '../fixtures/world-networks.ts';
import { refusedAccounts } from '../../src-shared/outbox/refused-accounts.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

/** What main answers to an intent and to its next revisions: by account, and only for what is still to happen. */
let w: OutboxWorld;
afterEach(() => w.close());

const content = (text: string) => ({ ...emptyContent, text });
const at = (dueAt: number): Intent['when'] => ({
  tag: 'at',
  moment: { wall: '2026-11-26T09:00', zone: 'Europe/Paris', dueAt },
  toleranceMs: 30 * 60_000,
});
const later = () => at(w.clock.now() + 60 * 60_000);

describe.each(outboxNetworks)('on %s', (network) => {
  it('refuses what its network would refuse, with the code of the composer, and keeps what it holds', async () => {
    w = await createOutboxWorld(network);
    const { max } = w.account.manifest.counting;
    const long = content('é'.repeat(max + 1));
    const fresh = w.intent({ tag: 'publish' }, { content: long });
    const [refused] = await w.runner.submit(fresh);
    expect(refused?.answer).toMatchObject({
      tag: 'err',
      error: { code: 'text-too-long', detail: { length: max + 1, max, over: 1 } },
    });
    expect(w.runner.records()).toEqual([]);
    const [empty] = await w.runner.submit(w.intent({ tag: 'publish' }, { content: content(' ') }));
    expect(empty?.answer).toMatchObject({ tag: 'err', error: { code: 'text-empty' } });

    const intent = w.intent({ tag: 'publish' }, { content: content('Juste assez'), when: later() });
    const id = await w.submit(intent);
    const next = { ...fresh, id: intent.id, when: intent.when, revision: 2 };
    expect((await w.runner.submit(next))[0]?.answer).toMatchObject({ error: { code: 'text-too-long' } });
    expect(w.delivery(id)).toMatchObject({
      state: 'scheduled',
      revision: 1,
      content: { text: 'Juste assez' },
    });
  });

  it('counts a private answer as a message', async () => {
    w = await createOutboxWorld(network);
    const target = await w.messaged('Vous ouvrez dimanche ?');
    const max = w.account.manifest.messageCounting?.max ?? expect.fail('no messages here');
    const said = `${target.authorHandle} `;
    const [refused] = await w.runner.submit(
      w.intent({ tag: 'reply', target }, { content: content(said + 'é'.repeat(max)) }),
    );
    expect(refused?.answer).toMatchObject({ error: { code: 'text-too-long', detail: { max } } });
    await w.submit(w.intent({ tag: 'reply', target }, { content: content(`${said} oui`) }));
  });
});

/** One wish for both accounts, in an hour. */
async function forBoth(): Promise<Intent> {
  const intent = w.intent({ tag: 'publish' }, { content: content('Premier'), when: later() });
  const [target] = intent.targets;
  return { ...intent, targets: [target!, { ...target!, accountId: w.second.id }] };
}
const edited = (intent: Intent, texts: readonly string[]): Intent => ({
  ...intent,
  revision: intent.revision + 1,
  targets: intent.targets.map((target, index) => {
    const text = texts[index] ?? '';
    return text === target.content.text
      ? target
      : { ...target, content: content(text), hash: `hash of ${text}` };
  }),
});
const ofBoth = (intent: Intent) =>
  intent.targets.map(({ accountId }) => w.delivery(deliveryId(intent.id, accountId)));

it.each(['at once', 'after a hold'])(
  'gives back for every account what is taken back while it is being taken, %s',
  async (when) => {
    w = await createOutboxWorld('mastodon');
    const intent = await forBoth();
    if (when === 'after a hold') w.runner.hold();
    const taken = w.runner.submit(intent);
    const back = intent.targets.map(({ accountId }) => w.runner.cancel(deliveryId(intent.id, accountId)));
    if (when === 'after a hold') expect((await w.runner.restore([])).tag).toBe('ok');
    expect((await Promise.all(back)).map(({ tag }) => tag)).toEqual(['ok', 'ok']);
    await taken;
    expect(ofBoth(intent).map((one) => one?.state)).toEqual(['cancelled', 'cancelled']);
  },
);

it('takes another hour for the account that waits, when the other one has left', async () => {
  w = await createOutboxWorld('mastodon');
  const intent = await forBoth();
  await w.submit(intent);
  const [first] = ofBoth(intent);
  await w.runner.publishNow(first!.id);
  await w.until(() => w.delivery(first!.id).state === 'sent');

  const dueAt = w.clock.now() + 2 * 60 * 60_000;
  const moved = { ...intent, revision: 2, when: at(dueAt) };
  for (const round of ['once', 'again']) {
    const answers = await w.runner.submit(moved);
    expect(
      answers.map(({ answer }) => answer.tag),
      round,
    ).toEqual(['ok', 'ok']);
  }
  expect(ofBoth(intent)).toMatchObject([
    { state: 'sent', revision: 1 },
    { state: 'scheduled', revision: 2, dueAt },
  ]);
  await w.until(() => ofBoth(intent).every(({ state }) => state === 'sent'), 3 * 60 * 60_000, 60_000);
  // The answer to the second hand-over was lost: asked again when all is over, it is still the same answer.
  expect((await w.runner.submit(moved)).map(({ answer }) => answer.tag)).toEqual(['ok', 'ok']);
  expect(w.effects('post')).toHaveLength(2);
});

it('says which accounts an edit came too late for, and takes it for the others', async () => {
  w = await createOutboxWorld('mastodon');
  const handlers = outboxHandlers(w.runner);
  const intent = await forBoth();
  await w.submit(intent);
  const [first] = ofBoth(intent);
  await w.runner.publishNow(first!.id);
  await w.until(() => w.delivery(first!.id).state === 'sent');

  const answer = await handlers.submit(edited(intent, ['Second', 'Second']));
  if (answer.tag === 'ok') expect.fail('it was taken for an account that has left');
  expect(answer.error).toMatchObject({ code: 'already-sent', detail: { accepted: 1, refused: 1 } });
  expect(refusedAccounts(answer.error)).toEqual([w.account.id]);
  expect(ofBoth(intent)).toMatchObject([
    { state: 'sent', content: { text: 'Premier' } },
    { state: 'scheduled', content: { text: 'Second' } },
  ]);
  // An edit that says nothing new of what has left is taken whole.
  const next = { ...edited(intent, ['Premier', 'Tiers']), revision: 3 };
  expect(await handlers.submit(next)).toEqual({ tag: 'ok', value: { accepted: true } });
  expect(ofBoth(intent)).toMatchObject([{ revision: 1 }, { revision: 3, content: { text: 'Tiers' } }]);
});

it('does not bring back for one account what was given up, when the other’s text changes', async () => {
  w = await createOutboxWorld('mastodon');
  const intent = await forBoth();
  await w.submit(intent);
  const [first] = ofBoth(intent);
  await w.runner.cancel(first!.id);
  const answers = await w.runner.submit(edited(intent, ['Premier', 'Second']));
  expect(answers.map(({ answer }) => answer.tag)).toEqual(['ok', 'ok']);
  expect(ofBoth(intent)).toMatchObject([
    { state: 'cancelled', revision: 1 },
    { state: 'scheduled', content: { text: 'Second' } },
  ]);
  const both = { ...edited(intent, ['Tiers', 'Tiers']), revision: 3 };
  expect((await w.runner.submit(both)).map(({ answer }) => answer)).toMatchObject([
    { tag: 'err', error: { code: 'cancelled' } },
    { tag: 'ok' },
  ]);
  await w.until(() => w.effects('post').length > 0, 2 * 60 * 60_000, 60_000);
  await w.pass(60_000);
  expect(w.effects('post')).toHaveLength(1);
});
