import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createManualClock } from '../../src-simulator/core/clock.ts';
import type { MastodonSim } from '../../src-simulator/mastodon/sim.ts';
import { startMastodonSim } from '../../src-simulator/mastodon/start.ts';
import type { StreamHandlers } from '../../src-main/connectors/contract.ts';
import type { UndiciHttp } from '../../src-main/engine/undici-http.ts';
import { offers } from '../../src-shared/networks/manifest.ts';
import type { Operation } from '../../src-shared/outbox/operation.ts';
import type { Inbound } from '../../src-shared/sync/inbound.ts';
import {
  connect,
  connector,
  content,
  createOf,
  error,
  frameProblems,
  messagesIn,
  openHttp,
  specProblems,
  targetOf,
  textOf,
  value,
  type TestAccount,
} from '../fixtures/mastodon-account.ts';
import { at, createMastodonClient, pngOf, type MastodonClient } from '../fixtures/mastodon-client.ts';

const clock = createManualClock();
const hour = 3_600_000;
const now = (): number => clock.now();
let sim: MastodonSim;
let http: UndiciHttp;
let me: TestAccount;
/** Reads the server by another way than the connector. */
let oracle: MastodonClient;

beforeAll(async () => {
  sim = await startMastodonSim({ clock, limits: { requests: 100_000, deletions: 1_000, uploads: 1_000 } });
  http = openHttp();
  me = await connect(http, sim.baseUrl, sim.accounts[0] ?? expect.fail('no account'), now);
  oracle = createMastodonClient(sim.baseUrl, sim.accounts[0]?.token);
});
afterEach(() => sim.control.faults.clear());
afterAll(async () => {
  // Refused on purpose: answers above 400 are judged too, requests that were refused are not.
  expect(specProblems(me.seen)).toEqual([]);
  expect(frameProblems(me.frames)).toEqual([]);
  expect(me.seen.length).toBeGreaterThan(100);
  expect(me.frames.length).toBeGreaterThan(5);
  await http.close();
  await sim.close();
});

const statusOf = async (id: string | null): Promise<unknown> =>
  (await oracle.get(`/api/v1/statuses/${id ?? ''}`)).body;
const say = async (saying: Parameters<MastodonSim['control']['audience']['say']>[0]): Promise<string> =>
  (await sim.control.audience.say(saying)) ?? expect.fail('nothing came of it');
const newest = async (feed: string) => messagesIn((await me.pull(feed, null)).items);
const withText = async (feed: string, text: string) =>
  (await newest(feed)).find((message) => textOf(message).includes(text)) ?? expect.fail(`no “${text}”`);

