import { afterEach, beforeEach, expect, it } from 'vitest';
import { createConnectivity, type Connectivity } from '../../src-main/engine/connectivity.ts';
import type { Http } from '../../src-main/engine/http.ts';
import type { UndiciHttp } from '../../src-main/engine/undici-http.ts';
import { createManualClock, type ManualClock } from '../../src-simulator/core/clock.ts';
import type { MastodonSim } from '../../src-simulator/mastodon/sim.ts';
import { startMastodonSim } from '../../src-simulator/mastodon/start.ts';
import { openHttp } from '../fixtures/bluesky-account.ts';

/** The truth about the network, from what happens to requests on real sockets. */
let clock: ManualClock;
let one: MastodonSim;
let two: MastodonSim;
let wire: UndiciHttp;
let http: Http;
let asked: string[];
let pending: number;
let connectivity: Connectivity;

beforeEach(async () => {
  clock = createManualClock();
  [one, two] = await Promise.all([startMastodonSim({ clock }), startMastodonSim({ clock })]);
  wire = openHttp();
  asked = [];
  pending = 0;
  const counted: Http = {
    ...wire,
    request: async (request) => {
      asked.push(request.url);
      pending += 1;
      const answer = await wire.request(request);
      pending -= 1;
      return answer;
    },
  };
  connectivity = createConnectivity({
    http: counted,
    clock: { now: clock.now, monotonic: clock.now, after: clock.after },
    random: () => 0.5,
    servers: () => [one.baseUrl, two.baseUrl],
  });
  http = connectivity.watch(counted);
});
afterEach(async () => {
  connectivity.stop();
  await wire.close();
  await Promise.all([one.close(), two.close()]);
});

const settle = async (): Promise<void> => {
  do await new Promise((resolve) => setImmediate(resolve));
  while (pending > 0);
};
const pass = async (ms: number): Promise<void> => {
  for (let left = ms; left > 0; left -= 500) {
    await clock.advance(500);
    await settle();
  }
};
const ask = (sim: MastodonSim) =>
  http.request({
    method: 'GET',
    url: `${sim.baseUrl}/api/v1/instance`,
    signal: new AbortController().signal,
  });
const down = (sim: MastodonSim): string => sim.control.faults.set({ fault: { tag: 'offline' } });

it('knows nothing before the first request, and believes then', async () => {
  expect(connectivity.status().tag).toBe('unknown');
  expect(connectivity.online(one.baseUrl)).toBe(true);
  await ask(one);
  expect(connectivity.status()).toEqual({ tag: 'online', since: clock.now() });
});

it('judges each server by its own, and is offline when none answers', async () => {
  await Promise.all([ask(one), ask(two)]);
  down(one);
  await ask(one);
  await settle();
  expect([one, two].map(({ baseUrl }) => connectivity.online(baseUrl))).toEqual([false, true]);
  expect(connectivity.status().tag).toBe('online');
  down(two);
  await ask(two);
  await settle();
  expect(connectivity.status().tag).toBe('offline');
});

it('is offline as soon as the line is, also where a server is asked only now and then', async () => {
  await Promise.all([ask(one), ask(two)]);
  down(one);
  down(two);
  await ask(one);
  await settle();
  expect(connectivity.online(two.baseUrl)).toBe(false);
  expect(connectivity.status().tag).toBe('offline');
});

it('does not call a server gone that fails, cuts or answers nonsense', async () => {
  await ask(one);
  for (const fault of [{ tag: 'server-error' }, { tag: 'reset' }, { tag: 'html-page' }] as const) {
    one.control.faults.set({ fault, times: 1 });
    await ask(one);
    expect(connectivity.online(one.baseUrl)).toBe(true);
  }
});

it('asks a lost server less and less often, and says at once when it is back', async () => {
  const changes: string[] = [];
  const fault = down(one);
  await ask(one);
  connectivity.onChange((origin, online) => changes.push(`${origin} ${String(online)}`));
  asked.length = 0;
  await pass(60_000);
  const early = asked.length;
  await pass(10 * 60_000);
  expect(early).toBeGreaterThanOrEqual(4);
  expect(asked.length - early).toBeLessThanOrEqual(12);
  expect(changes).toEqual([]);
  one.control.faults.clear(fault);
  await pass(90_000);
  expect(changes).toEqual([`${one.baseUrl} true`]);
  expect(connectivity.online(one.baseUrl)).toBe(true);
  asked.length = 0;
  await pass(10 * 60_000);
  expect(asked).toEqual([]);
});

it('asks the other lost servers at once when one comes back', async () => {
  const faults = [down(one), down(two)];
  await Promise.all([ask(one), ask(two)]);
  await pass(10 * 60_000);
  one.control.faults.clear(faults[0]);
  two.control.faults.clear(faults[1]);
  // Listening again takes the server a moment.
  while ((await ask(one)).tag === 'err');
  while ((await fetch(two.baseUrl).catch(() => null)) === null);
  await pass(1_000);
  expect(connectivity.online(two.baseUrl)).toBe(true);
});

it('takes what the system says for a reason to look, not for the truth', async () => {
  await Promise.all([ask(one), ask(two)]);
  connectivity.hint(false);
  await settle();
  expect(connectivity.status().tag).toBe('online');
  down(one);
  down(two);
  connectivity.hint(false);
  await settle();
  expect(connectivity.status().tag).toBe('offline');
  connectivity.hint(true);
  await settle();
  expect(connectivity.status().tag).toBe('offline');
});
