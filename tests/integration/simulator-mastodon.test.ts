import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../src-simulator/core/clock.ts';
import type { MastodonSim } from '../../src-simulator/mastodon/sim.ts';
import { startMastodonSim, type StartOptions } from '../../src-simulator/mastodon/start.ts';
import {
  at,
  createInspector,
  createMastodonClient,
  linksOf,
  listOf,
  mp4Of,
  pngOf,
  textAt,
  uploadOf,
  type Answer,
  type MastodonClient,
} from '../fixtures/mastodon-client.ts';

const inspector = createInspector();
let clock: ManualClock;
let sim: MastodonSim;
let client: MastodonClient;
let me: string;
let checked = 0;

async function start(options: StartOptions = {}): Promise<void> {
  clock = createManualClock();
  sim = await startMastodonSim({ clock, ...options });
  const [account] = sim.accounts;
  if (!account) throw new Error('no account');
  me = account.id;
  client = createMastodonClient(sim.baseUrl, account.token, inspector);
}

const restart = async (options: StartOptions): Promise<void> => {
  await sim.close();
  await start(options);
};

beforeEach(() => start());
afterEach(async () => {
  await sim.close();
  // Whatever a test looks at, the official description has looked at too (where it is at hand).
  const fresh = inspector.problems.slice(checked);
  checked = inspector.problems.length;
  expect(fresh).toEqual([]);
});

const post = (text: string, more: object = {}, headers: Record<string, string> = {}): Promise<Answer> =>
  client.post('/api/v1/statuses', { status: text, ...more }, headers);
const errorOf = (answer: Answer): readonly [number, unknown] => [answer.status, at(answer.body, 'error')];
const inMinutes = (minutes: number): string => new Date(clock.now() + minutes * 60_000).toISOString();
const idsOf = (answer: Answer): readonly string[] => listOf(answer.body).map((item) => textAt(item, 'id'));
const texts = async (): Promise<readonly string[]> =>
  listOf((await client.get(`/api/v1/accounts/${me}/statuses`)).body).map((item) => textAt(item, 'content'));

