import { afterEach, describe, expect, it } from 'vitest';
import { emptyContent } from '../../src-shared/domain/content.ts';
import { offers } from '../../src-shared/networks/manifest.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';
import { postNetworks, worldNetworks } from '../fixtures/world-networks.ts';

/** What a person does with two networks, each thing once. The servers' ledgers are the oracle. */
let w: OutboxWorld;
afterEach(() => w.close());

describe.each(postNetworks)('on %s', (network) => {
  it('a post with an image leaves once, after its grace, and its account is looked at', async () => {
    w = await createOutboxWorld(network);
    const content = { ...emptyContent, text: 'Une photo', media: [w.medium('Une lampe')] };
    const id = await w.submit(w.intent({ tag: 'publish' }, { content }));
    await w.pass(9_000);
    expect(w.delivery(id).state).toBe('grace');
    expect(w.effects('post')).toEqual([]);
    await w.until(() => w.delivery(id).state === 'sent');
    expect(w.effects('post')).toHaveLength(1);
    expect(w.effects('media')).toHaveLength(1);
    expect(w.delivery(id).remoteId).toContain(w.effects('post')[0]);
    expect(w.published).toEqual([w.account.id]);
    expect(w.notices).toEqual(['sent']);
    await w.pass(10 * 60_000, 10_000);
    expect(w.effects('post')).toHaveLength(1);
  });

  it('a reply, a like and a delete are done once, and the mirror hears of them at once', async () => {
    w = await createOutboxWorld(network);
    const target = await w.mentioned('Vous ouvrez dimanche ?');
    const when = { tag: 'now', graceMs: 0 } as const;
    const text = `${target.authorHandle} oui`;
    const reply = await w.submit(
      w.intent({ tag: 'reply', target }, { when, content: { ...emptyContent, text } }),
    );
    const likes = offers(w.account.manifest, 'like');
    const like = likes ? await w.submit(w.intent({ tag: 'like', target }, { when })) : reply;
    await w.until(() => w.delivery(reply).state === 'sent' && w.delivery(like).state === 'sent');
    expect(w.effects('post')).toHaveLength(1);
    expect(w.effects('like')).toHaveLength(likes ? 1 : 0);
    const { remoteId } = w.delivery(reply);
    const gone = await w.submit(
      w.intent({ tag: 'delete', remoteId: remoteId ?? '', handleData: '' }, { when }),
    );
    await w.until(() => w.delivery(gone).state === 'sent');
    expect(w.effects('delete')).toHaveLength(1);
    const rows = await w.rows();
    expect(rows.filter((row) => row.tag === 'reaction')).toMatchObject(
      likes ? [{ id: target.messageId, liked: true }] : [],
    );
    expect(rows.filter((row) => row.tag === 'message-gone')).toHaveLength(1);
  });
});

describe.each(worldNetworks)('on %s', (network) => {
  it('two equal texts are two posts, also when an answer is lost', async () => {
    w = await createOutboxWorld(network);
    w.sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: w.operation('create'), times: 1 });
    const content = { ...emptyContent, text: 'Ouvert dimanche' };
    const one = await w.submit(w.intent({ tag: 'publish' }, { content }));
    const two = await w.submit(w.intent({ tag: 'publish' }, { content }));
    await w.until(() => [one, two].every((id) => w.delivery(id).state === 'sent'));
    expect(w.effects('post')).toHaveLength(2);
    expect(new Set([one, two].map((id) => w.delivery(id).remoteId)).size).toBe(2);
  });
});

describe('on a network that refuses the same words twice', () => {
  it('the second of two equal texts is given back, also when the answer to the first is lost', async () => {
    w = await createOutboxWorld('twitter');
    w.sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: w.operation('create'), times: 1 });
    const content = { ...emptyContent, text: 'Ouvert dimanche' };
    const one = await w.submit(w.intent({ tag: 'publish' }, { content }));
    const two = await w.submit(w.intent({ tag: 'publish' }, { content }));
    await w.until(() => w.delivery(one).state === 'sent' && w.delivery(two).state === 'failed');
    expect(w.effects('post')).toEqual([w.delivery(one).remoteId]);
    expect(w.delivery(two)).toMatchObject({ failure: { code: 'duplicate-post' }, remoteId: null });
  });
  it('a first attempt that is refused though it was done is found', async () => {
    w = await createOutboxWorld('twitter');
    w.sim.control.faults.set({
      fault: { tag: 'own-refusal', name: 'duplicate', worked: true },
      operation: w.operation('create'),
      times: 1,
    });
    const content = { ...emptyContent, text: 'Ouvert dimanche' };
    const id = await w.submit(w.intent({ tag: 'publish' }, { content }));
    await w.until(() => w.delivery(id).state === 'sent');
    expect(w.effects('post')).toEqual([w.delivery(id).remoteId]);
    expect(w.sim.control.ledger.entries({ operation: w.operation('create') })).toHaveLength(1);
  });
  it('a refused repeat of what was done after all is found and taken for it', async () => {
    w = await createOutboxWorld('twitter');
    const { faults } = w.sim.control;
    // The list does not show it for a quarter of an hour: twice nothing is seen, and it is sent again.
    faults.set({ fault: { tag: 'lagging-lists', ms: 15 * 60_000 } });
    faults.set({ fault: { tag: 'drop-reply' }, operation: w.operation('create'), times: 1 });
    const content = { ...emptyContent, text: 'Ouvert dimanche' };
    const id = await w.submit(w.intent({ tag: 'publish' }, { content }));
    await w.until(() => w.delivery(id).state === 'sent', 60 * 60_000);
    expect(w.effects('post')).toEqual([w.delivery(id).remoteId]);
    const attempts = w.sim.control.ledger.entries({ operation: w.operation('create') });
    expect(attempts.length).toBeGreaterThan(1);
  });
});
