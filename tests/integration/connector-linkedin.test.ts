import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Operation, SoFar } from '../../src-shared/outbox/operation.ts';
import { createManualClock, type ManualClock } from '../../src-simulator/core/clock.ts';
import type { Fault } from '../../src-simulator/core/faults.ts';
import type { LinkedinSettings } from '../../src-simulator/linkedin/settings.ts';
import type { LinkedinSim } from '../../src-simulator/linkedin/sim.ts';
import { startLinkedinSim } from '../../src-simulator/linkedin/start.ts';
import {
  connect,
  connector,
  content,
  createOf,
  error,
  messagesIn,
  targetOf,
  textOf,
  value,
  type LinkedinAccount,
} from '../fixtures/linkedin-account.ts';
import { createLinkedinClient, elementsOf, memberOf, urnKey } from '../fixtures/linkedin-client.ts';
import { openHttp } from '../fixtures/mastodon-account.ts';
import { mp4Of, pngOf } from '../fixtures/mastodon-client.ts';
import { askedByConnecting, createRequestsMade } from '../fixtures/requests-made.ts';

const http = openHttp();
let clock: ManualClock;
let sim: LinkedinSim;
let page: LinkedinAccount;
let pageUrn: string;
let memberUrn: string;

async function start(settings: Partial<LinkedinSettings> = {}): Promise<void> {
  clock = createManualClock();
  sim = await startLinkedinSim({ clock, settings });
  requests.follow(sim);
  pageUrn = sim.accounts[0]?.id ?? '';
  memberUrn = sim.keeper('atelier-lumiere');
  page = await as(pageUrn);
}
const as = (author: string, token = sim.accounts[0]?.token ?? ''): Promise<LinkedinAccount> =>
  connect(http, sim.baseUrl, token, author, { now: () => clock.now(), tick: (ms) => clock.advance(ms) });

const requests = createRequestsMade('linkedin');
beforeEach(() => start());
afterEach(() => sim.close());

const once = (fault: Fault, operation: string): string =>
  sim.control.faults.set({ fault, operation, times: 1 });
const made = (): readonly string[] => sim.control.ledger.effects('post').map(({ id }) => id);
const idOf = (remoteId: string | null): string => remoteId ?? expect.fail('nothing was made');
/** A post as the network keeps it, read by the page's own token. */
async function kept(urn: string): Promise<unknown> {
  const client = createLinkedinClient(sim.baseUrl, sim.accounts[0]?.token);
  return (await client.get(`/rest/posts/${urnKey(urn)}`)).body;
}

