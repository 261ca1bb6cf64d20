import { afterEach, describe, expect, it } from 'vitest';
import type { Content } from '../../src-shared/domain/content.ts';
import type { DeliveryId } from '../../src-shared/ids.ts';
import type { TwitterSim } from '../../src-simulator/twitter/sim.ts';
import { content, createOf, value } from '../fixtures/connector-words.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';
import { createWorldSync } from '../fixtures/world-sync.ts';

/** The outbox against a network that knows no keys, shortens addresses and may answer less than there is (x §7, §8). */
let w: OutboxWorld;
afterEach(() => w.close());

const minute = 60_000;
const now = { when: { tag: 'now', graceMs: 0 } } as const;
const loseTheAnswer = (operation: string): string =>
  w.sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation, times: 1 });
const post = (what: Content): Promise<DeliveryId> =>
  w.submit(w.intent({ tag: 'publish' }, { ...now, content: what }));
async function answerInPrivate(what: Content): Promise<DeliveryId> {
  const target = await w.messaged('Un devis ?');
  return w.submit(w.intent({ tag: 'reply', target }, { ...now, content: what }));
}
const begin = async (): Promise<void> => {
  w = await createOutboxWorld('twitter', { generous: true });
};

describe('a private message whose answer is lost', () => {
  it.each([
    ['with a link', () => content('Le voici : https://exemple.fr/devis')],
    ['with a picture', () => content('La voici', { media: [w.medium('Une lampe')] })],
  ])('%s is asked about and not sent twice: what stands for a short address is not told', async (_, what) => {
    await begin();
    loseTheAnswer('dm.send');
    const id = await answerInPrivate(what());
    await w.until(() => w.delivery(id).state === 'needs-decision', 20 * minute, 5_000);
    expect(w.delivery(id).candidates).toHaveLength(1);
    await w.pass(30 * minute, 30_000);
    expect([w.delivery(id).state, w.effects('message').length]).toEqual(['needs-decision', 1]);
  });

  it('is found by its words where nothing was shortened', async () => {
    await begin();
    loseTheAnswer('dm.send');
    const id = await answerInPrivate(content('Je vous l’envoie demain.'));
    await w.until(() => w.delivery(id).state === 'sent', 20 * minute, 5_000);
    expect(w.effects('message')).toHaveLength(1);
  });
});

describe('a list that lacks something', () => {
  it.each([
    ['posts', 'users.posts', 'post'],
    ['messages', 'dm.with', 'message'],
  ] as const)('of %s proves nothing, and is looked at again', async (what, list, kind) => {
    await begin();
    loseTheAnswer(what === 'posts' ? 'posts.create' : 'dm.send');
    const fault = { tag: 'own-refusal', name: 'unavailable' } as const;
    w.sim.control.faults.set({ fault, operation: list, kind: 'read', times: 5 });
    const id = await (what === 'posts'
      ? post(content('Avec image', { media: [w.medium('Une lampe')] }))
      : answerInPrivate(content('Je vous l’envoie demain.')));
    await w.until(() => w.delivery(id).state === 'sent', 30 * minute, 5_000);
    expect(w.effects(kind)).toHaveLength(1);
  });

  it('is not looked at for ever: the person is asked', async () => {
    await begin();
    loseTheAnswer('posts.create');
    const fault = { tag: 'own-refusal', name: 'unavailable' } as const;
    w.sim.control.faults.set({ fault, operation: 'users.posts', kind: 'read' });
    const id = await post(content('Avec image', { media: [w.medium('Une lampe')] }));
    await w.until(() => w.delivery(id).state === 'needs-decision', 60 * minute, 10_000);
    expect(w.effects('post')).toHaveLength(1);
  });
});

