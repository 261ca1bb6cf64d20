import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { MastodonSim } from '../../src-simulator/mastodon/sim.ts';
import { startMastodonSim } from '../../src-simulator/mastodon/start.ts';
import { at, createMastodonClient, textAt, type MastodonClient } from '../fixtures/mastodon-client.ts';

let sim: MastodonSim;
let client: MastodonClient;
let me: string;
let token: string;
const sockets: WebSocket[] = [];

beforeEach(async () => {
  sim = await startMastodonSim();
  const [account] = sim.accounts;
  if (!account) throw new Error('no account');
  ({ id: me, token } = account);
  client = createMastodonClient(sim.baseUrl, token);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await sim.close();
});

interface Heard {
  readonly socket: WebSocket;
  readonly frames: unknown[];
  /** Waits until an event arrived, and returns its payload: JSON parsed, or the bare text. */
  event(name: string): Promise<unknown>;
}

async function listen(
  query: string,
  options: { headers?: Record<string, string>; protocol?: string } = {},
): Promise<Heard> {
  const url = `${sim.baseUrl.replace('http', 'ws')}/api/v1/streaming${query}`;
  const socket = new WebSocket(url, options.protocol === undefined ? [] : [options.protocol], {
    headers: options.headers ?? (options.protocol === undefined ? { authorization: `Bearer ${token}` } : {}),
  });
  sockets.push(socket);
  const frames: unknown[] = [];
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString('utf8'))));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return {
    socket,
    frames,
    async event(name) {
      await expect.poll(() => frames.some((frame) => at(frame, 'event') === name)).toBe(true);
      const payload = textAt(
        frames.findLast((frame) => at(frame, 'event') === name),
        'payload',
      );
      return payload.startsWith('{') ? JSON.parse(payload) : payload;
    },
  };
}

describe('WebSocket', () => {
  it('tells the user stream what happens: updates, notifications, edits, deletions', async () => {
    const heard = await listen('?stream=user');
    const posted = await client.post('/api/v1/statuses', { status: 'En direct' });
    const id = textAt(posted.body, 'id');
    expect(at(await heard.event('update'), 'id')).toBe(id);
    expect(at(heard.frames[0], 'stream')).toEqual(['user']);
    const reply = await sim.control.audience.say({
      kind: 'reply',
      person: 'theo_marchand',
      post: id,
      text: 'Bien !',
    });
    const notification = await heard.event('notification');
    expect([at(notification, 'type'), at(notification, 'status.id')]).toEqual(['mention', reply]);
    await client.send('PUT', `/api/v1/statuses/${id}`, { json: { status: 'En direct, corrigé' } });
    expect(at(await heard.event('status.update'), 'content')).toBe('<p>En direct, corrigé</p>');
    await sim.control.audience.say({ kind: 'remove', person: 'theo_marchand', post: reply ?? '' });
    expect(await heard.event('delete')).toBe(reply);
  });

  it('multiplexes streams on one socket', async () => {
    const heard = await listen('');
    const subscribe = (stream: string, more: object = {}): void =>
      heard.socket.send(JSON.stringify({ type: 'subscribe', stream, ...more }));
    subscribe('direct');
    subscribe('hashtag', { tag: 'Velo' });
    subscribe('nonsense');
    await expect
      .poll(() => heard.frames.some((frame) => at(frame, 'error') === 'Unknown stream type'))
      .toBe(true);
    await sim.control.audience.say({ kind: 'message', person: 'nadia_benali', account: me, text: 'Psst' });
    expect(at(await heard.event('conversation'), 'unread')).toBe(true);
    await sim.control.audience.say({
      kind: 'mention',
      person: 'lucas_perrin',
      account: me,
      text: 'Mon #vélo et mon #velo',
    });
    expect(at(await heard.event('update'), 'account.username')).toBe('lucas_perrin');
    expect(at(heard.frames.at(-1), 'stream')).toEqual(['hashtag', 'velo']);
    heard.socket.send(JSON.stringify({ type: 'unsubscribe', stream: 'direct' }));
    heard.socket.send('not json');
    const before = heard.frames.length;
    await sim.control.audience.say({
      kind: 'mention',
      person: 'lucas_perrin',
      account: me,
      text: 'Encore #velo',
    });
    await expect.poll(() => heard.frames.length).toBe(before + 1);
  });

  it('takes the token in the subprotocol, refuses others, hangs up on a revoked one', async () => {
    const heard = await listen('?stream=user:notification', { protocol: token });
    expect(heard.socket.protocol).toBe(token);
    await expect(listen('?stream=user', { headers: {} })).rejects.toThrow('401');
    await expect(listen('?stream=user', { headers: { authorization: 'Bearer wrong' } })).rejects.toThrow(
      '401',
    );
    const narrow = await sim.issueToken(me, ['write']);
    await expect(listen('?stream=user', { protocol: narrow })).rejects.toThrow('401');
    const closed = new Promise((resolve) => heard.socket.once('close', resolve));
    await sim.control.revoke(me);
    await closed;
  });

  it('replays nothing: whoever was away reads on from min_id', async () => {
    await sim.control.audience.say({ kind: 'mention', person: 'theo_marchand', account: me, text: 'Avant' });
    const last = textAt((await client.get('/api/v1/notifications?limit=1')).body, '0.id');
    const away = await listen('?stream=user');
    away.socket.terminate();
    await sim.control.audience.say({
      kind: 'mention',
      person: 'theo_marchand',
      account: me,
      text: 'Pendant',
    });
    const back = await listen('?stream=user');
    expect(back.frames).toEqual([]);
    const missed = await client.get(`/api/v1/notifications?min_id=${last}`);
    expect(textAt(missed.body, '0.status.content')).toContain('Pendant');
  });

  it('dies with the server’s connections, and with its faults', async () => {
    const heard = await listen('?stream=user');
    const closed = new Promise((resolve) => heard.socket.once('close', resolve));
    sim.control.faults.set({ fault: { tag: 'offline' } });
    await closed;
    await expect(listen('?stream=user')).rejects.toThrow('ECONNREFUSED');
    sim.control.faults.clear();
    await expect
      .poll(() =>
        client.get('/health').then(
          (answer) => answer.status,
          () => 0,
        ),
      )
      .toBe(200);
    sim.control.faults.set({ fault: { tag: 'rate-limit' }, operation: 'streaming', times: 1 });
    await expect(listen('?stream=user')).rejects.toThrow('429');
  });
});

describe('server-sent events', () => {
  it('carry the same events', async () => {
    const stop = new AbortController();
    const response = await fetch(`${sim.baseUrl}/api/v1/streaming/user`, {
      headers: { authorization: `Bearer ${token}` },
      signal: stop.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    let heard = '';
    const reading = (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) heard += decoder.decode(chunk, { stream: true });
    })().catch(() => undefined);
    await client.post('/api/v1/statuses', { status: 'Par ici' });
    await expect.poll(() => heard).toContain('event: update\ndata: {');
    stop.abort();
    await reading;
    const refused = await fetch(`${sim.baseUrl}/api/v1/streaming/user`);
    expect(refused.status).toBe(401);
  });
});