describe('publishing', () => {
  it('writes a post with pictures and their descriptions, in the order given', async () => {
    const media = [
      me.medium(pngOf(40, 30), { alt: 'Une lampe en laiton' }),
      me.medium(pngOf(30, 40), { decorative: true, alt: 'jamais dit' }),
    ];
    const uploaded = [];
    for (const medium of media)
      uploaded.push({ medium, handle: (await me.done({ tag: 'upload', medium })).handle });
    const operation: Operation = { ...createOf('Deux lampes #laiton', null, { media }), uploaded };
    const remote = await me.done(operation);
    const status = await statusOf(remote.remoteId);
    expect(at(status, 'media_attachments.0.description')).toBe('Une lampe en laiton');
    expect(at(status, 'media_attachments.1.description')).toBeNull();
    expect(remote).toMatchObject({ url: at(status, 'url'), createdAt: now() });
    const own = await withText('own', 'Deux lampes');
    expect(own).toMatchObject({ box: 'own', kind: 'post', mine: true, remoteId: remote.remoteId });
    expect(own.attachments.map(({ alt, kind }) => [kind, alt])).toEqual([
      ['image', 'Une lampe en laiton'],
      ['image', ''],
    ]);
    expect(own.body).toContainEqual({ tag: 'tag', name: 'laiton', text: '#laiton' });
  });

  it('waits for a picture that the server still works on', async () => {
    const medium = me.medium(pngOf(8, 8), { alt: 'Lente' });
    sim.control.faults.set({ fault: { tag: 'slow-media', ms: 3_000 }, operation: 'media.upload' });
    const started = value(await me.publish({ tag: 'upload', medium }));
    if (started.tag !== 'processing') return expect.fail('should be processing');
    expect(value(await connector.poll(me.ctx(), { tag: 'upload', medium }, started.handle)).tag).toBe(
      'processing',
    );
    await clock.advance(3_000);
    const ready = value(await connector.poll(me.ctx(), { tag: 'upload', medium }, started.handle));
    expect(ready).toMatchObject({ tag: 'done', remote: { handle: started.handle } });
  });

  it('keeps visibility, warning, sensitivity, language and poll', async () => {
    const remote = await me.done(
      createOf('Brut ou verni ?', null, {
        warning: 'Débat',
        language: 'fr',
        settings: { visibility: 'unlisted', sensitive: true },
        poll: { options: ['Brut', 'Verni'], seconds: 3_600, multiple: true },
      }),
    );
    expect(await statusOf(remote.remoteId)).toMatchObject({
      visibility: 'unlisted',
      spoiler_text: 'Débat',
      sensitive: true,
      language: 'fr',
      poll: { multiple: true, options: [{ title: 'Brut' }, { title: 'Verni' }] },
    });
    expect(await withText('own', 'Brut ou verni')).toMatchObject({
      warning: 'Débat',
      visibility: 'unlisted',
      poll: { multiple: true, endsAt: now() + hour, options: [{ text: 'Brut' }, { text: 'Verni' }] },
    });
  });

  it.each<[string, () => Operation, string]>([
    ['too long', () => createOf('x'.repeat(501)), 'text-too-long'],
    ['empty', () => createOf(''), 'text-empty'],
    [
      'with a poll of one answer',
      () => createOf('?', null, { poll: { options: ['Oui'], seconds: 3_600, multiple: false } }),
      'poll-invalid',
    ],
    [
      'with a medium of somebody else',
      () => ({ ...createOf('!'), uploaded: [{ medium: me.medium(pngOf(1, 1)), handle: '42' }] }),
      'media-missing',
    ],
    [
      'scheduled too soon',
      () => ({ ...createOf('Tôt'), tag: 'schedule', at: now() + 60_000 }),
      'schedule-too-soon',
    ],
  ])('is refused when %s, in words', async (_, operation, code) => {
    expect(error(await me.publish(operation()))).toMatchObject({ tag: 'rejected', failure: { code } });
  });

  it('continues a thread of which only the id is known, never more visible than what it continues', async () => {
    const first = await me.done(createOf('Un / 2', null, { settings: { visibility: 'unlisted' } }));
    const onlyId = { remoteId: first.remoteId ?? '', conversationId: '', handleData: '' };
    const part = await me.done(createOf('Deux / 2', onlyId));
    expect(await statusOf(part.remoteId)).toMatchObject({
      in_reply_to_id: first.remoteId,
      visibility: 'unlisted',
    });
    await me.done({ tag: 'delete', remoteId: first.remoteId ?? '', handleData: '' });
    expect(error(await me.publish(createOf('Trois', onlyId)))).toMatchObject({
      tag: 'gone',
      failure: { code: 'parent-gone' },
    });
  });

  it('answers, in the thread and as visible as what it answers', async () => {
    const post = await me.done(createOf('Question du jour'));
    const reply = await say({
      kind: 'reply',
      person: 'camille_roche',
      post: post.remoteId ?? '',
      text: 'Verni !',
    });
    const message = await withText('notifications', 'Verni !');
    expect(message).toMatchObject({
      remoteId: reply,
      box: 'public',
      kind: 'reply',
      conversationId: post.remoteId,
      parent: { remoteId: post.remoteId, excerpt: 'Question du jour' },
      author: { handle: 'camille_roche@pouet.example', name: 'Camille Roche' },
    });
    const answer = await me.done(createOf('@camille_roche@pouet.example Merci !', targetOf(message)));
    expect(await statusOf(answer.remoteId)).toMatchObject({ in_reply_to_id: reply, visibility: 'public' });
    const thread = value(await connector.thread(me.ctx(), { ...targetOf(message), box: 'public' }));
    expect(messagesIn(thread).map(({ remoteId }) => remoteId)).toEqual([
      post.remoteId,
      reply,
      answer.remoteId,
    ]);
    expect(new Set(messagesIn(thread).map(({ conversationId }) => conversationId))).toEqual(
      new Set([post.remoteId]),
    );
    await say({ kind: 'remove', person: 'camille_roche', post: reply });
    expect(error(await me.publish(createOf('Trop tard', targetOf(message))))).toMatchObject({
      tag: 'gone',
      failure: { code: 'parent-gone' },
    });
  });

  it('likes, takes the like back, and deletes', async () => {
    const post = await me.done(createOf('À aimer'));
    const reply = await say({
      kind: 'reply',
      person: 'nadia_benali',
      post: post.remoteId ?? '',
      text: 'J’aime',
    });
    const like = { remoteId: reply, handleData: '{}' };
    await me.done({ tag: 'like', ...like });
    expect((await withText('notifications', 'J’aime')).liked).toBe(true);
    await me.done({ tag: 'unlike', ...like, likeRemoteId: null });
    expect((await withText('notifications', 'J’aime')).liked).toBe(false);
    await me.done({ tag: 'delete', remoteId: post.remoteId ?? '', handleData: post.handle });
    expect((await oracle.get(`/api/v1/statuses/${post.remoteId ?? ''}`)).status).toBe(404);
    // Deleting what is deleted is done.
    await me.done({ tag: 'delete', remoteId: post.remoteId ?? '', handleData: post.handle });
    expect(
      error(await me.publish({ tag: 'like', remoteId: post.remoteId ?? '', handleData: '{}' })).tag,
    ).toBe('gone');
  });

  it('mutes and blocks, and undoes both', async () => {
    const personId = sim.personId('gege_raleur');
    for (const [tag, field, holds] of [
      ['mute', 'muting', true],
      ['unmute', 'muting', false],
      ['block', 'blocking', true],
      ['unblock', 'blocking', false],
    ] as const) {
      await me.done({ tag, personId });
      const relations = (await oracle.get(`/api/v1/accounts/relationships?id[]=${personId}`)).body;
      expect(at(relations, `0.${field}`), tag).toBe(holds);
    }
  });
});

