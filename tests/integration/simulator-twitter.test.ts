import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../src-simulator/core/clock.ts';
import { startTwitterSim, type StartOptions } from '../../src-simulator/twitter/start.ts';
import type { TwitterSim } from '../../src-simulator/twitter/sim.ts';
import {
  at,
  createMastodonClient,
  listOf,
  mp4Of,
  pngOf,
  textAt,
  type Answer,
} from '../fixtures/mastodon-client.ts';

let clock: ManualClock;
let sim: TwitterSim;

async function start(options: StartOptions = {}): Promise<void> {
  clock = createManualClock();
  sim = await startTwitterSim({ clock, ...options });
}
beforeEach(() => start());
afterEach(() => sim.close());

const client = (index = 0) => createMastodonClient(sim.baseUrl, sim.accounts[index]?.token);
const me = (): string => sim.accounts[0]?.id ?? '';
const post = (body: object): Promise<Answer> => client().post('/2/tweets', body);
async function posted(body: object): Promise<string> {
  const answer = await post(body);
  expect(answer.status, answer.text).toBe(201);
  return textAt(answer.body, 'data.id');
}
function form(fields: Readonly<Record<string, string>>, media?: Buffer<ArrayBuffer>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  if (media) data.append('media', new Blob([media]), 'media');
  return data;
}
const upload = (path: string, data: FormData): Promise<Answer> =>
  client().send('POST', path, { multipart: data });
async function picture(): Promise<string> {
  const answer = await upload('/2/media/upload', form({ media_category: 'tweet_image' }, pngOf(40, 30)));
  return textAt(answer.body, 'data.id');
}

describe('publishing (x §2)', () => {
  it('answers 201 with the text as shown, its addresses shortened', async () => {
    const answer = await post({ text: 'Nouvelle série : atelier-lumiere.fr/ondine & plus' });
    expect(answer.status).toBe(201);
    expect(textAt(answer.body, 'data.text')).toMatch(/^Nouvelle série : https:\/\/t\.co\/\w{10} & plus$/);
    const read = await client().get(`/2/tweets/${textAt(answer.body, 'data.id')}?post.fields=entities`);
    expect(at(read.body, 'data.entities.urls.0.expanded_url')).toBe('http://atelier-lumiere.fr/ondine');
    expect(textAt(read.body, 'data.text')).toContain('&amp; plus');
  });
  it('counts 280 weighted characters (x §2, Text length)', async () => {
    expect((await post({ text: 'é'.repeat(280) })).status).toBe(201);
    const long = await post({ text: '日'.repeat(141) });
    expect(long.status).toBe(400);
    expect(textAt(long.body, 'errors.0.message')).toContain('too long');
  });
  it('takes one of media, poll and quote, and nothing that the schema does not know', async () => {
    const id = await picture();
    const poll = { options: ['Oui', 'Non'], duration_minutes: 60 };
    expect((await post({ text: 'Deux', media: { media_ids: [id] }, poll })).status).toBe(400);
    expect((await post({ text: 'Champ', visibility: 'public' })).status).toBe(400);
    expect((await post({ text: 'Réponses', reply_settings: 'everyone' })).status).toBe(400);
    expect((await post({ text: 'Réponses', reply_settings: 'following', made_with_ai: true })).status).toBe(
      201,
    );
    expect((await post({ text: 'Sondage', poll })).status).toBe(201);
    for (const wrong of [
      { options: ['Oui'], duration_minutes: 60 },
      { options: ['Oui', 'x'.repeat(26)], duration_minutes: 60 },
      { options: ['Oui', 'Non'], duration_minutes: 4 },
      { options: ['Oui', 'Non'], duration_minutes: 10_081 },
    ])
      expect((await post({ text: 'Sondage faux', poll: wrong })).status).toBe(400);
  });
  it('refuses the same words twice, a second cashtag, a quote, a like, a follow and a block (x §0, §7)', async () => {
    await posted({ text: 'Bonjour' });
    const again = await post({ text: 'Bonjour' });
    expect(again.status).toBe(403);
    expect(textAt(again.body, 'detail')).toContain('duplicate content');
    expect(textAt(again.body, 'type')).toBe('about:blank');
    expect((await post({ text: '$ABC et $DEF' })).status).toBe(403);
    expect((await post({ text: 'Un seul $ABC' })).status).toBe(201);
    const other = sim.personId('theo_marchand');
    const theirs = await sim.aside('theo_marchand', 'Rien à voir');
    expect((await post({ text: 'Cité', quote_tweet_id: theirs })).status).toBe(403);
    for (const [path, body] of [
      [`/2/users/${me()}/likes`, { tweet_id: theirs }],
      [`/2/users/${me()}/following`, { target_user_id: other }],
      [`/2/users/${me()}/blocking`, { target_user_id: other }],
    ] as const)
      expect((await client().post(path, body)).status).toBe(403);
    sim.settings.enterprise = true;
    expect((await post({ text: 'Cité', quote_tweet_id: theirs })).status).toBe(201);
  });
  it('lets nobody answer who was not called, but threads of one’s own (x §0)', async () => {
    const stranger = await sim.aside('hugo_lemaire', 'Je cherche un artisan');
    const refused = await post({ text: 'Bonjour !', reply: { in_reply_to_tweet_id: stranger } });
    expect(refused.status).toBe(403);
    expect(textAt(refused.body, 'detail')).toContain('not been mentioned or otherwise engaged');
    const root = await posted({ text: 'Un fil' });
    const second = await posted({ text: '2/2', reply: { in_reply_to_tweet_id: root } });
    expect(sim.post(second)?.conversationId).toBe(root);
    const answer = await sim.control.audience.say({
      kind: 'reply',
      person: 'theo_marchand',
      post: root,
      text: 'Combien ?',
    });
    expect((await post({ text: '190 €', reply: { in_reply_to_tweet_id: answer } })).status).toBe(201);
    sim.settings.ownThreadsAllowed = false;
    expect((await post({ text: '3/3', reply: { in_reply_to_tweet_id: second } })).status).toBe(403);
    expect((await post({ text: 'Trop tard', reply: { in_reply_to_tweet_id: '123' } })).status).toBe(403);
  });
  it('deletes its own and hides an answer under its own (x §2)', async () => {
    const root = await posted({ text: 'À cacher dessous' });
    const answer =
      (await sim.control.audience.say({ kind: 'reply', person: 'gege_raleur', post: root, text: 'Nul' })) ??
      '';
    const hidden = await client().send('PUT', `/2/tweets/${answer}/hidden`, { json: { hidden: true } });
    expect(hidden.body).toEqual({ data: { hidden: true } });
    expect(sim.post(answer)?.hidden).toBe(true);
    expect(
      (await client(1).send('PUT', `/2/tweets/${answer}/hidden`, { json: { hidden: true } })).status,
    ).toBe(403);
    expect((await client(1).send('DELETE', `/2/tweets/${root}`)).status).toBe(403);
    expect((await client().send('DELETE', `/2/tweets/${root}`)).body).toEqual({ data: { deleted: true } });
    expect(sim.post(root)).toBeUndefined();
  });
});

