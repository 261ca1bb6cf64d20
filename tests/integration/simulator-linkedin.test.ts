import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../src-simulator/core/clock.ts';
import type { LinkedinSettings } from '../../src-simulator/linkedin/settings.ts';
import type { LinkedinSim } from '../../src-simulator/linkedin/sim.ts';
import { startLinkedinSim } from '../../src-simulator/linkedin/start.ts';
import {
  createLinkedinClient,
  elementsOf,
  memberOf,
  postBody,
  urnKey,
  type LinkedinAnswer,
  type LinkedinClient,
} from '../fixtures/linkedin-client.ts';
import { mp4Of, pngOf } from '../fixtures/mastodon-client.ts';

let clock: ManualClock;
let sim: LinkedinSim;
let client: LinkedinClient;
/** URNs of the first client's page, and of the member who looks after it. */
let page: string;
let member: string;

async function start(settings: Partial<LinkedinSettings> = {}): Promise<void> {
  clock = createManualClock();
  sim = await startLinkedinSim({ clock, settings });
  const [account] = sim.accounts;
  if (!account) throw new Error('no account');
  page = account.id;
  member = sim.keeper('atelier-lumiere');
  client = createLinkedinClient(sim.baseUrl, account.token);
}
beforeEach(() => start());
afterEach(() => sim.close());

const code = (answer: LinkedinAnswer): unknown =>
  memberOf(answer.body, 'code') ?? memberOf(answer.body, 'errorDetails.inputErrors.0.code');
async function published(commentary: string, more: object = {}, author = page): Promise<string> {
  const answer = await client.post('/rest/posts', postBody(author, commentary, more));
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  return answer.headers.get('x-restli-id') ?? '';
}