describe('posts (linkedin §3)', () => {
  it('keeps every word, whatever little text makes of it', async () => {
    const text =
      'Prix (TTC) : 190 € * 2 = 380 €_net ~ [promo] {code} <b> | a@b.fr \\ fin\n#Laiton, #fait_main, C#, n#1 et https://ex.org/a_(b)';
    const { remoteId, url } = await page.done(createOf(text));
    expect(sim.shownText(idOf(remoteId))).toBe(text);
    expect(url).toBe(`https://www.linkedin.com/feed/update/${encodeURIComponent(idOf(remoteId))}/`);
    expect(memberOf(await kept(idOf(remoteId)), 'commentary')).toContain('{hashtag|\\#|Laiton}');
    expect(memberOf(await kept(idOf(remoteId)), 'commentary')).toContain('C\\#,');
  });

  it('mentions a page by its exact name', async () => {
    const [found] = value(await connector.findPeople(page.ctx(), 'veloetco'));
    const text = `Avec @${found?.handle ?? ''} demain`;
    const { remoteId } = await page.done(createOf(text));
    expect(sim.shownText(idOf(remoteId))).toBe('Avec Vélo & Co demain');
    const other = createLinkedinClient(sim.baseUrl, sim.accounts[1]?.token);
    const told = await other.get(
      `/rest/organizationalEntityNotifications?q=criteria&actions=List(SHARE_MENTION)&organizationalEntity=${urnKey(sim.accounts[1]?.id ?? '')}`,
    );
    expect(elementsOf(told)).toHaveLength(1);
  });

  it('sends a link card, of which nothing is fetched by the network', async () => {
    const uploaded = [await page.upload(page.medium(pngOf(400, 200)))];
    const operation = {
      ...createOf('À lire', null, {
        media: uploaded.map(({ medium }) => medium),
        settings: {
          format: 'article',
          'article-address': 'https://atelier-lumiere.example/ondine',
          'article-title': 'Ondine',
          'article-description': 'La lampe',
        },
      }),
      uploaded,
    };
    const { remoteId } = await page.done(operation);
    expect(memberOf(await kept(idOf(remoteId)), 'content')).toEqual({
      article: {
        source: 'https://atelier-lumiere.example/ondine',
        title: 'Ondine',
        description: 'La lampe',
        thumbnail: uploaded[0]?.handle,
      },
    });
  });

  it('sends one picture and several, each with its words', async () => {
    const pictures = [
      page.medium(pngOf(100, 100, 70), { alt: 'Une lampe' }),
      page.medium(pngOf(100, 100, 71), { alt: 'décor', decorative: true }),
    ];
    const uploaded = [];
    for (const picture of pictures) uploaded.push(await page.upload(picture));
    const one = await page.done({
      ...createOf('Une', null, { media: pictures.slice(0, 1) }),
      uploaded: uploaded.slice(0, 1),
    });
    expect(memberOf(await kept(idOf(one.remoteId)), 'content.media')).toEqual({
      id: uploaded[0]?.handle,
      altText: 'Une lampe',
    });
    const both = await page.done({ ...createOf('Deux', null, { media: pictures }), uploaded });
    expect(memberOf(await kept(idOf(both.remoteId)), 'content.multiImage.images')).toEqual([
      { id: uploaded[0]?.handle, altText: 'Une lampe' },
      { id: uploaded[1]?.handle },
    ]);
  });

  it('sends a document to leaf through, with its title', async () => {
    const pdf = page.medium(Buffer.from('%PDF-1.7\n1 0 obj << /Type /Page >> endobj'), {
      mime: 'application/pdf',
      name: 'catalogue.pdf',
    });
    const uploaded = [await page.upload(pdf)];
    const { remoteId } = await page.done({
      ...createOf('Catalogue', null, { media: [pdf], settings: { 'document-title': 'Automne' } }),
      uploaded,
    });
    expect(memberOf(await kept(idOf(remoteId)), 'content.media')).toEqual({
      id: uploaded[0]?.handle,
      title: 'Automne',
    });
  });

  it('asks a poll with one of the durations that exist, and no other', async () => {
    const poll = { options: ['Brut', 'Verni'], seconds: 3 * 86_400, multiple: false };
    const settings = { 'poll-question': 'Quel laiton ?' };
    const { remoteId } = await page.done(createOf('À vous', null, { poll, settings }));
    expect(memberOf(await kept(idOf(remoteId)), 'content.poll')).toMatchObject({
      question: 'Quel laiton ?',
      settings: { duration: 'THREE_DAYS' },
    });
    const odd = await page.publish(createOf('À vous', null, { poll: { ...poll, seconds: 86_401 } }));
    expect(error(odd)).toMatchObject({ tag: 'rejected', failure: { code: 'poll-invalid' } });
  });

  it('shares a post again by its address', async () => {
    const first = await page.done(createOf('Première'));
    const { remoteId } = await page.done(
      createOf('Encore', null, { settings: { reshare: first.url ?? '', 'no-reshare': true } }),
    );
    expect(await kept(idOf(remoteId))).toMatchObject({
      reshareContext: { parent: first.remoteId },
      isReshareDisabledByAuthor: true,
    });
  });

  it('speaks as a member to whom the member wants', async () => {
    const member = await as(memberUrn);
    const { remoteId } = await member.done(
      createOf('De moi', null, { settings: { audience: 'connections' } }),
    );
    const client = createLinkedinClient(sim.baseUrl, sim.accounts[0]?.token);
    const own = await client.get(`/rest/posts/${urnKey(idOf(remoteId))}`);
    expect(own.body).toMatchObject({ author: memberUrn, visibility: 'CONNECTIONS' });
  });

  it('comments first, under what was just published', async () => {
    const post = await page.done(createOf('Le lien est en commentaire'));
    const replyTo = {
      remoteId: idOf(post.remoteId),
      conversationId: idOf(post.remoteId),
      handleData: post.handle,
    };
    const comment = await page.done(createOf('https://ex.org (le lien)', replyTo));
    expect(comment.remoteId).toMatch(/^urn:li:comment:\(urn:li:activity:\d+,\d+\)$/);
    const client = createLinkedinClient(sim.baseUrl, sim.accounts[0]?.token);
    const listed = await client.get(`/rest/socialActions/${urnKey(idOf(post.remoteId))}/comments`);
    expect(elementsOf(listed).map((one) => memberOf(one, 'message.text'))).toEqual([
      'https://ex.org (le lien)',
    ]);
    expect(memberOf(elementsOf(listed)[0], '$URN')).toBe(comment.remoteId);
  });

  it('deletes posts, also those that are gone', async () => {
    const post = await page.done(createOf('À jeter'));
    const operation: Operation = { tag: 'delete', remoteId: idOf(post.remoteId), handleData: post.handle };
    await page.done(operation);
    await page.done(operation);
    expect(
      value(await connector.confirm(page.ctx(), { operation, drawn: page.drawn(), sentAt: 0 })),
    ).toMatchObject({ tag: 'present' });
  });
});

