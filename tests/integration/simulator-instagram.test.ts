import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../src-simulator/core/clock.ts';
import type { InstagramSim } from '../../src-simulator/instagram/sim.ts';
import { startInstagramSim } from '../../src-simulator/instagram/start.ts';
import { seedSecret } from '../../src-simulator/meta/seed.ts';
import { film, jpeg } from '../fixtures/film.ts';
import {
  at,
  codeOf,
  createGraphClient,
  listAt,
  textAt,
  type GraphClient,
} from '../fixtures/instagram-client.ts';
import { picture } from '../fixtures/picture.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let clock: ManualClock;
let sim: InstagramSim;
let client: GraphClient;
let page: GraphClient;
let me: string;

beforeEach(async () => {
  clock = createManualClock();
  sim = await startInstagramSim({ clock });
  const [account] = sim.accounts;
  if (!account) throw new Error('no account');
  me = account.id;
  client = createGraphClient(sim.baseUrl, account.token);
  page = createGraphClient(sim.baseUrl, sim.pageToken(me));
});
afterEach(() => sim.close());

let serial = 0;
async function host(bytes: Buffer, type = 'image/jpeg'): Promise<string> {
  serial += 1;
  const url = `${sim.hosting.url}/file-${serial}`;
  const put = await fetch(url, {
    method: 'PUT',
    headers: { authorization: `Bearer ${sim.hosting.key}`, 'content-type': type },
    body: new Uint8Array(bytes),
  });
  expect(put.status).toBe(201);
  return url;
}
async function container(body: Readonly<Record<string, unknown>>): Promise<string> {
  const made = await client.post(`${me}/media`, body);
  return textAt(made.body, 'id');
}
async function state(id: string): Promise<string> {
  return textAt((await client.get(id, { fields: 'status_code,status' })).body, 'status_code');
}
async function published(body: Readonly<Record<string, unknown>>): Promise<string> {
  const id = await container(body);
  await clock.advance(20_000);
  return textAt((await client.post(`${me}/media_publish`, { creation_id: id })).body, 'id');
}
const image = async (caption = 'Bonjour'): Promise<Readonly<Record<string, unknown>>> => ({
  image_url: await host(jpeg(1080, 1080)),
  caption,
});

