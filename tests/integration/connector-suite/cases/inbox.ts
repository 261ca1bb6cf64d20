import { expect } from 'vitest';
import { messagesIn, textOf, value } from '../../../fixtures/connector-words.ts';
import { deedOf } from '../deeds.ts';
import { minute, type Stand } from '../stand.ts';
import { capability, type SuiteCase } from '../suite-case.ts';

const pull = async (
  stand: Stand,
  feed: string,
  cursor: string | null,
  direction: 'newer' | 'older',
  limit = 5,
) => value(await stand.connector.pull(await stand.ctx(), { feed, cursor, direction, limit }));

/** What came while nobody looked arrives once the feed goes on from where it was, and the past from the other end. */
async function streams(stand: Stand): Promise<string> {
  const { world, manifest } = stand;
  const told: string[] = [];
  const first = new Map<string, { readonly cursor: string | null; readonly opposite: string | null }>();
  await stand.comment();
  for (const { name } of manifest.feeds) first.set(name, await pull(stand, name, null, 'newer'));
  await world.clock.advance(minute);
  const said = await stand.comment();
  const dm = manifest.operations.message === undefined ? null : await stand.privateMessage();
  const arrived = new Set<string>();
  for (const [name, page] of first) {
    let { cursor } = page;
    let came = 0;
    for (let pages = 0; pages < 100; pages += 1) {
      const next = await pull(stand, name, cursor, 'newer');
      for (const message of messagesIn(next.items)) arrived.add(message.remoteId);
      came += next.items.length;
      cursor = next.cursor ?? cursor;
      if (!next.more) break;
    }
    const past = new Set<string>();
    let back = page.opposite;
    for (let pages = 0; back !== null && pages < 100; pages += 1) {
      const older = await pull(stand, name, back, 'older');
      for (const item of older.items) past.add(JSON.stringify(item));
      back = older.more ? older.cursor : null;
    }
    told.push(`${name} ${String(came)} newer, ${String(past.size)} older`);
  }
  expect(arrived.has(said.remoteId), 'what was said in public').toBe(true);
  if (dm !== null) expect(arrived.has(dm.remoteId), 'what was said in private').toBe(true);
  return told.join('; ');
}

async function figures(stand: Stand, of: 'account' | 'post'): Promise<string> {
  const { remoteId } = of === 'post' ? await stand.sent() : { remoteId: stand.world.account.remoteId };
  const items = value(await stand.connector.measure(await stand.ctx()));
  const about = items.flatMap((item) => (item.tag === 'metric' && item.subject === remoteId ? [item] : []));
  expect(about.length).toBeGreaterThan(0);
  for (const { value: figure } of about) expect(Number.isFinite(figure)).toBe(true);
  return about.map(({ name, value: figure }) => `${name} ${String(figure)}`).join(', ');
}

export const inbox: readonly SuiteCase[] = [
  capability('inbox streams with back-fill', {}, streams),
  capability('live stream', { capability: 'stream' }, async (stand) => {
    const ctx = await stand.ctx();
    const { listen } = stand.connector;
    if (listen === null) return expect.fail('it is offered, and nothing listens');
    const heard = new Set<string>();
    let opened = false;
    const stop = listen(ctx, {
      items: (items) => messagesIn(items).forEach((message) => heard.add(textOf(message))),
      open: () => (opened = true),
      closed: () => undefined,
    });
    await expect.poll(() => opened).toBe(true);
    const said = textOf(await stand.comment());
    await expect.poll(() => [...heard]).toContain(said);
    stop();
    return 'what was said came by itself';
  }),
  capability('reviews', { capability: 'reviews' }, async (stand) => {
    const review = stand.world.started.review ?? expect.fail('nobody knows how a review comes');
    const text = stand.words('Late delivery');
    await review(stand.world.me.id, text);
    const found = await stand.find((message) => textOf(message).includes(text));
    expect(found).toMatchObject({ kind: 'review' });
    return 'one came';
  }),
  capability('figures of the account', { capability: 'account-metrics' }, (stand) =>
    figures(stand, 'account'),
  ),
  capability('figures of a post', { capability: 'post-metrics' }, (stand) => figures(stand, 'post')),
  capability('confirm', {}, async (stand) => {
    const operation = await deedOf('create').ready(stand);
    const drawn = stand.draw(operation);
    const sentAt = stand.world.clock.now();
    expect(await stand.look(operation, drawn, sentAt)).toBe('absent');
    const remote = await stand.done(operation, drawn);
    const seen = value(await stand.connector.confirm(await stand.ctx(), { operation, drawn, sentAt }));
    expect(seen).toMatchObject({ tag: 'present', remote: { remoteId: remote.remoteId } });
    return 'absent before, present after, by its true id';
  }),
];