describe('a list that is cut to its length', () => {
  it('leaves it open whether the post stands further down', async () => {
    await begin();
    loseTheAnswer('posts.create');
    const rule = w.sim.control.faults.set({
      fault: { tag: 'server-error' },
      operation: 'users.posts',
      kind: 'read',
    });
    const id = await post(content('Avec image', { media: [w.medium('Une lampe')] }));
    await w.until(() => w.effects('post').length === 1, minute, 500);
    await w.pass(40_000, 5_000);
    const archive = { account: w.account.remoteId, kind: 'post', count: 310, overMs: 30_000 } as const;
    await w.sim.control.bulk(archive);
    w.sim.control.faults.clear(rule);
    await w.until(() => w.delivery(id).state === 'needs-decision', 30 * minute, 5_000);
    expect([w.delivery(id).candidates, w.effects('post').length]).toEqual([[], 1]);
  });

  it('leaves it open for messages too', async () => {
    await begin();
    const target = await w.messaged('Un devis ?');
    loseTheAnswer('dm.send');
    const rule = w.sim.control.faults.set({
      fault: { tag: 'server-error' },
      operation: 'dm.with',
      kind: 'read',
    });
    const id = await w.submit(
      w.intent({ tag: 'reply', target }, { ...now, content: content('Je vous l’envoie demain.') }),
    );
    await w.until(() => w.effects('message').length === 1, minute, 500);
    await w.pass(40_000, 5_000);
    const flood = { account: w.account.remoteId, kind: 'message', count: 4_000, overMs: 30_000 } as const;
    await w.sim.control.bulk(flood);
    w.sim.control.faults.clear(rule);
    await w.until(() => w.delivery(id).state === 'needs-decision', 30 * minute, 5_000);
    expect([w.delivery(id).candidates, w.effects('message').length]).toEqual([[], 1]);
  });
});

describe('a film that could not be processed', () => {
  it('is sent once more from its beginning when the person says so', async () => {
    await begin();
    const bytes = new Uint8Array(1_500_000).fill(7);
    const film = w.file(bytes, { mime: 'video/mp4', name: 'film.mp4' });
    const id = await post(content('Le film', { media: [film] }));
    await w.until(() => w.delivery(id).state === 'failed', 20 * minute, 2_000);
    const begun = (): number => w.sim.control.ledger.effects('media-initialized').length;
    expect([w.delivery(id).failure?.code, begun()]).toEqual(['media-processing-failed', 1]);
    await w.runner.retry(id);
    await w.until(() => begun() === 2, 5 * minute, 1_000);
  });
});

describe('what it is said to have cost (x §0)', () => {
  it('is near to what was taken: what is read again on the same day is paid once', async () => {
    await begin();
    const sim = w.sim as TwitterSim;
    for (let index = 0; index < 5; index += 1) {
      const draw = { key: '', at: w.clock.now() };
      value(
        await w.access.use(w.account.id, new AbortController().signal, (connector, ctx) =>
          connector.publish(ctx, createOf(`Numéro ${String(index)}`), draw),
        ),
      );
      const account = w.account.remoteId;
      await sim.control.audience.say({ kind: 'mention', person: 'theo_marchand', account, text: 'Bonjour' });
    }
    const said = (): number => w.vitals.of(w.account.id).spent?.amount ?? 0;
    const [saidBefore, takenBefore] = [said(), sim.purse.spent()];
    const sync = createWorldSync(w, () => null);
    await sync.start([w.account]);
    await w.pass(120 * minute, 2 * minute);
    await sync.stop();
    const [counted, taken] = [1_000 * (said() - saidBefore), sim.purse.spent() - takenBefore];
    expect(counted).toBeGreaterThanOrEqual(taken);
    // Whether its own reads are the owner's, which cost a fifth, nobody says.
    expect(counted).toBeLessThanOrEqual(6 * taken);
  });

  it('of an answer to somebody is less than of a post', async () => {
    await begin();
    const sim = w.sim as TwitterSim;
    const target = await w.mentioned('Un devis ?');
    // The clock is asked for before the first departure, and once a day that costs something.
    const first = await post(content('Bonjour'));
    await w.until(() => w.delivery(first).state === 'sent', 5 * minute, 1_000);
    const said = (): number => w.vitals.of(w.account.id).spent?.amount ?? 0;
    const [saidBefore, takenBefore] = [said(), sim.purse.spent()];
    const id = await w.submit(w.intent({ tag: 'reply', target }, { ...now, content: content('Demain') }));
    await w.until(() => w.delivery(id).state === 'sent', 5 * minute, 1_000);
    expect(Math.round(1_000 * (said() - saidBefore))).toBe(sim.purse.spent() - takenBefore);
  });
});
