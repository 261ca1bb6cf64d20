import { afterEach, describe, expect, it } from 'vitest';
import type { Performed } from '../../src-main/connectors/contract.ts';
import type { Target } from '../../src-shared/domain/post.ts';
import { fetchingWaitsUntil } from '../../src-shared/accounts/spending.ts';
import { rowId, type AccountId, type DeliveryId } from '../../src-shared/ids.ts';
import type { Operation } from '../../src-shared/outbox/operation.ts';
import type { Fault } from '../../src-simulator/core/faults.ts';
import { content, createOf, messagesIn, targetOf, textOf, value } from '../fixtures/connector-words.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';
import { createWorldSync } from '../fixtures/world-sync.ts';

/**
 * The outbox against a network that knows no keys: a page's posts can be read back, a member's cannot, and a repeat of
 * either is refused as a duplicate (linkedin §9).
 */
let w: OutboxWorld;
afterEach(() => w.close());

const minute = 60_000;
const posts = (): number => w.effects('post').length;
const tries = (): number => w.sim.control.ledger.entries({ operation: 'posts.create' }).length;
const strike = (fault: Fault, operation = 'posts.create'): string =>
  w.sim.control.faults.set({ fault, operation, times: 1 });
const send = (text = 'Un post (à ne publier qu’une fois)'): Promise<DeliveryId> =>
  w.submit(w.intent({ tag: 'publish' }, { when: { tag: 'now', graceMs: 0 }, content: content(text) }));

const write = async (operation: Operation): Promise<Performed> =>
  value(
    await w.access.use(w.account.id, new AbortController().signal, (connector, ctx) =>
      connector.publish(ctx, operation, { key: '', at: w.clock.now() }),
    ),
  );
/** A post that stands, and what answering it needs. */
async function standing(text: string): Promise<{ readonly post: string; readonly target: Target }> {
  const performed = await write(createOf(text));
  const { remoteId, handle: handleData } = performed.tag === 'done' ? performed.remote : expect.fail();
  const post = remoteId ?? expect.fail('nothing was made');
  const about = { remoteId: post, conversationId: post, handleData } as const;
  const messageId = rowId(w.account.workspaceId, w.account.id, post);
  return { post, target: { messageId, ...about, box: 'public', authorHandle: w.account.handle } };
}