describe('how calls are made (linkedin §2, §8)', () => {
  it('wants a version that is alive', async () => {
    const missing = await client.send('GET', '/rest/organizationAcls?q=roleAssignee', undefined, {
      'linkedin-version': undefined,
    });
    expect([missing.status, code(missing)]).toEqual([400, 'VERSION_MISSING']);
    for (const version of ['202509', '202611', '20260901', 'soon']) {
      const old = await client.send('GET', '/rest/organizationAcls?q=roleAssignee', undefined, {
        'linkedin-version': version,
      });
      expect([version, old.status, code(old)]).toEqual([version, 426, 'NONEXISTENT_VERSION']);
      expect(memberOf(old.body, 'message')).toBe(`Requested version ${version} is not active`);
    }
  });

  it('refuses URNs that are not encoded, and encoded punctuation', async () => {
    const post = await published('Bonjour');
    expect((await client.get(`/rest/posts/${post}`)).status).toBe(400);
    expect((await client.get(`/rest/posts/${urnKey(post)}`)).status).toBe(200);
    const finder = '/rest/organizationalEntityShareStatistics?q=organizationalEntity';
    const list = `&shares=List(${urnKey(post)})`;
    expect((await client.get(`${finder}&organizationalEntity=${page}${list}`)).status).toBe(400);
    expect((await client.get(`${finder}&organizationalEntity=${urnKey(page)}${list}`)).status).toBe(200);
    const encoded = encodeURIComponent(`List(${post})`).replace('(', '%28').replace(')', '%29');
    expect(
      (await client.get(`${finder}&organizationalEntity=${urnKey(page)}&shares=${encoded}`)).status,
    ).toBe(400);
  });

  it('wants the Rest.li protocol and JSON', async () => {
    const bare = await client.send('GET', '/rest/organizationAcls?q=roleAssignee', undefined, {
      'x-restli-protocol-version': undefined,
    });
    expect(bare.status).toBe(400);
    const form = await client.send('POST', '/rest/posts', postBody(page, 'x'), {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(form.status).toBe(415);
  });

  it('tells tokens apart', async () => {
    const ask = (token: string | undefined): Promise<LinkedinAnswer> =>
      createLinkedinClient(sim.baseUrl, token).get('/v2/userinfo');
    expect((await ask(undefined)).body).toMatchObject({
      message: 'Empty oauth2_access_token',
      serviceErrorCode: 401,
      status: 401,
    });
    expect((await ask('nobody')).body).toMatchObject({ serviceErrorCode: 65600, status: 401 });
    const token = await sim.issueToken(member, ['openid', 'profile']);
    expect((await ask(token)).body).toMatchObject({ sub: member.replace('urn:li:person:', '') });
    await clock.advance(60 * 86_400_000);
    expect((await ask(token)).body).toMatchObject({ serviceErrorCode: 65602, code: 'EXPIRED_ACCESS_TOKEN' });
    await sim.control.revoke(page);
    expect((await client.get('/v2/userinfo')).body).toMatchObject({
      serviceErrorCode: 65601,
      code: 'REVOKED_ACCESS_TOKEN',
    });
  });

  it('refuses a fresh token for some seconds in the words of a revoked one', async () => {
    await sim.close();
    await start({ freshTokenMs: 7_000 });
    const token = await sim.issueToken(member, ['openid']);
    const fresh = createLinkedinClient(sim.baseUrl, token);
    expect((await fresh.get('/v2/userinfo')).body).toMatchObject({ serviceErrorCode: 65601 });
    await clock.advance(7_000);
    expect((await fresh.get('/v2/userinfo')).status).toBe(200);
  });

  it('counts calls of a member and a day, and says no more than 429 (linkedin §7)', async () => {
    await sim.close();
    await start({ memberPerDay: 3 });
    for (let call = 0; call < 3; call += 1) expect((await client.get('/v2/userinfo')).status).toBe(200);
    const over = await client.get('/v2/userinfo');
    expect([over.status, code(over), over.headers.get('retry-after')]).toEqual([
      429,
      'TOO_MANY_REQUESTS',
      null,
    ]);
    await clock.advance(16 * 3_600_000);
    expect((await client.get('/v2/userinfo')).status).toBe(200);
  });
});

describe('who may do what (linkedin §1, §2)', () => {
  it('lists roles, and lets only posting ones post', async () => {
    const acls = await client.get('/rest/organizationAcls?q=roleAssignee&state=APPROVED');
    expect(elementsOf(acls)).toEqual([
      { organization: page, role: 'ADMINISTRATOR', state: 'APPROVED', roleAssignee: member },
      {
        organization: sim.accounts[1]?.id,
        role: 'CONTENT_ADMINISTRATOR',
        state: 'APPROVED',
        roleAssignee: member,
      },
    ]);
    expect(elementsOf(await client.get('/rest/organizationAcls?q=roleAssignee&role=ANALYST'))).toEqual([]);
    const other = createLinkedinClient(sim.baseUrl, sim.accounts[1]?.token);
    const foreign = await other.post('/rest/posts', postBody(page, 'Pas chez moi'));
    expect([foreign.status, code(foreign)]).toEqual([403, 'ACCESS_DENIED']);
    await sim.giveRole(sim.keeper('velo-et-co'), page, 'ANALYST');
    expect((await other.post('/rest/posts', postBody(page, 'Toujours pas'))).status).toBe(403);
    await sim.giveRole(sim.keeper('velo-et-co'), page, 'CONTENT_ADMINISTRATOR');
    expect((await other.post('/rest/posts', postBody(page, 'Voilà'))).status).toBe(201);
  });

  it('holds tokens to their scopes', async () => {
    const selfServe = createLinkedinClient(
      sim.baseUrl,
      await sim.issueToken(member, ['openid', 'profile', 'w_member_social'], sim.apps.selfServe.id),
    );
    expect((await selfServe.post('/rest/posts', postBody(member, 'De moi'))).status).toBe(201);
    expect((await selfServe.post('/rest/posts', postBody(page, 'De la page'))).status).toBe(403);
    expect((await selfServe.get(`/rest/posts?q=author&author=${urnKey(member)}`)).status).toBe(403);
    const image = await selfServe.image(member, pngOf(10, 10));
    // A token that may only write may not look how its image is doing.
    expect((await selfServe.get(`/rest/images/${urnKey(image)}`)).status).toBe(403);
  });
});

describe('posts (linkedin §3)', () => {
  it('answers 201 with nothing but a header, and takes edits and deletions', async () => {
    const answer = await client.post('/rest/posts', postBody(page, 'Bonjour'));
    expect([answer.status, answer.text]).toEqual([201, '']);
    const post = answer.headers.get('x-restli-id') ?? '';
    expect(post).toMatch(/^urn:li:share:\d+$/);
    expect((await client.get(`/rest/posts/${urnKey(post)}?viewContext=AUTHOR`)).body).toMatchObject({
      id: post,
      author: page,
      commentary: 'Bonjour',
      lifecycleState: 'PUBLISHED',
      createdAt: clock.now(),
    });
    const patch = { patch: { $set: { commentary: 'Bonsoir' } } };
    expect((await client.post(`/rest/posts/${urnKey(post)}`, patch)).status).toBe(400);
    const edited = await client.send('POST', `/rest/posts/${urnKey(post)}`, patch, {
      'x-restli-method': 'PARTIAL_UPDATE',
    });
    expect(edited.status).toBe(204);
    expect(sim.shownText(post)).toBe('Bonsoir');
    for (let time = 0; time < 2; time += 1)
      expect((await client.send('DELETE', `/rest/posts/${urnKey(post)}`)).status).toBe(204);
    expect((await client.get(`/rest/posts/${urnKey(post)}`)).status).toBe(404);
  });

  it('cuts a commentary silently at a reserved character that is not escaped', async () => {
    const cut = await published('Bonjour (tout le monde) et merci');
    expect(sim.shownText(cut)).toBe('Bonjour ');
    const whole = await published(
      'Bonjour \\(tout le monde\\) #laiton {hashtag|\\#|faitmain} 5 \\* 5 \\\\ ok',
    );
    expect(sim.shownText(whole)).toBe('Bonjour (tout le monde) #laiton #faitmain 5 * 5 \\ ok');
    for (const letter of '|{}@[]()<>#*_~')
      expect([letter, sim.shownText(await published(`avant ${letter} après`))]).toEqual([letter, 'avant ']);
  });

  it('makes a mention only of the exact name', async () => {
    const other = sim.accounts[1]?.id ?? '';
    const post = await published(`Avec @[Vélo & Co](${other}) demain`);
    expect(sim.shownText(post)).toBe('Avec Vélo & Co demain');
    await published(`Encore avec @[Velo et Co](${other})`);
    const told = createLinkedinClient(sim.baseUrl, sim.accounts[1]?.token);
    const mentions = elementsOf(
      await told.get(
        `/rest/organizationalEntityNotifications?q=criteria&actions=List(SHARE_MENTION)&organizationalEntity=${urnKey(other)}&timeRange=(start:0,end:${clock.now() + 1})`,
      ),
    );
    expect(mentions).toHaveLength(1);
    expect(memberOf(mentions[0], 'decoratedGeneratedActivity.share.entity')).toBe(post);
  });

  it('refuses what the network refuses, naming the field', async () => {
    const refused = async (body: object): Promise<readonly unknown[]> => {
      const answer = await client.post('/rest/posts', body);
      return [
        answer.status,
        memberOf(answer.body, 'errorDetails.inputErrors.0.code'),
        memberOf(answer.body, 'errorDetails.inputErrors.0.input.inputPath.fieldPath'),
      ];
    };
    expect(await refused({ ...postBody(page, 'x'), lifecycleState: 'DRAFT' })).toEqual([
      400,
      'INVALID_VALUE_FOR_FIELD',
      '/lifecycleState',
    ]);
    expect(await refused({ ...postBody(page, 'x'), distribution: undefined })).toEqual([
      400,
      'MISSING_FIELD',
      '/distribution',
    ]);
    expect(await refused(postBody(page, 'x'.repeat(3_001)))).toEqual([
      400,
      'FIELD_LENGTH_TOO_LONG',
      '/commentary',
    ]);
    expect(await refused(postBody('urn:li:share:1', 'x'))).toEqual([400, 'INVALID_URN_TYPE', '/author']);
    expect(await refused(postBody(page, '', {}))).toEqual([400, 'INVALID_VALUE_BLANK_FIELD', '/commentary']);
    const media = { media: { id: 'urn:li:image:nowhere' } };
    expect(await refused(postBody(page, 'x', { content: media }))).toEqual([
      400,
      'INVALID_URN_ID',
      '/content/media/id',
    ]);
    const poll = (duration: string, options: number) => ({
      content: {
        poll: {
          question: 'Laiton ?',
          options: Array.from({ length: options }, (_, index) => ({ text: `Choix ${index}` })),
          settings: { duration },
        },
      },
    });
    expect(await refused(postBody(page, 'x', poll('TWO_DAYS', 2)))).toContain(
      '/content/poll/settings/duration',
    );
    expect(await refused(postBody(page, 'x', poll('ONE_DAY', 5)))).toContain('/content/poll/options');
    expect(await published('x', poll('ONE_DAY', 4))).toMatch(/^urn:li:ugcPost:/);
    expect(
      await refused(postBody(page, 'x', { content: { article: { source: 'https://ex.org' } } })),
    ).toEqual([400, 'MISSING_FIELD', '/content/article/title']);
    expect(await refused(postBody(page, 'x', { content: { carousel: {} } }))).toContain('/content/carousel');
  });

  it('refuses an equal post and names the first; after a deletion, ghosts (linkedin §9)', async () => {
    const first = await published('Deux fois la même chose');
    const again = await client.post('/rest/posts', postBody(page, 'Deux fois la même chose'));
    expect([again.status, code(again)]).toEqual([422, 'DUPLICATE_POST']);
    expect(memberOf(again.body, 'message')).toContain(first);
    await client.send('DELETE', `/rest/posts/${urnKey(first)}`);
    const ghosts = new Set<string>();
    for (let time = 0; time < 2; time += 1) {
      const ghost = await client.post('/rest/posts', postBody(page, 'Deux fois la même chose'));
      const urn = /urn:li:(?:share|ugcPost):\d+/.exec(String(memberOf(ghost.body, 'message')))?.[0] ?? '';
      expect(urn).not.toBe(first);
      expect((await client.get(`/rest/posts/${urnKey(urn)}`)).status).toBe(404);
      ghosts.add(urn);
    }
    expect(ghosts.size).toBe(2);
    await clock.advance(10 * 60_000);
    expect(await published('Deux fois la même chose')).not.toBe(first);
  });

  it('lists the posts of a page, newest first, and lags when told to', async () => {
    const before = memberOf(
      (await client.get(`/rest/posts?q=author&author=${urnKey(page)}`)).body,
      'paging.total',
    );
    expect(before).toBe(4);
    sim.control.faults.set({ fault: { tag: 'lagging-lists', ms: 10_000 }, operation: 'posts.list' });
    const post = await published('Tout neuf');
    const list = `/rest/posts?q=author&author=${urnKey(page)}&sortBy=CREATED&count=1`;
    expect(memberOf((await client.get(list)).body, 'elements.0.id')).not.toBe(post);
    await clock.advance(10_000);
    expect(memberOf((await client.get(list)).body, 'elements.0.id')).toBe(post);
  });
});

describe('uploads (linkedin §3, §6)', () => {
  it('makes posts of one image, and of several', async () => {
    const one = await client.image(page, pngOf(100, 100));
    expect((await client.get(`/rest/images/${urnKey(one)}`)).body).toMatchObject({ status: 'AVAILABLE' });
    const other = await client.image(page, pngOf(100, 100));
    await published('Une', { content: { media: { id: one, altText: 'Une lampe' } } });
    const images = [{ id: one, altText: 'a' }, { id: other }];
    await published('Deux', { content: { multiImage: { images } } });
    const alone = await client.post(
      '/rest/posts',
      postBody(page, 'Une seule', { content: { multiImage: { images: images.slice(1) } } }),
    );
    expect(alone.status).toBe(400);
    const long = await client.post(
      '/rest/posts',
      postBody(page, 'Long', { content: { media: { id: one, altText: 'x'.repeat(4_087) } } }),
    );
    expect(code(long)).toBe('FIELD_LENGTH_TOO_LONG');
    // An asset belongs to whom it was uploaded for.
    const stranger = await client.post(
      '/rest/posts',
      postBody(member, 'x', { content: { media: { id: one } } }),
    );
    expect(stranger.status).toBe(400);
  });

  it('keeps a post waiting for its medium', async () => {
    const announced = await client.post('/rest/images?action=initializeUpload', {
      initializeUploadRequest: { owner: page },
    });
    const urn = String(memberOf(announced.body, 'value.image'));
    const early = await client.post('/rest/posts', postBody(page, 'x', { content: { media: { id: urn } } }));
    expect([early.status, code(early)]).toEqual([400, 'MEDIA_ASSET_WAITING_UPLOAD']);
    await clock.advance(24 * 3_600_000);
    const late = await fetch(String(memberOf(announced.body, 'value.uploadUrl')), {
      method: 'PUT',
      headers: { authorization: `Bearer ${sim.accounts[0]?.token ?? ''}` },
      body: pngOf(10, 10),
    });
    expect(late.status).toBe(400);
    expect(await late.text()).toContain('EXPIRED_UPLOAD_URL');
  });

  it('fails an image of too many pixels, and a file that is none', async () => {
    const huge = await client.image(page, pngOf(8_000, 8_000));
    const text = await client.image(page, Buffer.from('not a picture at all'));
    for (const urn of [huge, text]) {
      expect((await client.get(`/rest/images/${urnKey(urn)}`)).body).toMatchObject({
        status: 'PROCESSING_FAILED',
      });
      const post = await client.post('/rest/posts', postBody(page, 'x', { content: { media: { id: urn } } }));
      expect(code(post)).toBe('MEDIA_ASSET_PROCESSING_FAILED');
    }
  });

  it('takes videos in parts without a token, and puts them together by their marks', async () => {
    await sim.close();
    await start({ partBytes: 50_000 });
    const film = mp4Of(120_000);
    const announced = await client.post('/rest/videos?action=initializeUpload', {
      initializeUploadRequest: {
        owner: page,
        fileSizeBytes: film.byteLength,
        uploadCaptions: false,
        uploadThumbnail: false,
      },
    });
    const value = memberOf(announced.body, 'value');
    const video = String(memberOf(value, 'video'));
    const instructions = memberOf(value, 'uploadInstructions');
    if (!Array.isArray(instructions)) throw new Error('no instructions');
    expect(instructions.map((part) => [memberOf(part, 'firstByte'), memberOf(part, 'lastByte')])).toEqual([
      [0, 49_999],
      [50_000, 99_999],
      [100_000, 119_999],
    ]);
    const put = (index: number, headers: Record<string, string> = {}, shorter = 0) =>
      fetch(String(memberOf(instructions[index], 'uploadUrl')), {
        method: 'PUT',
        headers: { 'content-type': 'application/octet-stream', ...headers },
        body: film.subarray(
          Number(memberOf(instructions[index], 'firstByte')),
          Number(memberOf(instructions[index], 'lastByte')) + 1 - shorter,
        ),
      });
    expect((await put(0, { authorization: 'Bearer x' })).status).toBe(400);
    expect((await put(0, {}, 10)).status).toBe(400);
    const marks = [];
    for (const index of [0, 1, 2]) marks.push((await put(index)).headers.get('etag') ?? '');
    const finalize = (uploadedPartIds: readonly string[]) =>
      client.post('/rest/videos?action=finalizeUpload', {
        finalizeUploadRequest: { video, uploadToken: '', uploadedPartIds },
      });
    expect(code(await finalize(marks.slice(0, 2)))).toBe('UPDATING_ASSET_FAILED');
    expect((await finalize(marks)).status).toBe(200);
    const state = async (): Promise<unknown> =>
      memberOf((await client.get(`/rest/videos/${urnKey(video)}`)).body, 'status');
    expect(await state()).toBe('PROCESSING');
    await clock.advance(2_000);
    expect(await state()).toBe('AVAILABLE');
    expect(await published('Film', { content: { media: { id: video, title: 'Film' } } })).toMatch(
      /^urn:li:ugcPost:/,
    );
  });

  it('wants a title for a document', async () => {
    const announced = await client.post('/rest/documents?action=initializeUpload', {
      initializeUploadRequest: { owner: page },
    });
    const urn = String(memberOf(announced.body, 'value.document'));
    const sent = await fetch(String(memberOf(announced.body, 'value.uploadUrl')), {
      method: 'PUT',
      headers: { authorization: `Bearer ${sim.accounts[0]?.token ?? ''}` },
      body: Buffer.from('%PDF-1.7\n1 0 obj << /Type /Page >> endobj'),
    });
    expect(sent.status).toBe(201);
    await clock.advance(500);
    const untitled = await client.post(
      '/rest/posts',
      postBody(page, 'x', { content: { media: { id: urn } } }),
    );
    expect(code(untitled)).toBe('MISSING_FIELD');
    await published('Carrousel', { content: { media: { id: urn, title: 'Catalogue' } } });
  });
});

describe('comments, reactions, notifications (linkedin §4)', () => {
  const comments = (urn: string): string => `/rest/socialActions/${urnKey(urn)}/comments`;

  it('lists comments and answers on two levels, and takes ours', async () => {
    const post = await published('Question');
    const said = await sim.control.audience.say({
      kind: 'reply',
      person: 'theo_marchand',
      post,
      text: 'Une réponse (avec des parenthèses)',
    });
    const [comment] = elementsOf(await client.get(comments(post)));
    expect(comment).toMatchObject({
      $URN: said,
      actor: sim.personUrn('theo_marchand'),
      message: { text: 'Une réponse (avec des parenthèses)' },
      created: { time: clock.now() },
    });
    const activity = String(memberOf(comment, 'object'));
    const answer = await client.post(comments(said ?? ''), {
      actor: page,
      object: activity,
      message: { text: 'Merci' },
      parentComment: said,
    });
    expect(answer.status).toBe(201);
    const number = answer.headers.get('x-restli-id') ?? '';
    const [ours] = elementsOf(await client.get(comments(said ?? '')));
    expect(ours).toMatchObject({ id: number, parentComment: said, actor: page });
    const deeper = await client.post(comments(String(memberOf(ours, '$URN'))), {
      actor: page,
      object: activity,
      message: { text: 'Trop profond' },
      parentComment: String(memberOf(ours, '$URN')),
    });
    expect(deeper.status).toBe(400);
    const long = await client.post(comments(post), {
      actor: page,
      object: activity,
      message: { text: 'x'.repeat(1_251) },
    });
    expect(code(long)).toBe('FIELD_LENGTH_TOO_LONG');
    const own = `${comments(post)}/${number}?actor=${urnKey(page)}`;
    expect((await client.post(own, { patch: { message: { $set: { text: 'Merci !' } } } })).status).toBe(204);
    expect((await client.send('DELETE', own)).status).toBe(204);
    expect((await client.send('DELETE', own)).status).toBe(404);
    // The page may delete what others say under its posts.
    const theirs = `${comments(post)}/${String(memberOf(comment, 'id'))}?actor=${urnKey(page)}`;
    expect((await client.send('DELETE', theirs)).status).toBe(204);
    expect(elementsOf(await client.get(comments(post)))).toEqual([]);
  });

  it('reacts once, whatever the repeats, and counts', async () => {
    const post = await published('À aimer');
    const react = (type: string) =>
      client.post(`/rest/reactions?actor=${urnKey(page)}`, { root: post, reactionType: type });
    expect((await react('LIKE')).status).toBe(201);
    expect((await react('LIKE')).status).toBe(201);
    expect((await react('LOVE')).status).toBe(400);
    await sim.control.audience.say({ kind: 'like', person: 'camille_roche', post });
    const list = `/rest/reactions/(entity:${urnKey(post)})?q=entity`;
    expect(elementsOf(await client.get(list)).map((one) => memberOf(one, 'created.actor'))).toEqual([
      page,
      sim.personUrn('camille_roche'),
    ]);
    const metadata = (await client.get(`/rest/socialMetadata/${urnKey(post)}`)).body;
    expect(metadata).toMatchObject({ reactionSummaries: { LIKE: { count: 2 } }, commentsState: 'OPEN' });
    const mine = `/rest/reactions/(actor:${urnKey(page)},entity:${urnKey(post)})`;
    for (let time = 0; time < 2; time += 1) expect((await client.send('DELETE', mine)).status).toBe(204);
    expect(elementsOf(await client.get(list))).toHaveLength(1);
  });

  it('closes comments', async () => {
    const post = await published('Fermé');
    const closed = await client.post(`/rest/socialMetadata/${urnKey(post)}?actor=${urnKey(page)}`, {
      patch: { $set: { commentsState: 'CLOSED' } },
    });
    expect(closed.status).toBe(204);
    const comment = await client.post(comments(post), {
      actor: page,
      object: post,
      message: { text: 'Encore un mot' },
    });
    expect(comment.status).toBe(403);
    const reply = { kind: 'reply', person: 'theo_marchand', post, text: 'Ah' } as const;
    expect(await sim.control.audience.say(reply)).toBeUndefined();
  });

  it('tells the page what happened, for sixty days', async () => {
    const post = await published('Surveillé');
    const from = clock.now();
    const say = sim.control.audience.say;
    const said = await say({ kind: 'reply', person: 'jeanne_d', post, text: 'Bof' });
    await clock.advance(1_000);
    await say({ kind: 'edit', person: 'jeanne_d', post: said ?? '', text: 'En fait, très bien' });
    await clock.advance(1_000);
    await say({ kind: 'remove', person: 'jeanne_d', post: said ?? '' });
    await say({ kind: 'like', person: 'camille_roche', post });
    await say({ kind: 'mention', person: 'hugo_lemaire', account: page, text: 'un bel atelier' });
    const notifications = (actions: string, start = from) =>
      client.get(
        `/rest/organizationalEntityNotifications?q=criteria&actions=List(${actions})&organizationalEntity=${urnKey(page)}&timeRange=(start:${start},end:${clock.now() + 1})&count=50`,
      );
    const all = elementsOf(await notifications('COMMENT,COMMENT_EDIT,COMMENT_DELETE,SHARE_MENTION,LIKE')).map(
      (one) => memberOf(one, 'action'),
    );
    expect(all.toSorted()).toEqual(['COMMENT', 'COMMENT_DELETE', 'COMMENT_EDIT', 'LIKE', 'SHARE_MENTION']);
    const [comment] = elementsOf(await notifications('COMMENT'));
    expect(comment).toMatchObject({
      organizationalEntity: page,
      decoratedSourcePost: { entity: post, owner: page },
      decoratedGeneratedActivity: {
        comment: { entity: said, owner: sim.personUrn('jeanne_d'), text: 'Bof' },
      },
      lastModifiedAt: from,
    });
    expect(memberOf(comment, 'generatedActivity')).toMatch(/^urn:li:comment:\(activity:\d+,\d+\)$/);
    expect((await notifications('COMMENT,WHATEVER')).status).toBe(400);
    await clock.advance(61 * 86_400_000);
    await sim.control.revoke(page);
    client = createLinkedinClient(sim.baseUrl, await sim.issueToken(member, ['rw_organization_admin']));
    expect(elementsOf(await notifications('COMMENT'))).toEqual([]);
  });
});

describe('statistics (linkedin §5)', () => {
  it('counts posts by lists of one kind, and the page by days', async () => {
    const post = await published('Compté');
    await sim.control.audience.say({ kind: 'like', person: 'camille_roche', post });
    const finder = `/rest/organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity=${urnKey(page)}`;
    const [one] = elementsOf(await client.get(`${finder}&shares=List(${urnKey(post)})`));
    expect(one).toMatchObject({ share: post, totalShareStatistics: { likeCount: 1, commentCount: 0 } });
    const range = `timeIntervals=(timeRange:(start:${clock.now() - 2 * 86_400_000},end:${clock.now()}),timeGranularityType:DAY)`;
    expect(elementsOf(await client.get(`${finder}&${range}`)).length).toBeGreaterThan(1);
    expect((await client.get(`${finder}&${range}&shares=List(${urnKey(post)})`)).status).toBe(400);
    expect((await client.get(`${finder}&ugcPosts=List(${urnKey(post)})`)).status).toBe(400);
    const size = `/rest/networkSizes/${urnKey(page)}?edgeType=COMPANY_FOLLOWED_BY_MEMBER`;
    const before = Number(memberOf((await client.get(size)).body, 'firstDegreeSize'));
    await sim.control.audience.say({ kind: 'follow', person: 'camille_roche', account: page });
    expect((await client.get(size)).body).toEqual({ firstDegreeSize: before + 1 });
  });

  it('counts a member’s post one type a call', async () => {
    const post = await published('De moi', {}, member);
    const ask = (type: string) =>
      client.get(
        `/rest/memberCreatorPostAnalytics?q=entity&entity=(share:${urnKey(post)})&queryType=${type}&aggregation=TOTAL`,
      );
    expect(memberOf((await ask('IMPRESSION')).body, 'elements.0.count')).toBeGreaterThan(0);
    expect((await ask('IMPRESSION,REACTION')).status).toBe(400);
  });
});

describe('faults', () => {
  it('loses the answer of a post that was made, and refuses its repeat', async () => {
    sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: 'posts.create', times: 1 });
    await expect(client.post('/rest/posts', postBody(page, 'Perdu'))).rejects.toThrow();
    const [made] = sim.control.ledger.effects('post');
    const again = await client.post('/rest/posts', postBody(page, 'Perdu'));
    expect(memberOf(again.body, 'message')).toContain(made?.id);
    expect(sim.control.ledger.effects('post')).toHaveLength(1);
  });

  it('forgets nothing of what it answered when it is started again', async () => {
    const { mkdtemp, rm } = await import('node:fs/promises');
    const { join } = await import('node:path');
    const { tmpdir } = await import('node:os');
    const dir = await mkdtemp(join(tmpdir(), 'linkedin-'));
    const first = await startLinkedinSim({ clock, dir });
    const speaker = createLinkedinClient(first.baseUrl, first.accounts[0]?.token);
    const made = await speaker.post('/rest/posts', postBody(page, 'Reste'));
    await first.close();
    const second = await startLinkedinSim({ clock, dir });
    const reader = createLinkedinClient(second.baseUrl, second.accounts[0]?.token);
    const post = made.headers.get('x-restli-id') ?? '';
    expect((await reader.get(`/rest/posts/${urnKey(post)}`)).status).toBe(200);
    await second.close();
    await rm(dir, { recursive: true });
  });
});
