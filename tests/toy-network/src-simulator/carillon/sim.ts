import {
  createHash,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  verify,
  type KeyObject,
} from 'node:crypto';
import { createAudience } from '../core/audience.ts';
import { clients } from '../core/clients.ts';
import { createScopedClock } from '../core/clock.ts';
import type { Dialect } from '../core/dialect.ts';
import { createFaults } from '../core/faults.ts';
import { createLedger } from '../core/ledger.ts';
import { persons, type Person } from '../core/persons.ts';
import { createRandom } from '../core/random.ts';
import { json, type SimReply } from '../core/reply.ts';
import type { Route, SimRequest } from '../core/route.ts';
import { createSimServer } from '../core/server.ts';
import type { CreateSim, Sim, SimAccount } from '../core/sim.ts';
import { openState, type StateRow } from '../core/state.ts';

/** A peal that a client rang, or an echo that somebody rang at a client. */
interface PealRow extends StateRow {
  readonly from: string;
  readonly name: string;
  /** The account that hears it; null: everybody. */
  readonly to: string | null;
  readonly text: string;
  readonly answering: string | null;
  readonly at: number;
}

const mostWords = 12;
const patienceMs = 5 * 60_000;
const words = (text: string): number => (text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []).length;
const head = Buffer.from('302e020100300506032b657004220420', 'hex');
const keyOf = (seed: number, client: string): string =>
  createHash('sha256').update(`bell ${seed} ${client}`).digest('hex');
const publicOf = (key: string): KeyObject =>
  createPublicKey(
    createPrivateKey({ key: Buffer.concat([head, Buffer.from(key, 'hex')]), format: 'der', type: 'pkcs8' }),
  );
const wrong = (status: number, why: string): SimReply => json({ wrong: why }, status);