describe('publishing', () => {
  it('renders mentions, tags, links, breaks and emojis as the network does', async () => {
    const answer = await post(
      'Bonjour @camille_roche@pouet.example & <b>merci</b> :ondine:\nLigne deux\n\n#Laiton https://www.atelier-lumiere.example/catalogue/lampes-2026',
    );
    expect(textAt(answer.body, 'content')).toBe(
      '<p>Bonjour <span class="h-card" translate="no"><a href="https://pouet.example/@camille_roche" class="u-url mention">@<span>camille_roche</span></a></span> &amp; &lt;b&gt;merci&lt;/b&gt; :ondine:<br />Ligne deux</p>' +
        `<p><a href="${sim.baseUrl}/tags/laiton" class="mention hashtag" rel="tag">#<span>Laiton</span></a> ` +
        '<a href="https://www.atelier-lumiere.example/catalogue/lampes-2026" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">https://www.</span><span class="ellipsis">atelier-lumiere.example/catalo</span><span class="invisible">gue/lampes-2026</span></a></p>',
    );
    expect(at(answer.body, 'mentions.0.acct')).toBe('camille_roche@pouet.example');
    expect(at(answer.body, 'tags.0.name')).toBe('laiton');
    expect(at(answer.body, 'emojis.0.shortcode')).toBe('ondine');
    expect(textAt(answer.body, 'url')).toBe(`${sim.baseUrl}/@atelierlumiere/${textAt(answer.body, 'id')}`);
  });

  it.each([
    ['plain text at the limit', 'é'.repeat(500), 200],
    ['one past the limit', 'é'.repeat(501), 422],
    ['a family emoji counts one', '👩‍👩‍👧‍👦'.repeat(500), 200],
    ['a long link counts 23', `https://a.example/${'x'.repeat(300)} ${'y'.repeat(476)}`, 200],
    ['a short link counts 23 as well', `https://a.b ${'y'.repeat(477)}`, 422],
    ['a remote mention counts its name only', `@camille_roche@pouet.example ${'y'.repeat(485)}`, 200],
    ['and that name does count', `@camille_roche@pouet.example ${'y'.repeat(486)}`, 422],
  ])('counts: %s', async (_name, text, status) => {
    expect((await post(text)).status).toBe(status);
  });

  it('counts the warning with the text, and refuses in its words', async () => {
    expect(errorOf(await post('a'.repeat(490), { spoiler_text: 'b'.repeat(11) }))).toEqual([
      422,
      'Validation failed: Text character limit of 500 exceeded',
    ]);
    expect(errorOf(await post('  '))).toEqual([422, "Validation failed: Text can't be blank"]);
    expect(errorOf(await post('Bonjour', { in_reply_to_id: '404' }))).toEqual([
      404,
      'The post you are trying to reply to does not appear to exist.',
    ]);
    const warned = await post('Texte', { spoiler_text: 'Attention', visibility: 'unlisted', language: 'en' });
    expect(at(warned.body, 'sensitive')).toBe(true);
    expect([at(warned.body, 'visibility'), at(warned.body, 'language')]).toEqual(['unlisted', 'en']);
  });

  it('takes forms as well as JSON', async () => {
    const answer = await client.send('POST', '/api/v1/statuses', {
      form: [
        ['status', 'Sondage'],
        ['poll[options][]', 'Oui'],
        ['poll[options][]', 'Non'],
        ['poll[expires_in]', '600'],
        ['poll[multiple]', 'true'],
      ],
    });
    expect(at(answer.body, 'poll.options.1.title')).toBe('Non');
    expect(at(answer.body, 'poll.multiple')).toBe(true);
  });

  it('refuses to mention people whom the writer did not mean', async () => {
    const inès = sim.personId('ines.fontaine');
    const text = 'Merci @ines.fontaine@images.example et @camille_roche@pouet.example';
    const refused = await post(text, { allowed_mentions: [inès] });
    expect(refused.status).toBe(422);
    expect(at(refused.body, 'unexpected_accounts.0.username')).toBe('camille_roche');
    const allowed = await post(text, { allowed_mentions: [inès, sim.personId('camille_roche')] });
    expect(allowed.status).toBe(200);
  });

  it('edits, keeps every version, and deletes with the text', async () => {
    const id = textAt((await post('Un')).body, 'id');
    await clock.advance(1000);
    await client.send('PUT', `/api/v1/statuses/${id}`, { json: { status: 'Deux', spoiler_text: 'Secret' } });
    const history = listOf((await client.get(`/api/v1/statuses/${id}/history`)).body);
    expect(history.map((version) => textAt(version, 'content'))).toEqual(['<p>Un</p>', '<p>Deux</p>']);
    expect((await client.get(`/api/v1/statuses/${id}/source`)).body).toEqual({
      id,
      text: 'Deux',
      spoiler_text: 'Secret',
    });
    const deleted = await client.send('DELETE', `/api/v1/statuses/${id}`);
    expect(at(deleted.body, 'text')).toBe('Deux');
    expect((await client.get(`/api/v1/statuses/${id}`)).status).toBe(404);
    expect((await client.send('DELETE', `/api/v1/statuses/${id}`)).status).toBe(404);
  });

  it('does not let anybody change what others wrote', async () => {
    const theirs = await sim.control.audience.say({
      kind: 'mention',
      person: 'theo_marchand',
      account: me,
      text: 'Allô ?',
    });
    expect((await client.send('PUT', `/api/v1/statuses/${theirs}`, { json: { status: 'non' } })).status).toBe(
      403,
    );
    expect((await client.send('DELETE', `/api/v1/statuses/${theirs}`)).status).toBe(404);
  });

  it('threads replies in order, and quotes', async () => {
    const one = textAt((await post('1')).body, 'id');
    const two = textAt((await post('2', { in_reply_to_id: one })).body, 'id');
    const three = textAt((await post('3', { in_reply_to_id: two })).body, 'id');
    const side = textAt((await post('1 bis', { in_reply_to_id: one })).body, 'id');
    const context = (await client.get(`/api/v1/statuses/${one}/context`)).body;
    expect(listOf(at(context, 'descendants')).map((item) => textAt(item, 'id'))).toEqual([two, three, side]);
    const middle = (await client.get(`/api/v1/statuses/${three}/context`)).body;
    expect(listOf(at(middle, 'ancestors')).map((item) => textAt(item, 'id'))).toEqual([one, two]);
    const quote = await post('Voyez', { quoted_status_id: one });
    expect(at(quote.body, 'quote.state')).toBe('accepted');
    expect(at(quote.body, 'quote.quoted_status.id')).toBe(one);
  });
});

