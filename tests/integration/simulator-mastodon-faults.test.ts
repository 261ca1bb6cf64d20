import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, createRealClock, type ManualClock } from '../../src-simulator/core/clock.ts';
import type { Fault } from '../../src-simulator/core/faults.ts';
import type { MastodonSim } from '../../src-simulator/mastodon/sim.ts';
import { startMastodonSim } from '../../src-simulator/mastodon/start.ts';
import {
  at,
  createMastodonClient,
  listOf,
  pngOf,
  textAt,
  uploadOf,
  type Answer,
  type MastodonClient,
} from '../fixtures/mastodon-client.ts';

let clock: ManualClock;
let sim: MastodonSim;
let client: MastodonClient;
let me: string;

beforeEach(async () => {
  clock = createManualClock();
  sim = await startMastodonSim({ clock });
  const [account] = sim.accounts;
  if (!account) throw new Error('no account');
  me = account.id;
  client = createMastodonClient(sim.baseUrl, account.token);
});
afterEach(() => sim.close());

const key = { 'Idempotency-Key': 'a0a0a0a0-0000-4000-8000-000000000001' };
const post = (text: string, headers: Record<string, string> = {}): Promise<Answer> =>
  client.post('/api/v1/statuses', { status: text }, headers);
const once = (fault: Fault, operation = 'statuses.create'): string =>
  sim.control.faults.set({ fault, operation, times: 1 });
const made = (): number => sim.control.ledger.effects('post').length;
const own = async (): Promise<readonly unknown[]> =>
  listOf((await client.get(`/api/v1/accounts/${me}/statuses?limit=40`)).body);
const copies = async (text: string): Promise<number> =>
  (await own()).filter((status) => at(status, 'content') === `<p>${text}</p>`).length;

describe('answers that get lost', () => {
  it('drop-reply: the work is done, no byte comes back, and the key proves it', async () => {
    once({ tag: 'drop-reply' });
    await expect(post('Perdu', key)).rejects.toThrow();
    expect(await copies('Perdu')).toBe(1);
    const [entry] = sim.control.ledger.entries({ operation: 'statuses.create' });
    expect(entry).toMatchObject({ outcome: { tag: 'reply-dropped', status: 200 }, worked: true });
    const again = await post('Perdu', key);
    expect(textAt(again.body, 'id')).toBe(entry?.effects[0]?.id);
    expect(made()).toBe(1);
  });

  it('late-commit: cut at once, done within two minutes', async () => {
    once({ tag: 'late-commit' });
    await expect(post('Tard')).rejects.toThrow();
    expect(await copies('Tard')).toBe(0);
    await clock.advance(120_000);
    expect(await copies('Tard')).toBe(1);
    const [entry] = sim.control.ledger.entries({ operation: 'statuses.create' });
    expect(entry).toMatchObject({ outcome: { tag: 'cut-before-work' }, worked: true });
  });

  it('late-commit: a repeat with the same key in between still makes one', async () => {
    sim.control.faults.set({ fault: { tag: 'late-commit', minMs: 30_000, maxMs: 30_000 }, times: 1 });
    await expect(post('Une fois', key)).rejects.toThrow();
    await clock.advance(5000);
    await post('Une fois', key);
    await clock.advance(60_000);
    expect(await copies('Une fois')).toBe(1);
    expect(made()).toBe(1);
  });

  it('reset: nothing was done', async () => {
    once({ tag: 'reset' });
    await expect(post('Rien')).rejects.toThrow();
    await clock.advance(200_000);
    expect(await copies('Rien')).toBe(0);
    expect(sim.control.ledger.entries({ worked: false })[0]?.outcome.tag).toBe('reset');
  });
});