describe('scheduling on the server', () => {
  const due = (): number => now() + 2 * hour;
  const schedule = (text: string, when: number): Operation => ({
    ...createOf(text, null, { settings: { visibility: 'unlisted' } }),
    tag: 'schedule',
    at: when,
  });
  const list = async (): Promise<unknown> => (await oracle.get('/api/v1/scheduled_statuses')).body;

  it('is offered by Mastodon, holds a post, and lets it go at its moment', async () => {
    expect(me.session.identity.manifest.native).toEqual({
      minAheadMs: 300_000,
      maxPending: 300,
      maxPerDay: 25,
    });
    const held = await me.done(schedule('Demain', due()));
    expect(held).toMatchObject({ url: null, createdAt: null });
    expect(await list()).toMatchObject([
      { id: held.remoteId, params: { text: 'Demain', visibility: 'unlisted' } },
    ]);
    await clock.advance(2 * hour);
    expect(await list()).toEqual([]);
    expect((await withText('own', 'Demain')).createdAt).toBe(now());
  });

  it('is moved, and taken back before it leaves', async () => {
    const held = await me.done(schedule('Jamais', due()));
    const scheduledRemoteId = held.remoteId ?? '';
    const later = now() + 5 * hour;
    await me.done({ tag: 'reschedule', scheduledRemoteId, at: later });
    expect(Date.parse(String(at(await list(), '0.scheduled_at')))).toBe(later);
    await me.done({ tag: 'recall', scheduledRemoteId });
    expect(await list()).toEqual([]);
    await clock.advance(6 * hour);
    expect((await newest('own')).map(textOf)).not.toContain('Jamais');
    expect(error(await me.publish({ tag: 'recall', scheduledRemoteId })).tag).toBe('gone');
  });
});

