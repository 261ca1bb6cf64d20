import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { clients } from './clients.ts';
import type { ManualClock, SimClock } from './clock.ts';
import { bulkOrder, faultRule, ledgerQuery, saying } from './control-schemas.ts';
import { createFaults } from './faults.ts';
import { createLedger } from './ledger.ts';
import { createRandom } from './random.ts';
import { json, type SimReply } from './reply.ts';
import type { Route, SimRequest } from './route.ts';
import { createSimServer, type Dialect } from './server.ts';
import type { Sim } from './sim.ts';

export interface ControlServer {
  readonly url: string;
  /** To be sent as `Authorization: Bearer`. Drawn anew at each start. */
  readonly token: string;
  close(): Promise<void>;
}

/**
 * The switches of the running simulators over HTTP, on a port of its own so that it answers while a network is
 * `offline`. Every path begins with `/_sim`; every request needs the token. See `src-simulator/README.md`.
 */
export async function createControlServer(deps: {
  readonly clock: SimClock | ManualClock;
  readonly sims: readonly Sim[];
  readonly port?: number;
  /** Called by `POST /_sim/stop`, after its answer. */
  readonly onStop?: () => void;
}): Promise<ControlServer> {
  const { clock, sims } = deps;
  const token = randomBytes(24).toString('base64url');

  const dialect: Dialect = {
    network: 'control',
    identify: (headers) => (isToken(headers.authorization, token) ? 'operator' : undefined),
    refuse: (refusal) => json({ error: refusal.tag }, refusal.tag === 'not-found' ? 404 : 400),
    before: (request) => (request.account === undefined ? json({ error: 'unauthorized' }, 401) : undefined),
  };

  const withSim =
    (task: (sim: Sim, body: unknown, request: SimRequest) => Promise<SimReply> | SimReply) =>
    async (request: SimRequest): Promise<SimReply> => {
      const sim = sims.find((candidate) => candidate.network === request.params['network']);
      if (!sim) return json({ error: 'unknown network' }, 404);
      try {
        return await task(sim, request.body.tag === 'json' ? request.body.value : {}, request);
      } catch (error) {
        return json({ error: error instanceof Error ? error.message : String(error) }, 422);
      }
    };
  const route = (method: Route['method'], path: string, handler: Route['handler']): Route => ({
    method,
    path: `/_sim${path}`,
    operation: `control${path}`,
    handler,
  });

  const routes: readonly Route[] = [
    route('GET', '/networks', () =>
      json(
        sims.map((sim) => ({
          network: sim.network,
          baseUrl: sim.baseUrl,
          accounts: sim.accounts.map(({ token: _token, ...account }) => account),
          persons: sim.control.audience.persons,
          faults: sim.control.faults.list(),
        })),
      ),
    ),
    route('POST', '/clock/advance', async (request) => {
      if (!('advance' in clock)) return json({ error: 'the clock is real' }, 409);
      const parsed = v.safeParse(
        v.object({ ms: v.pipe(v.number(), v.minValue(0)) }),
        request.body.tag === 'json' ? request.body.value : {},
      );
      if (!parsed.success) return json({ error: 'ms must be a positive number' }, 422);
      await clock.advance(parsed.output.ms);
      return json({ now: clock.now() });
    }),
    route('GET', '/clock', () => json({ kind: clock.kind, now: clock.now() })),
    route('POST', '/stop', () => {
      if (deps.onStop) setImmediate(deps.onStop);
      return json({});
    }),
    route(
      'POST',
      '/:network/faults',
      withSim((sim, body) => json({ id: sim.control.faults.set(v.parse(faultRule, body)) })),
    ),
    route(
      'DELETE',
      '/:network/faults',
      withSim((sim) => {
        sim.control.faults.clear();
        return json({});
      }),
    ),
    route(
      'DELETE',
      '/:network/faults/:id',
      withSim((sim, _body, request) => {
        sim.control.faults.clear(request.params['id']);
        return json({});
      }),
    ),
    route(
      'GET',
      '/:network/ledger',
      withSim((sim, _body, request) =>
        json(sim.control.ledger.entries(v.parse(ledgerQuery, Object.fromEntries(request.url.searchParams)))),
      ),
    ),
    route(
      'DELETE',
      '/:network/ledger',
      withSim((sim) => {
        sim.control.ledger.clear();
        return json({});
      }),
    ),
    route(
      'POST',
      '/:network/audience/say',
      withSim(async (sim, body) =>
        json({ id: (await sim.control.audience.say(v.parse(saying, body))) ?? null }),
      ),
    ),
    route(
      'POST',
      '/:network/audience/act',
      withSim(async (sim, body) => {
        const { account } = v.parse(v.object({ account: v.string() }), body);
        const acted = sim.accounts.find(({ id, handle }) => id === account || handle === account);
        const client = clients.find((candidate) => acted?.username.startsWith(candidate.username));
        if (!acted || !client) return json({ error: 'that account belongs to no client' }, 404);
        return json({ id: (await sim.control.audience.act(acted.id, client)) ?? null });
      }),
    ),
    route(
      'POST',
      '/:network/audience/storm',
      withSim((sim, body) => {
        sim.control.audience.storm(
          v.parse(v.object({ post: v.string(), count: v.number(), overMs: v.number() }), body),
        );
        return json({});
      }),
    ),
    route(
      'PUT',
      '/:network/audience/rate',
      withSim((sim, body) => {
        sim.control.audience.setRate(v.parse(v.object({ rate: v.number() }), body).rate);
        return json({ rate: sim.control.audience.rate() });
      }),
    ),
    route(
      'POST',
      '/:network/bulk',
      withSim(async (sim, body) => {
        const ids = await sim.control.bulk(v.parse(bulkOrder, body));
        return json({ count: ids.length, first: ids[0] ?? null, last: ids.at(-1) ?? null });
      }),
    ),
    route(
      'POST',
      '/:network/revoke',
      withSim(async (sim, body) => {
        await sim.control.revoke(v.parse(v.object({ account: v.string() }), body).account);
        return json({});
      }),
    ),
    route(
      'POST',
      '/:network/reset',
      withSim(async (sim) => {
        await sim.control.reset();
        return json({});
      }),
    ),
  ];

  const server = await createSimServer({
    clock,
    dialect,
    routes,
    faults: createFaults(createRandom(0)),
    ledger: createLedger(100),
    random: createRandom(0),
    ...(deps.port === undefined ? {} : { port: deps.port }),
  });
  return { url: server.baseUrl, token, close: () => server.close() };
}

/** Compares in constant time, whatever the lengths. */
function isToken(header: string | undefined, token: string): boolean {
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}
