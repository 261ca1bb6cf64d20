import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UndiciHttp } from '../../src-main/engine/undici-http.ts';
import { createManualClock, type ManualClock } from '../../src-simulator/core/clock.ts';
import { createFacebookSim, type FacebookSim } from '../../src-simulator/facebook/sim.ts';
import type { RemoteMessage } from '../../src-shared/domain/message.ts';
import { failure } from '../../src-shared/errors.ts';
import type { Operation } from '../../src-shared/outbox/operation.ts';
import { err, ok } from '../../src-shared/result.ts';
import {
  authoriseContext,
  connect,
  connector,
  createOf,
  error,
  messagesIn,
  openHttp,
  isDescribed,
  requestProblems,
  targetOf,
  textOf,
  value,
  type TestPage,
} from '../fixtures/facebook-account.ts';
import { movie } from '../fixtures/graph-client.ts';
import { picture } from '../fixtures/picture.ts';
import { createRequestsMade } from '../fixtures/requests-made.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('the connector of Facebook Pages', () => {
  let clock: ManualClock;
  let sim: FacebookSim;
  let http: UndiciHttp;
  let page: TestPage;
  const now = (): number => clock.now();

  const requests = createRequestsMade('facebook', ({ method, path }) =>
    isDescribed(method, path.split('?')[0] ?? ''),
  );
  beforeAll(() => {
    http = openHttp();
  });
  afterAll(() => http.close());
  beforeEach(async () => {
    clock = createManualClock();
    sim = await createFacebookSim({ clock, seed: 1 }, { limits: { chunkBytes: 1000 } });
    requests.follow(sim);
    page = await connect(http, sim, now);
  });
  afterEach(async () => {
    expect(requestProblems(page.seen)).toEqual([]);
    await sim.close();
  });

  const control = () => sim.control;
  const effects = (kind: string): readonly string[] =>
    control()
      .ledger.effects(kind)
      .map(({ id }) => id);
  const photo = (seed = 20) => page.medium(picture(seed, 20), { alt: `Lampe ${String(seed)}` });
  const film = (bytes = 2_500) => page.medium(movie(bytes), { mime: 'video/mp4', name: 'film.mp4' });
  const say = async (
    kind: 'reply' | 'mention' | 'message',
    to: string,
    text: string,
    person = 'theo_marchand',
  ) =>
    kind === 'reply'
      ? control().audience.say({ kind, person, post: to, text })
      : control().audience.say({ kind, person, account: to, text });
  const confirm = (operation: Operation, sentAt = clock.now()) =>
    connector.confirm(page.ctx(), { operation, drawn: { key: '', at: 0 }, sentAt });
  const find = async (feed: string, text: string): Promise<RemoteMessage> => {
    const found = messagesIn((await page.pull(feed, null)).items).find((one) => textOf(one).includes(text));
    if (!found) throw new Error(`"${text}" did not arrive`);
    return found;
  };

  describe('connecting', () => {
    it('goes through the own app, the dialog and the address pasted back, and keeps a page’s access', async () => {
      const { identity, secret } = page.session;
      expect(identity).toMatchObject({ name: 'Atelier Lumière', handle: 'atelierlumiere' });
      expect(identity.manifest.software).toBe('Graph API v26.0');
      expect(secret).toMatchObject({ appId: sim.app.id, expiresAt: null });
      expect(
        connector.accessOf(secret, identity.manifest).permissions.every(({ held }) => held === true),
      ).toBe(true);
      expect(control().ledger.entries({ operation: 'oauth.token' })).toHaveLength(2);
    });

    it('lets the person choose among several pages, and asks for what was granted only', async () => {
      let asked = '';
      const sessions = value(
        await connector.authorise(
          authoriseContext(http, sim, now, {
            fields: { appId: sim.app.id, appSecret: sim.app.secret, server: sim.baseUrl, grants: 'messages' },
            choose: (choices) => {
              expect(choices.map(({ name }) => name)).toEqual([
                'Atelier Lumière',
                'Atelier Lumière – Boutique de Lyon',
              ]);
              return Promise.resolve(ok(choices.map(({ id }) => id)));
            },
            paste: async (url) => {
              asked = new URL(url).searchParams.get('scope') ?? '';
              return authoriseContext(http, sim, now).paste(url);
            },
          }),
        ),
      );
      expect(sessions).toHaveLength(2);
      expect(asked).toBe('pages_show_list,pages_read_engagement,pages_manage_posts,pages_messaging');
    });

    it('takes a pasted access of a page or of a person, and says what an access lacks', async () => {
      const withToken = (token: string) =>
        connector.authorise(
          authoriseContext(http, sim, now, { way: 'token', fields: { token, server: sim.baseUrl } }),
        );
      expect(value(await withToken(sim.accounts[0]?.token ?? ''))[0]?.identity.name).toBe('Atelier Lumière');
      const poor = await sim.issueToken(page.id, ['pages_read_engagement']);
      expect(error(await withToken(poor))).toMatchObject({ tag: 'auth', failure: { code: 'scope-missing' } });
      expect(error(await withToken('EAAnonsense'))).toMatchObject({ tag: 'auth' });
    });

    it('tells refusals apart: by the person, of the app, of the address', async () => {
      const outcome = async (more: Parameters<typeof authoriseContext>[3]) =>
        error(await connector.authorise(authoriseContext(http, sim, now, more)));
      const fields = { appId: sim.app.id, appSecret: '0'.repeat(32), server: sim.baseUrl };
      expect(await outcome({ fields })).toMatchObject({ tag: 'auth', failure: { code: 'app-refused' } });
      const landing = `${sim.baseUrl}/connect/login_success.html`;
      expect(
        await outcome({ paste: () => Promise.resolve(ok(`${landing}?code=x&state=other`)) }),
      ).toMatchObject({
        failure: { code: 'authorisation-mismatch' },
      });
      expect(
        await outcome({
          paste: (url) =>
            Promise.resolve(
              ok(`${landing}?error=access_denied&state=${new URL(url).searchParams.get('state') ?? ''}`),
            ),
        }),
      ).toMatchObject({ failure: { code: 'authorisation-refused' } });
      expect(
        await outcome({ paste: () => Promise.resolve(err(failure('authorisation-cancelled'))) }),
      ).toMatchObject({ failure: { code: 'authorisation-cancelled' } });
    });
  });

  describe('publishing', () => {
    it('a text, a link, and a comment under it', async () => {
      const text = await page.done(createOf('Bonjour'));
      expect(text.url).toContain(`/${page.id}/posts/`);
      await page.done(
        createOf('Voir', null, { settings: { link: 'https://atelier-lumiere.example/ondine' } }),
      );
      const first = await page.done(
        createOf('Le lien est ici', {
          remoteId: text.remoteId ?? '',
          conversationId: '',
          handleData: text.handle,
        }),
      );
      expect(effects('post')).toHaveLength(2);
      expect(effects('comment')).toEqual([first.remoteId]);
    });

    it('one photo and several, with their descriptions', async () => {
      for (const count of [1, 3]) {
        const uploaded = [];
        for (let index = 0; index < count; index += 1)
          uploaded.push(await page.upload(photo(20 + index + count)));
        await page.done({ ...createOf(`${String(count)} photos`), uploaded });
      }
      const posts = messagesIn((await page.pull('own', null)).items);
      expect(posts.filter(({ attachments }) => attachments.length === 3)).toHaveLength(1);
      expect(effects('post')).toHaveLength(2);
      expect(control().ledger.entries({ operation: 'photos.create' })).toHaveLength(4);
    });

    it('a film in pieces, which is processed and then stands', async () => {
      const uploaded = [await page.upload(film())];
      const operation = { ...createOf('Film', null, { settings: { title: 'Ondine' } }), uploaded };
      const performed = value(await page.publish(operation));
      if (performed.tag !== 'processing') throw new Error('a film is processed');
      expect(value(await connector.poll(page.ctx(), operation, performed.handle)).tag).toBe('processing');
      await clock.advance(2_000);
      const done = value(await connector.poll(page.ctx(), operation, performed.handle));
      expect(done).toMatchObject({
        tag: 'done',
        remote: { remoteId: expect.stringContaining(`${page.id}_`) },
      });
    });

    it('a film whose pieces are cut, sending no byte twice but of the piece that was cut', async () => {
      let cuts = 0;
      await page.upload(film(5_500), undefined, ({ sent }) => {
        if (sent !== 1_000 && sent !== 3_000) return;
        cuts += 1;
        control().faults.set({ fault: { tag: 'drop-reply' }, operation: 'videos.create', times: 1 });
      });
      expect(cuts).toBe(2);
      const pieces = effects('bytes').map((id) => id.split('@')[1]);
      expect(pieces).toEqual(['0+1000', '1000+1000', '2000+1000', '3000+1000', '4000+1000', '5000+500']);
    });

    it('a reel, and stories of a photo and of a film', async () => {
      const reel = {
        ...createOf('Un reel', null, { settings: { format: 'reel' } }),
        uploaded: [await page.upload(film(), 'reel')],
      };
      const performed = value(await page.publish(reel));
      if (performed.tag !== 'processing') throw new Error('a reel is processed');
      await clock.advance(2_000);
      expect(value(await connector.poll(page.ctx(), reel, performed.handle)).tag).toBe('done');
      const story = { settings: { format: 'story' } };
      const still = await page.done({
        ...createOf('', null, story),
        uploaded: [await page.upload(photo(), 'story')],
      });
      const moving = await page.done({
        ...createOf('', null, story),
        uploaded: [await page.upload(film(3_000), 'story')],
      });
      expect(effects('post')).toEqual([still.remoteId, moving.remoteId]);
    });

    it('a reel goes on where the upload host says that it stopped', async () => {
      control().faults.set({ fault: { tag: 'drop-reply' }, operation: 'rupload.append', times: 1 });
      await page.upload(film(4_000), 'reel');
      expect(effects('bytes').map((id) => id.split('@')[1])).toEqual(['0+4000']);
    });

    it('refuses to send the access to a host that is not the network’s', async () => {
      const { http: plain } = page.ctx();
      const elsewhere = page.ctx({
        http: {
          ...plain,
          request: async (request) => {
            const answer = await plain.request(request);
            return answer.tag === 'ok'
              ? ok({ ...answer.value, text: answer.value.text.replace(sim.baseUrl, 'https://evil.example') })
              : answer;
          },
        },
      });
      const operation: Operation = { tag: 'upload', medium: film(), format: 'reel' };
      expect(error(await connector.publish(elsewhere, operation, { key: '', at: 0 })).tag).toBe('protocol');
    });

    it('hands over to the network’s scheduler, moves, and takes back what is still held', async () => {
      const schedule: Operation = { ...createOf('Demain'), tag: 'schedule', at: clock.now() + DAY };
      const held = await page.done(schedule);
      expect(held).toMatchObject({ url: null, createdAt: null });
      const scheduledRemoteId = held.remoteId ?? '';
      await page.done({ tag: 'reschedule', scheduledRemoteId, at: clock.now() + 2 * DAY });
      expect(
        value(await confirm({ tag: 'reschedule', scheduledRemoteId, at: clock.now() + 2 * DAY })).tag,
      ).toBe('present');
      expect(value(await confirm({ tag: 'recall', scheduledRemoteId })).tag).toBe('absent');
      await page.done({ tag: 'recall', scheduledRemoteId });
      expect(error(await confirm({ tag: 'recall', scheduledRemoteId })).tag).toBe('gone');
      expect(effects('unscheduled')).toEqual([scheduledRemoteId]);
      const far = error(await page.publish({ ...schedule, at: clock.now() + 31 * DAY }));
      expect(far).toMatchObject({ tag: 'rejected', failure: { code: 'not-offered' } });
      const soon = error(await page.publish({ ...schedule, at: clock.now() + 60_000 }));
      expect(soon).toMatchObject({ failure: { code: 'schedule-too-soon' } });
    });

    it('hands over a film and a reel, finds them held, takes them back, and leaves what is out', async () => {
      for (const format of ['video', 'reel']) {
        const uploaded = [await page.upload(film(3_000), format)];
        const made = createOf(`Film ${format}`, null, { settings: { format } });
        const schedule: Operation = { ...made, uploaded, tag: 'schedule', at: clock.now() + DAY };
        if (format === 'reel') {
          // A day less than other posts: what is too far ahead, this machine publishes.
          const far = await page.publish({ ...schedule, at: clock.now() + 29.5 * DAY });
          expect(error(far)).toMatchObject({ tag: 'rejected', failure: { code: 'not-offered' } });
        }
        const performed = value(await page.publish(schedule));
        if (performed.tag !== 'processing') throw new Error('a film is processed');
        expect(error(await confirm(schedule)).tag).toBe('server');
        await clock.advance(2_000);
        expect(value(await confirm(schedule))).toMatchObject({ tag: 'present', remote: { url: null } });
        // Not out yet, and no trouble: it is waited for as patiently as any other that is held.
        expect(value(await confirm({ ...made, uploaded })).tag).toBe('absent');
        const held = value(await connector.poll(page.ctx(), schedule, performed.handle));
        if (held.tag !== 'done') throw new Error('it is held by now');
        const scheduledRemoteId = held.remote.remoteId ?? '';
        expect(value(await confirm({ tag: 'recall', scheduledRemoteId })).tag).toBe('absent');
        if (format === 'video') await page.done({ tag: 'recall', scheduledRemoteId });
        else {
          await clock.advance(DAY + 5_000);
          expect(error(await page.publish({ tag: 'recall', scheduledRemoteId })).tag).toBe('gone');
        }
      }
      expect(effects('unscheduled')).toHaveLength(1);
      expect(effects('delete')).toEqual([]);
    });

    it('never deletes what the scheduler has published meanwhile', async () => {
      const held = await page.done({ ...createOf('Parti'), tag: 'schedule', at: clock.now() + HOUR });
      await clock.advance(HOUR + 1_000);
      const recalled = await page.publish({ tag: 'recall', scheduledRemoteId: held.remoteId ?? '' });
      expect(error(recalled).tag).toBe('gone');
      expect(effects('delete')).toEqual([]);
    });
  });

  describe('looking for what an answer was lost of', () => {
    it('a post that a 500 hid, found by its words and its moment', async () => {
      control().faults.set({
        fault: { tag: 'server-error', status: 500, worked: true },
        operation: 'feed.create',
        times: 1,
      });
      const sentAt = clock.now();
      expect(error(await page.publish(createOf('Publiée malgré tout'))).tag).toBe('unknown-outcome');
      expect(value(await confirm(createOf('Publiée malgré tout'), sentAt))).toMatchObject({
        tag: 'present',
        remote: { remoteId: effects('post')[0] },
      });
      expect(value(await confirm(createOf('Jamais envoyée'), sentAt)).tag).toBe('absent');
    });

    it('a photo is published once however often its 500 is repeated', async () => {
      control().faults.set({
        fault: { tag: 'server-error', status: 500, worked: true },
        operation: 'photos.create',
        times: 3,
      });
      const uploaded = [await page.upload(photo())];
      await page.done({ ...createOf('Une seule'), uploaded });
      expect(effects('photo')).toHaveLength(4);
      expect(effects('post')).toHaveLength(1);
    });

    it('a post of photos is found by the photos, whatever its words became', async () => {
      const operation = { ...createOf('Avec photo'), uploaded: [await page.upload(photo())] };
      control().faults.set({ fault: { tag: 'drop-reply' }, operation: 'feed.create', times: 1 });
      expect(error(await page.publish(operation)).tag).toBe('unknown-outcome');
      // Its photo names its post, also where the list lags behind.
      control().faults.set({ fault: { tag: 'lagging-lists', ms: HOUR }, operation: 'published_posts.list' });
      expect(value(await confirm(operation))).toMatchObject({
        tag: 'present',
        remote: { remoteId: effects('post')[0] },
      });
    });

    it('a held post of photos is not out, though its photos name it', async () => {
      const made = createOf('Dimanche, avec photo');
      const uploaded = [await page.upload(photo())];
      await page.done({ ...made, tag: 'schedule', uploaded, at: clock.now() + HOUR });
      expect(value(await confirm({ ...made, uploaded })).tag).toBe('absent');
      await clock.advance(HOUR + 60_000);
      expect(value(await confirm({ ...made, uploaded })).tag).toBe('present');
    });

    it('"already posted" and "the same again" are no refusal: what is out may be ours', async () => {
      for (const name of ['duplicate', 'already-posted']) {
        control().faults.set({
          fault: { tag: 'own-refusal', name, worked: true },
          operation: 'feed.create',
          times: 1,
        });
        const operation = createOf(`Encore ${name}`);
        expect(error(await page.publish(operation)).tag, name).toBe('unknown-outcome');
        expect(value(await confirm(operation)).tag, name).toBe('present');
      }
    });

    it('an older post of the same words is a person’s to judge', async () => {
      await page.done(createOf('Deux fois'));
      await clock.advance(60_000);
      const sighting = value(await confirm(createOf('Deux fois')));
      expect(sighting).toMatchObject({ tag: 'unclear', differ: true, candidates: [{ text: 'Deux fois' }] });
    });

    it('a reel by its own state: not finished, being worked on, out', async () => {
      const operation = {
        ...createOf('Reel', null, { settings: { format: 'reel' } }),
        uploaded: [await page.upload(film(), 'reel')],
      };
      expect(value(await confirm(operation)).tag).toBe('absent');
      control().faults.set({ fault: { tag: 'drop-reply' }, operation: 'reels.create', times: 1 });
      expect(error(await page.publish(operation)).tag).toBe('unknown-outcome');
      expect(error(await confirm(operation)).tag).toBe('server');
      await clock.advance(2_000);
      control().faults.set({
        fault: { tag: 'own-refusal', name: 'not-yet-there' },
        operation: 'node.get',
        times: 1,
      });
      expect(error(await confirm(operation)).tag).toBe('server');
      expect(value(await confirm(operation)).tag).toBe('present');
      expect(effects('video-finished')).toHaveLength(1);
    });

    it('a story by the medium that it is made of', async () => {
      const operation = {
        ...createOf('', null, { settings: { format: 'story' } }),
        uploaded: [await page.upload(photo(), 'story')],
      };
      // Photo stories have no list that one could rely on: a person has to look.
      expect(value(await confirm(operation))).toEqual({ tag: 'unclear', candidates: [] });
      control().faults.set({ fault: { tag: 'drop-reply' }, operation: 'photo_stories.create', times: 1 });
      await page.publish(operation);
      expect(value(await confirm(operation))).toMatchObject({
        tag: 'present',
        remote: { remoteId: effects('post')[0] },
      });
    });

    it('an address without words by the address, and the same words by theirs', async () => {
      const sharing = (text: string, path: string) =>
        createOf(text, null, { settings: { link: `https://atelier-lumiere.example/${path}` } });
      for (const [at, text] of ['', 'À lire'].entries()) {
        const sentAt = clock.now();
        const [one, other] = [sharing(text, `a${String(at)}/?x=1&y=é`), sharing(text, `b${String(at)}`)];
        expect(value(await confirm(one, sentAt)).tag).toBe('absent');
        const first = await page.done(one);
        expect(value(await confirm(one, sentAt))).toMatchObject({
          tag: 'present',
          remote: { remoteId: first.remoteId },
        });
        // The network may show another address than was sent: which it is, a person says.
        expect(value(await confirm(other, sentAt))).toMatchObject({ tag: 'unclear', differ: true });
        await page.done(other);
        expect(value(await confirm(one, sentAt))).toMatchObject({
          tag: 'present',
          remote: { remoteId: first.remoteId },
        });
        await clock.advance(HOUR);
      }
      const schedule: Operation = { ...sharing('', 'demain'), tag: 'schedule', at: clock.now() + DAY };
      const held = await page.done(schedule);
      expect(value(await confirm(schedule))).toMatchObject({ remote: { remoteId: held.remoteId } });
    });

    it('a schedule among what is held, and among what was published once its moment has come', async () => {
      const schedule: Operation = { ...createOf('À midi'), tag: 'schedule', at: clock.now() + HOUR };
      control().faults.set({ fault: { tag: 'drop-reply' }, operation: 'feed.create', times: 1 });
      const sentAt = clock.now();
      await page.publish(schedule);
      expect(value(await confirm(schedule, sentAt))).toMatchObject({ tag: 'present', remote: { url: null } });
      await clock.advance(HOUR + 60_000);
      const out = value(await confirm(schedule, sentAt));
      expect(out).toMatchObject({ tag: 'present', remote: { url: expect.any(String) } });
    });

    it('comments, private messages, likes, hiding and blocks', async () => {
      const post = await page.done(createOf('Sous ce post'));
      const id = (await say('reply', post.remoteId ?? '', 'Bonjour ?')) ?? '';
      const comment = await find('own', 'Bonjour ?');
      const reply = createOf('Réponse', targetOf(comment));
      expect(value(await confirm(reply)).tag).toBe('absent');
      control().faults.set({ fault: { tag: 'drop-reply' }, operation: 'comments.create', times: 1 });
      await page.publish(reply);
      expect(value(await confirm(reply))).toMatchObject({
        tag: 'present',
        remote: { remoteId: effects('comment')[0] },
      });
      const about = { remoteId: id, handleData: '' };
      for (const [on, off] of [
        ['like', 'unlike'],
        ['hide', 'unhide'],
      ] as const) {
        const yes: Operation = { tag: on, ...about };
        expect(value(await confirm(yes)).tag).toBe('absent');
        await page.done(yes);
        expect(value(await confirm(yes)).tag).toBe('present');
        await page.done(
          off === 'unlike' ? { tag: off, ...about, likeRemoteId: null } : { tag: off, ...about },
        );
        expect(value(await confirm(yes)).tag).toBe('absent');
      }
      const personId = sim.personId('theo_marchand');
      await page.done({ tag: 'block', personId });
      expect(value(await confirm({ tag: 'block', personId })).tag).toBe('present');
      await page.done({ tag: 'unblock', personId });
      expect(value(await confirm({ tag: 'block', personId })).tag).toBe('absent');
      await page.done({ tag: 'delete', ...about });
      expect(value(await confirm({ tag: 'delete', ...about })).tag).toBe('present');
      // What is gone already is deleted.
      await page.done({ tag: 'delete', ...about });
    });

    it('an answer among more comments than a page holds', async () => {
      const post = await page.done(createOf('Tout le monde répond'));
      await say('reply', post.remoteId ?? '', 'Moi aussi');
      const reply = createOf('Merci à tous', targetOf(await find('own', 'Moi aussi')));
      const sentAt = clock.now();
      control().audience.storm({ post: post.remoteId ?? '', count: 130, overMs: 30_000 });
      await clock.advance(31_000);
      await page.done(reply);
      expect(value(await confirm(reply, sentAt))).toMatchObject({
        tag: 'present',
        remote: { remoteId: effects('comment')[0] },
      });
      expect(value(await confirm(createOf('Jamais dit', reply.replyTo), sentAt)).tag).toBe('absent');
    });

    it('a schedule among more than a few pages of what is held', async () => {
      const schedule: Operation = { ...createOf('La première'), tag: 'schedule', at: clock.now() + DAY };
      await page.done(schedule);
      for (let index = 0; index < 260; index += 1)
        await page.done({
          ...createOf(`Plus tard ${String(index)}`),
          tag: 'schedule',
          at: clock.now() + DAY,
        });
      expect(value(await confirm(schedule)).tag).toBe('present');
    });

    it('what is "not there" is looked for where it would be listed, before it is believed gone', async () => {
      const post = await page.done(createOf('Bientôt supprimé'));
      const id = (await say('reply', post.remoteId ?? '', 'Du spam')) ?? '';
      const { handleData } = await find('own', 'Du spam');
      const missing = (operation: string, times = 1): void =>
        void control().faults.set({ fault: { tag: 'own-refusal', name: 'not-yet-there' }, operation, times });
      for (const about of [
        { remoteId: id, handleData },
        { remoteId: post.remoteId ?? '', handleData: post.handle },
      ]) {
        const deletion: Operation = { tag: 'delete', ...about };
        missing('node.delete');
        expect(error(await page.publish(deletion)).tag).toBe('server');
        missing('node.get');
        expect(error(await confirm(deletion)).tag).toBe('server');
        await page.done(deletion);
        expect(value(await confirm(deletion)).tag).toBe('present');
        await page.done(deletion);
      }
      const schedule: Operation = { ...createOf('Tenu'), tag: 'schedule', at: clock.now() + DAY };
      const scheduledRemoteId = (await page.done(schedule)).remoteId ?? '';
      for (const operation of ['node.get', 'node.delete']) {
        missing(operation);
        expect(error(await page.publish({ tag: 'recall', scheduledRemoteId })).tag).toBe('server');
      }
      missing('node.get');
      expect(error(await confirm({ tag: 'recall', scheduledRemoteId })).tag).toBe('server');
      expect(effects('unscheduled')).toEqual([]);
    });

    it('a "yes" that says that it did not work is none', async () => {
      const held = await page.done({ ...createOf('Tenu'), tag: 'schedule', at: clock.now() + DAY });
      const { http: plain } = page.ctx();
      const refusing = page.ctx({
        http: {
          ...plain,
          request: (request) =>
            request.method === 'DELETE'
              ? Promise.resolve(ok({ status: 200, headers: {}, text: '{"success":false}' }))
              : plain.request(request),
        },
      });
      for (const operation of [
        { tag: 'recall', scheduledRemoteId: held.remoteId ?? '' },
        { tag: 'delete', remoteId: held.remoteId ?? '', handleData: held.handle },
      ] satisfies readonly Operation[])
        expect(error(await connector.publish(refusing, operation, { key: '', at: 0 })).tag).toBe('server');
    });

    it('a first comment waits for a post that the network does not know yet', async () => {
      const post = await page.done(createOf('Tout frais'));
      control().faults.set({
        fault: { tag: 'own-refusal', name: 'not-yet-there' },
        operation: 'comments.create',
        times: 1,
      });
      const comment = createOf('Premier', {
        remoteId: post.remoteId ?? '',
        conversationId: '',
        handleData: post.handle,
      });
      expect(error(await page.publish(comment)).tag).toBe('server');
      await page.done(comment);
      const orphan = createOf('Orphelin', { remoteId: '404_1', conversationId: '', handleData: '' });
      expect(error(await page.publish(orphan))).toMatchObject({
        tag: 'gone',
        failure: { code: 'parent-gone' },
      });
    });
  });

  describe('Messenger', () => {
    const messageOf = async (text: string): Promise<Extract<Operation, { tag: 'message' }>> => ({
      ...createOf('Oui, lundi'),
      tag: 'message',
      replyTo: targetOf(await find('private', text)),
    });

    it('answers within a day, as a human agent within seven, and says when it is too late', async () => {
      await say('message', page.id, 'Ma commande ?');
      const message = await messageOf('Ma commande ?');
      await page.done(message);
      await clock.advance(DAY + HOUR);
      await page.done(message);
      const sent = control().ledger.entries({ operation: 'messages.create' });
      expect(sent).toHaveLength(2);
      await clock.advance(6 * DAY);
      expect(error(await page.publish(message))).toMatchObject({
        tag: 'rejected',
        failure: { code: 'reply-window-closed' },
      });
      // They write again: the window is open, though the answer hangs on their old message.
      await say('message', page.id, 'Toujours là ?');
      await page.done(message);
    });

    it('brings what a message carries, and what it does not know as something to be seen there', async () => {
      const kinds = ['image', 'video', 'audio', 'file', 'share', 'sticker', 'unsupported'] as const;
      for (const [index, attached] of kinds.entries())
        await control().audience.say({
          kind: 'message',
          person: 'theo_marchand',
          account: page.id,
          text: '',
          at: clock.now() - 10_000 + index * 1000,
          attached,
        });
      const messages = messagesIn((await page.pull('private', null)).items).toSorted(
        (a, b) => a.createdAt - b.createdAt,
      );
      expect(messages.flatMap(({ attachments }) => attachments.map(({ kind, of }) => of ?? kind))).toEqual([
        'image',
        'video',
        'audio',
        'other',
        'share',
        'image',
        'unsupported',
      ]);
      expect(messages.at(-1)?.attachments[0]?.url).toMatch(
        /^https:\/\/www\.facebook\.com\/.*selected_item_id/,
      );
    });

    it('finds a message of which the answer was lost', async () => {
      await say('message', page.id, 'Un abat-jour rayé');
      const message = await messageOf('rayé');
      expect(value(await confirm(message)).tag).toBe('absent');
      control().faults.set({ fault: { tag: 'drop-reply' }, operation: 'messages.create', times: 1 });
      expect(error(await page.publish(message)).tag).toBe('unknown-outcome');
      expect(value(await confirm(message))).toMatchObject({
        tag: 'present',
        remote: { remoteId: effects('message')[0] },
      });
    });

    it('answers a comment in private once', async () => {
      const post = await page.done(createOf('Concours'));
      await say('reply', post.remoteId ?? '', 'Je participe', 'nadia_benali');
      const comment = await find('own', 'Je participe');
      const reply: Operation = { ...createOf('Bravo !'), tag: 'private-reply', replyTo: targetOf(comment) };
      expect(value(await confirm(reply)).tag).toBe('absent');
      await page.done(reply);
      expect(value(await confirm(reply)).tag).toBe('present');
      // Whose answer it was, the refusal does not say: it is looked for.
      expect(error(await page.publish(reply))).toMatchObject({
        tag: 'unknown-outcome',
        failure: { code: 'duplicate-post' },
      });
    });
  });

  describe('reading', () => {
    it('posts and comments on both levels, then only what is new', async () => {
      const post = await page.done(createOf('Une question'));
      const comment =
        (await say('reply', post.remoteId ?? '', 'Et en vert ? https://ex.example #laiton')) ?? '';
      const first = await page.pull('own', null);
      const found = messagesIn(first.items).find(({ remoteId }) => remoteId === comment);
      expect(found).toMatchObject({
        kind: 'comment',
        box: 'public',
        conversationId: post.remoteId,
        author: { name: 'Théo Marchand', remoteId: sim.personId('theo_marchand') },
        parent: { remoteId: post.remoteId, excerpt: 'Une question' },
      });
      expect(found?.body.map(({ tag }) => tag)).toEqual(['text', 'link', 'text', 'tag']);
      await clock.advance(HOUR);
      const answer = await page.done(createOf('Oui', targetOf(found ?? (await find('own', 'vert')))));
      await say('reply', answer.remoteId ?? '', 'Merci');
      const second = await page.pull('own', first.cursor);
      const texts = messagesIn(second.items).map((one) => [textOf(one), one.kind, one.box]);
      expect(texts).toContainEqual(['Oui', 'reply', 'own']);
      expect(texts).toContainEqual(['Merci', 'comment', 'public']);
      const third = messagesIn((await page.pull('own', second.cursor)).items).map(textOf);
      expect(third).toContain('Merci');
      expect(third.some((text) => text.includes('vert'))).toBe(false);
      // No access ever lies in a cursor: the journal keeps them.
      expect(`${first.cursor ?? ''}${first.opposite ?? ''}${second.cursor ?? ''}`).not.toContain('EAA');
    });

    it('a crowd under one post, page by page, without a gap', async () => {
      const post = await page.done(createOf('Polémique'));
      const first = await page.pull('own', null);
      await clock.advance(20 * 60_000);
      control().audience.storm({ post: post.remoteId ?? '', count: 620, overMs: 620_000 });
      await clock.advance(621_000);
      const seen = new Set<string>();
      let { cursor } = first;
      for (let pulls = 0; pulls < 20; pulls += 1) {
        const next = await page.pull('own', cursor);
        for (const { remoteId, kind } of messagesIn(next.items)) if (kind === 'comment') seen.add(remoteId);
        ({ cursor } = next);
        if (!next.more) break;
      }
      expect(seen.size).toBe(620);
    });

    it('fills back to the first post', async () => {
      await control().bulk({ account: page.id, kind: 'post', count: 40, overMs: DAY });
      const seen = new Set<string>();
      const first = await page.pull('own', null);
      for (const { remoteId } of messagesIn(first.items)) seen.add(remoteId);
      let cursor = first.opposite;
      while (cursor !== null) {
        const older = await page.pull('own', cursor, 'older');
        for (const { remoteId } of messagesIn(older.items)) seen.add(remoteId);
        cursor = older.more ? older.cursor : null;
      }
      expect(seen.size).toBe(44);
    });

    it('who tags the page, who recommends it, who writes to it', async () => {
      await say('mention', page.id, 'Quelle lampe !', 'camille_roche');
      await sim.recommend('sarah_whitfield', page.id, false, 'Late delivery');
      await say('message', page.id, 'Bonjour, une question');
      expect(await find('tagged', 'Quelle lampe')).toMatchObject({ kind: 'mention', box: 'public' });
      const review = await find('reviews', 'Late delivery');
      expect(review).toMatchObject({ kind: 'review', author: { name: 'Sarah Whitfield 🌿' } });
      await page.done(createOf('We are sorry', targetOf(review)));
      const first = await page.pull('private', null);
      expect(first.items.map(({ tag }) => tag)).toEqual(['conversation', 'message']);
      expect((await page.pull('private', first.cursor)).items).toEqual([]);
      await say('message', page.id, 'Vous êtes là ?');
      const again = messagesIn((await page.pull('private', first.cursor)).items);
      expect(again.map(textOf)).toContain('Vous êtes là ?');
      const thread = value(
        await connector.thread(page.ctx(), {
          remoteId: again[0]?.remoteId ?? '',
          handleData: again[0]?.handleData ?? '',
          conversationId: again[0]?.conversationId ?? '',
          box: 'private',
        }),
      );
      expect(messagesIn(thread)).toHaveLength(2);
    });

    it('leaves out what it cannot read, and counts it', async () => {
      await page.done(createOf('Lisible'));
      const { http: plain } = page.ctx();
      const odd = page.ctx({
        http: {
          ...plain,
          request: async (request) => {
            const answer = await plain.request(request);
            return answer.tag === 'ok'
              ? ok({
                  ...answer.value,
                  text: answer.value.text
                    .replace('"created_time":', '"created":')
                    .replaceAll(':1240', ':"1240"'),
                })
              : answer;
          },
        },
      });
      const read = value(
        await connector.pull(odd, { feed: 'own', cursor: null, direction: 'newer', limit: 50 }),
      );
      expect(read.skipped).toHaveLength(1);
      const numbers = value(await connector.measure(odd));
      expect(numbers).toContainEqual({ tag: 'metric', subject: page.id, name: 'followers', value: 1240 });
    });

    it('asks for figures one by one where one bad name failed them all', async () => {
      const post = await page.done(createOf('Chiffres'));
      await control().audience.say({ kind: 'like', person: 'camille_roche', post: post.remoteId ?? '' });
      const { http: plain } = page.ctx();
      const renamed = page.ctx({
        http: {
          ...plain,
          request: (request) =>
            plain.request({
              ...request,
              url: request.url.replace('post_total_media_view_unique', 'post_impressions'),
            }),
        },
      });
      const numbers = value(await connector.measure(renamed)).filter(
        (item) => item.tag === 'metric' && item.subject === post.remoteId,
      );
      expect(numbers).toContainEqual({ tag: 'metric', subject: post.remoteId, name: 'likes', value: 1 });
      expect(numbers).toContainEqual({ tag: 'metric', subject: post.remoteId, name: 'views', value: 49 });
      expect(numbers.some((item) => item.tag === 'metric' && item.name === 'reach')).toBe(false);
      const all = value(await connector.measure(page.ctx()));
      expect(all).toContainEqual({ tag: 'metric', subject: post.remoteId, name: 'reach', value: 49 });
      expect(
        all.some((item) => item.tag === 'metric' && item.subject === page.id && item.name === 'reach'),
      ).toBe(true);
    });

    it('does not take a missing permission of one feed for a refused access', async () => {
      const poor = {
        ...page.session.secret,
        token: await sim.issueToken(page.id, ['pages_read_engagement', 'pages_manage_posts']),
      };
      for (const scopes of ['', 'pages_read_engagement,pages_manage_posts']) {
        const ctx = page.ctx({ secret: { ...poor, scopes } });
        for (const feed of ['private', 'tagged', 'reviews'])
          expect(
            value(await connector.pull(ctx, { feed, cursor: null, direction: 'newer', limit: 20 })).items,
          ).toEqual([]);
      }
    });
  });

  describe('errors', () => {
    const outcome = async (
      fault: Parameters<FacebookSim['control']['faults']['set']>[0]['fault'],
      operation = 'feed.create',
    ) => {
      control().faults.set({ fault, operation, times: 1 });
      return error(await page.publish(createOf(`Essai ${String(Math.random())}`)));
    };

    it('of a write are told by code: refused, waiting, or not known', async () => {
      expect(await outcome({ tag: 'revoked-token' })).toMatchObject({
        tag: 'auth',
        failure: { code: 'token-revoked' },
      });
      expect(await outcome({ tag: 'own-refusal', name: 'checkpoint' })).toMatchObject({
        failure: { code: 'account-suspended' },
      });
      expect(await outcome({ tag: 'rate-limit', ms: 20 * 60_000 })).toEqual({
        tag: 'rate-limited',
        until: clock.now() + 20 * 60_000,
      });
      // Looked for first: the same is said of what is out already.
      expect(await outcome({ tag: 'own-refusal', name: 'blocked' })).toMatchObject({
        tag: 'unknown-outcome',
        until: clock.now() + 2 * HOUR,
      });
      // Of what nobody sees there is nothing to look for.
      control().faults.set({
        fault: { tag: 'own-refusal', name: 'blocked' },
        operation: 'photos.create',
        times: 1,
      });
      expect(error(await page.publish({ tag: 'upload', medium: photo() }))).toEqual({
        tag: 'rate-limited',
        until: clock.now() + 2 * HOUR,
      });
      for (const status of [500, 502, 503])
        expect((await outcome({ tag: 'server-error', status })).tag).toBe('unknown-outcome');
      for (const status of [200, 502])
        expect((await outcome({ tag: 'html-page', status })).tag).toBe('unknown-outcome');
      expect((await outcome({ tag: 'own-refusal', name: 'unknown', worked: true })).tag).toBe(
        'unknown-outcome',
      );
      expect((await outcome({ tag: 'drop-reply' })).tag).toBe('unknown-outcome');
    });

    it('of the content name what is wrong with it', async () => {
      expect(error(await page.publish(createOf('')))).toMatchObject({
        tag: 'rejected',
        failure: { code: 'text-empty' },
      });
      expect(error(await page.publish(createOf('x'.repeat(63_207))))).toMatchObject({
        failure: { code: 'text-too-long' },
      });
      const text = page.medium(Buffer.from('this is no picture, whatever it says'));
      expect(error(await page.publish({ tag: 'upload', medium: text }))).toMatchObject({
        tag: 'rejected',
        failure: { code: 'media-type-refused' },
      });
    });

    it('of a read leave no access in what is kept for the report', async () => {
      const { http: plain } = page.ctx();
      const broken = page.ctx({
        http: {
          ...plain,
          request: async (request) => {
            const answer = await plain.request(request);
            return answer.tag === 'ok'
              ? ok({ ...answer.value, text: answer.value.text.replace('"data":', '"dates":') })
              : answer;
          },
        },
      });
      const read = error(
        await connector.pull(broken, { feed: 'own', cursor: null, direction: 'newer', limit: 2 }),
      );
      if (read.tag !== 'protocol') throw new Error('it has another shape');
      expect(read.raw).toContain('access_token');
      expect(read.raw).not.toMatch(/EAA\w{8}/);
    });

    it('tells the server’s time', async () => {
      control().faults.set({
        fault: { tag: 'skewed-date', ms: 10 * 60_000 },
        operation: 'node.get',
        times: 1,
      });
      expect(value(await connector.serverTime(page.ctx()))).toBe(clock.now() + 10 * 60_000);
    });
  });

  it('asks for nothing that is neither described nor in docs/networks/facebook.md, and for all that is there', () => {
    requests.holdAgainstList();
  });
});