describe('polls', () => {
  it('refuses what the server refuses', async () => {
    const poll = (options: readonly string[], expires: number): Promise<Answer> =>
      post('?', { poll: { options, expires_in: expires } });
    expect((await poll(['seul'], 600)).status).toBe(422);
    expect((await poll(['a', 'a'], 600)).status).toBe(422);
    expect((await poll(['a', 'b', 'c', 'd', 'e'], 600)).status).toBe(422);
    expect((await poll(['a', 'b'.repeat(51)], 600)).status).toBe(422);
    expect(errorOf(await poll(['a', 'b'], 60))).toEqual([422, 'Validation failed: Expires at is too soon']);
    expect((await poll(['a', 'b'], 99_999_999)).status).toBe(422);
  });

  it('collects the audience’s votes and tells when it is over', async () => {
    const answer = await post('Brut ou verni ?', { poll: { options: ['Brut', 'Verni'], expires_in: 300 } });
    await sim.control.audience.say({
      kind: 'like',
      person: 'camille_roche',
      post: textAt(answer.body, 'id'),
    });
    const path = `/api/v1/polls/${textAt(answer.body, 'poll.id')}`;
    expect(at((await client.get(path)).body, 'votes_count')).toBe(1);
    expect((await client.post(`${path}/votes`, { choices: [0] })).status).toBe(422);
    await clock.advance(301_000);
    expect(at((await client.get(path)).body, 'expired')).toBe(true);
    expect(listOf((await client.get('/api/v1/notifications?types[]=poll')).body)).toHaveLength(1);
  });
});

describe('idempotency', () => {
  const key = { 'Idempotency-Key': '4b4a1f6e-0d7e-4a5b-9c7e-0123456789ab' };

  it('answers a repeat with the first status, for one hour and one account', async () => {
    const first = textAt((await post('Une seule fois', {}, key)).body, 'id');
    expect(textAt((await post('Une seule fois', {}, key)).body, 'id')).toBe(first);
    const [, other] = sim.accounts;
    const neighbour = createMastodonClient(sim.baseUrl, other?.token, inspector);
    const theirs = await neighbour.post('/api/v1/statuses', { status: 'Une seule fois' }, key);
    expect(textAt(theirs.body, 'id')).not.toBe(first);
    await clock.advance(3_600_001);
    expect(textAt((await post('Une seule fois', {}, key)).body, 'id')).not.toBe(first);
  });

  it('looks at the key before the media, so that a repeat with attached media succeeds', async () => {
    const upload = await client.send('POST', '/api/v2/media', { multipart: uploadOf(pngOf(4, 4)) });
    const media = { media_ids: [textAt(upload.body, 'id')] };
    const first = await post('Photo', media, key);
    const again = await post('Photo', media, key);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(textAt(again.body, 'id')).toBe(textAt(first.body, 'id'));
  });

  it('does not remember a failure, and says 404 once the status is deleted', async () => {
    expect((await post('', {}, key)).status).toBe(422);
    const made = textAt((await post('Enfin', {}, key)).body, 'id');
    await client.send('DELETE', `/api/v1/statuses/${made}`);
    expect(errorOf(await post('Enfin', {}, key))).toEqual([404, 'Record not found']);
  });

  it('ignores the key for schedules', async () => {
    const first = await post('Demain', { scheduled_at: inMinutes(60) }, key);
    const second = await post('Demain', { scheduled_at: inMinutes(60) }, key);
    expect(textAt(first.body, 'id')).not.toBe(textAt(second.body, 'id'));
    expect(sim.control.ledger.effects('scheduled')).toHaveLength(2);
  });

  it('is absent from GoToSocial', async () => {
    await restart({ flavour: 'gotosocial' });
    const spoken = createMastodonClient(sim.baseUrl, sim.accounts[0]?.token);
    const one = await spoken.post('/api/v1/statuses', { status: 'Deux fois' }, key);
    const two = await spoken.post('/api/v1/statuses', { status: 'Deux fois' }, key);
    expect(textAt(one.body, 'id')).not.toBe(textAt(two.body, 'id'));
    expect(textAt(one.body, 'id')).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    expect((await spoken.post('/api/v1/statuses', { status: 'x'.repeat(5000) })).status).toBe(200);
  });
});

