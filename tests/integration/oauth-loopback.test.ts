import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createLoopback,
  loopbackLifetimeMs,
  strangersTolerated,
} from '../../src-main/accounts/oauth/loopback.ts';
import { challengeOf } from '../../src-main/accounts/oauth/pkce.ts';
import type { Clock } from '../../src-main/engine/clock.ts';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { createManualClock } from '../../src-simulator/core/clock.ts';

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');
const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

async function listener(
  options: { readonly opens?: Promise<Result<null, Failure>>; readonly signal?: AbortSignal } = {},
) {
  const time = createManualClock();
  const clock: Clock = {
    now: () => time.now(),
    monotonic: () => time.now(),
    after: (ms, run) => time.after(ms, run),
  };
  const opened: string[] = [];
  const loopback = await createLoopback({
    clock,
    random,
    openBrowser: (url) => {
      opened.push(url);
      return options.opens ?? Promise.resolve(ok(null));
    },
  })(options.signal ?? new AbortController().signal)();
  closers.push(loopback.close);
  const state = random(24);
  let settled = false;
  const answer = loopback.wait('https://server.example/oauth/authorize', state).then((outcome) => {
    settled = true;
    return outcome;
  });
  const { redirectUri } = loopback;
  const port = Number(new URL(redirectUri).port);
  return { ...loopback, answer, state, opened, time, port, isSettled: () => settled };
}

/** One request as raw as an attacker may make it. Resolves with the status, or the code of what went wrong. */
const raw = (
  port: number,
  options: {
    readonly method?: string;
    readonly path: string;
    readonly host?: string;
    readonly body?: string;
  },
): Promise<{ readonly status: number | string; readonly text: string; readonly headers: object }> =>
  new Promise((resolve) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        method: options.method ?? 'GET',
        path: options.path,
        headers: { host: options.host ?? `127.0.0.1:${port}` },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
        );
      },
    );
    sent.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ status: error.code ?? '', text: '', headers: {} }),
    );
    sent.end(options.body);
  });

