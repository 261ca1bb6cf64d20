import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMastodonSim } from '../../src-simulator/mastodon/start.ts';
import type { MastodonSim } from '../../src-simulator/mastodon/sim.ts';
import {
  createInspector,
  createMastodonClient,
  mp4Of,
  pngOf,
  textAt,
  uploadOf,
  type MastodonClient,
} from '../fixtures/mastodon-client.ts';
import { loadMastodonSpec, specMissing } from '../fixtures/mastodon-spec.ts';

if (specMissing !== undefined) console.warn(`skipped: ${specMissing}`);

describe.skipIf(specMissing !== undefined)('every reply against the official description', () => {
  const inspector = createInspector();
  let sim: MastodonSim;
  let client: MastodonClient;
  let me: string;

  beforeAll(async () => {
    sim = await startMastodonSim();
    const [account] = sim.accounts;
    if (!account) throw new Error('no account');
    me = account.id;
    client = createMastodonClient(sim.baseUrl, account.token, inspector);
  });
  afterAll(async () => {
    await sim.close();
  });

  /** Fails with what the description found wrong since the last look. */
  const seen = { problems: 0 };
  function expectNoProblem(): void {
    const fresh = inspector.problems.slice(seen.problems);
    seen.problems = inspector.problems.length;
    expect(fresh).toEqual([]);
  }

  it('describes the server and the ways in', async () => {
    for (const path of [
      '/api/v1/instance',
      '/api/v2/instance',
      '/api/v1/instance/rules',
      '/api/v1/custom_emojis',
      '/.well-known/oauth-authorization-server',
      '/api/v1/apps/verify_credentials',
      '/api/v1/accounts/verify_credentials',
      '/api/v1/preferences',
    ])
      expect((await client.get(path)).status, path).toBe(200);
    const app = await client.post('/api/v1/apps', {
      client_name: 'Test',
      redirect_uris: ['http://127.0.0.1:1/cb'],
      scopes: 'read write',
    });
    expect(app.status).toBe(200);
    await client.post('/api/v1/apps', { client_name: 'Test', redirect_uris: ['not an address'] });
    const credentials = {
      client_id: textAt(app.body, 'client_id'),
      client_secret: textAt(app.body, 'client_secret'),
    };
    // As a form: the description of the JSON body demands a code, which this grant has not.
    const token = await client.send('POST', '/oauth/token', {
      form: [...Object.entries(credentials), ['grant_type', 'client_credentials']],
    });
    expect(token.status).toBe(200);
    await client.post('/oauth/token', { ...credentials, grant_type: 'authorization_code', code: 'nothing' });
    await client.post('/oauth/token', { client_id: 'nobody', grant_type: 'client_credentials' });
    await client.post('/oauth/revoke', { ...credentials, token: textAt(token.body, 'access_token') });
    expectNoProblem();
  });

  it('describes posts, threads, polls, quotes, media and schedules', async () => {
    const post = await client.post('/api/v1/statuses', {
      status:
        'Bonjour @camille_roche@pouet.example #laiton :ondine: https://atelier-lumiere.example/une/page/tres/longue',
      spoiler_text: 'lampe',
      language: 'fr',
    });
    const id = textAt(post.body, 'id');
    const poll = await client.post('/api/v1/statuses', {
      status: 'Brut ou verni ?',
      poll: { options: ['Brut', 'Verni'], expires_in: 3600 },
    });
    await client.get(`/api/v1/polls/${textAt(poll.body, 'poll.id')}`);
    await client.post(`/api/v1/polls/${textAt(poll.body, 'poll.id')}/votes`, { choices: [0] });
    await client.post('/api/v1/statuses', { status: 'Je cite', quoted_status_id: id });
    const upload = await client.send('POST', '/api/v2/media', {
      multipart: uploadOf(pngOf(40, 30), { description: 'Une lampe' }),
    });
    const video = await client.send('POST', '/api/v2/media', {
      multipart: uploadOf(mp4Of(), { type: 'video/mp4', name: 'film.mp4' }),
    });
    expect([upload.status, video.status]).toEqual([200, 202]);
    await client.get(`/api/v1/media/${textAt(video.body, 'id')}`);
    await client.send('PUT', `/api/v1/media/${textAt(upload.body, 'id')}`, {
      json: { description: 'Laiton' },
    });
    await client.send('POST', '/api/v2/media', {
      multipart: uploadOf(Buffer.from('%PDF-1.7 and more'), { type: 'application/pdf', name: 'a.pdf' }),
    });
    await client.post('/api/v1/statuses', { status: 'Photo', media_ids: [textAt(upload.body, 'id')] });
    await client.send('DELETE', `/api/v1/media/${textAt(video.body, 'id')}`);
    await client.get(`/api/v1/media/${textAt(upload.body, 'id')}`);
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const scheduled = await client.post('/api/v1/statuses', {
      status: 'Plus tard',
      scheduled_at: later,
      in_reply_to_id: id,
    });
    expect(scheduled.status).toBe(200);
    await client.get('/api/v1/scheduled_statuses');
    const path = `/api/v1/scheduled_statuses/${textAt(scheduled.body, 'id')}`;
    await client.get(path);
    await client.send('PUT', path, {
      json: { scheduled_at: new Date(Date.now() + 7_200_000).toISOString() },
    });
    await client.send('DELETE', path);
    await client.get(path);
    await client.post('/api/v1/statuses', {
      status: 'Trop tôt',
      scheduled_at: new Date(Date.now() + 1000).toISOString(),
    });
    await client.post('/api/v1/statuses', { status: '' });
    await client.post('/api/v1/statuses', { status: 'x'.repeat(501) });
    await client.post('/api/v1/statuses', { status: 'Réponse', in_reply_to_id: '1' });
    await client.send('PUT', `/api/v1/statuses/${id}`, { json: { status: 'Bonjour à tous' } });
    for (const part of ['', '/history', '/source', '/context', '/favourited_by', '/reblogged_by'])
      await client.get(`/api/v1/statuses/${id}${part}`);
    await client.get(`/api/v1/statuses?id[]=${id}`);
    for (const action of [
      'favourite',
      'bookmark',
      'pin',
      'mute',
      'reblog',
      'unreblog',
      'unmute',
      'unpin',
      'unbookmark',
      'unfavourite',
    ])
      expect((await client.post(`/api/v1/statuses/${id}/${action}`)).status, action).toBe(200);
    expect((await client.send('DELETE', `/api/v1/statuses/${id}`)).status).toBe(200);
    await client.get(`/api/v1/statuses/${id}`);
    expectNoProblem();
  });

  it('describes what comes in: notifications, messages, timelines, people, search, reports', async () => {
    const { audience } = sim.control;
    const post = await client.post('/api/v1/statuses', { status: 'Venez samedi #atelier' });
    const id = textAt(post.body, 'id');
    const reply = await audience.say({
      kind: 'reply',
      person: 'ines.fontaine',
      post: id,
      text: 'J’y serai !',
    });
    await audience.say({ kind: 'like', person: 'camille_roche', post: id });
    await audience.say({ kind: 'repost', person: 'sarah_whitfield', post: id });
    await audience.say({ kind: 'follow', person: 'theo_marchand', account: me });
    await audience.say({
      kind: 'message',
      person: 'nadia_benali',
      account: me,
      text: 'Un devis, possible ?',
    });
    await audience.say({
      kind: 'edit',
      person: 'ines.fontaine',
      post: reply ?? '',
      text: 'J’y serai avec mon appareil',
    });
    const person = sim.personId('gege_raleur');
    for (const path of [
      '/api/v1/notifications',
      '/api/v1/notifications?types[]=mention&limit=1',
      '/api/v1/notifications/unread_count',
      '/api/v1/conversations',
      '/api/v1/timelines/home',
      '/api/v1/timelines/public',
      '/api/v1/timelines/tag/atelier',
      '/api/v2/search?q=samedi',
      '/api/v2/search?q=camille&type=accounts',
      '/api/v1/accounts/search?q=ines',
      '/api/v1/accounts/lookup?acct=camille_roche@pouet.example',
      `/api/v1/accounts/${person}`,
      `/api/v1/accounts/${me}/statuses?exclude_reblogs=true`,
      `/api/v1/accounts/relationships?id[]=${person}`,
      `/api/v1/statuses/${id}/context`,
      `/api/v1/statuses/${reply}/history`,
      '/api/v1/blocks',
      '/api/v1/mutes',
    ])
      expect((await client.get(path)).status, path).toBe(200);
    for (const action of ['follow', 'unfollow', 'mute', 'unmute', 'block', 'unblock'])
      expect((await client.post(`/api/v1/accounts/${person}/${action}`)).status, action).toBe(200);
    await client.post(`/api/v1/accounts/${person}/mute`, { duration: 60 });
    await client.get('/api/v1/mutes');
    await client.post(`/api/v1/accounts/${me}/block`);
    const list = await client.get('/api/v1/conversations');
    await client.post(`/api/v1/conversations/${textAt(list.body, '0.id')}/read`);
    await client.send('DELETE', `/api/v1/conversations/${textAt(list.body, '0.id')}`);
    const notifications = await client.get('/api/v1/notifications');
    await client.get(`/api/v1/notifications/${textAt(notifications.body, '0.id')}`);
    await client.post(`/api/v1/notifications/${textAt(notifications.body, '0.id')}/dismiss`);
    await client.post('/api/v1/notifications/clear');
    await client.post('/api/v1/reports', { account_id: person, category: 'spam', comment: 'Encore lui' });
    await client.get('/api/v1/notifications/1');
    expectNoProblem();
  });

  it('describes refusals: no token, revoked, out of scope, too many, broken', async () => {
    const nobody = createMastodonClient(sim.baseUrl, undefined, inspector);
    const reader = createMastodonClient(sim.baseUrl, await sim.issueToken(me, ['read:accounts']), inspector);
    expect((await nobody.get('/api/v1/notifications')).status).toBe(401);
    expect((await reader.get('/api/v1/notifications')).status).toBe(403);
    sim.control.faults.set({ fault: { tag: 'revoked-token' }, times: 1 });
    expect((await client.get('/api/v1/notifications')).status).toBe(401);
    sim.control.faults.set({ fault: { tag: 'rate-limit' }, times: 1 });
    expect((await client.get('/api/v1/notifications')).status).toBe(429);
    sim.control.faults.set({ fault: { tag: 'server-error', status: 503 }, times: 1 });
    expect((await client.get('/api/v1/notifications')).status).toBe(503);
    expectNoProblem();
  });

  it('finds what is wrong when something is', () => {
    const spec = loadMastodonSpec();
    const wrong = { method: 'GET', path: '/api/v1/accounts/1', status: 200, responseBody: { id: 1 } };
    expect(spec.validateExchange(wrong).join('\n')).toContain('must have required property');
    expect(spec.validateExchange({ method: 'GET', path: '/api/v1/nowhere', status: 200 })).toHaveLength(1);
    expect(spec.validateExchange({ ...wrong, responseBody: undefined, status: 299 })).toEqual([]);
    expect(inspector.exchanges.length).toBeGreaterThan(90);
  });
});