describe('native scheduling', () => {
  it('holds, moves, cancels and publishes at the hour', async () => {
    expect(errorOf(await post('Trop tôt', { scheduled_at: inMinutes(4) }))).toEqual([
      422,
      'Validation failed: Scheduled at The scheduled date must be in the future',
    ]);
    const held = await post('À huit heures', { scheduled_at: inMinutes(10) });
    const path = `/api/v1/scheduled_statuses/${textAt(held.body, 'id')}`;
    expect(at((await client.get(path)).body, 'params.text')).toBe('À huit heures');
    const moved = await client.send('PUT', path, { json: { scheduled_at: inMinutes(20) } });
    expect(moved.status).toBe(200);
    await clock.advance(15 * 60_000);
    expect(await texts()).not.toContain('<p>À huit heures</p>');
    await clock.advance(6 * 60_000);
    expect((await texts())[0]).toBe('<p>À huit heures</p>');
    expect((await client.get(path)).status).toBe(404);

    const other = await post('Jamais', { scheduled_at: inMinutes(10) });
    expect(
      (await client.send('DELETE', `/api/v1/scheduled_statuses/${textAt(other.body, 'id')}`)).status,
    ).toBe(200);
    await clock.advance(20 * 60_000);
    expect(await texts()).not.toContain('<p>Jamais</p>');
  });

  it('publishes a past date at once; GoToSocial back-dates it', async () => {
    const answer = await post('Hier', { scheduled_at: inMinutes(-60) });
    expect(textAt(answer.body, 'created_at')).toBe(new Date(clock.now()).toISOString());
    await restart({ flavour: 'gotosocial' });
    const back = await createMastodonClient(sim.baseUrl, sim.accounts[0]?.token).post('/api/v1/statuses', {
      status: 'Hier',
      scheduled_at: inMinutes(-60),
    });
    expect(textAt(back.body, 'created_at')).toBe(inMinutes(-60));
  });

  it('holds 25 a day and a total, no more', async () => {
    await restart({ limits: { scheduledTotal: 27 } });
    for (let index = 0; index < 25; index += 1)
      expect((await post(`n° ${index}`, { scheduled_at: inMinutes(60) })).status).toBe(200);
    expect(errorOf(await post('de trop', { scheduled_at: inMinutes(60) }))).toEqual([
      422,
      'Validation failed: You have exceeded the limit of 25 scheduled posts for today',
    ]);
    const tomorrow = 60 * 24;
    await post('demain', { scheduled_at: inMinutes(tomorrow) });
    await post('demain', { scheduled_at: inMinutes(tomorrow) });
    expect(errorOf(await post('demain', { scheduled_at: inMinutes(tomorrow) }))).toEqual([
      422,
      'Validation failed: You have exceeded the limit of 27 scheduled posts',
    ]);
  });

  it('claims the media of a scheduled post', async () => {
    const upload = await client.send('POST', '/api/v2/media', { multipart: uploadOf(pngOf(4, 4)) });
    const media = { media_ids: [textAt(upload.body, 'id')] };
    await post('Plus tard', { ...media, scheduled_at: inMinutes(10) });
    expect((await post('Maintenant', media)).status).toBe(422);
    await clock.advance(11 * 60_000);
    const [newest] = listOf((await client.get(`/api/v1/accounts/${me}/statuses`)).body);
    expect(at(newest, 'media_attachments.0.id')).toBe(media.media_ids[0]);
  });
});