/** A tower of bells: who knows a bell's key rings it, people hear it, and no program can ask what was rung. */
export const createCarillonSim: CreateSim & { readonly withoutMessages: true } = Object.assign(
  async (deps: Parameters<CreateSim>[0]): Promise<Sim> => {
    const clock = createScopedClock(deps.clock);
    const random = createRandom(deps.seed);
    const faults = createFaults(random);
    const ledger = createLedger();
    const state = await openState({
      name: 'carillon',
      ...(deps.dir === undefined ? {} : { dir: deps.dir }),
    });
    const peals = state.table<PealRow>('peals');
    const riddles = new Set<string>();
    const silenced = new Set<string>();
    const accounts: readonly SimAccount[] = clients.map((client) => ({
      id: `bell-${client.id}`,
      username: client.username,
      handle: client.username,
      displayName: client.name,
      login: client.username,
      password: keyOf(deps.seed, client.id),
      token: keyOf(deps.seed, client.id),
      form: { bell: client.username, key: keyOf(deps.seed, client.id) },
    }));
    const named = (bell: unknown): SimAccount | undefined =>
      accounts.find(({ username }) => username === bell);
    const isBy = (account: SimAccount, text: string, signature: string): boolean =>
      verify(null, Buffer.from(text), publicOf(account.password), Buffer.from(signature, 'base64url'));

    const dialect: Dialect = {
      network: 'carillon',
      identify: (headers) => named(headers['x-bell'])?.id,
      refuse: (refusal) => {
        switch (refusal.tag) {
          case 'not-found':
            return wrong(404, 'nothing hangs here');
          case 'wrong-method':
            return wrong(405, 'not in this way');
          case 'too-large':
            return wrong(413, 'too much');
          case 'bad-body':
            return wrong(400, refusal.reason);
          case 'rate-limited':
            return { ...wrong(429, 'let it fade'), headers: { 'retry-after': '1' } };
          case 'server-error':
            return wrong(refusal.status, 'the tower shakes');
          case 'revoked-token':
            return wrong(401, 'no such key');
          case 'wrong-scope':
            return wrong(403, 'this key opens other doors');
        }
      },
    };

    /** A request says by itself who sends it: signed over all that matters, and not long ago. */
    const heard =
      (work: (request: SimRequest, account: SimAccount) => SimReply) =>
      (request: SimRequest): SimReply => {
        const account = named(request.headers['x-bell']);
        const at = Number(request.headers['x-rung-at']);
        const body = createHash('sha256').update(request.bytes).digest('hex');
        const path = `${request.url.pathname}${request.url.search}`;
        const text = [request.method, path, String(at), body].join('\n');
        if (!account || silenced.has(account.id)) return wrong(401, 'no such key');
        if (Math.abs(clock.now() - at) > patienceMs) return wrong(401, 'rung at another time');
        if (!isBy(account, text, String(request.headers['x-signature']))) return wrong(401, 'no such key');
        return work(request, account);
      };
    const said = (request: SimRequest): Readonly<Record<string, unknown>> =>
      request.body.tag === 'json' && typeof request.body.value === 'object' && request.body.value !== null
        ? (request.body.value as Readonly<Record<string, unknown>>)
        : {};
    const self = ({ id, displayName, username }: SimAccount): SimReply =>
      json({ id, name: displayName, bell: username });
    const next = (): string => `p${String(peals.size + 1).padStart(8, '0')}`;

    const routes: readonly Route[] = [
      { method: 'GET', path: '/', operation: 'tower', handler: () => json({ tower: 'Carillon' }) },
      {
        method: 'GET',
        path: '/tower/challenge',
        operation: 'tower.challenge',
        handler: ({ url }) => {
          if (!named(url.searchParams.get('bell'))) return wrong(404, 'no such bell');
          const challenge = randomBytes(24).toString('base64url');
          riddles.add(challenge);
          return json({ challenge });
        },
      },
      {
        method: 'POST',
        path: '/tower/answer',
        operation: 'tower.answer',
        handler: (request) => {
          const { bell, challenge, signature } = said(request);
          const account = named(bell);
          // A riddle is good for one answer.
          if (!account || !riddles.delete(String(challenge))) return wrong(401, 'no such riddle');
          if (!isBy(account, String(challenge), String(signature))) return wrong(401, 'no such key');
          silenced.delete(account.id);
          return self(account);
        },
      },
      {
        method: 'POST',
        path: '/tower/leave',
        operation: 'tower.leave',
        handler: heard((_, account) => {
          silenced.add(account.id);
          return json({});
        }),
      },
      { method: 'GET', path: '/me', operation: 'me', handler: heard((_, account) => self(account)) },
      {
        method: 'POST',
        path: '/peals',
        operation: 'peals.ring',
        handler: heard((request, account) => {
          const { text, loudness, answering } = said(request);
          if (typeof text !== 'string' || words(text) === 0) return wrong(422, 'nothing was rung');
          if (words(text) > mostWords) return wrong(422, 'more than twelve words');
          if (loudness !== 'soft' && loudness !== 'loud') return wrong(422, 'neither soft nor loud');
          const row = peals.put({
            id: next(),
            from: account.username,
            name: account.displayName,
            to: null,
            text,
            answering: typeof answering === 'string' ? answering : null,
            at: clock.now(),
          });
          request.did('post', row.id);
          return json({ id: row.id, url: `${request.origin}/peals/${row.id}`, at: row.at }, 201);
        }),
      },
      {
        method: 'GET',
        path: '/echoes',
        operation: 'echoes.list',
        handler: heard(({ url, asked }, account) => {
          const [after, before] = [url.searchParams.get('after'), url.searchParams.get('before')];
          const limit = Math.min(50, Number(url.searchParams.get('limit') ?? 20));
          const fit = [...peals.values()]
            .filter(({ to, at }) => to === account.id && at <= asked.visibleUntil)
            .filter(({ id }) => (after === null || id > after) && (before === null || id < before))
            .toReversed();
          // What is newer is given from where the last reading ended.
          const page = after === null ? fit.slice(0, limit) : fit.slice(-limit);
          return json({
            echoes: page.map(({ id, from, name, text, at, answering }) => ({
              id,
              bell: from,
              name,
              text,
              at,
              answering,
            })),
            more: fit.length > page.length,
          });
        }),
      },
    ];

    const ring = (person: Person, to: string, text: string, answering: string | null): string => {
      const row = { from: person.handle, name: person.name, to, text, answering, at: clock.now() };
      return peals.put({ id: next(), ...row }).id;
    };
    const audience = createAudience({
      stage: {
        like: () => undefined,
        repost: () => undefined,
        follow: () => undefined,
        reply: (person, post, text) => {
          const owner = named(peals.get(post)?.from);
          return owner && ring(person, owner.id, text, post);
        },
        mention: (person, account, text) => ring(person, account, text, null),
        // Nobody whispers under a bell.
        message: () => undefined,
        edit: () => undefined,
        remove: () => undefined,
      },
      clock,
      random,
      rate: deps.audienceRate ?? 0,
    });
    const server = await createSimServer({
      clock,
      random,
      faults,
      ledger,
      dialect,
      routes,
      settle: state.flush,
      ...(deps.port === undefined ? {} : { port: deps.port }),
    });
    const fresh = (): void => {
      if (!deps.past || peals.size > 0) return;
      for (const [index, account] of accounts.entries()) {
        const person = persons[index];
        if (person) ring(person, account.id, 'Quelle belle volée ce matin !', null);
      }
    };
    fresh();
    return {
      network: 'carillon',
      baseUrl: server.baseUrl,
      accounts,
      control: {
        faults,
        audience,
        ledger,
        clock: deps.clock,
        revoke: (account) => Promise.resolve(void silenced.add(account)),
        bulk: () => Promise.resolve([]),
        reset: async () => {
          await state.clear();
          fresh();
        },
      },
      close: async () => {
        audience.quiet();
        clock.stop();
        await server.close();
        await state.close();
      },
    };
  },
  { withoutMessages: true as const },
);