describe('private conversations', () => {
  it('bring every message, file answers by their people, and are answered privately', async () => {
    const person = 'theo_marchand';
    for (const text of ['Bonjour', 'Un devis ?', 'C’est pour offrir'])
      await say({ kind: 'message', person, account: me.id, text });
    const { items } = await me.pull('private', null);
    const messages = messagesIn(items).toSorted(
      (a, b) => a.createdAt - b.createdAt || (a.remoteId < b.remoteId ? -1 : 1),
    );
    expect(messages.map(textOf).map((text) => text.replace(/^@\S+\s*/, ''))).toEqual([
      'Bonjour',
      'Un devis ?',
      'C’est pour offrir',
    ]);
    const conversation = items.find((item) => item.tag === 'conversation') ?? expect.fail('no conversation');
    expect(conversation).toMatchObject({
      conversation: {
        kind: 'private',
        unread: true,
        people: [{ handle: expect.stringContaining(person) as string }],
      },
    });
    expect(new Set(messages.map(({ conversationId, box }) => `${box} ${conversationId}`))).toEqual(
      new Set([`private ${conversation.tag === 'conversation' ? conversation.conversation.remoteId : ''}`]),
    );
    const last = messages.at(-1) ?? expect.fail('no message');
    const answer = await me.done({
      tag: 'message',
      content: content('Avec plaisir !'),
      uploaded: [],
      replyTo: targetOf(last),
    });
    expect(await statusOf(answer.remoteId)).toMatchObject({
      visibility: 'direct',
      in_reply_to_id: last.remoteId,
      mentions: [{ username: person }],
    });
    const thread = value(await connector.thread(me.ctx(), { ...targetOf(last), box: 'private' }));
    expect(messagesIn(thread).map(({ conversationId }) => conversationId)).toEqual(
      Array.from({ length: 4 }, () => last.conversationId),
    );
  });
});

describe('reading', () => {
  it('tells likes, boosts and followers as activity', async () => {
    const post = (await me.done(createOf('Regardez'))).remoteId ?? '';
    await say({ kind: 'like', person: 'ines.fontaine', post });
    await say({ kind: 'repost', person: 'sarah_whitfield', post });
    await sim.control.bulk({ account: me.id, kind: 'follow', count: 1 });
    const activity = (await newest('notifications')).filter(({ box }) => box === 'activity').slice(0, 3);
    expect(new Set(activity.map(({ kind }) => kind))).toEqual(new Set(['like', 'repost', 'follow']));
    expect(activity.find(({ kind }) => kind === 'like')).toMatchObject({
      conversationId: post,
      parent: { remoteId: post, excerpt: 'Regardez' },
    });
  });

  it('pages by the server’s links, both ways, without loss or repeat', async () => {
    const first = await me.pull('notifications', null, 'newer', 40);
    const before = new Set<string>();
    let older = first.opposite;
    for (const page of [first]) messagesIn(page.items).forEach(({ remoteId }) => before.add(remoteId));
    while (older !== null) {
      const page = await me.pull('notifications', older, 'older', 7);
      messagesIn(page.items).forEach(({ remoteId }) => before.add(remoteId));
      older = page.more ? page.cursor : null;
    }
    const made = await sim.control.bulk({ account: me.id, kind: 'mention', count: 130 });
    const { items, pages } = await me.pullAll('notifications', first.cursor ?? '', 40);
    const fresh = messagesIn(items).map(({ remoteId }) => remoteId);
    expect(pages).toBeGreaterThan(3);
    expect([fresh.length, new Set(fresh).size]).toEqual([made.length, made.length]);
    expect(fresh.filter((id) => before.has(id))).toEqual([]);
    // And all of the past again, from the newest down.
    const all = new Set<string>();
    let page = await me.pull('notifications', null, 'newer', 40);
    let next = page.opposite;
    messagesIn(page.items).forEach(({ remoteId }) => all.add(remoteId));
    while (next !== null) {
      page = await me.pull('notifications', next, 'older', 40);
      messagesIn(page.items).forEach(({ remoteId }) => all.add(remoteId));
      next = page.more ? page.cursor : null;
    }
    expect([...before, ...fresh].filter((id) => !all.has(id))).toEqual([]);
  });

  it('finds people and measures, never a number that the server does not give', async () => {
    const people = value(await connector.findPeople(me.ctx(), '@camille'));
    expect(people.map(({ handle }) => handle)).toContain('camille_roche@pouet.example');
    expect(value(await connector.findPeople(me.ctx(), ' '))).toEqual([]);
    const metrics = value(await connector.measure(me.ctx())).filter((item) => item.tag === 'metric');
    expect(metrics.filter(({ subject }) => subject === me.id).map(({ name }) => name)).toEqual([
      'followers',
      'following',
      'posts',
    ]);
    expect(metrics.every((one) => Number.isInteger(one.value) && one.value >= 0)).toBe(true);
  });

  it('refuses a feed that nobody knows', async () => {
    const input = { feed: 'everything', cursor: null, direction: 'newer', limit: 10 } as const;
    expect(error(await connector.pull(me.ctx(), input)).tag).toBe('rejected');
  });
});

