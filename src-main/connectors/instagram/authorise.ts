import { failure, type ErrorCode } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { AuthoriseContext, ConnectorError, Session } from '../contract.ts';
import { originOf } from '../meta/places.ts';
import { callsWith } from './calls.ts';
import { facebookSessions } from './facebook-login.ts';
import { checkHost, hostOf } from './hosting.ts';
import { readIdentity } from './identity.ts';
import { origins, type Login } from './places.ts';
import { blankSecret, type InstagramSecret } from './secret.ts';
import { adopted } from './tokens.ts';

type Sessions = Promise<Result<readonly Session[], ConnectorError>>;

/** Connects by a pasted access of Instagram Login, or through the person's own app with Facebook Login. */
export async function authorise(ctx: AuthoriseContext): Sessions {
  const login: Login = ctx.way === 'facebook-app' ? 'facebook' : 'instagram';
  const named = originOf(ctx.fields['server']);
  if (named === null) return refuse('not-that-kind-of-server');
  const origin = (ctx.fields['server'] ?? '').trim() === '' ? origins[login] : named;
  const host = {
    hostPut: typed(ctx, 'hostPut'),
    hostGet: typed(ctx, 'hostGet'),
    hostKey: typed(ctx, 'hostKey'),
  };
  const hosted = await checkedHost(ctx, host);
  if (hosted.tag === 'err') return hosted;
  const blank: InstagramSecret = { ...blankSecret, ...host, login, issuedAt: ctx.now() };
  return login === 'facebook' ? facebookSessions(ctx, origin, blank) : pasted(ctx, origin, blank);
}

/** An access that was generated at the network's console: sixty days, and renewed from here on. */
async function pasted(ctx: AuthoriseContext, origin: string, blank: InstagramSecret): Sessions {
  const token = (ctx.fields['token'] ?? '').trim();
  if (token === '') return refuse('token-revoked');
  ctx.progress('exchanging');
  const given: InstagramSecret = { ...blank, token };
  const secret = await adopted(callsWith({ ...ctx, origin }, given), given);
  if (secret.tag === 'err') return secret;
  ctx.progress('reading-account');
  const identity = await readIdentity(callsWith({ ...ctx, origin }, secret.value), null);
  return identity.tag === 'ok' ? ok([{ identity: identity.value, secret: secret.value }]) : identity;
}

/** The person's own media host is tried before it is relied on. */
async function checkedHost(
  ctx: AuthoriseContext,
  typedHost: Pick<InstagramSecret, 'hostPut' | 'hostGet' | 'hostKey'>,
): Promise<Result<null, ConnectorError>> {
  const host = hostOf(typedHost);
  if (host === null) return ok(null);
  if (originOf(host.put) === null || originOf(host.get) === null) return refuse('media-host-refused');
  ctx.progress('checking-host');
  return checkHost(ctx, host, ctx.random(16));
}

const typed = (ctx: AuthoriseContext, name: string): string | null => {
  const value = (ctx.fields[name] ?? '').trim();
  return value === '' ? null : value;
};

const refuse = (code: ErrorCode): Result<never, ConnectorError> =>
  err({ tag: 'rejected', failure: failure(code) });