describe('a page', () => {
  it.each<Fault>([
    { tag: 'drop-reply' },
    { tag: 'late-commit', minMs: 30_000, maxMs: 30_000 },
    { tag: 'late-commit', minMs: 115_000, maxMs: 115_000 },
    { tag: 'html-page', worked: true },
    { tag: 'html-page' },
    { tag: 'server-error', status: 500 },
    { tag: 'reset' },
    { tag: 'rate-limit' },
  ])('publishes once whatever becomes of the answer: $tag', async (fault) => {
    w = await createOutboxWorld('linkedin');
    strike(fault);
    const id = await send();
    await w.until(() => w.delivery(id).state === 'sent', 40 * minute, 5_000);
    await w.pass(5 * minute, 30_000);
    expect(posts()).toBe(1);
    expect(w.delivery(id).remoteId).toBe(w.effects('post')[0]);
  });

  it('is found also when lists lag and the process dies meanwhile', async () => {
    w = await createOutboxWorld('linkedin');
    w.sim.control.faults.set({ fault: { tag: 'lagging-lists', ms: 60_000 } });
    strike({ tag: 'drop-reply' });
    const id = await send();
    await w.until(() => w.delivery(id).waiting?.tag === 'verifying', minute, 500);
    w.kill();
    await w.boot();
    await w.until(() => w.delivery(id).state === 'sent', 40 * minute, 5_000);
    expect(posts()).toBe(1);
  });

  it('does not take another delivery’s post for its own when both say the same', async () => {
    w = await createOutboxWorld('linkedin');
    const first = await send();
    await w.until(() => w.delivery(first).state === 'sent', 10 * minute, 1_000);
    await w.pass(10_000);
    const second = await send();
    await w.until(() => ['sent', 'failed'].includes(w.delivery(second).state), 30 * minute, 5_000);
    const { state, remoteId, failure } = w.delivery(second);
    expect([state, remoteId, failure?.code, posts()]).toEqual(['failed', null, 'duplicate-post', 1]);
  });

  it('asks when the refusal of a repeat names nothing: the first attempt may stand', async () => {
    w = await createOutboxWorld('linkedin');
    strike({ tag: 'drop-reply' });
    const id = await send();
    await w.until(() => posts() === 1, minute, 500);
    await write({ tag: 'delete', remoteId: w.effects('post')[0] ?? '', handleData: '{}' });
    await w.until(() => ['failed', 'needs-decision'].includes(w.delivery(id).state), 180 * minute, 10_000);
    expect(w.delivery(id).state).toBe('needs-decision');
    expect(tries()).toBe(2);
  });

  it('asks when there are more comments than are read, and does not say its answer twice', async () => {
    w = await createOutboxWorld('linkedin');
    const { target, post } = await standing('Concours');
    for (let index = 0; index < 510; index += 1)
      await w.sim.control.audience.say({
        kind: 'reply',
        person: 'theo_marchand',
        post,
        text: `Moi ${index}`,
      });
    strike({ tag: 'drop-reply' }, 'comments.create');
    const id = await w.submit(
      w.intent(
        { tag: 'reply', target },
        { when: { tag: 'now', graceMs: 0 }, content: content('Bravo à la gagnante') },
      ),
    );
    await w.until(() => w.delivery(id).state === 'needs-decision', 30 * minute, 5_000);
    expect(w.sim.control.ledger.effects('comment')).toHaveLength(1);
  });

  it('puts an answer to an answer that only a notification told of beside it, and finds it there', async () => {
    w = await createOutboxWorld('linkedin');
    const { post } = await standing('Brut ou verni ?');
    const { audience } = w.sim.control;
    const first = await audience.say({ kind: 'reply', person: 'theo_marchand', post, text: 'Brut' });
    await w.pass(2_000);
    const about = first ?? expect.fail('nothing was said');
    await audience.say({ kind: 'reply', person: 'nadia_benali', post: about, text: 'Verni, plutôt' });
    await w.pass(2_000);
    const page = value(
      await w.access.use(w.account.id, new AbortController().signal, (connector, ctx) =>
        connector.pull(ctx, { feed: 'notifications', cursor: null, direction: 'newer', limit: 20 }),
      ),
    );
    const told = messagesIn(page.items).find((one) => textOf(one) === 'Verni, plutôt') ?? expect.fail();
    const messageId = rowId(w.account.workspaceId, w.account.id, told.remoteId);
    const target: Target = { messageId, ...targetOf(told), box: 'public', authorHandle: 'nadia' };
    strike({ tag: 'drop-reply' }, 'comments.create');
    const id = await w.submit(
      w.intent({ tag: 'reply', target }, { when: { tag: 'now', graceMs: 0 }, content: content('Merci !') }),
    );
    await w.until(() => w.delivery(id).state === 'sent', 30 * minute, 5_000);
    expect(w.sim.control.ledger.effects('comment')).toHaveLength(1);
  });

  it('looks again when a row of the list cannot be read', async () => {
    w = await createOutboxWorld('linkedin');
    strike({ tag: 'drop-reply' });
    const fault: Fault = { tag: 'altered-reply', change: { tag: 'missing-field', name: 'author' } };
    w.sim.control.faults.set({ fault, operation: 'posts.list', times: 5 });
    const id = await send();
    await w.until(() => w.delivery(id).state === 'sent', 40 * minute, 5_000);
    expect([tries(), posts()]).toEqual([1, 1]);
  });

  it('uploads its picture before it speaks, and once more only when that was lost', async () => {
    w = await createOutboxWorld('linkedin');
    strike({ tag: 'drop-reply' }, 'dms.upload');
    const media = [w.medium('Une lampe')];
    const id = await w.submit(
      w.intent(
        { tag: 'publish' },
        { when: { tag: 'now', graceMs: 0 }, content: content('Avec image', { media }) },
      ),
    );
    await w.until(() => w.delivery(id).state === 'sent', 20 * minute, 2_000);
    expect(w.effects('media')).toHaveLength(2);
    expect(posts()).toBe(1);
  });
});