describe('media', () => {
  const upload = (form: FormData): Promise<Answer> =>
    client.send('POST', '/api/v2/media', { multipart: form });

  it('serves an image at once, with its size and its words', async () => {
    const answer = await upload(uploadOf(pngOf(640, 480), { description: 'Lampe Ondine' }));
    expect(answer.status).toBe(200);
    expect(at(answer.body, 'meta.original.width')).toBe(640);
    const file = await fetch(textAt(answer.body, 'url'));
    expect(file.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await file.arrayBuffer()).equals(pngOf(640, 480))).toBe(true);
  });

  it('processes a video: 202, 206, then 200; attaching it before is refused', async () => {
    const answer = await upload(uploadOf(mp4Of(), { type: 'video/mp4', name: 'film.mp4' }));
    const id = textAt(answer.body, 'id');
    expect([answer.status, at(answer.body, 'url')]).toEqual([202, null]);
    expect((await client.get(`/api/v1/media/${id}`)).status).toBe(206);
    expect(errorOf(await post('Film', { media_ids: [id] }))).toEqual([
      422,
      'Cannot attach files that have not finished processing. Try again in a moment!',
    ]);
    await clock.advance(1501);
    expect((await client.get(`/api/v1/media/${id}`)).status).toBe(200);
    expect((await post('Film', { media_ids: [id] })).status).toBe(200);
    expect((await client.get(`/api/v1/media/${id}`)).status).toBe(404);
  });

  it('refuses wrong types, large files, long descriptions, strange mixtures', async () => {
    const pdf = uploadOf(Buffer.from('%PDF-1.7 document'), { type: 'image/png', name: 'menteur.png' });
    expect(errorOf(await upload(pdf))).toEqual([
      422,
      'Validation failed: File content type is invalid, File is invalid',
    ]);
    expect((await upload(uploadOf(pngOf(9000, 9000)))).status).toBe(422);
    expect((await upload(uploadOf(pngOf(4, 4), { description: 'é'.repeat(1501) }))).status).toBe(422);
    const image = textAt((await upload(uploadOf(pngOf(4, 4)))).body, 'id');
    const video = textAt((await upload(uploadOf(mp4Of(), { type: 'video/mp4' }))).body, 'id');
    await clock.advance(2000);
    expect(errorOf(await post('Mélange', { media_ids: [image, video] }))).toEqual([
      422,
      'Cannot attach a video to a post that already contains images',
    ]);
    expect(errorOf(await post('Trop', { media_ids: [image, image, image, image, image] }))).toEqual([
      422,
      'Cannot attach more than 4 files',
    ]);
    expect(errorOf(await post('Inconnue', { media_ids: ['7'] }))).toEqual([
      422,
      'Media 7 not found or already attached to another post',
    ]);
  });

  it('refuses by size: the application in JSON, the proxy before it in HTML', async () => {
    await restart({ limits: { imageSize: 5000, videoSize: 20_000 } });
    const large = await upload(uploadOf(pngOf(4, 4, 6000)));
    expect(large.status).toBe(422);
    const huge = await upload(uploadOf(pngOf(4, 4, 2_000_000)));
    expect([huge.status, huge.headers.get('content-type')]).toEqual([413, 'text/html']);
  });
});