describe('containers (instagram §2)', () => {
  it('works on a container, publishes it, and gives the post an id of its own', async () => {
    const id = await container(await image());
    expect(await state(id)).toBe('IN_PROGRESS');
    expect(codeOf(await client.post(`${me}/media_publish`, { creation_id: id }))).toBe('9007/2207027');
    await clock.advance(2000);
    expect(await state(id)).toBe('FINISHED');
    const post = textAt((await client.post(`${me}/media_publish`, { creation_id: id })).body, 'id');
    expect(post).not.toBe(id);
    expect(await state(id)).toBe('PUBLISHED');
    expect((await client.get(id, { fields: 'status_code' })).body).toEqual({ status_code: 'PUBLISHED', id });
    const read = await client.get(post, { fields: 'id,permalink,media_type,media_product_type,caption' });
    expect(read.body).toMatchObject({ media_type: 'IMAGE', media_product_type: 'FEED', caption: 'Bonjour' });
    expect(sim.control.ledger.effects('post')).toEqual([{ kind: 'post', id: post }]);
  });

  it('forgets a container after 24 hours (§5)', async () => {
    const id = await container(await image());
    await clock.advance(DAY);
    expect(await state(id)).toBe('EXPIRED');
    expect(codeOf(await client.post(`${me}/media_publish`, { creation_id: id }))).toBe('24/2207008');
  });

  it('fetches a picture before it answers, and refuses what §5 refuses', async () => {
    const refusals = [
      [{ image_url: `${sim.hosting.url}/nothing.jpg` }, '9004/2207052'],
      [{ image_url: 'file:///etc/passwd' }, '9004/2207052'],
      [{ image_url: 'https://scontent.fbcdn.net/x.jpg' }, '9004/2207052'],
      [{ image_url: await host(picture(1080, 1080)) }, '36001/2207005'],
      [{ image_url: await host(jpeg(1080, 1080, 8_000_001)) }, '36000/2207004'],
      [{ image_url: await host(jpeg(1080, 1920)) }, '36003/2207009'],
      [{ ...(await image('x'.repeat(2201))) }, '36004/2207010'],
      [{ ...(await image('#a '.repeat(31))) }, '100/2207040'],
      [{ ...(await image('@abc '.repeat(21))) }, '100/2207040'],
      [{ caption: 'Only words' }, '100'],
      [{ media_type: 'VIDEO', video_url: await host(film(), 'video/mp4') }, '100/2207023'],
      [{ media_type: 'POLL' }, '100/2207023'],
    ] as const;
    for (const [body, code] of refusals)
      expect([JSON.stringify(body).slice(0, 60), codeOf(await client.post(`${me}/media`, body))]).toEqual([
        JSON.stringify(body).slice(0, 60),
        code,
      ]);
    // A story may be upright, 4:5 is the highest that a post is.
    expect((await client.post(`${me}/media`, { image_url: await host(jpeg(1080, 1350)) })).status).toBe(200);
    const story = await client.post(`${me}/media`, {
      media_type: 'STORIES',
      image_url: await host(jpeg(1080, 1920)),
    });
    expect(story.status).toBe(200);
  });

  it('fetches a film behind the answer: what is wrong shows in the state (§2, §5)', async () => {
    const good = await container({ media_type: 'REELS', video_url: await host(film()) });
    const short = await container({ media_type: 'REELS', video_url: await host(film({ seconds: 2 })) });
    const camera = await container({ media_type: 'REELS', video_url: await host(film({ indexLast: true })) });
    const lost = await container({ media_type: 'REELS', video_url: `${sim.hosting.url}/gone.mp4` });
    const late = await container({
      media_type: 'REELS',
      video_url: await host(film({ seconds: 5 })),
      thumb_offset: 6000,
    });
    const long = await container({ media_type: 'STORIES', video_url: await host(film({ seconds: 61 })) });
    expect(await state(short)).toBe('IN_PROGRESS');
    await clock.advance(20_000);
    expect(await state(good)).toBe('FINISHED');
    for (const [id, subcode] of [
      [short, 2207026],
      [camera, 2207026],
      [lost, 2207052],
      [late, 2207057],
      [long, 2207026],
    ] as const) {
      const read = await client.get(id, { fields: 'status_code,status' });
      expect(read.body).toEqual({
        status_code: 'ERROR',
        status: `Error: Media upload has failed with error code ${subcode}`,
        id,
      });
    }
    const reel = textAt((await client.post(`${me}/media_publish`, { creation_id: good })).body, 'id');
    const read = await client.get(reel, { fields: 'media_type,media_product_type,permalink' });
    expect(read.body).toMatchObject({ media_type: 'VIDEO', media_product_type: 'REELS' });
    expect(textAt(read.body, 'permalink')).toContain('/reel/');
  });

  it('gathers 2 to 10 finished items into a carousel (§2, §5)', async () => {
    const item = async (file = jpeg(1080, 1080)): Promise<string> =>
      container({ image_url: await host(file), is_carousel_item: true });
    const first = await item();
    const second = await item(jpeg(1080, 1920));
    const carousel = (children: string): Promise<unknown> =>
      client
        .post(`${me}/media`, { media_type: 'CAROUSEL', children, caption: 'Trois' })
        .then((answer) => (answer.status === 200 ? textAt(answer.body, 'id') : codeOf(answer)));
    expect(await carousel(`${first},${second}`)).toBe('9007/2207027');
    await clock.advance(2000);
    expect(await carousel(first)).toBe('100/2207028');
    expect(await carousel(`${first},${first}`)).toBe('100/2207028');
    expect(await carousel(`${second},${first}`)).toBe('36003/2207009');
    expect(await carousel(`${first},12`)).toBe('24/2207006');
    const whole = await carousel(`${first},${second}`);
    await clock.advance(2000);
    const post = textAt((await client.post(`${me}/media_publish`, { creation_id: whole })).body, 'id');
    const read = await client.get(post, { fields: 'media_type,children{id,media_type}' });
    expect(read.body).toMatchObject({ media_type: 'CAROUSEL_ALBUM' });
    expect(listAt(read.body, 'children', 'data')).toHaveLength(2);
    // An item is a post of nobody's: it cannot be published alone, and stands in no list.
    const alone = await item();
    await clock.advance(2000);
    expect(codeOf(await client.post(`${me}/media_publish`, { creation_id: alone }))).toBe('24/2207006');
    const list = await client.get(`${me}/media`, { limit: '50' });
    expect(listAt(list.body, 'data').map((one) => at(one, 'id'))).not.toContain(
      at(listAt(read.body, 'children', 'data')[0], 'id'),
    );
  });

  it('counts what is published a day, a carousel once, and says so (§2, Quota)', async () => {
    await sim.close();
    sim = await startInstagramSim({ clock, tuning: { publishPerDay: 2 } });
    client = createGraphClient(sim.baseUrl, sim.accounts[0]?.token ?? '');
    const quota = async (): Promise<unknown> =>
      (await client.get(`${me}/content_publishing_limit`, { fields: 'quota_usage,config' })).body;
    await published(await image());
    expect(await quota()).toEqual({
      data: [{ quota_usage: 1, config: { quota_total: 2, quota_duration: 86_400 } }],
    });
    await published(await image('Deux'));
    const third = await container(await image('Trois'));
    await clock.advance(2000);
    expect(codeOf(await client.post(`${me}/media_publish`, { creation_id: third }))).toBe('9/2207042');
    await clock.advance(DAY - 10_000);
    expect((await client.post(`${me}/media_publish`, { creation_id: third })).status).toBe(200);
  });

  it('takes a local film by resumable upload, with Facebook Login only (§1, §2)', async () => {
    const asked = { media_type: 'REELS', upload_type: 'resumable', caption: 'Film' };
    expect(codeOf(await client.post(`${me}/media`, asked))).toBe('100');
    const made = await page.post(`${me}/media`, asked);
    const id = textAt(made.body, 'id');
    const uri = textAt(made.body, 'uri');
    expect(new URL(uri).pathname).toBe(`/ig-api-upload/v26.0/${id}`);
    const bytes = film({ bytes: 5000 });
    const send = async (from: number, to: number): Promise<unknown> => {
      const answer = await fetch(uri, {
        method: 'POST',
        headers: {
          authorization: `OAuth ${sim.pageToken(me)}`,
          offset: String(from),
          file_size: String(bytes.byteLength),
        },
        body: new Uint8Array(bytes.subarray(from, to)),
      });
      return answer.json();
    };
    expect(await send(0, 3000)).toMatchObject({ success: true });
    expect(await state(id)).toBe('IN_PROGRESS');
    expect(await send(100, 3000)).toMatchObject({ debug_info: { retriable: true } });
    expect(await send(3000, bytes.byteLength)).toMatchObject({ success: true });
    await clock.advance(20_000);
    expect(await state(id)).toBe('FINISHED');
    expect((await page.post(`${me}/media_publish`, { creation_id: id })).status).toBe(200);
  });

  it('refuses a restricted account (§6, 25/2207050)', async () => {
    await sim.restrict(me, true);
    expect(codeOf(await client.post(`${me}/media`, await image()))).toBe('25/2207050');
  });
});