describe('keys and lists that lie', () => {
  it('key-ignored: the repeat makes a second one', async () => {
    await post('Double', key);
    once({ tag: 'key-ignored' });
    await post('Double', key);
    expect(await copies('Double')).toBe(2);
  });

  it('repeat-500: only the repeat fails', async () => {
    sim.control.faults.set({ fault: { tag: 'repeat-500' }, operation: 'statuses.create' });
    expect((await post('Répété', key)).status).toBe(200);
    expect((await post('Répété', key)).status).toBe(500);
    expect((await post('Autre')).status).toBe(200);
    expect(await copies('Répété')).toBe(1);
  });

  it('lagging-lists: lists come late, reading by id does not', async () => {
    sim.control.faults.set({ fault: { tag: 'lagging-lists', ms: 10_000 } });
    const id = textAt((await post('Bientôt')).body, 'id');
    await client.post('/api/v1/statuses', {
      status: 'Plus tard',
      scheduled_at: new Date(clock.now() + 3_600_000).toISOString(),
    });
    await sim.control.audience.say({ kind: 'reply', person: 'lucas_perrin', post: id, text: 'Ah ?' });
    const lists = async (): Promise<readonly number[]> => [
      await copies('Bientôt'),
      listOf((await client.get('/api/v1/scheduled_statuses')).body).length,
      listOf((await client.get('/api/v1/notifications')).body).length,
      listOf(at((await client.get(`/api/v1/statuses/${id}/context`)).body, 'descendants')).length,
      listOf(at((await client.get('/api/v2/search?q=bientôt')).body, 'statuses')).length,
    ];
    expect(await lists()).toEqual([0, 0, 0, 0, 0]);
    expect((await client.get(`/api/v1/statuses/${id}`)).status).toBe(200);
    await clock.advance(10_000);
    expect(await lists()).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('refusals', () => {
  it('rate-limit: 429 with the network’s headers and a true end', async () => {
    once({ tag: 'rate-limit', ms: 90_000 });
    const answer = await post('Trop');
    expect([answer.status, at(answer.body, 'error')]).toEqual([429, 'Too many requests']);
    expect(answer.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(answer.headers.get('x-ratelimit-reset')).toBe(new Date(clock.now() + 90_000).toISOString());
    expect(made()).toBe(0);
  });

  it('server-error: in JSON, with Retry-After when asked', async () => {
    once({ tag: 'server-error', retryAfterMs: 30_000 });
    const answer = await post('Panne');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '30']);
    once({ tag: 'server-error', status: 500 });
    expect((await post('Panne')).status).toBe(500);
    expect(made()).toBe(0);
  });

  it('revoked-token: for that request only', async () => {
    once({ tag: 'revoked-token' });
    expect(at((await post('Non')).body, 'error')).toBe('The access token was revoked');
    expect((await post('Oui')).status).toBe(200);
  });

  it.each([
    [{ tag: 'html-page' }, 502, 0],
    [{ tag: 'html-page', status: 200 }, 200, 0],
    [{ tag: 'html-page', status: 504, worked: true }, 504, 1],
  ] satisfies readonly (readonly [Fault, number, number])[])(
    'html-page: %o',
    async (fault, status, posts) => {
      once(fault);
      const answer = await post('Page');
      expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html']);
      expect(answer.text).toContain('<center>nginx</center>');
      expect(made()).toBe(posts);
    },
  );
});

describe('slowness', () => {
  it('slow: the work waits on the simulator’s clock', async () => {
    once({ tag: 'slow', ms: 5000 });
    let settled = false;
    const waiting = post('Lent').then((answer) => {
      settled = true;
      return answer;
    });
    await sim.control.ledger.waitFor((entry) => entry.faults.includes('slow'));
    await client.get('/api/v1/instance');
    expect([settled, made()]).toEqual([false, 0]);
    await clock.advance(5000);
    expect((await waiting).status).toBe(200);
  });

  it('slow-media: an image is not ready at once', async () => {
    once({ tag: 'slow-media', ms: 8000 }, 'media.upload');
    const upload = await client.send('POST', '/api/v2/media', { multipart: uploadOf(pngOf(4, 4)) });
    expect(upload.status).toBe(202);
    const path = `/api/v1/media/${textAt(upload.body, 'id')}`;
    expect((await client.get(path)).status).toBe(206);
    await clock.advance(8000);
    expect((await client.get(path)).status).toBe(200);
  });

  it('skewed-date: the Date header tells another hour', async () => {
    sim.control.faults.set({ fault: { tag: 'skewed-date', ms: 300_000 }, times: 1 });
    const answer = await client.get('/api/v1/instance');
    expect(Date.parse(answer.headers.get('date') ?? '')).toBe(clock.now() + 300_000);
    expect(Date.parse((await client.get('/api/v1/instance')).headers.get('date') ?? '')).toBe(clock.now());
  });
});

describe('offline', () => {
  it('refuses connections until cleared, then answers on the same address', async () => {
    const id = sim.control.faults.set({ fault: { tag: 'offline' } });
    await expect
      .poll(() =>
        client.get('/health').then(
          () => 'up',
          (error: Error) => String(error.cause),
        ),
      )
      .toContain('ECONNREFUSED');
    sim.control.faults.clear(id);
    await expect
      .poll(() =>
        client.get('/health').then(
          (answer) => answer.status,
          () => 0,
        ),
      )
      .toBe(200);
  });

  it('comes back by itself after the time given', async () => {
    sim.control.faults.set({ fault: { tag: 'offline', ms: 1000 } });
    await expect
      .poll(() =>
        client.get('/health').then(
          () => 'up',
          () => 'down',
        ),
      )
      .toBe('down');
    await clock.advance(1000);
    await expect
      .poll(() =>
        client.get('/health').then(
          (answer) => answer.status,
          () => 0,
        ),
      )
      .toBe(200);
    expect(sim.control.faults.list()).toEqual([]);
  });

  it('concerns one account when the rule says so', async () => {
    sim.control.faults.set({ fault: { tag: 'offline' }, account: me });
    await expect(client.get('/api/v1/notifications')).rejects.toThrow();
    const other = createMastodonClient(sim.baseUrl, sim.accounts[1]?.token);
    expect((await other.get('/api/v1/notifications')).status).toBe(200);
  });
});

describe('rules', () => {
  it('skip, times, patterns and accounts choose whom a fault strikes', async () => {
    sim.control.faults.set({
      fault: { tag: 'server-error' },
      operation: 'statuses.*',
      account: me,
      skip: 1,
      times: 2,
    });
    const statuses: number[] = [];
    for (let index = 0; index < 4; index += 1) statuses.push((await post(`n° ${index}`)).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect((await client.get('/api/v1/notifications')).status).toBe(200);
  });

  it('draws from the seed: the same storm twice', async () => {
    const storm = async (): Promise<readonly number[]> => {
      const again = await startMastodonSim({ seed: 42, clock: createRealClock() });
      again.control.faults.set({ fault: { tag: 'server-error' }, probability: 0.5 });
      const spoken = createMastodonClient(again.baseUrl, again.accounts[0]?.token);
      const seen: number[] = [];
      for (let index = 0; index < 20; index += 1)
        seen.push((await spoken.get('/api/v1/notifications')).status);
      await again.close();
      return seen;
    };
    const first = await storm();
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect(await storm()).toEqual(first);
  });
});

describe('the ledger', () => {
  it('holds what happened and no secret', async () => {
    const token = sim.accounts[0]?.token ?? '';
    await client.get(`/api/v1/notifications?access_token=${token}&limit=2`);
    await post('Noté', key);
    const dump = JSON.stringify(sim.control.ledger.entries());
    expect(dump).not.toContain(token);
    const [entry] = sim.control.ledger.entries({ operation: 'statuses.create', account: me });
    expect(entry).toMatchObject({ method: 'POST', path: '/api/v1/statuses', bodyBytes: 18 });
    expect(entry?.headers['idempotency-key']).toBe(key['Idempotency-Key']);
    expect(entry?.bodyHash).toMatch(/^[0-9a-f]{64}$/);
  });
});