describe('edits and deletions, with no stream to tell of them', () => {
  it('arrive with the next look back: edited is brought again, deleted is gone, dismissed is neither', async () => {
    const post = (await me.done(createOf('Vos avis ?'))).remoteId ?? '';
    const [kept, edited, deleted, dismissed] = [
      await say({ kind: 'reply', person: 'camille_roche', post, text: 'Reste' }),
      await say({ kind: 'reply', person: 'nadia_benali', post, text: 'Première pensée' }),
      await say({ kind: 'reply', person: 'gege_raleur', post, text: 'Nul' }),
      await say({ kind: 'reply', person: 'lucas_perrin', post, text: 'Rangé' }),
    ];
    const own = (await me.done(createOf('Faute de frape'))).remoteId ?? '';
    const first = await me.pull('recheck', null);
    expect(first.items).toEqual([]);
    expect((await me.pull('recheck', first.cursor)).items).toEqual([]);

    await clock.advance(60_000);
    await say({ kind: 'edit', person: 'nadia_benali', post: edited, text: 'Seconde pensée' });
    await say({ kind: 'remove', person: 'gege_raleur', post: deleted });
    await oracle.send('PUT', `/api/v1/statuses/${own}`, { json: { status: 'Faute de frappe' } });
    const notices = (await oracle.get('/api/v1/notifications?limit=40')).body;
    const notice = (Array.isArray(notices) ? notices : []).find(
      (one: unknown) => at(one, 'status.id') === dismissed,
    ) as unknown;
    await oracle.post(`/api/v1/notifications/${String(at(notice, 'id'))}/dismiss`);

    const second = await me.pull('recheck', first.cursor);
    expect(second.items.filter(({ tag }) => tag === 'gone')).toEqual([{ tag: 'gone', remoteId: deleted }]);
    const messages = messagesIn(second.items);
    expect(new Set(messages.map(({ remoteId }) => remoteId))).toEqual(new Set([edited, own]));
    expect(messages.find(({ remoteId }) => remoteId === edited)).toMatchObject({
      box: 'public',
      kind: 'reply',
      conversationId: post,
      editedAt: now(),
    });
    expect(textOf(messages.find(({ remoteId }) => remoteId === own) ?? expect.fail())).toBe(
      'Faute de frappe',
    );
    expect(messages.map(({ remoteId }) => remoteId)).not.toContain(kept);
    // Told once.
    expect((await me.pull('recheck', second.cursor)).items).toEqual([]);
  });

  it('are not looked for among what is older than two days', async () => {
    const old = await say({ kind: 'mention', person: 'gege_raleur', account: me.id, text: 'Vieux' });
    const first = await me.pull('recheck', null);
    await clock.advance(49 * hour);
    await say({ kind: 'remove', person: 'gege_raleur', post: old });
    expect((await me.pull('recheck', first.cursor)).items).toEqual([]);
  });
});