describe('lists and comments (instagram §3)', () => {
  it('pages own posts, cut by time', async () => {
    const first = await client.get(`${me}/media`, { fields: 'id,caption,timestamp', limit: '3' });
    expect(listAt(first.body, 'data')).toHaveLength(3);
    const after = textAt(first.body, 'paging', 'cursors', 'after');
    const second = await client.get(`${me}/media`, { fields: 'id', limit: '3', after });
    expect(listAt(second.body, 'data')).toHaveLength(1);
    expect(at(second.body, 'paging', 'next')).toBeUndefined();
    const since = String(Math.floor((clock.now() - 4 * DAY) / 1000));
    expect(listAt((await client.get(`${me}/media`, { since })).body, 'data')).toHaveLength(1);
  });

  it('reads, answers, hides and deletes comments; an answer to an answer lands under the top', async () => {
    const post = await published(await image());
    const said = await sim.control.audience.say({
      kind: 'reply',
      person: 'theo_marchand',
      post,
      text: 'Joli',
    });
    if (said === undefined) throw new Error('nothing was said');
    const fields = 'id,text,timestamp,username,from{id,username},hidden,like_count,replies{id,text,username}';
    const read = await client.get(`${post}/comments`, { fields });
    expect(listAt(read.body, 'data')).toMatchObject([
      { id: said, text: 'Joli', username: 'theo_marchand', hidden: false },
    ]);
    const reply = textAt((await client.post(`${said}/replies`, { message: 'Merci' })).body, 'id');
    const deeper = textAt((await client.post(`${reply}/replies`, { message: 'Encore' })).body, 'id');
    const again = await client.get(`${post}/comments`, { fields });
    expect(listAt(again.body, 'data')).toHaveLength(1);
    expect(listAt(again.body, 'data', 0, 'replies', 'data').map((one) => at(one, 'id'))).toEqual([
      reply,
      deeper,
    ]);
    const hide = await client.post(`${said}?hide=true`);
    expect(hide.body).toEqual({ success: true });
    expect((await client.post(`${said}/replies`, { message: 'Non' })).status).toBe(400);
    expect((await client.delete(said)).body).toEqual({ success: true });
    expect(codeOf(await client.get(said))).toBe('100/33');
  });

  it('shows posts that tag the account, and answers only where it is named', async () => {
    const [account] = sim.accounts;
    const tagged = await sim.control.audience.say({
      kind: 'mention',
      person: 'ines.fontaine',
      account: me,
      text: 'Ma lampe',
    });
    const tags = await client.get(`${me}/tags`, { fields: 'id,caption,username' });
    expect(listAt(tags.body, 'data')).toMatchObject([
      { id: tagged, caption: `Ma lampe @${account?.username}`, username: 'ines.fontaine' },
    ]);
    const answer = await client.post(`${me}/mentions`, { media_id: tagged, message: 'Merci' });
    expect(answer.status).toBe(200);
  });

  it('does not delete a post (UNCONFIRMED, treated as unavailable)', async () => {
    const post = await published(await image());
    expect(codeOf(await client.delete(post))).toBe('3');
  });
});