describe('uploads (linkedin §3)', () => {
  it('sends a film in parts of which a cut costs one, and goes on after a restart', async () => {
    await sim.close();
    await start({ partBytes: 50_000 });
    const film = page.medium(mp4Of(180_000), { mime: 'video/mp4', name: 'film.mp4' });
    const operation: Operation = { tag: 'upload', medium: film };
    const first = value(await page.publish(operation));
    if (first.tag !== 'partial') throw new Error('not in parts');
    expect(first.soFar).toMatchObject({ sent: 0, total: 180_000 });
    const second = value(await page.publish(operation, page.drawn(), first.soFar));
    if (second.tag !== 'partial') throw new Error('not in parts');
    expect(second.soFar.sent).toBe(50_000);
    once({ tag: 'drop-reply' }, 'dms.upload');
    expect(error(await page.publish(operation, page.drawn(), second.soFar)).tag).toBe('unknown-outcome');
    // All that is known was kept as text: another process goes on from it.
    let soFar = second.soFar;
    for (let calls = 0; calls < 3; calls += 1) {
      const next = value(await page.publish(operation, page.drawn(), structuredClone(soFar)));
      if (next.tag !== 'partial') throw new Error('not in parts');
      soFar = next.soFar;
    }
    expect(soFar).toMatchObject({ sent: 180_000 });
    const ended = value(await page.publish(operation, page.drawn(), soFar));
    if (ended.tag !== 'processing') throw new Error('not processed');
    expect(value(await connector.poll(page.ctx(), operation, ended.handle)).tag).toBe('processing');
    await clock.advance(2_000);
    expect(value(await connector.poll(page.ctx(), operation, ended.handle))).toMatchObject({
      tag: 'done',
      remote: { handle: ended.handle },
    });
    const parts = sim.control.ledger.entries({ operation: 'dms.upload' });
    // One part twice, no other more than once, none with the token.
    expect(parts.map(({ bodyBytes }) => bodyBytes)).toEqual([50_000, 50_000, 50_000, 50_000, 30_000]);
    expect(parts.every(({ headers }) => headers['authorization'] === undefined)).toBe(true);
    const { remoteId } = await page.done({
      ...createOf('Film', null, { media: [film] }),
      uploaded: [{ medium: film, handle: ended.handle }],
    });
    expect(remoteId).toMatch(/^urn:li:ugcPost:/);
  });

  it('begins a film anew also before its first part and at its end, but not for ever', async () => {
    const film = page.medium(mp4Of(90_000), { mime: 'video/mp4' });
    const operation: Operation = { tag: 'upload', medium: film };
    const step = async (soFar?: SoFar): Promise<SoFar> => {
      const performed = value(await page.publish(operation, page.drawn(), soFar));
      return performed.tag === 'partial' ? performed.soFar : expect.fail(performed.tag);
    };
    const day = 86_400_000;
    const begun = await step();
    await clock.advance(day);
    let soFar = await step(begun);
    expect(soFar).toMatchObject({ sent: 0 });
    while (soFar.sent < soFar.total) soFar = await step(soFar);
    await clock.advance(day);
    const last = await step(soFar);
    expect(last).toMatchObject({ sent: 0 });
    await clock.advance(day);
    expect(error(await page.publish(operation, page.drawn(), last))).toMatchObject({
      tag: 'rejected',
      failure: { code: 'media-missing' },
    });
  });

  it('begins a film anew when its addresses are a day old', async () => {
    await sim.close();
    await start({ partBytes: 50_000 });
    const film = page.medium(mp4Of(180_000), { mime: 'video/mp4' });
    const operation: Operation = { tag: 'upload', medium: film };
    const first = value(await page.publish(operation));
    const second = value(
      await page.publish(operation, page.drawn(), first.tag === 'partial' ? first.soFar : undefined),
    );
    await clock.advance(25 * 3_600_000);
    const again = value(
      await page.publish(operation, page.drawn(), second.tag === 'partial' ? second.soFar : undefined),
    );
    expect(again).toMatchObject({ tag: 'partial', soFar: { sent: 0 } });
  });

  it('says that the network could not use a file', async () => {
    const broken = page.medium(Buffer.from('no picture'), { mime: 'image/png' });
    const operation: Operation = { tag: 'upload', medium: broken };
    const sent = value(await page.publish(operation));
    if (sent.tag !== 'processing') throw new Error('not processed');
    expect(error(await connector.poll(page.ctx(), operation, sent.handle))).toMatchObject({
      tag: 'rejected',
      failure: { code: 'media-processing-failed' },
    });
  });

  it('has a post wait, and not fail, when its picture is not ready', async () => {
    const picture = page.medium(pngOf(10, 10));
    once({ tag: 'slow-media', ms: 60_000 }, 'dms.upload');
    const sent = value(await page.publish({ tag: 'upload', medium: picture }));
    if (sent.tag !== 'processing') throw new Error('not processed');
    const post = {
      ...createOf('Trop tôt', null, { media: [picture] }),
      uploaded: [{ medium: picture, handle: sent.handle }],
    };
    expect(error(await page.publish(post))).toMatchObject({
      tag: 'server',
      failure: { code: 'media-not-ready' },
    });
    expect(made()).toEqual([]);
    await clock.advance(60_000);
    await page.done(post);
  });

  it('needs no look at a picture that the token may not see', async () => {
    const scopes = ['openid', 'profile', 'w_member_social'];
    const token = await sim.issueToken(memberUrn, scopes, sim.apps.selfServe.id);
    const member = await as(memberUrn, token);
    const picture = member.medium(pngOf(10, 10));
    const sent = value(await member.publish({ tag: 'upload', medium: picture }));
    if (sent.tag !== 'done') throw new Error('not done');
    await member.done({
      ...createOf('Image', null, { media: [picture] }),
      uploaded: [{ medium: picture, handle: sent.remote.handle }],
    });
    expect(sim.control.ledger.entries({ operation: 'images.get' })).toEqual([]);
  });
});

