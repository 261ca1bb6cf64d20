import { expect } from 'vitest';
import { contentIn } from '../form-content.ts';
import { formsOf } from '../offering.ts';
import { brokenFile, settled, settledByTheAnswer } from '../settling.ts';
import { minute, type Stand } from '../stand.ts';
import { fault, type SuiteCase } from '../suite-case.ts';
import { everyWrite, everyWriteUnheard } from '../write-faults.ts';

/** A post of which the account's access is refused waits, and leaves once after the person connected again. */
async function revoked(stand: Stand): Promise<string> {
  const { world } = stand;
  const fault = { tag: 'revoked-token' } as const;
  const writes = await everyWrite(stand, { fault, told: 'auth', work: 'none' });
  const since = stand.mark();
  const rule = stand.strike(fault, { operation: world.operation('create') });
  const notices = world.notices.length;
  const id = await stand.hand({ tag: 'publish' }, { content: stand.content(stand.words()) });
  const blocked = await stand.until(id, ['blocked']);
  expect(blocked.waiting).toEqual({ tag: 'account' });
  expect(world.notices.slice(notices)).toContain('blocked');
  expect(world.book.get(world.account.id)?.health.tag).toBe('refused');
  await world.pass(5 * minute, 10_000);
  expect(since.made(stand.network.words.post)).toEqual([]);
  world.sim.control.faults.clear(rule);
  await world.reconnect();
  await stand.until(id, ['sent']);
  await world.pass(5 * minute, 10_000);
  expect(since.made(stand.network.words.post)).toHaveLength(1);
  return `${writes}; by the outbox: kept until connected again, then one post`;
}

/** What the access does not allow is said of the post; the account goes on with all else. */
async function outOfScope(stand: Stand): Promise<string> {
  const { world } = stand;
  const fault = { tag: 'wrong-scope' } as const;
  const writes = await everyWrite(stand, { fault, told: 'auth', work: 'none' });
  const since = stand.mark();
  const rule = stand.strike(fault, { operation: world.operation('create') });
  const notices = world.notices.length;
  const id = await stand.hand({ tag: 'publish' }, { content: stand.content(stand.words()) });
  const { failure } = await stand.until(id, ['failed']);
  expect(failure?.code).toBe('scope-missing');
  expect(world.notices.slice(notices)).toContain('failed');
  expect(world.book.get(world.account.id)?.health.tag).toBe('ok');
  world.sim.control.faults.clear(rule);
  await world.pass(5 * minute, 10_000);
  expect(since.made(stand.network.words.post)).toEqual([]);
  return `${writes}; by the outbox: no post; told: scope-missing`;
}

/** The whole post while its request waits: the world's own passing of time would wait for the answer. */
async function slow(stand: Stand): Promise<string> {
  const { world } = stand;
  const since = stand.mark();
  stand.strike({ tag: 'slow', ms: 20_000 }, { operation: world.operation('create'), times: 1 });
  const id = await stand.hand({ tag: 'publish' }, { content: stand.content(stand.words()) });
  await expect
    .poll(
      async () => {
        await world.clock.advance(1_000);
        return since.entries().some(({ faults }) => faults.includes('slow'));
      },
      { interval: 5 },
    )
    .toBe(true);
  await world.clock.advance(20_000);
  await stand.until(id, ['sent']);
  await world.pass(5 * minute, 10_000);
  expect(since.made(stand.network.words.post)).toEqual([world.delivery(id).remoteId]);
  // Asked once, even where the network knows a repeat.
  const asked = since.entries().filter(({ operation }) => operation === world.operation('create'));
  expect(asked).toHaveLength(1);
  return `20 s late: ${since.told()}`;
}

/**
 * The journal was lost after the write: neither the names under which its media went up are known, nor its key. What
 * stands is found by what it says, or a person is asked; it is never called absent, for it would be made twice.
 */
