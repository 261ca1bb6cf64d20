import { failure, type ErrorCode } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { AuthoriseContext, ConnectorError, Session } from '../contract.ts';
import type { CallContext, OwnCalls } from './calls.ts';
import { facebookSessions } from './facebook-login.ts';
import { checkHost, hostOf } from './hosting.ts';
import { readIdentity } from './identity.ts';
import { origins, placesOf, type Login } from './places.ts';
import type { InstagramSecret } from './secret.ts';
import { adopted } from './tokens.ts';

type Sessions = Promise<Result<readonly Session[], ConnectorError>>;

/** Connects by a pasted access of Instagram Login, or through the person's own app with Facebook Login. */
export async function authorise(ctx: AuthoriseContext): Sessions {
  const login: Login = ctx.way === 'facebook-app' ? 'facebook' : 'instagram';
  const origin = originOf(ctx, login);
  if (origin === null) return refuse('not-that-kind-of-server');
  const host = {
    hostPut: typed(ctx, 'hostPut'),
    hostGet: typed(ctx, 'hostGet'),
    hostKey: typed(ctx, 'hostKey'),
  };
  const calls: CallContext = {
    http: ctx.http,
    places: placesOf(origin),
    signal: ctx.signal,
    now: ctx.now,
    token: null,
  };
  const hosted = await checkedHost(ctx, calls, host);
  if (hosted.tag === 'err') return hosted;
  const blank: InstagramSecret = {
    ...host,
    login,
    token: '',
    issuedAt: ctx.now(),
    expiresAt: null,
    dataEndsAt: null,
    scope: '',
    pageId: null,
  };
  return login === 'facebook'
    ? facebookSessions(ctx, calls, origin, blank)
    : pasted(ctx, calls, origin, blank);
}

/** An access that was generated at the network's console: sixty days, and renewed from here on. */
async function pasted(
  ctx: AuthoriseContext,
  calls: CallContext,
  origin: string,
  blank: InstagramSecret,
): Sessions {
  const token = (ctx.fields['token'] ?? '').trim();
  if (token === '') return refuse('token-revoked');
  ctx.progress('exchanging');
  const callsWith = (secret: InstagramSecret): OwnCalls => ({ ...calls, token: secret.token, secret });
  const secret = await adopted(callsWith({ ...blank, token }), { ...blank, token });
  if (secret.tag === 'err') return secret;
  ctx.progress('reading-account');
  const identity = await readIdentity(callsWith(secret.value), origin, null);
  return identity.tag === 'ok' ? ok([{ identity: identity.value, secret: secret.value }]) : identity;
}

/** The person's own media host is tried before it is relied on. Plain HTTP is for tests and the training. */
async function checkedHost(
  ctx: AuthoriseContext,
  calls: CallContext,
  typedHost: Pick<InstagramSecret, 'hostPut' | 'hostGet' | 'hostKey'>,
): Promise<Result<null, ConnectorError>> {
  const host = hostOf(typedHost);
  if (host === null) return ok(null);
  if (![host.put, host.get].every(isAddress)) return refuse('media-host-refused');
  ctx.progress('checking-host');
  return checkHost(calls, host, ctx.random(16));
}

function isAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1');
}

function originOf(ctx: AuthoriseContext, login: Login): string | null {
  const server = (ctx.fields['server'] ?? '').trim();
  if (server === '') return origins[login];
  return isAddress(server) ? new URL(server).origin : null;
}

const typed = (ctx: AuthoriseContext, name: string): string | null => {
  const value = (ctx.fields[name] ?? '').trim();
  return value === '' ? null : value;
};

const refuse = (code: ErrorCode): Result<never, ConnectorError> =>
  err({ tag: 'rejected', failure: failure(code) });