describe('what became of a post whose answer was lost (linkedin §9)', () => {
  const look = (operation: Operation, sentAt: number) =>
    connector.confirm(page.ctx(), { operation, drawn: page.drawn(), sentAt });

  it('finds a page’s post by its words, unescaped, and its moment', async () => {
    const operation = createOf('Perdu (et retrouvé) #laiton');
    const sentAt = clock.now();
    once({ tag: 'drop-reply' }, 'posts.create');
    expect(error(await page.publish(operation)).tag).toBe('unknown-outcome');
    expect(value(await look(operation, sentAt))).toMatchObject({
      tag: 'present',
      remote: { remoteId: made()[0], createdAt: sentAt },
    });
    // An equal one from before is not it.
    await clock.advance(3_600_000);
    expect(value(await look(operation, clock.now()))).toEqual({ tag: 'absent' });
  });

  it('does not find what was never done, nor what lists do not show yet', async () => {
    const operation = createOf('Jamais parti');
    once({ tag: 'server-error', status: 503 }, 'posts.create');
    expect(error(await page.publish(operation)).tag).toBe('unknown-outcome');
    expect(value(await look(operation, clock.now()))).toEqual({ tag: 'absent' });
    const late = createOf('En retard');
    const sentAt = clock.now();
    sim.control.faults.set({ fault: { tag: 'lagging-lists', ms: 30_000 }, operation: 'posts.list' });
    once({ tag: 'drop-reply' }, 'posts.create');
    expect(error(await page.publish(late)).tag).toBe('unknown-outcome');
    expect(value(await look(late, sentAt)).tag).toBe('absent');
    await clock.advance(30_000);
    expect(value(await look(late, sentAt)).tag).toBe('present');
  });

  it('knows a card by its address and words, whatever picture it has', async () => {
    const picture = page.medium(pngOf(12, 10));
    const settings = { format: 'article', 'article-address': 'https://atelier-lumiere.example/ondine' };
    const operation = {
      ...createOf('La voici', null, { media: [picture], settings }),
      uploaded: [await page.upload(picture)],
    };
    const sentAt = clock.now();
    expect(value(await look(operation, sentAt))).toEqual({ tag: 'absent' });
    once({ tag: 'drop-reply' }, 'posts.create');
    expect(error(await page.publish(operation)).tag).toBe('unknown-outcome');
    expect(value(await look(operation, sentAt))).toMatchObject({ tag: 'present' });
  });

  it('knows a post by the media that were uploaded for it, also without words', async () => {
    const picture = page.medium(pngOf(10, 10));
    const operation = {
      ...createOf('', null, { media: [picture] }),
      uploaded: [await page.upload(picture)],
    };
    once({ tag: 'html-page', worked: true }, 'posts.create');
    expect(error(await page.publish(operation)).tag).toBe('unknown-outcome');
    expect(value(await look(operation, clock.now())).tag).toBe('present');
    const other = { ...operation, uploaded: [await page.upload(page.medium(pngOf(10, 10, 99)))] };
    expect(value(await look(other, clock.now())).tag).toBe('absent');
  });

  it('leaves two that say the same to a person', async () => {
    const operation = createOf('Deux fois');
    const sentAt = clock.now();
    sim.control.faults.set({ fault: { tag: 'key-ignored' }, operation: 'posts.create' });
    await page.done(operation);
    await page.done(operation);
    const seen = value(await look(operation, sentAt));
    expect(seen).toMatchObject({ tag: 'unclear' });
    expect(seen.tag === 'unclear' && seen.candidates).toHaveLength(2);
  });

  it('finds a comment by who, words and moment', async () => {
    const post = await page.done(createOf('Sous moi'));
    const replyTo = {
      remoteId: idOf(post.remoteId),
      conversationId: idOf(post.remoteId),
      handleData: post.handle,
    };
    const operation = createOf('Un mot (important)', replyTo);
    const sentAt = clock.now();
    expect(value(await look(operation, sentAt))).toEqual({ tag: 'absent' });
    once({ tag: 'drop-reply' }, 'comments.create');
    expect(error(await page.publish(operation)).tag).toBe('unknown-outcome');
    expect(value(await look(operation, sentAt))).toMatchObject({
      tag: 'present',
      remote: { remoteId: sim.control.ledger.effects('comment')[0]?.id },
    });
  });

  it('takes DUPLICATE_POST for a reason to look when that post was made since, and for a refusal otherwise', async () => {
    const operation = createOf('Trop tôt répété');
    const drawn = page.drawn();
    once({ tag: 'drop-reply' }, 'posts.create');
    expect(error(await page.publish(operation, drawn)).tag).toBe('unknown-outcome');
    // The repeat of the same operation: what stands may be it, or another delivery's with the same words.
    const repeat = error(await page.publish(operation, drawn));
    expect(repeat).toMatchObject({ tag: 'unknown-outcome', failure: { code: 'duplicate-post' } });
    expect(JSON.stringify(repeat)).toContain(encodeURIComponent(idOf(made()[0] ?? null)));
    expect(made()).toHaveLength(1);
    // Another operation with the same words, later: the first one is not it.
    await clock.advance(5 * 60_000);
    expect(error(await page.publish(operation))).toMatchObject({
      tag: 'rejected',
      failure: {
        code: 'duplicate-post',
        detail: { url: expect.stringContaining('linkedin.com/feed/update') },
      },
    });
  });

  it('believes no ghost after a deletion, and does not loop', async () => {
    const operation = createOf('Supprimé puis reposté');
    const post = await page.done(operation);
    await page.done({ tag: 'delete', remoteId: idOf(post.remoteId), handleData: post.handle });
    sim.control.ledger.clear();
    expect(error(await page.publish(operation))).toMatchObject({
      tag: 'unknown-outcome',
      failure: { code: 'duplicate-post', detail: { url: null } },
    });
    expect(sim.control.ledger.entries({ operation: 'posts.create' })).toHaveLength(1);
  });

  it('asks the person what became of a member’s post, and names what the network named', async () => {
    const member = await as(memberUrn);
    expect(member.session.identity.manifest.operations['create']?.class).toBe('N');
    const operation = createOf('De moi');
    const drawn = member.drawn();
    once({ tag: 'drop-reply' }, 'posts.create');
    expect(error(await member.publish(operation, drawn)).tag).toBe('unknown-outcome');
    expect(error(await connector.confirm(member.ctx(), { operation, drawn, sentAt: drawn.at })).tag).toBe(
      'rejected',
    );
    // Sent again because the person said so: the network refuses, and names what may be this very post.
    const repeat = error(await member.publish(operation, drawn));
    expect(repeat).toMatchObject({ tag: 'unknown-outcome', failure: { code: 'duplicate-post' } });
    expect(JSON.stringify(repeat)).toContain(encodeURIComponent(made()[0] ?? ''));
    expect(made()).toHaveLength(1);
    // What was made long before this operation is surely not it.
    await clock.advance(6 * 60_000);
    expect(error(await member.publish(operation))).toMatchObject({
      tag: 'rejected',
      failure: { code: 'duplicate-post' },
    });
  });

  it('tells likes and deletions by reading', async () => {
    const post = await page.done(createOf('À aimer'));
    const like: Operation = { tag: 'like', remoteId: idOf(post.remoteId), handleData: post.handle };
    expect(value(await look(like, 0))).toEqual({ tag: 'absent' });
    once({ tag: 'drop-reply' }, 'reactions.create');
    expect(error(await page.publish(like)).tag).toBe('unknown-outcome');
    expect(value(await look(like, 0)).tag).toBe('present');
    await page.done(like);
    await page.done({ ...like, tag: 'unlike', likeRemoteId: null });
    await page.done({ ...like, tag: 'unlike', likeRemoteId: null });
    expect(value(await look(like, 0)).tag).toBe('absent');
  });
});