describe('messages (instagram §3)', () => {
  it('answers within 24 hours, as a human agent within seven days, at most 1000 bytes', async () => {
    await sim.control.audience.say({
      kind: 'message',
      person: 'nadia_benali',
      account: me,
      text: 'Bonjour ?',
    });
    const person = sim.personId('nadia_benali');
    const threads = await client.get('me/conversations', { platform: 'instagram' });
    const thread = textAt(threads.body, 'data', 0, 'id');
    const read = await client.get(thread, { fields: 'messages{id,created_time,from,to,message}' });
    expect(listAt(read.body, 'messages', 'data')).toMatchObject([
      { message: 'Bonjour ?', from: { id: person } },
    ]);
    const send = (text: string, more: object = {}): Promise<string> =>
      client
        .post(`${me}/messages`, { recipient: { id: person }, message: { text }, ...more })
        .then((answer) => (answer.status === 200 ? textAt(answer.body, 'recipient_id') : codeOf(answer)));
    expect(await send('Oui')).toBe(person);
    expect(await send('é'.repeat(501))).toBe('100');
    await clock.advance(DAY + 1000);
    expect(await send('Trop tard')).toBe('10/2534022');
    const agent = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };
    expect(await send('Une personne', agent)).toBe(person);
    await clock.advance(6 * DAY);
    expect(await send('Trop tard aussi', agent)).toBe('10/2534022');
  });

  it('says what a message carries, and of a story where it is for a day only', async () => {
    for (const attached of ['image', 'story-mention', 'unsupported'] as const)
      await sim.control.audience.say({
        kind: 'message',
        person: 'nadia_benali',
        account: me,
        text: '',
        attached,
      });
    const read = async (): Promise<readonly unknown[]> => {
      const threads = await client.get('me/conversations', { platform: 'instagram' });
      const whole = await client.get(textAt(threads.body, 'data', 0, 'id'), {
        fields: 'messages{attachments,shares{id,link,name},story,is_unsupported}',
      });
      return listAt(whole.body, 'messages', 'data');
    };
    const [unsupported, mention, image] = await read();
    expect(unsupported).toMatchObject({ is_unsupported: true });
    expect(mention).toMatchObject({ story: { mention: { link: expect.stringContaining('http') } } });
    expect(image).toMatchObject({ attachments: { data: [{ image_data: { width: 640 } }] } });
    expect(image).not.toHaveProperty('story');
    await clock.advance(DAY);
    const [, gone] = await read();
    expect(gone).toMatchObject({ story: { mention: { id: expect.any(String) } } });
    expect(gone).not.toHaveProperty('story.mention.link');
  });

  it('reads the threads of the linked page with Facebook Login', async () => {
    await sim.control.audience.say({
      kind: 'message',
      person: 'nadia_benali',
      account: me,
      text: 'Bonjour ?',
    });
    const read = await page.get(`${sim.pageId(me)}/conversations`, { platform: 'instagram' });
    expect(listAt(read.body, 'data')).toHaveLength(1);
    const sent = await page.post(`${sim.pageId(me)}/messages`, {
      recipient: { id: sim.personId('nadia_benali') },
      message: { text: 'Oui' },
    });
    expect(sent.status).toBe(200);
  });

  it('answers a comment in private once, within seven days', async () => {
    const post = await published(await image());
    const say = (person: string): Promise<string | undefined> =>
      sim.control.audience.say({ kind: 'reply', person, post, text: 'Combien ?' });
    const first = await say('theo_marchand');
    const second = await say('camille_roche');
    const send = (comment: string | undefined): Promise<string> =>
      client
        .post(`${me}/messages`, { recipient: { comment_id: comment }, message: { text: '190 €' } })
        .then((answer) => (answer.status === 200 ? 'sent' : codeOf(answer)));
    expect(await send(first)).toBe('sent');
    expect(await send(first)).toBe('10/2534014');
    await clock.advance(7 * DAY + 1000);
    expect(await send(second)).toBe('10/2534022');
  });
});

