import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { AuthoriseContext, ConnectorContext, ConnectorError, Secret } from '../contract.ts';
import { createSession, deleteSession, refreshSession } from './api.ts';
import type { AuthStrategy, SignedIn } from './auth.ts';
import { bearer, stranger } from './caller.ts';
import { didOf, findHome, homeIn, identifierOf, originOf } from './identity.ts';
import { parsed } from './refusal.ts';
import { didDocumentSchema, type WireSession } from './wire.ts';

const kind = 'app-password';
/** Assumed for tokens that do not say how long they live: what servers give in practice. */
const usualLifeMs = 120 * 60_000;

/** Signing in with a handle and an app password; a pair of tokens, the second of which renews both. */
export const appPassword: AuthStrategy = {
  authorise,
  expiresAt: (secret) => (typeof secret['expiresAt'] === 'number' ? secret['expiresAt'] : 0),
  refresh: async (ctx) => {
    const answer = await refreshSession(renewing(ctx));
    if (answer.tag === 'ok') return ok(secretOf(answer.value.value, ctx.now()));
    // The refresh token itself is spent: nothing here can renew it.
    if (answer.error.tag === 'auth' && answer.error.failure.code === 'authorisation-expired')
      return err({ tag: 'auth', failure: failure('token-revoked', answer.error.failure.detail) });
    return answer;
  },
  revoke: async (ctx) => {
    const answer = await deleteSession(renewing(ctx));
    // A session that is over cannot be ended, which is what was wanted.
    return answer.tag === 'err' && answer.error.tag !== 'auth' ? answer : ok(null);
  },
  sign: (secret) =>
    Promise.resolve(
      typeof secret['accessJwt'] === 'string' ? { authorization: `Bearer ${secret['accessJwt']}` } : {},
    ),
};

const renewing = (ctx: ConnectorContext) =>
  bearer(stranger(ctx, ctx.origin), String(ctx.secret['refreshJwt'] ?? ''));

async function authorise(ctx: AuthoriseContext): Promise<Result<SignedIn, ConnectorError>> {
  const identifier = identifierOf(ctx.fields['handle'] ?? '');
  const password = ctx.fields['password'] ?? '';
  const typedServer = ctx.fields['server']?.trim() ?? '';
  const code = ctx.fields['code']?.trim() ?? '';
  if (identifier === '') return rejected('unknown-handle', { handle: '' });
  if (password === '') return rejected('wrong-password', { handle: identifier });

  ctx.progress('finding-server');
  const home = await startingServer(ctx, identifier, typedServer);
  if (home.tag === 'err') return home;
  ctx.progress('signing-in');
  const caller = stranger(ctx, home.value.origin);
  const answer = await createSession(caller, { identifier, password, code: code === '' ? null : code });
  if (answer.tag === 'err') return err(await explained(ctx, home.value.origin, identifier, answer.error));
  const session = answer.value.value;
  if (home.value.did !== null && session.did !== home.value.did)
    return rejected('authorisation-mismatch', { handle: identifier });
  if (!session.active) return err({ tag: 'auth', failure: failure('account-suspended') });
  return ok({
    did: session.did,
    handle: session.handle,
    origin: homeOf(session, home.value.origin),
    secret: secretOf(session, ctx.now()),
  });
}

/** The server that was typed, or the one that the identity names. An e-mail address is known to its server alone. */
async function startingServer(
  ctx: AuthoriseContext,
  identifier: string,
  typed: string,
): Promise<Result<{ readonly did: string | null; readonly origin: string }, ConnectorError>> {
  if (typed === '' && !identifier.includes('@')) return findHome(ctx, identifier);
  const origin = originOf(typed === '' ? 'bsky.social' : typed);
  return origin === null ? rejected('server-unreachable', { host: typed }) : ok({ did: null, origin });
}

/** After signing in at an entryway the account's own server answers, which only its identity names. */
function homeOf(session: WireSession, signedInAt: string): string {
  const document = v.safeParse(didDocumentSchema, session.didDoc);
  return (document.success ? homeIn(document.output) : null) ?? signedInAt;
}

/** A refused sign-in in words: which of the three it is that is wrong. */
async function explained(
  ctx: AuthoriseContext,
  origin: string,
  identifier: string,
  error: ConnectorError,
): Promise<ConnectorError> {
  const host = new URL(origin).host;
  const notThatKind: ConnectorError = {
    tag: 'rejected',
    failure: failure('not-that-kind-of-server', { host }),
  };
  switch (error.tag) {
    case 'protocol':
      return notThatKind;
    case 'server':
      return error.failure.code === 'html-instead-of-data' ? notThatKind : error;
    case 'rejected':
      return error.failure.code === 'not-offered' ? notThatKind : error;
    case 'auth': {
      if (error.failure.code !== 'token-revoked') return error;
      // Here the only token is the one-time code.
      if (error.failure.detail['reason'] === 'InvalidToken')
        return { tag: 'auth', failure: failure('second-factor-needed', { wrong: true }) };
      // The server says the same of a name that it does not know and of a wrong password.
      const known =
        identifier.startsWith('did:') || identifier.includes('@')
          ? null
          : await didOf(ctx, origin, identifier);
      if (known?.tag === 'err' && known.error.tag === 'rejected') return known.error;
      return { tag: 'auth', failure: failure('wrong-password', { handle: identifier }) };
    }
    default:
      return error;
  }
}

const rejected = (
  code: 'unknown-handle' | 'wrong-password' | 'authorisation-mismatch' | 'server-unreachable',
  detail: Readonly<Record<string, string>>,
): Result<never, ConnectorError> => err({ tag: 'rejected', failure: failure(code, detail) });

const secretOf = (session: WireSession, now: number): Secret => ({
  kind,
  accessJwt: session.accessJwt,
  refreshJwt: session.refreshJwt,
  expiresAt: now + lifeOf(session.accessJwt),
});

const claimsSchema = v.object({ iat: v.number(), exp: v.number() });

/** How long a token lives: a difference of its own two moments, so that a wrong clock here does not matter. */
function lifeOf(token: string): number {
  const payload = token.split('.')[1] ?? '';
  const claims = v.safeParse(claimsSchema, parsed(Buffer.from(payload, 'base64url').toString('utf8')));
  return claims.success ? Math.max(0, (claims.output.exp - claims.output.iat) * 1000) : usualLifeMs;
}
