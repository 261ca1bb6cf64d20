import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type {
  AuthoriseContext,
  Connector,
  ConnectorContext,
  ConnectorError,
  Identity,
  Secret,
  Session,
} from '../contract.ts';
import { ask, type CallContext } from './calls.ts';
import { pullEchoes } from './echoes.ts';
import { carillonManifest } from './manifest.ts';
import { signed } from './signature.ts';

const home = 'https://tower.carillon.example';
const secretSchema = v.object({ bell: v.string(), key: v.string() });
const challengeSchema = v.object({ challenge: v.string() });
const selfSchema = v.object({ id: v.string(), name: v.string(), bell: v.string() });
const pealSchema = v.object({ id: v.string(), url: v.string(), at: v.number() });

const secretOf = (secret: Secret): CallContext['secret'] => {
  const parsed = v.safeParse(secretSchema, secret);
  return parsed.success ? parsed.output : null;
};
const calls = (ctx: ConnectorContext): CallContext => ({ ...ctx, secret: secretOf(ctx.secret) });
const notOffered: Result<never, ConnectorError> = err({ tag: 'rejected', failure: failure('not-offered') });

const identityOf = ({ id, name, bell }: v.InferOutput<typeof selfSchema>, origin: string): Identity => ({
  remoteId: id,
  handle: bell,
  name,
  avatarUrl: null,
  server: new URL(origin).host,
  origin,
  manifest: carillonManifest,
});

/** The tower sets a riddle, and only the bell's key can answer it: no password and no token ever travels. */
async function authorise(ctx: AuthoriseContext): Promise<Result<readonly Session[], ConnectorError>> {
  const { bell = '', key = '', server = '' } = ctx.fields;
  const origin = server === '' ? home : new URL(server).origin;
  const context: CallContext = { ...ctx, origin, secret: null };
  const riddle = await ask(context, 'read', challengeSchema, {
    method: 'GET',
    path: `/tower/challenge?bell=${encodeURIComponent(bell)}`,
  });
  if (riddle.tag === 'err')
    return riddle.error.tag === 'gone'
      ? err({ tag: 'rejected', failure: failure('unknown-handle', { handle: bell }) })
      : riddle;
  const { challenge } = riddle.value;
  const answered = await ask(context, 'read', selfSchema, {
    method: 'POST',
    path: '/tower/answer',
    json: { bell, challenge, signature: signed(key, challenge) },
  });
  if (answered.tag === 'err')
    return answered.error.tag === 'auth'
      ? err({ tag: 'auth', failure: failure('wrong-password', { handle: bell }) })
      : answered;
  return ok([{ identity: identityOf(answered.value, origin), secret: { bell, key } }]);
}

export const carillonConnector: Connector = {
  manifest: carillonManifest,
  authorise,
  refreshAt: () => null,
  accessOf: () => ({
    endsAt: null,
    renews: false,
    permissions: [{ name: 'publish', held: true, scope: null }],
  }),
  refresh: (ctx) => Promise.resolve(ok(ctx.secret)),
  revoke: async (ctx) => {
    const left = await ask(calls(ctx), 'write', v.object({}), {
      method: 'POST',
      path: '/tower/leave',
      json: {},
    });
    return left.tag === 'ok' ? ok(null) : left;
  },
  identify: async (ctx) => {
    const self = await ask(calls(ctx), 'read', selfSchema, { method: 'GET', path: '/me' });
    return self.tag === 'ok' ? ok(identityOf(self.value, ctx.origin)) : self;
  },
  serverTime: async (ctx) => {
    const answer = await ctx.http.request({ method: 'GET', url: `${ctx.origin}/`, signal: ctx.signal });
    if (answer.tag === 'err')
      return err({
        tag: answer.error.tag === 'not-sent' ? 'offline' : 'server',
        failure: answer.error.failure,
      });
    const date = Date.parse(answer.value.headers['date'] ?? '');
    return Number.isFinite(date)
      ? ok(date)
      : err({ tag: 'protocol', failure: failure('protocol', { field: 'date' }), raw: '' });
  },
  pull: (ctx, input) => pullEchoes(calls(ctx), input),
  thread: () => Promise.resolve(ok([])),
  listen: null,
  draw: (_, now) => ({ key: '', at: now }),
  publish: async (ctx, operation) => {
    if (operation.tag !== 'create') return notOffered;
    const rung = await ask(calls(ctx), 'write', pealSchema, {
      method: 'POST',
      path: '/peals',
      json: {
        text: operation.content.text,
        loudness: operation.content.settings['loudness'] ?? 'loud',
        answering: operation.replyTo?.remoteId ?? null,
      },
    });
    if (rung.tag === 'err') return rung;
    const { id, url, at } = rung.value;
    return ok({ tag: 'done', remote: { remoteId: id, url, handle: '{}', createdAt: at } });
  },
  poll: () => Promise.resolve(notOffered),
  // What was rung is heard by people alone: nobody can ask the tower about it.
  confirm: () => Promise.resolve(ok({ tag: 'unclear', candidates: [] })),
  measure: () => Promise.resolve(ok([])),
  findPeople: () => Promise.resolve(ok([])),
};