describe('insights (instagram §4)', () => {
  it('gives totals with metric_type, series without, and fails the whole call for one bad name', async () => {
    const total = await client.get(`${me}/insights`, {
      metric: 'reach,views',
      period: 'day',
      metric_type: 'total_value',
    });
    expect(listAt(total.body, 'data').map((one) => at(one, 'name'))).toEqual(['reach', 'views']);
    expect(typeof at(total.body, 'data', 0, 'total_value', 'value')).toBe('number');
    const series = await client.get(`${me}/insights`, { metric: 'reach', period: 'day' });
    expect(listAt(series.body, 'data', 0, 'values')).toHaveLength(1);
    for (const query of [
      { metric: 'views', period: 'day' },
      { metric: 'impressions', period: 'day', metric_type: 'total_value' },
      { metric: 'reach,impressions', period: 'day', metric_type: 'total_value' },
    ])
      expect(codeOf(await client.get(`${me}/insights`, query))).toBe('100');
    expect(codeOf(await client.get(`${me}/insights`, { metric: 'follower_count', period: 'day' }))).toBe(
      '10',
    );
  });

  it('gives a post its figures, a story only once five have seen it', async () => {
    const post = await published(await image());
    await sim.control.audience.say({ kind: 'like', person: 'theo_marchand', post });
    const read = await client.get(`${post}/insights`, { metric: 'likes,views' });
    expect(at(read.body, 'data', 0, 'values', 0, 'value')).toBe(1);
    expect(codeOf(await client.get(`${post}/insights`, { metric: 'ig_reels_avg_watch_time' }))).toBe('100');
    const story = await published({ media_type: 'STORIES', image_url: await host(jpeg(1080, 1920)) });
    expect(codeOf(await client.get(`${story}/insights`, { metric: 'reach' }))).toBe('10');
    await sim.control.audience.say({ kind: 'like', person: 'theo_marchand', post: story });
    expect((await client.get(`${story}/insights`, { metric: 'reach' })).status).toBe(200);
    await clock.advance(DAY);
    expect(codeOf(await client.get(story))).toBe('100/33');
  });
});