async function forgotten(stand: Stand): Promise<string> {
  const { world, manifest } = stand;
  const told: string[] = [];
  for (const form of formsOf(manifest)) {
    const content = contentIn(stand, form);
    const ready = await stand.ready(content);
    const { prepared: _, ...bare } = ready;
    const lost = { ...bare, uploaded: [] };
    const [unknown, sentAt] = [{ key: '', at: world.clock.now() }, world.clock.now()];
    const isFilm = content.media.some(({ mime }) => mime.startsWith('video/'));
    // A film that is worked on is listed nowhere: some networks cannot tell that there is none.
    const before = await stand.look(lost, unknown, sentAt);
    // Nor can they of a story, where no list of stories is reliable.
    const isBlind = isFilm || content.text === '';
    expect(isBlind ? ['absent', 'unclear'] : ['absent'], `${form.name}, before`).toContain(before);
    await stand.done(ready);
    const after = await stand.look(lost, unknown, sentAt);
    expect(content.text === '' ? ['unclear'] : ['present'], `${form.name}, after`).toContain(after);
    // Where it may be worked on unseen, the equal post of another delivery proves no more than none.
    const others = await stand.look(lost, unknown, sentAt, () => true);
    expect(isFilm ? [before] : ['absent', 'unclear'], `${form.name}, another's`).toContain(others);
    told.push(`${form.name} ${after === 'present' ? 'found' : 'asked about'}`);
    // Its neighbours are no answer to the next.
    await world.clock.advance(10 * minute);
  }
  return told.join(', ');
}

/** A picture that is none, and a film that is none: refused at once, or found out while the network works on it. */
async function unreadable(stand: Stand): Promise<string> {
  const { manifest, network, world } = stand;
  const films = formsOf(manifest)
    .filter(({ videos }) => videos.min > 0)
    .map((form) => ({
      ...contentIn(stand, form),
      media: [brokenFile(stand, 'video/mp4')],
    }));
  const pictured = { ...stand.content(stand.words('Illisible')), media: [brokenFile(stand)] };
  const told: string[] = [];
  for (const content of [pictured, ...films]) {
    const since = stand.mark();
    const id = await stand.hand({ tag: 'publish' }, { content });
    const { failure } = await stand.until(id, ['failed']);
    const what = content === pictured ? 'picture' : String(content.settings['format']);
    expect(failure?.code, what).toMatch(/^media-/);
    await world.pass(5 * minute, 10_000);
    // Where the film is the post, it is there and shown to nobody.
    expect(since.made(network.words.post), what).toEqual([]);
    const shown = await stand.find((message) =>
      since.made(network.words.film ?? '').includes(message.remoteId),
    );
    expect(shown, what).toBeNull();
    told.push(`${what}: ${failure?.code ?? ''}`);
  }
  return `no post; told of the ${told.join(', ')}`;
}

