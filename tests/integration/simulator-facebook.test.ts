import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../src-simulator/core/clock.ts';
import { createFacebookSim, type FacebookSim } from '../../src-simulator/facebook/sim.ts';
import { at, createGraphClient, dataOf, movie, textAt, type GraphClient } from '../fixtures/graph-client.ts';
import { picture } from '../fixtures/picture.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('the simulated Facebook', () => {
  let clock: ManualClock;
  let sim: FacebookSim;
  let page: string;
  let graph: GraphClient;

  beforeEach(async () => {
    clock = createManualClock();
    sim = await createFacebookSim({ clock, seed: 1 }, { limits: { chunkBytes: 1000 } });
    const [account] = sim.accounts;
    if (!account) throw new Error('no page');
    page = account.id;
    graph = createGraphClient(sim.baseUrl, account.token);
  });
  afterEach(() => sim.close());

  const photoFile = () => new Blob([new Uint8Array(picture(64, 48))], { type: 'image/png' });
  const unix = (ms: number): number => Math.floor((clock.now() + ms) / 1000);
  const post = async (message: string): Promise<string> =>
    textAt((await graph.post(`/${page}/feed`, { message })).body, 'id');
  const unpublishedPhoto = async (): Promise<string> =>
    textAt((await graph.form(`/${page}/photos`, { source: photoFile(), published: 'false' })).body, 'id');

  it('answers with the version that served, an error envelope, and how much is used', async () => {
    const known = await graph.get(`/${page}`, { fields: 'name,followers_count' });
    expect(known.headers.get('facebook-api-version')).toBe('v26.0');
    expect(known.body).toMatchObject({ id: page, name: 'Atelier Lumière', followers_count: 1240 });
    expect(JSON.parse(known.headers.get('x-business-use-case-usage') ?? '')).toMatchObject({
      [page]: [{ type: 'pages', estimated_time_to_regain_access: 0 }],
    });
    const missing = await graph.get('/404');
    expect(missing.status).toBe(400);
    expect(missing.body).toMatchObject({ error: { code: 100, error_subcode: 33 } });
    const field = await graph.get(`/${page}`, { fields: 'name,nonsense' });
    expect(at(field.body, 'error', 'message')).toContain('nonexisting field (nonsense)');
    const syntax = await graph.get(`/${page}`, { fields: 'name{' });
    expect(at(syntax.body, 'error', 'code')).toBe(2500);
    const old = await createGraphClient(sim.baseUrl, sim.accounts[0]?.token, 'v3.2').get(`/${page}`);
    expect(old.headers.get('facebook-api-version')).toBe('v20.0');
    const nobody = await createGraphClient(sim.baseUrl, 'EAAnonsense').get(`/${page}`);
    expect(nobody.body).toMatchObject({ error: { code: 190, type: 'OAuthException' } });
  });

  it('expands fields with edges inside, and pages by cursor with the access in the address', async () => {
    const id = await post('Un fil de discussion');
    for (const text of ['un', 'deux', 'trois'])
      await sim.control.audience.say({ kind: 'reply', person: 'theo_marchand', post: id, text });
    const expanded = await graph.get(`/${page}/published_posts`, {
      fields: 'message,comments.limit(2).summary(true).order(reverse_chronological){message,from}',
      limit: '1',
    });
    const [newest] = dataOf(expanded.body);
    expect(at(newest, 'comments', 'summary', 'total_count')).toBe(3);
    expect(dataOf(at(newest, 'comments'))).toHaveLength(2);
    const next = textAt(expanded.body, 'paging', 'next');
    expect(new URL(next).searchParams.get('access_token')).toBe(sim.accounts[0]?.token);
    const second: unknown = await (await fetch(next)).json();
    expect(textAt(dataOf(second)[0], 'id')).not.toBe(id);
    expect(at((await graph.get(`/${page}/feed`, { limit: '101' })).body, 'error', 'code')).toBe(100);
  });

  it('publishes text and links, refuses what is empty, too long or the same again', async () => {
    const id = await post('Bonjour');
    expect(id).toMatch(new RegExp(`^${page}_\\d+$`));
    expect((await graph.get(`/${id}`, { fields: 'message,from,permalink_url' })).body).toMatchObject({
      message: 'Bonjour',
      from: { id: page },
    });
    const cases: readonly (readonly [Readonly<Record<string, unknown>>, number])[] = [
      [{ message: null }, 197],
      [{ message: '' }, 197],
      [{ message: 'a'.repeat(63_207) }, 100],
      [{ message: 'Bonjour' }, 506],
      [{ message: 'x', link: 'https://www.facebook.com/x' }, 100],
      [{ message: 'x', link: 'https://nowhere.invalid/' }, 100],
    ];
    for (const [params, code] of cases)
      expect(
        at((await graph.post(`/${page}/feed`, params)).body, 'error', 'code'),
        JSON.stringify(params).slice(0, 60),
      ).toBe(code);
    await graph.post(`/${page}/feed`, { message: 'Lien', link: 'https://atelier-lumiere.example/' });
    expect(sim.control.ledger.effects('post')).toHaveLength(2);
  });

  it('takes photos of the formats that it knows, one or several, once', async () => {
    const one = await graph.form(`/${page}/photos`, {
      source: photoFile(),
      caption: 'Ondine',
      alt_text_custom: 'Une lampe',
    });
    expect(one.body).toMatchObject({ post_id: expect.stringContaining(page) });
    expect(
      (await graph.get(`/${textAt(one.body, 'id')}`, { fields: 'alt_text_custom,width' })).body,
    ).toMatchObject({
      alt_text_custom: 'Une lampe',
      width: 64,
    });
    const ids = [await unpublishedPhoto(), await unpublishedPhoto()];
    const attached = { attached_media: ids.map((media_fbid) => ({ media_fbid })), message: 'Deux' };
    const several = await graph.post(`/${page}/feed`, attached);
    const album = await graph.get(`/${textAt(several.body, 'id')}`, {
      fields: 'attachments{media_type,subattachments{target{id}}}',
    });
    expect(at(album.body, 'attachments', 'data', 0)).toEqual({
      media_type: 'album',
      subattachments: { data: ids.map((id) => ({ target: { id } })) },
    });
    expect(at((await graph.post(`/${page}/feed`, attached)).body, 'error', 'error_subcode')).toBe(1366051);
    const wrong = await graph.form(`/${page}/photos`, { source: new Blob(['no picture at all, truly']) });
    expect(at(wrong.body, 'error', 'error_subcode')).toBe(1366046);
  });

  it('takes a video in the pieces that it asks for, and says where to go on', async () => {
    const file = movie(2500);
    const start = await graph.form(`/${page}/videos`, { upload_phase: 'start', file_size: '2500' });
    expect(start.body).toMatchObject({ start_offset: '0', end_offset: '1000' });
    const session = textAt(start.body, 'upload_session_id');
    const transfer = (from: number, to: number) =>
      graph.form(`/${page}/videos`, {
        upload_phase: 'transfer',
        upload_session_id: session,
        start_offset: String(from),
        video_file_chunk: new Blob([new Uint8Array(file.subarray(from, to))]),
      });
    expect((await transfer(0, 1000)).body).toEqual({ start_offset: '1000', end_offset: '2000' });
    const early = await graph.form(`/${page}/videos`, { upload_phase: 'finish', upload_session_id: session });
    expect(at(early.body, 'error', 'error_subcode')).toBe(1363130);
    // The piece that already came is refused, with the place to go on at.
    const again = await transfer(0, 1000);
    expect(again.body).toMatchObject({
      error: { code: 6001, error_subcode: 1363037, error_data: { start_offset: '1000', end_offset: '2000' } },
    });
    await transfer(1000, 2000);
    expect((await transfer(2000, 2500)).body).toEqual({ start_offset: '2500', end_offset: '2500' });
    const finish = { upload_phase: 'finish', upload_session_id: session, description: 'Film' };
    expect((await graph.form(`/${page}/videos`, finish)).body).toEqual({ success: true });
    expect(at((await graph.get(`/${session}`, { fields: 'status' })).body, 'status', 'video_status')).toBe(
      'processing',
    );
    // Asked twice, it is done once.
    expect((await graph.form(`/${page}/videos`, finish)).body).toEqual({ success: true });
    await clock.advance(2000);
    const ready = await graph.get(`/${session}`, { fields: 'status,post_id' });
    expect(ready.body).toMatchObject({
      status: {
        video_status: 'ready',
        publishing_phase: { status: 'complete', publish_status: 'published' },
      },
      post_id: expect.stringContaining(page),
    });
    const small = await graph.form(`/${page}/videos`, { upload_phase: 'start', file_size: '10' });
    expect(at(small.body, 'error', 'error_subcode')).toBe(1363022);
  });

  it('takes a file by its handle, and goes on where the upload stopped', async () => {
    const file = movie(3000);
    const start = await graph.post(`/${sim.app.id}/uploads`, {
      file_name: 'a.mp4',
      file_length: 3000,
      file_type: 'video/mp4',
    });
    const session = textAt(start.body, 'id');
    const append = (offset: number, bytes: Buffer) =>
      fetch(`${sim.baseUrl}/v26.0/${session}`, {
        method: 'POST',
        headers: { authorization: `OAuth ${sim.accounts[0]?.token ?? ''}`, file_offset: String(offset) },
        body: new Uint8Array(bytes),
      });
    await append(0, file.subarray(0, 1200));
    expect((await graph.get(`/${session}`)).body).toMatchObject({ file_offset: 1200 });
    expect((await append(0, file.subarray(0, 1200))).status).toBe(400);
    const done: unknown = await (await append(1200, file.subarray(1200))).json();
    const video = await graph.post(`/${page}/videos`, { fbuploader_video_file_chunk: textAt(done, 'h') });
    await clock.advance(2000);
    expect((await graph.get(`/${textAt(video.body, 'id')}`, { fields: 'post_id' })).body).toHaveProperty(
      'post_id',
    );
  });

  it('takes a reel on the upload host, and needs both headers', async () => {
    const file = movie(2000);
    const start = await graph.post(`/${page}/video_reels`, { upload_phase: 'start' });
    const id = textAt(start.body, 'video_id');
    const send = (headers: Readonly<Record<string, string>>, bytes: Buffer) =>
      fetch(textAt(start.body, 'upload_url'), {
        method: 'POST',
        headers: { authorization: `OAuth ${sim.accounts[0]?.token ?? ''}`, ...headers },
        body: new Uint8Array(bytes),
      });
    const lacking: unknown = await (await send({ offset: '0' }, file)).json();
    expect(textAt(lacking, 'debug_info', 'type')).toBe('ParameterValidationError');
    await send({ offset: '0', file_size: '2000' }, file.subarray(0, 800));
    const progress = await graph.get(`/${id}`, { fields: 'status' });
    expect(at(progress.body, 'status', 'uploading_phase', 'bytes_transfered')).toBe(800);
    expect((await send({ offset: '0', file_size: '2000' }, file.subarray(0, 800))).status).toBe(412);
    await send({ offset: '800', file_size: '2000' }, file.subarray(800));
    const finish = { upload_phase: 'finish', video_id: id, video_state: 'PUBLISHED', description: 'Un reel' };
    expect((await graph.post(`/${page}/video_reels`, finish)).body).toEqual({ success: true });
    await clock.advance(2000);
    const reels = await graph.get(`/${page}/video_reels`, { fields: 'description,post_id' });
    expect(reels.body).toMatchObject({ data: [{ id, description: 'Un reel' }] });
  });

  it('refuses the thirty-first reel of a day', async () => {
    await sim.close();
    sim = await createFacebookSim({ clock, seed: 1 }, { limits: { reelsADay: 1 } });
    graph = createGraphClient(sim.baseUrl, sim.accounts[0]?.token);
    const reel = async (fate: Readonly<Record<string, unknown>> = { video_state: 'PUBLISHED' }) => {
      const start = await graph.post(`/${page}/video_reels`, { upload_phase: 'start' });
      const id = textAt(start.body, 'video_id');
      await fetch(textAt(start.body, 'upload_url'), {
        method: 'POST',
        headers: { authorization: `OAuth ${sim.accounts[0]?.token ?? ''}`, offset: '0', file_size: '2000' },
        body: new Uint8Array(movie(2000)),
      });
      return graph.post(`/${page}/video_reels`, {
        upload_phase: 'finish',
        video_id: id,
        ...fate,
      });
    };
    const later = () => ({
      video_state: 'SCHEDULED',
      scheduled_publish_time: Math.floor((clock.now() + DAY) / 1_000),
    });
    expect((await reel()).status).toBe(200);
    expect(at((await reel()).body, 'error', 'code')).toBe(613);
    expect(at((await reel(later())).body, 'error', 'code')).toBe(613);
    await clock.advance(DAY + 1);
    expect((await reel(later())).status).toBe(200);
    expect(at((await reel()).body, 'error', 'code')).toBe(613);
  });

  it('shows stories of a photo that no post shows, and of a video', async () => {
    const photo = await unpublishedPhoto();
    const story = await graph.post(`/${page}/photo_stories`, { photo_id: photo });
    expect(story.body).toMatchObject({ success: true, post_id: expect.any(String) });
    // No document says that the same photo makes no second one.
    const second = await graph.post(`/${page}/photo_stories`, { photo_id: photo });
    expect(second.body).toMatchObject({ success: true });
    expect(second.body).not.toEqual(story.body);
    const start = await graph.post(`/${page}/video_stories`, { upload_phase: 'start' });
    await fetch(textAt(start.body, 'upload_url'), {
      method: 'POST',
      headers: { authorization: `OAuth ${sim.accounts[0]?.token ?? ''}`, offset: '0', file_size: '1500' },
      body: new Uint8Array(movie(1500)),
    });
    const finish = { upload_phase: 'finish', video_id: textAt(start.body, 'video_id') };
    const made = await graph.post(`/${page}/video_stories`, finish);
    expect(made.body).toMatchObject({ success: true });
    const stories = await graph.get(`/${page}/stories`);
    expect(dataOf(stories.body).map((one) => at(one, 'media_type'))).toEqual(['video', 'photo', 'photo']);
  });

  it('holds a scheduled post, moves it, gives it back, and publishes it at its moment', async () => {
    const schedule = (ms: number) =>
      graph.post(`/${page}/feed`, { message: `à ${ms}`, published: false, scheduled_publish_time: unix(ms) });
    expect(at((await schedule(9 * 60_000)).body, 'error', 'code')).toBe(100);
    expect(at((await schedule(31 * DAY)).body, 'error', 'code')).toBe(100);
    const first = textAt((await schedule(HOUR)).body, 'id');
    const second = textAt((await schedule(2 * HOUR)).body, 'id');
    const list = async () =>
      dataOf(
        (await graph.get(`/${page}/scheduled_posts`, { fields: 'scheduled_publish_time,message' })).body,
      );
    expect((await list()).map((row) => at(row, 'id'))).toEqual([second, first]);
    expect((await graph.delete(`/${second}`)).body).toEqual({ success: true });
    await graph.post(`/${first}`, { scheduled_publish_time: unix(3 * HOUR), message: 'déplacé' });
    await clock.advance(2 * HOUR);
    expect(await list()).toHaveLength(1);
    await clock.advance(HOUR);
    expect(await list()).toHaveLength(0);
    expect((await graph.get(`/${first}`, { fields: 'message,is_published' })).body).toMatchObject({
      message: 'déplacé',
      is_published: true,
    });
    expect(sim.control.ledger.effects().map(({ kind }) => kind)).toEqual([
      'scheduled',
      'scheduled',
      'unscheduled',
      'rescheduled',
      'edit',
    ]);
  });

  it('keeps two levels of comments, hides, likes, deletes and blocks', async () => {
    const id = await post('Question du jour');
    const say = (person: string, to: string, text: string) =>
      sim.control.audience.say({ kind: 'reply', person, post: to, text });
    const comment = await say('theo_marchand', id, 'Et en vert ?');
    if (comment === undefined) throw new Error('no comment');
    const answer = textAt((await graph.post(`/${comment}/comments`, { message: 'Oui' })).body, 'id');
    const third = await say('theo_marchand', answer, 'Merci');
    const flat = await graph.get(`/${id}/comments`, { filter: 'stream', fields: 'message,parent{id},from' });
    expect(dataOf(flat.body).map((row) => [at(row, 'message'), at(row, 'parent', 'id')])).toEqual([
      ['Et en vert ?', undefined],
      ['Oui', comment],
      ['Merci', comment],
    ]);
    expect(dataOf((await graph.get(`/${id}/comments`)).body)).toHaveLength(1);
    await graph.post(`/${comment}`, { is_hidden: true });
    await graph.post(`/${comment}/likes`, {});
    expect(
      (await graph.get(`/${comment}`, { fields: 'is_hidden,user_likes,like_count' })).body,
    ).toMatchObject({
      is_hidden: true,
      user_likes: true,
      like_count: 1,
    });
    await graph.delete(`/${comment}/likes`);
    expect((await graph.delete(`/${third ?? ''}`)).body).toEqual({ success: true });
    const troll = sim.personId('gege_raleur');
    expect((await graph.post(`/${page}/blocked`, { user: [troll] })).body).toEqual({ [troll]: true });
    expect(await say('gege_raleur', id, 'Fait main mon œil.')).toBeUndefined();
    expect(dataOf((await graph.get(`/${page}/blocked`)).body)).toHaveLength(1);
    expect(at((await graph.post(`/${answer}`, { is_hidden: true })).body, 'error', 'code')).toBe(100);
  });

  it('answers a comment in private once, within seven days', async () => {
    const id = await post('Concours');
    const comment = await sim.control.audience.say({
      kind: 'reply',
      person: 'nadia_benali',
      post: id,
      text: 'Moi !',
    });
    const late = await sim.control.audience.say({
      kind: 'reply',
      person: 'jeanne_d',
      post: id,
      text: 'Et moi',
    });
    const answer = (to: string | undefined) =>
      graph.post(`/${page}/messages`, { recipient: { comment_id: to }, message: { text: 'Bravo' } });
    expect((await answer(comment)).body).toMatchObject({ recipient_id: sim.personId('nadia_benali') });
    expect(at((await answer(comment)).body, 'error', 'error_subcode')).toBe(2534014);
    await clock.advance(7 * DAY + 1000);
    expect(at((await answer(late)).body, 'error', 'error_subcode')).toBe(2534023);
  });

  it('sends messages within 24 hours, within seven days as a human agent, and never outside', async () => {
    const person = sim.personId('theo_marchand');
    await sim.control.audience.say({
      kind: 'message',
      person: 'theo_marchand',
      account: page,
      text: 'Bonjour',
    });
    const send = (more: Readonly<Record<string, unknown>>) =>
      graph.post(`/${page}/messages`, { recipient: { id: person }, message: { text: 'Oui ?' }, ...more });
    expect((await send({ messaging_type: 'RESPONSE' })).body).toMatchObject({ recipient_id: person });
    await clock.advance(DAY + 1000);
    expect(at((await send({ messaging_type: 'RESPONSE' })).body, 'error', 'error_subcode')).toBe(2018278);
    const agent = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };
    expect((await send(agent)).status).toBe(200);
    expect(
      at((await send({ messaging_type: 'MESSAGE_TAG', tag: 'ACCOUNT_UPDATE' })).body, 'error', 'code'),
    ).toBe(100);
    await clock.advance(6 * DAY);
    expect(at((await send(agent)).body, 'error', 'error_subcode')).toBe(2018278);
    const threads = await graph.get(`/${page}/conversations`, { fields: 'snippet,can_reply,participants' });
    expect(threads.body).toMatchObject({ data: [{ snippet: 'Oui ?', can_reply: false }] });
    const messages = await graph.get(`/${textAt(dataOf(threads.body)[0], 'id')}/messages`, {
      fields: 'message,from',
    });
    expect(dataOf(messages.body)).toHaveLength(3);
  });

  it('shows who tags and who recommends the page, to a page access with the permission alone', async () => {
    await sim.control.audience.say({
      kind: 'mention',
      person: 'camille_roche',
      account: page,
      text: 'Quelle lampe !',
    });
    await sim.recommend('sarah_whitfield', page, true, 'Lovely people');
    const tagged = await graph.get(`/${page}/tagged`, { fields: 'message,from' });
    expect(tagged.body).toMatchObject({ data: [{ from: { name: 'Camille Roche' } }] });
    const ratings = await graph.get(`/${page}/ratings`, {
      fields: 'recommendation_type,review_text,open_graph_story{id}',
    });
    expect(ratings.body).toMatchObject({
      data: [{ recommendation_type: 'positive', review_text: 'Lovely people' }],
    });
    expect(dataOf(ratings.body)[0]).not.toHaveProperty('id');
    const story = textAt(dataOf(ratings.body)[0], 'open_graph_story', 'id');
    expect((await graph.post(`/${story}/comments`, { message: 'Merci !' })).status).toBe(200);
    const less = createGraphClient(sim.baseUrl, await sim.issueToken(page, ['pages_read_engagement']));
    expect(at((await less.get(`/${page}/tagged`)).body, 'error', 'code')).toBe(10);
    expect(at((await less.post(`/${page}/feed`, { message: 'x' })).body, 'error', 'code')).toBe(200);
    const id = await post('Qui êtes-vous ?');
    await sim.control.audience.say({ kind: 'reply', person: 'camille_roche', post: id, text: 'Moi' });
    expect(
      dataOf((await less.get(`/${id}/comments`, { fields: 'from,message' })).body)[0],
    ).not.toHaveProperty('from');
  });

  it('fails a whole call of insights for one bad name', async () => {
    const good = await graph.get(`/${page}/insights`, {
      metric: 'page_follows,page_views_total',
      period: 'day',
    });
    expect(dataOf(good.body).map((row) => at(row, 'name'))).toEqual(['page_follows', 'page_views_total']);
    const bad = await graph.get(`/${page}/insights`, {
      metric: 'page_follows,page_impressions',
      period: 'day',
    });
    expect(bad.body).toMatchObject({
      error: { code: 100, message: '(#100) The value must be a valid insights metric' },
    });
    const id = await post('Chiffres');
    await sim.control.audience.say({ kind: 'like', person: 'camille_roche', post: id });
    const reactions = await graph.get(`/${id}/insights`, { metric: 'post_reactions_by_type_total' });
    expect(at(dataOf(reactions.body)[0], 'values', 0, 'value')).toEqual({ love: 1 });
  });

  it('refuses beyond the rolling window, with status 400 and when it ends', async () => {
    await sim.close();
    sim = await createFacebookSim({ clock, seed: 1 }, { limits: { businessCalls: 3 } });
    graph = createGraphClient(sim.baseUrl, sim.accounts[0]?.token);
    for (let call = 0; call < 3; call += 1) await graph.get(`/${page}`);
    const over = await graph.get(`/${page}`);
    expect(over.status).toBe(400);
    expect(at(over.body, 'error', 'code')).toBe(80001);
    expect(JSON.parse(over.headers.get('x-business-use-case-usage') ?? '')).toMatchObject({
      [page]: [{ call_count: 100, estimated_time_to_regain_access: 1440 }],
    });
    await clock.advance(DAY);
    expect((await graph.get(`/${page}`)).status).toBe(200);
  });

  it('may answer 500 for what it did, lag behind, and forget nobody', async () => {
    sim.control.faults.set({
      fault: { tag: 'server-error', status: 500, worked: true },
      operation: 'photos.create',
      times: 1,
    });
    const broken = await graph.form(`/${page}/photos`, {
      source: photoFile(),
      caption: 'Publiée malgré tout',
    });
    expect(broken.status).toBe(500);
    expect(broken.body).toMatchObject({ error: { code: 2, is_transient: true } });
    sim.control.faults.set({
      fault: { tag: 'lagging-lists', ms: 60_000 },
      operation: 'published_posts.list',
    });
    const list = async () =>
      dataOf((await graph.get(`/${page}/published_posts`, { fields: 'message' })).body).map((row) =>
        at(row, 'message'),
      );
    expect(await list()).not.toContain('Publiée malgré tout');
    await clock.advance(61_000);
    expect(await list()).toContain('Publiée malgré tout');
  });

  it('ends accesses in the network’s ways', async () => {
    await sim.endAccess(page, 'password-changed');
    const refused = await graph.get(`/${page}`);
    expect(refused.body).toMatchObject({ error: { code: 190, error_subcode: 460 } });
    expect(refused.headers.get('www-authenticate')).toContain('invalid_token');
  });
});