describe('accesses (instagram §1)', () => {
  it('trades a code for one hour, that for sixty days, and refreshes what is a day old', async () => {
    const form = (path: string, fields: Readonly<Record<string, string>>): Promise<Response> =>
      fetch(`${sim.baseUrl}${path}`, {
        method: 'POST',
        body: new URLSearchParams(fields),
        redirect: 'manual',
      });
    const [account] = sim.accounts;
    const asked = {
      client_id: '1221000000000777',
      redirect_uri: 'https://vigie.example/oauth',
      scope: 'instagram_business_basic',
      state: 's',
    };
    const dialog = `/oauth/authorize?${new URLSearchParams({ ...asked, response_type: 'code' })}`;
    expect((await fetch(`${sim.baseUrl}${dialog}`)).status).toBe(200);
    const elsewhere = { ...asked, redirect_uri: 'http://127.0.0.1/cb' };
    expect((await fetch(`${sim.baseUrl}/oauth/authorize?${new URLSearchParams(elsewhere)}`)).status).toBe(
      400,
    );
    const allowed = await form('/oauth/authorize', {
      ...asked,
      username: account?.username ?? '',
      pass: account?.password ?? '',
      decision: 'allow',
    });
    const landed = new URL(allowed.headers.get('location') ?? '');
    expect(landed.hash).toBe('#_');
    const code = landed.searchParams.get('code') ?? '';
    const secret = seedSecret(1, 'app secret').slice(0, 32);
    const exchange = {
      client_id: asked.client_id,
      client_secret: secret,
      grant_type: 'authorization_code',
      redirect_uri: asked.redirect_uri,
      code,
    };
    const short: unknown = await (await form('/oauth/access_token', exchange)).json();
    expect(short).toMatchObject({ user_id: me, permissions: 'instagram_business_basic' });
    expect((await form('/oauth/access_token', exchange)).status).toBe(400);
    const get = (path: string, query: Readonly<Record<string, string>>): Promise<unknown> =>
      fetch(`${sim.baseUrl}${path}?${new URLSearchParams(query)}`).then((answer) => answer.json());
    const token = textAt(short, 'access_token');
    const long = await get('/access_token', {
      grant_type: 'ig_exchange_token',
      client_secret: secret,
      access_token: token,
    });
    expect(at(long, 'expires_in')).toBe(60 * 24 * 3600);
    const fresh = { grant_type: 'ig_refresh_token', access_token: textAt(long, 'access_token') };
    expect(at(await get('/refresh_access_token', fresh), 'error', 'code')).toBe(10);
    await clock.advance(2 * HOUR);
    expect(codeOf(await createGraphClient(sim.baseUrl, token).get('me'))).toBe('190/463');
    await clock.advance(22 * HOUR);
    expect(at(await get('/refresh_access_token', fresh), 'expires_in')).toBe(60 * 24 * 3600);
  });

  it('shows an id of the app’s own beside the account’s, and lets a page’s access reach the account', async () => {
    const who = await client.get('me', { fields: 'user_id,username,account_type' });
    expect(who.body).toMatchObject({ user_id: me, account_type: 'BUSINESS' });
    expect(at(who.body, 'id')).not.toBe(me);
    const linked = await page.get(sim.pageId(me), { fields: 'instagram_business_account{id,username}' });
    expect(at(linked.body, 'instagram_business_account', 'id')).toBe(me);
    const other = sim.accounts[1]?.id ?? '';
    expect(codeOf(await client.get(other, { fields: 'username' }))).toBe('100/33');
    expect(codeOf(await client.post(`${other}/media`, await image()))).toBe('100/33');
  });

  it('plays the refusals that only this network knows', async () => {
    const id = await container(await image());
    await clock.advance(2000);
    sim.control.faults.set({
      fault: { tag: 'own-refusal', name: 'spam', worked: true },
      operation: 'media.publish',
      times: 1,
    });
    expect(codeOf(await client.post(`${me}/media_publish`, { creation_id: id }))).toBe('4/2207051');
    expect(sim.control.ledger.effects('post')).toHaveLength(1);
    expect(await state(id)).toBe('PUBLISHED');
    sim.control.faults.set({
      fault: { tag: 'own-refusal', name: 'too-many-actions' },
      operation: 'node.get',
      times: 1,
    });
    expect((await client.get(id)).status).toBe(401);
    expect((await client.get(id)).status).toBe(200);
  });
});