describe('a film', () => {
  it('that could not be processed is sent once more from its beginning when the person says so', async () => {
    w = await createOutboxWorld('linkedin');
    const film = w.file(new Uint8Array(3_000_000).fill(7), { mime: 'video/mp4', name: 'film.mp4' });
    const id = await w.submit(
      w.intent(
        { tag: 'publish' },
        { when: { tag: 'now', graceMs: 0 }, content: content('Le film', { media: [film] }) },
      ),
    );
    await w.until(() => w.delivery(id).state === 'failed', 20 * minute, 2_000);
    const begun = (): number => w.sim.control.ledger.effects('video-announced').length;
    expect([w.delivery(id).failure?.code, begun()]).toEqual(['media-processing-failed', 1]);
    await w.runner.retry(id);
    await w.until(() => begun() === 2, 5 * minute, 1_000);
  });
});

describe('a member', () => {
  it('waits for a document as long as the network works on it', async () => {
    w = await createOutboxWorld('linkedin', { linkedin: 'member' });
    w.sim.control.faults.set({ fault: { tag: 'slow-media', ms: 20 * minute } });
    const bytes = Buffer.from('%PDF-1.7\n1 0 obj << /Type /Page >> endobj');
    const media = [w.file(bytes, { mime: 'application/pdf', name: 'catalogue.pdf' })];
    const settings = { format: 'document', 'document-title': 'Automne' };
    const id = await w.submit(
      w.intent(
        { tag: 'publish' },
        { when: { tag: 'now', graceMs: 0 }, content: content('Catalogue', { media, settings }) },
      ),
    );
    await w.until(() => tries() > 0, 5 * minute, 1_000);
    await w.until(() => w.delivery(id).waiting !== null, minute, 1_000);
    await w.until(() => w.delivery(id).state === 'sent', 40 * minute, 5_000);
    // Each try is a call of a small budget.
    expect(posts()).toBe(1);
    expect(tries()).toBeLessThan(20);
  });

  it('is asked once after a cut, and nothing is sent meanwhile', async () => {
    w = await createOutboxWorld('linkedin', { linkedin: 'member' });
    strike({ tag: 'drop-reply' });
    const id = await send();
    await w.until(() => w.delivery(id).state === 'needs-decision', 5 * minute, 1_000);
    await w.pass(60 * minute, minute);
    expect([w.delivery(id).state, tries(), posts()]).toEqual(['needs-decision', 1, 1]);
  });

  it('sends again only at the person’s word, and is asked again when the network knows the post already', async () => {
    w = await createOutboxWorld('linkedin', { linkedin: 'member' });
    strike({ tag: 'drop-reply' });
    const id = await send();
    await w.until(() => w.delivery(id).state === 'needs-decision', 5 * minute, 1_000);
    await w.runner.decide(id, { tag: 'send-again' });
    await w.until(() => tries() === 2, 5 * minute, 1_000);
    await w.until(() => w.delivery(id).state === 'needs-decision', 5 * minute, 1_000);
    await w.pass(60 * minute, minute);
    // Refused as a duplicate: one post, two tries, no loop; the address of what may be it is told.
    expect([w.delivery(id).state, tries(), posts()]).toEqual(['needs-decision', 2, 1]);
    expect(JSON.stringify(w.delivery(id).failure)).toContain(encodeURIComponent(w.effects('post')[0] ?? ''));
  });
});

describe('a small budget of calls a day (linkedin §1)', () => {
  it('is not used up by fetching: the last part of it is for what people send', async () => {
    w = await createOutboxWorld('linkedin');
    const day = 24 * 60 * minute;
    await w.clock.advance(day - (w.clock.now() % day) + minute);
    const called = (): number => w.sim.control.ledger.entries().length;
    w.sim.control.ledger.clear();
    const keptUntil = (id: AccountId) => fetchingWaitsUntil(w.vitals.of(id), undefined, w.clock.now());
    const sync = createWorldSync(w, keptUntil);
    await sync.start([w.account]);
    await w.pass(23 * 60 * minute, 10 * minute);
    await sync.stop();
    expect(called()).toBeLessThanOrEqual(85);
    const [budget] = w.vitals.of(w.account.id).quotas;
    expect(budget).toMatchObject({ kind: 'read', limit: 100, left: 100 - called() });
  });
});