describe('the loopback listener', () => {
  it('takes one answer with our state, shows a page that repeats nothing, and is gone', async () => {
    const one = await listener();
    const path = `/oauth/callback?code=the-code&state=${one.state}&iss=https%3A%2F%2Fserver.example`;
    const page = await raw(one.port, { path });
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('the-code');
    expect(page.text).not.toMatch(/<script|<img|<form|<a\s/);
    expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(JSON.stringify(page.headers)).toContain("default-src 'none'");
    const outcome = await one.answer;
    expect(outcome.tag === 'ok' && outcome.value.get('code')).toBe('the-code');
    // A replay finds nobody.
    await expect.poll(async () => (await raw(one.port, { path })).status).toBe('ECONNREFUSED');
  });

  it('hands a refusal over like an answer', async () => {
    const one = await listener();
    await raw(one.port, { path: `/oauth/callback?error=access_denied&state=${one.state}` });
    const outcome = await one.answer;
    expect(outcome.tag === 'ok' && outcome.value.get('error')).toBe('access_denied');
  });

  it.each<[string, (one: { state: string; port: number }) => Parameters<typeof raw>[1], number]>([
    ['another state', () => ({ path: '/oauth/callback?code=x&state=guess' }), 400],
    ['no state', () => ({ path: '/oauth/callback?code=x' }), 400],
    ['two states', ({ state }) => ({ path: `/oauth/callback?code=x&state=${state}&state=y` }), 400],
    ['our state and more', ({ state }) => ({ path: `/oauth/callback?code=x&state=${state}0` }), 400],
    ['a part of our state', ({ state }) => ({ path: `/oauth/callback?code=x&state=${state.slice(1)}` }), 400],
    ['neither code nor error', ({ state }) => ({ path: `/oauth/callback?state=${state}` }), 400],
    ['two codes', ({ state }) => ({ path: `/oauth/callback?code=x&code=y&state=${state}` }), 400],
    ['a code and an error', ({ state }) => ({ path: `/oauth/callback?code=x&error=y&state=${state}` }), 400],
    ['another path', ({ state }) => ({ path: `/?code=x&state=${state}` }), 404],
    ['a path below', ({ state }) => ({ path: `/oauth/callback/x?code=x&state=${state}` }), 404],
    ['a path that climbs', ({ state }) => ({ path: `/a/../oauth/callback?code=x&state=${state}` }), 404],
    [
      'another method',
      ({ state }) => ({ method: 'POST', path: `/oauth/callback?code=x&state=${state}`, body: 'x' }),
      405,
    ],
    ['HEAD', ({ state }) => ({ method: 'HEAD', path: `/oauth/callback?code=x&state=${state}` }), 405],
    [
      'a name rebound to us',
      ({ state, port }) => ({ path: `/oauth/callback?code=x&state=${state}`, host: `evil.example:${port}` }),
      421,
    ],
    [
      'localhost by name',
      ({ state, port }) => ({ path: `/oauth/callback?code=x&state=${state}`, host: `localhost:${port}` }),
      421,
    ],
  ])('is moved by no answer with %s', async (_, attack, status) => {
    const one = await listener();
    expect((await raw(one.port, attack(one))).status).toBe(status);
    expect(one.isSettled()).toBe(false);
    // And still waits for the true one.
    expect((await raw(one.port, { path: `/oauth/callback?code=true&state=${one.state}` })).status).toBe(200);
    const outcome = await one.answer;
    expect(outcome.tag === 'ok' && outcome.value.get('code')).toBe('true');
  });

  it('survives noise on its port', async () => {
    const one = await listener();
    for (const noise of ['\u0000\u0001\u0002', 'GET / HTTP/9.9\r\n\r\n', 'X'.repeat(100_000)])
      await new Promise<void>((resolve) => {
        const socket = connect(one.port, '127.0.0.1', () => socket.end(noise));
        socket.on('error', () => undefined).on('close', () => resolve());
        socket.resume();
      });
    expect((await raw(one.port, { path: `/oauth/callback?code=c&state=${one.state}` })).status).toBe(200);
    expect((await one.answer).tag).toBe('ok');
  });

  it('gives up when somebody goes on guessing', async () => {
    const one = await listener();
    for (let guess = 0; guess < strangersTolerated; guess += 1)
      await raw(one.port, { path: `/oauth/callback?code=x&state=${random(24)}` });
    expect(await one.answer).toEqual(err(failure('authorisation-mismatch')));
    expect((await raw(one.port, { path: `/oauth/callback?code=x&state=${one.state}` })).status).not.toBe(200);
  });

  it('lives five minutes and no longer', async () => {
    expect(loopbackLifetimeMs).toBe(300_000);
    const one = await listener();
    await one.time.advance(loopbackLifetimeMs - 1);
    expect(one.isSettled()).toBe(false);
    await one.time.advance(1);
    expect(await one.answer).toEqual(err(failure('authorisation-expired')));
    await expect.poll(async () => (await raw(one.port, { path: '/' })).status).toBe('ECONNREFUSED');
  });

  it('ends when the person gives up, or no browser opens', async () => {
    const abort = new AbortController();
    const given = await listener({ signal: abort.signal });
    abort.abort();
    expect(await given.answer).toEqual(err(failure('authorisation-cancelled')));
    const none = await listener({ opens: Promise.resolve(err(failure('internal'))) });
    expect(await none.answer).toEqual(err(failure('internal')));
  });

  it('belongs to one attempt: a second wait is refused, and another listener knows nothing of its state', async () => {
    const one = await listener();
    expect((await one.wait('https://server.example/', 'other')).tag).toBe('err');
    expect(one.opened).toHaveLength(1);
    const two = await listener();
    expect(two.port).not.toBe(one.port);
    await raw(two.port, { path: `/oauth/callback?code=x&state=${one.state}` });
    expect([one.isSettled(), two.isSettled()]).toEqual([false, false]);
    expect(one.pkce.verifier).not.toBe(two.pkce.verifier);
    expect(one.pkce.challenge).toBe(challengeOf(one.pkce.verifier));
  });

  it('listens on this machine only', async () => {
    const one = await listener();
    expect(one.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
    const elsewhere = await new Promise<string>((resolve) => {
      const socket = connect({ host: '127.0.0.2', port: one.port }, () => resolve('open'));
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
      closers.push(() => socket.destroy());
    });
    expect(elsewhere).not.toBe('open');
  });

  it('proves its key as RFC 7636 says', () => {
    expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });
});