export const writeTroubles: readonly SuiteCase[] = [
  fault('write: lagging list after a dropped reply', (stand) =>
    settled(stand, [
      { fault: { tag: 'lagging-lists', ms: 60_000 }, operation: '*', times: Infinity },
      { fault: { tag: 'drop-reply' } },
    ]),
  ),
  fault('write: revoked token', revoked),
  fault('write: wrong scope', outOfScope),
  fault('write: deleted parent', async (stand) => {
    const comment = await stand.comment();
    await stand.world.sim.control.audience.say({
      kind: 'remove',
      person: 'theo_marchand',
      post: comment.remoteId,
    });
    const since = stand.mark();
    const content = { ...stand.content(`@${comment.author.handle} ${stand.words('Trop tard')}`), media: [] };
    const id = await stand.hand({ tag: 'reply', target: stand.target(comment) }, { content });
    const { failure } = await stand.until(id, ['failed']);
    expect(failure?.code).toBe('parent-gone');
    await stand.world.pass(5 * minute, 10_000);
    expect(
      since
        .entries()
        .flatMap(({ effects }) => effects)
        .filter(({ kind }) => ['post', 'comment'].includes(kind)),
    ).toEqual([]);
    return 'nothing made; told: parent-gone';
  }),
  fault('write: invalid media', unreadable),
  fault('write: partial carousel', async (stand) => {
    const { world } = stand;
    const pictures = () => [world.medium('Une'), world.medium('Deux'), world.medium('Trois')];
    // One of several files is cut on its way: it goes again, and the post has all of them.
    const since = stand.mark();
    stand.strike({ tag: 'drop-reply' }, { operation: world.operation('upload'), skip: 1, times: 1 });
    const whole = await stand.sent(undefined, { ...stand.content(stand.words('Trois')), media: pictures() });
    await world.pass(5 * minute, 10_000);
    expect(since.made(stand.network.words.post)).toEqual([whole.remoteId]);
    const shown = await stand.find(({ remoteId }) => remoteId === whole.remoteId);
    // Where the network's lists name the media of a post.
    const isShown = shown !== null && shown.attachments.length > 0;
    if (isShown) expect(shown.attachments).toHaveLength(3);
    const told = since.told();
    // One of several files is refused: nothing is shown rather than a part.
    const second = stand.mark();
    const [first, , third] = pictures();
    if (!first || !third) return expect.fail('no pictures');
    const broken = { ...stand.content(stand.words('Incomplet')), media: [first, brokenFile(stand), third] };
    const id = await stand.hand({ tag: 'publish' }, { content: broken });
    const { failure } = await stand.until(id, ['failed']);
    expect(failure?.code).toMatch(/^media-/);
    await world.pass(5 * minute, 10_000);
    expect(second.made(stand.network.words.post)).toEqual([]);
    return `one cut: ${told}${isShown ? ' with 3 pictures' : ''}; one refused: no post (${failure?.code ?? ''})`;
  }),
  fault('write: clock skew', async (stand) => {
    const { world } = stand;
    // A little wrong, and the answer lost: found all the same.
    world.theirs.skip(75_000);
    const found = await settled(stand, [{ fault: { tag: 'drop-reply' } }]);
    world.theirs.skip(-75_000);
    // Far wrong: nothing leaves before it is right again, and the person is told.
    const since = stand.mark();
    const rule = stand.strike({ tag: 'skewed-date', ms: 3_600_000 });
    world.kill();
    await world.boot();
    const id = await stand.hand({ tag: 'publish' }, { content: stand.content(stand.words()) });
    await world.pass(minute, 5_000);
    expect(world.delivery(id)).toMatchObject({
      waiting: { tag: 'clock-skew' },
      failure: { code: 'clock-skew' },
    });
    expect(since.made(stand.network.words.post)).toEqual([]);
    world.sim.control.faults.clear(rule);
    await stand.until(id, ['sent']);
    expect(since.made(stand.network.words.post)).toHaveLength(1);
    return `75 s wrong: ${found}; an hour wrong: held and told, then ${since.told()}`;
  }),
  fault('write: journal lost with the names of its media', forgotten),
  fault('write: slow', slow),
  fault('write: nobody listens', async (stand) => {
    const { world } = stand;
    const writes = await everyWriteUnheard(stand);
    const since = stand.mark();
    stand.strike({ tag: 'offline', ms: 5 * minute });
    const id = await stand.hand({ tag: 'publish' }, { content: stand.content(stand.words()) });
    await world.pass(30_000);
    expect(world.delivery(id)).toMatchObject({ waiting: { tag: 'offline' } });
    await stand.until(id, ['sent']);
    expect(since.made(stand.network.words.post)).toHaveLength(1);
    return `${writes}; by the outbox: kept while offline, then ${since.told()}`;
  }),
  fault('write: unknown fields in the answer', async (stand) =>
    settledByTheAnswer(stand, [
      { fault: { tag: 'altered-reply', change: { tag: 'unknown-fields' } }, operation: '*', times: Infinity },
    ]),
  ),
  fault('write: numbers as strings in the answer', async (stand) =>
    settledByTheAnswer(stand, [{ fault: { tag: 'altered-reply', change: { tag: 'numbers-as-text' } } }]),
  ),
  fault('write: missing fields in the answer', async (stand) => {
    const names = ['id', 'uri', 'cid', 'data', 'post_id', 'created_at', 'url'];
    const outcomes: string[] = [];
    for (const name of names)
      outcomes.push(
        await settled(stand, [{ fault: { tag: 'altered-reply', change: { tag: 'missing-field', name } } }]),
      );
    return `without ${names.join(', ')} in turn: ${outcomes.length} posts, each once`;
  }),
];