describe('reading', () => {
  it('pages notifications both ways through the Link header, numbers growing a digit on the way', async () => {
    const ids = await sim.control.bulk({ account: me, kind: 'mention', count: 100 });
    expect([ids[0], ids.at(-1)]).toEqual(['91', '190']);
    const seen: string[] = [];
    let next: string | undefined = '/api/v1/notifications?limit=30&types[]=mention';
    while (next !== undefined) {
      const page: Answer = await client.get(next);
      seen.push(...idsOf(page));
      const link: string | undefined = linksOf(page)['next'];
      next = link?.slice(sim.baseUrl.length);
      if (link !== undefined) expect(new URL(link).searchParams.getAll('types[]')).toEqual(['mention']);
    }
    expect(seen).toEqual([...ids].reverse());
    // min_id takes the rows just after it, not the newest ones.
    expect(idsOf(await client.get('/api/v1/notifications?min_id=98&limit=3'))).toEqual(['101', '100', '99']);
    expect(idsOf(await client.get('/api/v1/notifications?since_id=98&limit=3'))).toEqual([
      '190',
      '189',
      '188',
    ]);
    const top = linksOf(await client.get('/api/v1/notifications?limit=1'))['prev'];
    await sim.control.audience.say({ kind: 'follow', person: 'theo_marchand', account: me });
    expect(idsOf(await client.get(top?.slice(sim.baseUrl.length) ?? ''))).toEqual(['191']);
  });

  it('filters notifications and caps the page at 80', async () => {
    await sim.control.bulk({ account: me, kind: 'mention', count: 90 });
    await sim.control.bulk({ account: me, kind: 'like', count: 5 });
    expect(idsOf(await client.get('/api/v1/notifications?limit=500'))).toHaveLength(80);
    expect(idsOf(await client.get('/api/v1/notifications?types[]=favourite'))).toHaveLength(5);
    expect(idsOf(await client.get('/api/v1/notifications?exclude_types[]=mention'))).toHaveLength(5);
  });

  it('serves 100,000 notifications through the true pages', async () => {
    await restart({ limits: { requests: 1_000_000 } });
    const ids = await sim.control.bulk({ account: me, kind: 'mention', count: 100_000 });
    const page = await client.get(`/api/v1/notifications?limit=80&max_id=${ids[50_000]}`);
    expect(idsOf(page)[0]).toBe(ids[49_999]);
    expect(idsOf(page)).toHaveLength(80);
  });

  it('files direct messages as conversations: unread, read, deleted, continued', async () => {
    const { audience } = sim.control;
    const first = await audience.say({
      kind: 'message',
      person: 'nadia_benali',
      account: me,
      text: 'Un devis ?',
    });
    const [conversation] = listOf((await client.get('/api/v1/conversations')).body);
    const id = textAt(conversation, 'id');
    expect(at(conversation, 'unread')).toBe(true);
    expect(at(conversation, 'accounts.0.acct')).toBe('nadia_benali@pouet.example');
    expect(at((await client.post(`/api/v1/conversations/${id}/read`)).body, 'unread')).toBe(false);
    const reply = await post('@nadia_benali@pouet.example Avec plaisir', {
      in_reply_to_id: first,
      visibility: 'direct',
    });
    const [continued] = listOf((await client.get('/api/v1/conversations')).body);
    expect([textAt(continued, 'id'), at(continued, 'last_status.id')]).toEqual([id, at(reply.body, 'id')]);
    expect(await texts()).not.toContain('<p>Un devis ?</p>');
    expect((await client.send('DELETE', `/api/v1/conversations/${id}`)).status).toBe(200);
    expect(listOf((await client.get('/api/v1/conversations')).body)).toHaveLength(0);
    const stranger = createMastodonClient(sim.baseUrl, sim.accounts[1]?.token, inspector);
    expect((await stranger.get(`/api/v1/statuses/${first}`)).status).toBe(404);
  });

  it('finds people, tags and words', async () => {
    await post('Patine du #laiton brut');
    const found = (await client.get('/api/v2/search?q=patine')).body;
    expect(at(found, 'statuses.0.content')).toContain('Patine');
    expect(at((await client.get('/api/v2/search?q=%23lait&type=hashtags')).body, 'hashtags.0.name')).toBe(
      'laiton',
    );
    expect(
      at((await client.get('/api/v2/search?q=@camille_roche@pouet.example')).body, 'accounts.0.username'),
    ).toBe('camille_roche');
    const tagged = await client.get('/api/v1/timelines/tag/laiton?none[]=archive');
    expect(listOf(tagged.body).length).toBeGreaterThan(0);
    expect((await client.get('/api/v1/timelines/tag/laiton?all[]=inconnu')).body).toEqual([]);
  });

  it('shows counts, who did it, and whether I did', async () => {
    const id = textAt((await post('Aimez-moi')).body, 'id');
    await sim.control.audience.say({ kind: 'like', person: 'camille_roche', post: id });
    await sim.control.audience.say({ kind: 'repost', person: 'sarah_whitfield', post: id });
    await sim.control.audience.say({ kind: 'reply', person: 'lucas_perrin', post: id, text: 'Combien ?' });
    await client.post(`/api/v1/statuses/${id}/favourite`);
    const { body } = await client.get(`/api/v1/statuses/${id}`);
    expect(
      ['favourites_count', 'reblogs_count', 'replies_count', 'favourited'].map((name) => at(body, name)),
    ).toEqual([2, 1, 1, true]);
    expect(listOf((await client.get(`/api/v1/statuses/${id}/favourited_by`)).body)).toHaveLength(2);
  });
});