describe('what is read (linkedin §4)', () => {
  const say = (kind: 'reply', person: string, post: string, text: string) =>
    sim.control.audience.say({ kind, person, post, text });

  it('brings comments also to whoever is no administrator, to whom the network shows no list and no numbers', async () => {
    const post = idOf((await page.done(createOf('Question : brut ou verni ?'))).remoteId);
    await say('reply', 'jeanne_d', post, 'Brut (sans hésiter)');
    await sim.giveRole(sim.keeper('velo-et-co'), pageUrn, 'CONTENT_ADMINISTRATOR');
    const editor = await as(pageUrn, sim.accounts[1]?.token);
    const { manifest } = editor.session.identity;
    expect(manifest.feeds.map(({ name }) => name)).toEqual(['own', 'comments']);
    expect(manifest.capabilities).not.toContain('post-metrics');
    expect(manifest.capabilities).not.toContain('account-metrics');
    expect(value(await connector.measure(editor.ctx()))).toEqual([]);
    const found = messagesIn((await editor.pull('comments', null)).items).map(textOf);
    expect(found).toContain('Brut (sans hésiter)');
    // An account that was connected before roles were read.
    const before = editor.ctx({ manifest: page.session.identity.manifest });
    const input = { feed: 'comments', cursor: null, direction: 'newer', limit: 20 } as const;
    const told = messagesIn(value(await connector.pull(before, input)).items).map(textOf);
    expect(told).toContain('Brut (sans hésiter)');
    // The role is read again with the account, whatever its token allows.
    const { secret } = page.session;
    const again = value(
      await connector.identify(
        editor.ctx({ secret: { ...editor.session.secret, scope: secret['scope'] ?? null } }),
      ),
    );
    expect(again.manifest.feeds.map(({ name }) => name)).toEqual(['own', 'comments']);
  });

  it('brings comments, mentions, likes, edits and deletions by the network’s own list', async () => {
    const post = idOf((await page.done(createOf('Question : brut ou verni ?'))).remoteId);
    const first = await page.pull('notifications', null);
    const said = (await say('reply', 'jeanne_d', post, 'Brut (sans hésiter)')) ?? '';
    await sim.control.audience.say({
      kind: 'mention',
      person: 'hugo_lemaire',
      account: pageUrn,
      text: 'superbe',
    });
    await sim.control.audience.say({ kind: 'like', person: 'camille_roche', post });
    await clock.advance(60_000);
    const second = await page.pull('notifications', first.cursor);
    const messages = messagesIn(second.items);
    expect(messages.map(({ box, kind }) => `${box} ${kind}`).toSorted()).toEqual([
      'activity like',
      'public comment',
      'public mention',
    ]);
    const comment = messages.find(({ kind }) => kind === 'comment') ?? expect.fail('no comment');
    expect(comment).toMatchObject({
      remoteId: said,
      conversationId: post,
      author: { remoteId: sim.personUrn('jeanne_d') },
      parent: { remoteId: post, excerpt: 'Question : brut ou verni ?' },
    });
    expect(textOf(comment)).toBe('Brut (sans hésiter)');
    await sim.control.audience.say({ kind: 'edit', person: 'jeanne_d', post: said, text: 'Verni, en fait' });
    await clock.advance(10 * 60_000);
    const third = await page.pull('notifications', second.cursor);
    const edited =
      messagesIn(third.items).find(({ remoteId }) => remoteId === said) ?? expect.fail('no edit');
    expect(textOf(edited)).toBe('Verni, en fait');
    expect(edited.createdAt).toBe(comment.createdAt);
    expect(edited.editedAt).not.toBeNull();
    await sim.control.audience.say({ kind: 'remove', person: 'jeanne_d', post: said });
    await clock.advance(10 * 60_000);
    const fourth = await page.pull('notifications', third.cursor);
    expect(fourth.items).toContainEqual({ tag: 'gone', remoteId: said });
    expect(messagesIn(fourth.items).some(({ remoteId }) => remoteId === said)).toBe(false);
  });

  it('goes back page by page, and loses nothing between two pages', async () => {
    await sim.control.bulk({ account: pageUrn, kind: 'mention', count: 120, overMs: 3_600_000 });
    const first = await page.pull('notifications', null, 'newer', 20);
    const found = new Set(messagesIn(first.items).map(({ remoteId }) => remoteId));
    let cursor = first.opposite;
    for (let pulls = 0; cursor !== null && pulls < 20; pulls += 1) {
      const older = await page.pull('notifications', cursor, 'older', 20);
      for (const { remoteId } of messagesIn(older.items)) found.add(remoteId);
      cursor = older.more ? older.cursor : null;
    }
    expect(found.size).toBe(120);
  });

  it('reads a burst over several pages of one window', async () => {
    const first = await page.pull('notifications', null);
    await clock.advance(3 * 60_000);
    await sim.control.bulk({ account: pageUrn, kind: 'mention', count: 45, overMs: 60_000 });
    const found = new Set<string>();
    let { cursor } = first;
    for (let pulls = 0; pulls < 10; pulls += 1) {
      const next = await page.pull('notifications', cursor, 'newer', 10);
      for (const { remoteId } of messagesIn(next.items)) found.add(remoteId);
      cursor = next.cursor;
      if (!next.more) break;
    }
    expect(found.size).toBe(45);
  });

  it('answers a comment, and an answer beside it', async () => {
    const post = idOf((await page.done(createOf('Discutons'))).remoteId);
    const said = (await say('reply', 'theo_marchand', post, 'Quel prix ?')) ?? '';
    const [comment] = messagesIn((await page.pull('notifications', null)).items);
    if (comment === undefined) throw new Error('no comment');
    const ours = await page.done(createOf('190 €', targetOf(comment)));
    const deeper = (await say('reply', 'theo_marchand', idOf(ours.remoteId), 'Merci')) ?? '';
    const thread = messagesIn(
      value(
        await connector.thread(page.ctx(), {
          remoteId: said,
          handleData: comment.handleData,
          conversationId: comment.conversationId,
          box: 'public',
        }),
      ),
    );
    expect(thread.map(({ kind, mine }) => `${kind}${mine ? ' (mine)' : ''}`)).toEqual([
      'post (mine)',
      'comment',
      'reply (mine)',
      'reply',
    ]);
    const answer = thread.find(({ remoteId }) => remoteId === deeper) ?? expect.fail('no answer');
    expect(answer.parent?.remoteId).toBe(said);
    // An answer to an answer stands beside it: the network knows two levels.
    await page.done(createOf('Avec plaisir', targetOf(answer)));
    await page.done({ tag: 'like', remoteId: answer.remoteId, handleData: answer.handleData });
    await page.done({ tag: 'delete', remoteId: answer.remoteId, handleData: answer.handleData });
    await sim.control.audience.say({ kind: 'remove', person: 'theo_marchand', post: said });
    const orphan = await page.publish(createOf('Trop tard', targetOf(comment)));
    expect(error(orphan)).toMatchObject({ tag: 'gone', failure: { code: 'parent-gone' } });
  });

  it('fills up comments that no notification told of, and asks little of a quiet page', async () => {
    const posts = [];
    for (const text of ['Un', 'Deux', 'Trois']) posts.push(idOf((await page.done(createOf(text))).remoteId));
    const first = await page.pull('comments', null);
    await say('reply', 'theo_marchand', posts[1] ?? '', 'Sous le deuxième');
    page.seen.splice(0);
    const second = await page.pull('comments', first.cursor);
    expect(messagesIn(second.items).map(textOf)).toEqual(['Sous le deuxième']);
    page.seen.splice(0);
    expect((await page.pull('comments', second.cursor)).items).toEqual([]);
    // The list of posts and their numbers, whatever the number of posts.
    expect(page.seen).toHaveLength(2);
  });

  it('names people only where the token may read profiles', async () => {
    const post = idOf((await page.done(createOf('Qui ?'))).remoteId);
    await say('reply', 'theo_marchand', post, 'Moi');
    const scopes = String(page.session.secret['scope']).replace('r_basicprofile', '');
    const unnamed = page.ctx({ secret: { ...page.session.secret, scope: scopes } });
    const input = { feed: 'notifications', cursor: null, direction: 'newer', limit: 20 } as const;
    const [comment] = messagesIn((await page.pull('notifications', null)).items);
    expect(comment?.author.name).toBe('Théo Marchand');
    const [nameless] = messagesIn(value(await connector.pull(unnamed, input)).items);
    expect(nameless?.author.name).toBe(sim.personUrn('theo_marchand').replace('urn:li:person:', ''));
  });

  it('reads own posts with their words as they were written', async () => {
    await page.done(createOf('Prix (TTC) #laiton', null, { settings: {} }));
    const { items, opposite } = await page.pull('own', null, 'newer', 2);
    const [newest] = messagesIn(items);
    expect(newest).toMatchObject({ box: 'own', kind: 'post', mine: true });
    expect(newest && textOf(newest)).toBe('Prix (TTC) #laiton');
    const found = messagesIn(items).length;
    let cursor = opposite;
    let older = 0;
    while (cursor !== null) {
      const next = await page.pull('own', cursor, 'older', 2);
      older += messagesIn(next.items).length;
      cursor = next.more ? next.cursor : null;
    }
    expect(found + older).toBe(5);
  });

  it('skips what it cannot read, and brings the rest', async () => {
    const post = idOf((await page.done(createOf('Lisible'))).remoteId);
    await say('reply', 'theo_marchand', post, 'Bien');
    const strange = page.ctx({
      http: {
        ...page.ctx().http,
        request: async (request) => {
          const answer = await page.ctx().http.request(request);
          if (answer.tag === 'err' || !request.url.includes('organizationalEntityNotifications'))
            return answer;
          const body: unknown = JSON.parse(answer.value.text);
          const elements = elementsOf({ status: 200, headers: new Headers(), body, text: '' });
          const more = elements.map((one) => ({
            ...Object(one),
            unknown: { field: 1 },
            lastModifiedAt: String(memberOf(one, 'lastModifiedAt')),
          }));
          const text = JSON.stringify({ elements: [...more, { nothing: true }, 'text', null] });
          return { tag: 'ok', value: { ...answer.value, text } };
        },
      },
    });
    const input = { feed: 'notifications', cursor: null, direction: 'newer', limit: 20 } as const;
    const read = value(await connector.pull(strange, input));
    expect(messagesIn(read.items)).toHaveLength(1);
    expect(read.skipped).toHaveLength(3);
  });
});