describe('the stream', () => {
  /** Listens and keeps what comes. */
  function listen(account: TestAccount) {
    const items: Inbound[] = [];
    const told: string[] = [];
    const handlers: StreamHandlers = {
      items: (more) => items.push(...more),
      open: () => told.push('open'),
      closed: (reason) => told.push(reason.tag),
    };
    const start = connector.listen ?? expect.fail('no stream');
    return { items, told, stop: start(account.ctx(), handlers) };
  }

  it('brings posts, edits, deletions, private messages and reactions, in their order', async () => {
    const post = (await me.done(createOf('En direct'))).remoteId ?? '';
    const live = listen(me);
    await expect.poll(() => live.told).toEqual(['open']);
    const reply = await say({ kind: 'reply', person: 'camille_roche', post, text: 'Vite' });
    await clock.advance(1_000);
    await say({ kind: 'edit', person: 'camille_roche', post: reply, text: 'Très vite' });
    await say({ kind: 'like', person: 'ines.fontaine', post });
    await say({ kind: 'message', person: 'nadia_benali', account: me.id, text: 'En privé' });
    await say({ kind: 'remove', person: 'camille_roche', post: reply });
    await expect.poll(() => live.items.some(({ tag }) => tag === 'gone')).toBe(true);
    live.stop();
    const about = live.items.flatMap((item) => {
      if (item.tag === 'gone') return item.remoteId === reply ? ['gone'] : [];
      return item.tag === 'message' && item.message.remoteId === reply ? [textOf(item.message)] : [];
    });
    expect(about.map((text) => text.replace(/^@\S+\s*/, ''))).toEqual(
      expect.arrayContaining(['Vite', 'Très vite', 'gone']),
    );
    expect(about.at(-1)).toBe('gone');
    expect(messagesIn(live.items).map(({ box }) => box)).toEqual(
      expect.arrayContaining(['public', 'activity', 'private']),
    );
    expect(live.told).toEqual(['open']);
  });

  it('says when it ends, and what came in the gap is fetched', async () => {
    const { cursor } = await me.pull('notifications', null);
    const live = listen(me);
    await expect.poll(() => live.told).toEqual(['open']);
    sim.cutConnections();
    await expect.poll(() => live.told).toEqual(['open', 'server']);
    const missed = await say({
      kind: 'mention',
      person: 'lucas_perrin',
      account: me.id,
      text: 'Entre-temps',
    });
    const again = listen(me);
    await expect.poll(() => again.told).toEqual(['open']);
    const { items } = await me.pullAll('notifications', cursor ?? '');
    expect(messagesIn(items).map(({ remoteId }) => remoteId)).toEqual([missed]);
    expect(again.items).toEqual([]);
    again.stop();
  });

  it('keeps the token out of addresses, and says that a revoked one is', async () => {
    const other = await connect(http, sim.baseUrl, sim.accounts[1] ?? expect.fail(), now);
    const token = String(other.session.secret['accessToken']);
    expect(offers(other.session.identity.manifest, 'stream')).toBe(true);
    const live = listen(other);
    await expect.poll(() => live.told).toEqual(['open']);
    await sim.control.revoke(other.id);
    await expect.poll(() => live.told.length).toBe(2);
    const refused = listen(other);
    await expect.poll(() => refused.told).toEqual(['auth']);
    expect(other.seen.filter(({ url }) => url.href.includes(token))).toEqual([]);
    expect(error(await connector.identify(other.ctx()))).toMatchObject({
      tag: 'auth',
      failure: { code: 'token-revoked' },
    });
  });
});

describe('rate limits', () => {
  it('of the server are told with the moment they end', async () => {
    const strict = await startMastodonSim({ clock, limits: { requests: 40 } });
    const account = await connect(http, strict.baseUrl, strict.accounts[0] ?? expect.fail(), now);
    let told: unknown = null;
    for (let request = 0; request < 60 && told === null; request += 1) {
      const answer = await connector.serverTime(account.ctx());
      if (answer.tag === 'err') told = answer.error;
    }
    expect(told).toMatchObject({ tag: 'rate-limited' });
    const until = (told as { readonly until: number }).until;
    expect(until).toBeGreaterThan(now());
    expect(until).toBeLessThanOrEqual(now() + 5 * 60_000 + 1_000);
    await clock.advance(until - now());
    expect((await connector.serverTime(account.ctx())).tag).toBe('ok');
    await strict.close();
  });
});