describe('moderation', () => {
  it('silences a muted person and shuts a blocked one out, for as long as asked', async () => {
    const { audience } = sim.control;
    const troll = sim.personId('gege_raleur');
    const say = (text: string) => audience.say({ kind: 'mention', person: 'gege_raleur', account: me, text });
    const heard = async (): Promise<number> =>
      listOf((await client.get('/api/v1/notifications?types[]=mention')).body).length;
    await say('Un');
    await client.post(`/api/v1/accounts/${troll}/mute`, { duration: 60 });
    await say('Deux');
    expect(await heard()).toBe(1);
    await clock.advance(61_000);
    await say('Trois');
    expect(await heard()).toBe(2);
    await client.post(`/api/v1/accounts/${troll}/block`);
    expect(await say('Quatre')).toBeUndefined();
    const relation = await client.get(`/api/v1/accounts/relationships?id[]=${troll}`);
    expect(at(relation.body, '0.blocking')).toBe(true);
    expect(await heard()).toBe(0);
  });

  it('takes reports of a bounded length', async () => {
    const account_id = sim.personId('gains_faciles');
    expect((await client.post('/api/v1/reports', { account_id, comment: 'x'.repeat(1001) })).status).toBe(
      422,
    );
    const report = await client.post('/api/v1/reports', { account_id, rule_ids: ['2'], category: 'spam' });
    expect(at(report.body, 'category')).toBe('violation');
  });
});

describe('scopes and tokens', () => {
  it('enforces scopes, broad and narrow', async () => {
    const narrow = createMastodonClient(
      sim.baseUrl,
      await sim.issueToken(me, ['read:statuses', 'profile']),
      inspector,
    );
    expect(errorOf(await narrow.post('/api/v1/statuses', { status: 'non' }))).toEqual([
      403,
      'This action is outside the authorized scopes',
    ]);
    expect((await narrow.get('/api/v1/conversations')).status).toBe(200);
    expect((await narrow.get('/api/v1/accounts/verify_credentials')).status).toBe(200);
    expect((await narrow.get('/api/v1/notifications')).status).toBe(403);
  });

  it('refuses unknown and revoked tokens, each in its words', async () => {
    const wrong = createMastodonClient(sim.baseUrl, 'nothing', inspector);
    expect(errorOf(await wrong.get('/api/v1/notifications'))).toEqual([401, 'The access token is invalid']);
    await sim.control.revoke(me);
    expect(errorOf(await client.get('/api/v1/notifications'))).toEqual([401, 'The access token was revoked']);
    const [, other] = sim.accounts;
    const neighbour = createMastodonClient(sim.baseUrl, other?.token, inspector);
    expect((await neighbour.get('/api/v1/notifications')).status).toBe(200);
  });
});