describe('media (x §2)', () => {
  it('takes a picture in one piece, with its alternative text', async () => {
    const id = await picture();
    const described = await client().post('/2/media/metadata', {
      id,
      metadata: { alt_text: { text: 'Une lampe' } },
    });
    expect(described.status).toBe(200);
    expect(
      (await client().post('/2/media/metadata', { id, metadata: { alt_text: { text: 'x'.repeat(1_001) } } }))
        .status,
    ).toBe(400);
    const made = await posted({ text: 'Image', media: { media_ids: [id] } });
    const read = await client().get(
      `/2/tweets/${made}?post.fields=entities&expansions=attachments.media_keys&media.fields=alt_text,url`,
    );
    expect(at(read.body, 'includes.media.0.alt_text')).toBe('Une lampe');
    expect(textAt(read.body, 'data.text')).toMatch(/^Image https:\/\/t\.co\//);
    expect(textAt(read.body, 'data.entities.urls.0.expanded_url')).toContain(`/status/${made}/photo/1`);
  });
  it('refuses what is too large, of another kind, or somebody else’s', async () => {
    const large = pngOf(10, 10, 5 * 1024 * 1024 + 1);
    expect((await upload('/2/media/upload', form({ media_category: 'tweet_image' }, large))).status).toBe(
      400,
    );
    expect((await upload('/2/media/upload', form({ media_category: 'tweet_image' }, mp4Of()))).status).toBe(
      400,
    );
    const id = await picture();
    const other = await client(1).post('/2/tweets', { text: 'Volée', media: { media_ids: [id] } });
    expect(textAt(other.body, 'errors.0.message')).toContain('media IDs are invalid');
  });

  async function initialized(bytes: number, mime = 'video/mp4', category = 'tweet_video'): Promise<string> {
    const answer = await client().post('/2/media/upload/initialize', {
      media_type: mime,
      total_bytes: bytes,
      media_category: category,
    });
    return textAt(answer.body, 'data.id');
  }
  const append = (id: string, index: number, bytes: Buffer<ArrayBuffer>): Promise<Answer> =>
    upload(`/2/media/upload/${id}/append`, form({ segment_index: String(index) }, bytes));

  it('takes a video in segments, each as often as it comes, and processes it', async () => {
    const first = mp4Of(1_000);
    const second = Buffer.alloc(500, 7);
    const id = await initialized(1_500);
    expect((await append(id, 0, first)).status).toBe(200);
    // One is missing: the sizes do not add up.
    expect((await client().post(`/2/media/upload/${id}/finalize`)).status).toBe(400);
    expect((await append(id, 1, second)).status).toBe(200);
    expect((await append(id, 1, second)).status).toBe(200);
    const finalized = await client().post(`/2/media/upload/${id}/finalize`);
    expect(at(finalized.body, 'data.processing_info.state')).toBe('pending');
    const early = await post({ text: 'Vidéo', media: { media_ids: [id] } });
    expect(textAt(early.body, 'errors.0.message')).toContain('media IDs are invalid');
    const status = async (): Promise<unknown> =>
      at((await client().get(`/2/media/upload?command=STATUS&media_id=${id}`)).body, 'data.processing_info');
    await clock.advance(2_000);
    expect(await status()).toMatchObject({ state: 'in_progress', progress_percent: 40 });
    await clock.advance(3_000);
    expect(await status()).toMatchObject({ state: 'succeeded' });
    expect((await post({ text: 'Vidéo', media: { media_ids: [id] } })).status).toBe(201);
    expect((await append(id, 2, second)).status).toBe(400);
  });
  it('fails what is no video, refuses a segment past 5 MB or 999, and forgets after a day', async () => {
    const wrong = await initialized(10);
    await append(wrong, 0, Buffer.alloc(10));
    await client().post(`/2/media/upload/${wrong}/finalize`);
    await clock.advance(6_000);
    const failed = await client().get(`/2/media/upload?command=STATUS&media_id=${wrong}`);
    expect(at(failed.body, 'data.processing_info.state')).toBe('failed');
    expect(at(failed.body, 'data.processing_info.error.name')).toBe('InvalidMedia');
    const id = await initialized(20_000_000);
    expect((await append(id, 0, Buffer.alloc(5 * 1024 * 1024 + 1))).status).toBe(400);
    expect((await append(id, 1_000, Buffer.alloc(10))).status).toBe(400);
    const kept = await picture();
    await clock.advance(86_400_000);
    expect((await post({ text: 'Périmée', media: { media_ids: [kept] } })).status).toBe(400);
    const tooLong = await client().post('/2/media/upload/initialize', {
      media_type: 'video/mp4',
      total_bytes: 600_000_000,
      media_category: 'tweet_video',
    });
    expect(tooLong.status).toBe(403);
  });
});

describe('reading (x §3)', () => {
  it('speaks one vocabulary at a time and refuses the other with its problem (x §0)', async () => {
    const id = await posted({ text: 'Vocabulaire' });
    const news = await client().get(`/2/tweets/${id}?post.fields=public_metrics`);
    expect(at(news.body, 'data.public_metrics.repost_count')).toBe(0);
    expect(at(news.body, 'data.edit_history_post_ids')).toEqual([id]);
    const refused = await client().get(`/2/tweets/${id}?tweet.fields=public_metrics`);
    expect(refused.status).toBe(400);
    expect(textAt(refused.body, 'type')).toMatch(/\/2\/problems\/invalid-request$/);
    sim.settings.vocabulary = 'tweets';
    const olds = await client().get(`/2/tweets/${id}?tweet.fields=public_metrics`);
    expect(at(olds.body, 'data.public_metrics.retweet_count')).toBe(0);
    expect(at(olds.body, 'data.edit_history_tweet_ids')).toEqual([id]);
    expect((await client().get(`/2/tweets/${id}?post.fields=public_metrics`)).status).toBe(400);
  });
  it('pages through mentions, newest first, and answers only what is newer than since_id', async () => {
    await sim.control.bulk({ account: me(), kind: 'mention', count: 12 });
    const first = await client().get(`/2/users/${me()}/mentions?max_results=5&expansions=author_id`);
    expect(listOf(at(first.body, 'data'))).toHaveLength(5);
    expect(textAt(first.body, 'includes.users.0.username')).not.toBe('');
    const next = textAt(first.body, 'meta.next_token');
    const second = await client().get(`/2/users/${me()}/mentions?max_results=5&pagination_token=${next}`);
    expect(listOf(at(second.body, 'data'))).toHaveLength(5);
    const newest = textAt(first.body, 'meta.newest_id');
    const none = await client().get(`/2/users/${me()}/mentions?since_id=${newest}`);
    expect(none.body).toEqual({ meta: { result_count: 0 } });
    expect((await client().get(`/2/users/${me()}/mentions?max_results=4`)).status).toBe(400);
    expect((await client().get('/2/users/1/mentions')).status).toBe(403);
  });
  it('finds a conversation for seven days', async () => {
    const root = await posted({ text: 'Une question' });
    await sim.control.audience.say({
      kind: 'reply',
      person: 'theo_marchand',
      post: root,
      text: 'Une réponse',
    });
    const found = await client().get(
      `/2/tweets/search/recent?query=conversation_id:${root}&post.fields=referenced_posts`,
    );
    expect(at(found.body, 'meta.result_count')).toBe(2);
    expect(at(found.body, 'data.0.referenced_posts')).toEqual([{ type: 'replied_to', id: root }]);
    await clock.advance(8 * 86_400_000);
    const later = await client().get(`/2/tweets/search/recent?query=conversation_id:${root}`);
    expect(at(later.body, 'meta.result_count')).toBe(0);
  });
  it('tells of what is not there beside what is (x §7, partial errors)', async () => {
    const id = await posted({ text: 'Là' });
    const answer = await client().get(`/2/tweets?ids=${id},999`);
    expect(answer.status).toBe(200);
    expect(at(answer.body, 'data.0.id')).toBe(id);
    expect(textAt(answer.body, 'errors.0.type')).toMatch(/resource-not-found$/);
  });
  it('keeps private figures to their author, and answers analytics', async () => {
    const id = await posted({ text: 'Chiffres' });
    const own = await client().get(`/2/tweets/${id}?post.fields=non_public_metrics`);
    expect(at(own.body, 'data.non_public_metrics.impression_count')).toBe(0);
    const other = await client(1).get(`/2/tweets/${id}?post.fields=non_public_metrics`);
    expect(at(other.body, 'data.non_public_metrics')).toBeUndefined();
    const range = 'start_time=2026-09-01T00:00:00Z&end_time=2026-10-02T00:00:00Z&granularity=total';
    const analytics = await client().get(
      `/2/tweets/analytics?ids=${id}&${range}&analytics.fields=impressions,likes`,
    );
    expect(at(analytics.body, 'data.0.timestamped_metrics.0.metrics')).toEqual({ impressions: 0, likes: 0 });
    expect((await client().get(`/2/tweets/analytics?ids=${id}&${range}&analytics.fields=reach`)).status).toBe(
      400,
    );
  });
  it('hands out messages of thirty days, sends, and stops those it blocks', async () => {
    const person = sim.personId('nadia_benali');
    await sim.control.audience.say({
      kind: 'message',
      person: 'nadia_benali',
      account: me(),
      text: 'Un devis ?',
    });
    const fields =
      'dm_event.fields=sender_id,dm_conversation_id,created_at,participant_ids&expansions=sender_id';
    const events = await client().get(`/2/dm_events?event_types=MessageCreate&${fields}`);
    expect(at(events.body, 'data.0.sender_id')).toBe(person);
    expect(at(events.body, 'includes.users.0.username')).toBe('nadia_benali');
    const sent = await client().post(`/2/dm_conversations/with/${person}/messages`, { text: 'Le voici' });
    expect(sent.status).toBe(201);
    expect(textAt(sent.body, 'data.dm_conversation_id')).toBe(at(events.body, 'data.0.dm_conversation_id'));
    const stranger = sim.personId('theo_marchand');
    expect(
      (await client().post(`/2/dm_conversations/with/${stranger}/messages`, { text: 'Vous ?' })).status,
    ).toBe(403);
    expect((await client().post(`/2/users/${person}/dm/block`)).body).toEqual({ data: { blocked: true } });
    expect(
      await sim.control.audience.say({
        kind: 'message',
        person: 'nadia_benali',
        account: me(),
        text: 'Allô ?',
      }),
    ).toBeUndefined();
    await clock.advance(31 * 86_400_000);
    expect(at((await client().get('/2/dm_events')).body, 'meta.result_count')).toBe(0);
  });
  it('mutes and unmutes', async () => {
    const person = sim.personId('gege_raleur');
    const muted = await client().post(`/2/users/${me()}/muting`, { target_user_id: person });
    expect(muted.body).toEqual({ data: { muting: true } });
    expect((await client().send('DELETE', `/2/users/${me()}/muting/${person}`)).body).toEqual({
      data: { muting: false },
    });
  });
});

describe('limits and credit (x §0, §6)', () => {
  it('counts in 15 minutes and in a day, each with its headers', async () => {
    sim.settings.limits = { 'posts.create': 2, 'posts.create:app-day': 3 };
    const first = await post({ text: 'un' });
    expect(first.headers.get('x-rate-limit-limit')).toBe('2');
    expect(first.headers.get('x-rate-limit-remaining')).toBe('1');
    expect(first.headers.get('x-app-limit-24hour-remaining')).toBe('2');
    await posted({ text: 'deux' });
    const refused = await post({ text: 'trois' });
    expect(refused.status).toBe(429);
    expect(textAt(refused.body, 'title')).toBe('Too Many Requests');
    await clock.advance(15 * 60_000);
    // x §6: refused with requests left in the short window
    sim.settings.limitBody = 'code-88';
    const capped = await post({ text: 'quatre' });
    expect(capped.status).toBe(429);
    expect(capped.headers.get('x-rate-limit-remaining')).toBe('1');
    expect(Number(capped.headers.get('x-app-limit-24hour-reset'))).toBeGreaterThan(
      Number(capped.headers.get('x-rate-limit-reset')),
    );
    expect(at(capped.body, 'errors.0.code')).toBe(88);
  });
  it('charges by the list and answers 402 once the credit is gone', async () => {
    const spent = sim.purse.spent();
    await posted({ text: 'sans lien' });
    expect(sim.purse.spent() - spent).toBe(15);
    await posted({ text: 'avec exemple.fr' });
    expect(sim.purse.spent() - spent).toBe(215);
    const before = sim.purse.spent();
    await client().get(`/2/users/${me()}/tweets?max_results=5`);
    await client().get(`/2/users/${me()}/tweets?max_results=5`);
    // Own reads of the app's owner cost a tenth of a cent, once a day.
    expect(sim.purse.spent() - before).toBe(5);
    sim.purse.set(10);
    const refused = await post({ text: 'trop cher' });
    expect(refused.status).toBe(402);
    expect(textAt(refused.body, 'title')).toBe('CreditsDepleted');
    expect(textAt(refused.body, 'type')).toMatch(/\/problems\/credits$/);
    expect(sim.control.ledger.effects('post')).toHaveLength(2);
  });
  it('refuses a token without the scope, and none at all', async () => {
    const token = await sim.issueToken(me(), ['tweet.read', 'users.read']);
    const reader = createMastodonClient(sim.baseUrl, token);
    expect((await reader.get('/2/users/me')).status).toBe(200);
    const refused = await reader.post('/2/tweets', { text: 'non' });
    expect(refused.status).toBe(403);
    expect(textAt(refused.body, 'type')).toMatch(/client-forbidden$/);
    const nobody = await createMastodonClient(sim.baseUrl, 'x').get('/2/users/me');
    expect(nobody.body).toEqual({
      title: 'Unauthorized',
      detail: 'Unauthorized',
      type: 'about:blank',
      status: 401,
    });
  });
  it('obeys the faults of the switchboard', async () => {
    sim.control.faults.set({
      fault: { tag: 'own-refusal', name: 'duplicate', worked: true },
      operation: 'posts.create',
      times: 1,
    });
    expect((await post({ text: 'doublon après coup' })).status).toBe(403);
    expect(sim.control.ledger.effects('post')).toHaveLength(1);
    sim.control.faults.set({ fault: { tag: 'lagging-lists', ms: 60_000 } });
    const listed = await client().get(`/2/users/${me()}/tweets?max_results=5`);
    expect(JSON.stringify(listed.body)).not.toContain('doublon');
    sim.control.faults.clear();
    sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: 'posts.create', times: 1 });
    await expect(post({ text: 'sans réponse' })).rejects.toThrow();
    expect(sim.control.ledger.effects('post')).toHaveLength(2);
  });
});