describe('numbers (linkedin §5)', () => {
  it('counts a page and its posts, in few calls', async () => {
    const post = idOf((await page.done(createOf('Compté'))).remoteId);
    await sim.control.audience.say({ kind: 'like', person: 'camille_roche', post });
    await sim.control.audience.say({ kind: 'follow', person: 'camille_roche', account: pageUrn });
    page.seen.splice(0);
    const items = value(await connector.measure(page.ctx()));
    expect(items).toContainEqual({ tag: 'metric', subject: post, name: 'likes', value: 1 });
    expect(items).toContainEqual({ tag: 'metric', subject: post, name: 'replies', value: 0 });
    const followers = items.find((item) => item.tag === 'metric' && item.name === 'followers');
    expect(followers).toMatchObject({ subject: pageUrn });
    expect(page.seen.length).toBeLessThanOrEqual(4);
  });

  it('has none of a member whose programme is closed', async () => {
    const member = await as(memberUrn);
    expect(value(await connector.measure(member.ctx()))).toEqual([]);
    expect(member.session.identity.manifest.absent).toMatchObject({
      reply: 'closed-programme',
      'direct-messages': 'no-api',
    });
    expect(member.session.identity.manifest.feeds).toEqual([]);
  });
});

describe('what goes wrong (linkedin §7, §8)', () => {
  it('waits after 429, at most until midnight', async () => {
    once({ tag: 'rate-limit' }, 'posts.create');
    expect(error(await page.publish(createOf('x')))).toEqual({
      tag: 'rate-limited',
      until: clock.now() + 15 * 60_000,
    });
    await clock.advance(15 * 3_600_000 + 55 * 60_000);
    once({ tag: 'rate-limit' }, 'posts.create');
    expect(error(await page.publish(createOf('x')))).toEqual({
      tag: 'rate-limited',
      until: clock.now() + 5 * 60_000,
    });
  });

  it('tells a fresh token from a revoked one', async () => {
    once({ tag: 'revoked-token' }, 'posts.create');
    expect(error(await page.publish(createOf('x'))).tag).toBe('rate-limited');
    await clock.advance(120_000);
    once({ tag: 'revoked-token' }, 'posts.create');
    expect(error(await page.publish(createOf('x')))).toMatchObject({
      tag: 'auth',
      failure: { code: 'token-revoked' },
    });
  });

  it('names missing permissions, and what is refused', async () => {
    const other = await as(pageUrn);
    const foreign = other.ctx({ me: { remoteId: 'urn:li:organization:1', handle: 'x' } });
    expect(error(await connector.publish(foreign, createOf('x'), other.drawn()))).toMatchObject({
      tag: 'auth',
      failure: { code: 'scope-missing' },
    });
    expect(error(await page.publish(createOf('x'.repeat(3_001))))).toMatchObject({
      tag: 'rejected',
      failure: { code: 'text-too-long', detail: { limit: 3_000 } },
    });
    expect(error(await page.publish(createOf('', null)))).toMatchObject({ failure: { code: 'text-empty' } });
    const unknown = page.medium(pngOf(10, 10));
    const lost = {
      ...createOf('x', null, { media: [unknown] }),
      uploaded: [{ medium: unknown, handle: 'urn:li:image:forgotten' }],
    };
    expect(error(await page.publish(lost))).toMatchObject({ failure: { code: 'media-missing' } });
  });

  it.each([
    [{ tag: 'html-page' }, 'unknown-outcome', 'server'],
    [{ tag: 'server-error', status: 500 }, 'unknown-outcome', 'server'],
    [{ tag: 'reset' }, 'unknown-outcome', 'server'],
  ] as const)('on %o writes are in doubt and reads are repeated', async (fault, write, read) => {
    once(fault, 'posts.create');
    expect(error(await page.publish(createOf('x'))).tag).toBe(write);
    once(fault, 'posts.list');
    const input = { feed: 'own', cursor: null, direction: 'newer', limit: 5 } as const;
    expect(error(await connector.pull(page.ctx(), input)).tag).toBe(read);
  });

  it('asks for the time without spending from the budget', async () => {
    await sim.close();
    await start({ memberPerDay: 10 });
    for (let calls = 0; calls < 12; calls += 1)
      expect(Math.abs(value(await connector.serverTime(page.ctx())) - clock.now())).toBeLessThan(1_000);
    sim.control.faults.set({ fault: { tag: 'skewed-date', ms: 3_600_000 } });
    expect(value(await connector.serverTime(page.ctx())) - clock.now()).toBeGreaterThan(3_500_000);
  });

  it('asks for a version that is alive, years from now', async () => {
    await clock.advance(3 * 365 * 86_400_000);
    const token = await sim.issueToken(
      memberUrn,
      ['openid', 'profile', 'w_member_social'],
      sim.apps.selfServe.id,
    );
    const later = await as(memberUrn, token);
    await later.done(createOf('Toujours là'));
    expect(later.seen.at(-1)?.headers['linkedin-version']).toBe('202907');
  });

  it('sends a token to no host but the network’s own', async () => {
    const picture = page.medium(pngOf(10, 10));
    const sent: (readonly [string, string | undefined])[] = [];
    const elsewhere = page.ctx({
      http: {
        ...page.ctx().http,
        request: async (request) => {
          sent.push([request.url, request.headers?.['authorization']]);
          const answer = await page.ctx().http.request(request);
          if (answer.tag === 'err' || !request.url.includes('initializeUpload')) return answer;
          const text = answer.value.text.replace(
            /"uploadUrl":"[^"]*"/,
            '"uploadUrl":"https://evil.example/x"',
          );
          return { tag: 'ok', value: { ...answer.value, text } };
        },
      },
    });
    const answer = await connector.publish(elsewhere, { tag: 'upload', medium: picture }, page.drawn());
    expect(error(answer).tag).toBe('protocol');
    expect(sent.some(([url]) => url.includes('evil.example'))).toBe(false);
    void content;
  });
});

it('asks for nothing that is not in docs/networks/linkedin.md, and for all that connecting does not ask for', () => {
  requests.holdAgainstList(askedByConnecting);
});