describe('rate limits', () => {
  it('counts down in its headers, refuses, and forgets at the announced moment', async () => {
    await restart({ limits: { requests: 3 } });
    const first = await client.get('/api/v1/notifications');
    expect(first.headers.get('x-ratelimit-limit')).toBe('3');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('2');
    const reset = first.headers.get('x-ratelimit-reset') ?? '';
    expect(reset).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    await client.get('/api/v1/notifications');
    await client.get('/api/v1/notifications');
    expect(errorOf(await client.get('/api/v1/notifications'))).toEqual([429, 'Too many requests']);
    await clock.advance(Date.parse(reset) - clock.now());
    expect((await client.get('/api/v1/notifications')).status).toBe(200);
  });

  it('bounds uploads and deletions on their own', async () => {
    await restart({ limits: { uploads: 1, deletions: 1 } });
    await client.send('POST', '/api/v2/media', { multipart: uploadOf(pngOf(4, 4)) });
    expect((await client.send('POST', '/api/v2/media', { multipart: uploadOf(pngOf(4, 4)) })).status).toBe(
      429,
    );
    const one = textAt((await post('un')).body, 'id');
    const two = textAt((await post('deux')).body, 'id');
    expect((await client.send('DELETE', `/api/v1/statuses/${one}`)).status).toBe(200);
    expect((await client.send('DELETE', `/api/v1/statuses/${two}`)).status).toBe(429);
    expect((await client.get(`/api/v1/statuses/${two}`)).status).toBe(200);
  });
});

describe('the audience', () => {
  it('is silent unless asked, then reacts to a post, the same way from the same seed', async () => {
    const run = async (): Promise<readonly (readonly [unknown, unknown])[]> => {
      await restart({ audienceRate: 2, seed: 5 });
      await post('Portes ouvertes samedi !');
      await clock.advance(10 * 60_000);
      return listOf((await client.get('/api/v1/notifications?limit=80')).body).map((item) => [
        at(item, 'type'),
        at(item, 'account.acct'),
      ]);
    };
    const first = await run();
    expect(first.map(([type]) => type)).toEqual(expect.arrayContaining(['favourite', 'mention']));
    expect(await run()).toEqual(first);
    await restart({});
    await post('Personne ?');
    await clock.advance(10 * 60_000);
    expect((await client.get('/api/v1/notifications')).body).toEqual([]);
  });

  it('edits and deletes what it said', async () => {
    const { audience } = sim.control;
    const id = textAt((await post('Question ?')).body, 'id');
    const reply = (await audience.say({ kind: 'reply', person: 'jeanne_d', post: id, text: 'Oui' })) ?? '';
    await audience.say({ kind: 'edit', person: 'jeanne_d', post: reply, text: 'Non' });
    expect(textAt((await client.get(`/api/v1/statuses/${reply}`)).body, 'content')).toContain('Non');
    expect(listOf((await client.get('/api/v1/notifications')).body)).toHaveLength(1);
    await audience.say({ kind: 'remove', person: 'jeanne_d', post: reply });
    expect((await client.get(`/api/v1/statuses/${reply}`)).status).toBe(404);
    expect(listOf((await client.get('/api/v1/notifications')).body)).toHaveLength(0);
  });

  it('storms', async () => {
    const id = textAt((await post('Communiqué')).body, 'id');
    sim.control.audience.storm({ post: id, count: 20, overMs: 60_000 });
    await clock.advance(30_000);
    expect(at((await client.get(`/api/v1/statuses/${id}`)).body, 'replies_count')).toBe(11);
    await clock.advance(30_000);
    expect(at((await client.get(`/api/v1/statuses/${id}`)).body, 'replies_count')).toBe(20);
  });

  it('refuses an unknown person', async () => {
    await expect(
      sim.control.audience.say({ kind: 'follow', person: 'personne', account: me }),
    ).rejects.toThrow('personne');
  });
});
