import { failure, type Failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { AuthoriseContext, Choice, ConnectorError, Session } from '../contract.ts';
import { send, type CallContext } from './calls.ts';
import { identityOf, isDenied, readMember, readPages, type Author } from './identity.ts';
import { originOf, placesOf } from './places.ts';
import { query, value } from './restli.ts';
import { memberGrants, pageGrants, scopesFor } from './scopes.ts';
import { scopesOf, type LinkedinSecret } from './secret.ts';
import { exchange, introspect, revokeToken } from './tokens.ts';
import { isOrganization } from './urn.ts';

type Granted = Promise<Result<LinkedinSecret, ConnectorError>>;

/** The latest at which a token ends of which nothing else is known. */
const longestLifeMs = 60 * 86_400_000;
/** A fresh token is refused for some seconds: it is tried this often before the person is told. */
const freshTries = 5;
/** A longer pause is a budget that is used up. */
const longestFreshPauseMs = 10_000;

/** Connects as a member, and as the pages that the person chooses. */
export async function authorise(ctx: AuthoriseContext): Promise<Result<readonly Session[], ConnectorError>> {
  const origin = originOf(ctx.fields['server'] ?? '');
  if (origin === null) return refuse('rejected', failure('not-that-kind-of-server', { host: '' }));
  const secret = await secretOf(ctx, origin);
  if (secret.tag === 'err') return secret;
  ctx.progress('reading-account');
  const sessions = await admit(ctx, callsTo(ctx, origin, secret.value), secret.value);
  // The person is gone from here on: what they may have cancelled must not cancel this.
  if (sessions.tag === 'err' && ctx.way !== 'token')
    await revokeToken({ ...callsTo(ctx, origin, null), signal: new AbortController().signal }, secret.value);
  return sessions;
}

function secretOf(ctx: AuthoriseContext, origin: string): Granted {
  switch (ctx.way) {
    case 'own-app':
      return byPastedAddress(ctx, origin, scopesFor(pageGrants, ctx.fields['grants']));
    case 'own-app-member':
      return byPastedAddress(ctx, origin, scopesFor(memberGrants, undefined));
    case 'native':
      return byLoopback(ctx, origin);
    default:
      return byPastedToken(ctx, origin);
  }
}

/** A token of the portal's generator. With the app's secret the network says until when, and for what. */
async function byPastedToken(ctx: AuthoriseContext, origin: string): Granted {
  const accessToken = (ctx.fields['token'] ?? '').trim();
  const clientId = (ctx.fields['app-id'] ?? '').trim() || null;
  const clientSecret = (ctx.fields['app-secret'] ?? '').trim() || null;
  const bare: LinkedinSecret = {
    accessToken,
    refreshToken: null,
    refreshEndsAt: null,
    expiresAt: ctx.now() + longestLifeMs,
    scope: '',
    isScopeKnown: 0,
    obtainedAt: ctx.now(),
    clientId,
    clientSecret,
  };
  if (clientId === null || clientSecret === null) return ok(bare);
  const said = await introspect(
    callsTo(ctx, origin, null),
    { id: clientId, secret: clientSecret },
    accessToken,
  );
  if (said.tag === 'err') return said;
  return ok({
    ...bare,
    expiresAt: said.value.endsAt ?? bare.expiresAt,
    scope: said.value.scope,
    isScopeKnown: said.value.scope === '' ? 0 : 1,
  });
}

/** The web flow, which ends on LinkedIn's own page: the person brings its address, or the code that it shows. */
async function byPastedAddress(ctx: AuthoriseContext, origin: string, scopes: readonly string[]): Granted {
  const places = placesOf(origin);
  const clientId = (ctx.fields['app-id'] ?? '').trim();
  const clientSecret = (ctx.fields['app-secret'] ?? '').trim();
  const state = ctx.random(24);
  ctx.progress('waiting-for-browser');
  const pasted = await ctx.paste(
    pageAddress(`${places.www}/oauth/v2/authorization`, {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: places.ownRedirect,
      state,
      scope: scopes.join(' '),
    }),
  );
  if (pasted.tag === 'err') return refuse('auth', pasted.error);
  const code = codeIn(pasted.value, state);
  if (code.tag === 'err') return code;
  ctx.progress('exchanging');
  const granted = await exchange(
    callsTo(ctx, origin, null),
    new URLSearchParams({
      grant_type: 'authorization_code',
      code: code.value,
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uri: places.ownRedirect,
    }),
  );
  return granted.tag === 'ok'
    ? ok({ ...granted.value, clientId, clientSecret })
    : err(exchangeError(granted.error));
}

/** The native flow: no secret, and the browser comes back by itself. LinkedIn switches it on for each app. */
async function byLoopback(ctx: AuthoriseContext, origin: string): Granted {
  const clientId = (ctx.fields['app-id'] ?? '').trim();
  const loopback = await ctx.loopback();
  try {
    const state = ctx.random(24);
    ctx.progress('waiting-for-browser');
    const redirect = await loopback.wait(
      pageAddress(`${placesOf(origin).www}/oauth/native-pkce/authorization`, {
        response_type: 'code',
        client_id: clientId,
        redirect_uri: loopback.redirectUri,
        state,
        scope: scopesFor(pageGrants, ctx.fields['grants']).join(' '),
        code_challenge: loopback.pkce.challenge,
        code_challenge_method: 'S256',
      }),
      state,
    );
    if (redirect.tag === 'err') return refuse('auth', redirect.error);
    const code = codeOf(redirect.value);
    if (code.tag === 'err') return code;
    ctx.progress('exchanging');
    const granted = await exchange(
      callsTo(ctx, origin, null),
      new URLSearchParams({
        grant_type: 'authorization_code',
        code: code.value,
        client_id: clientId,
        redirect_uri: loopback.redirectUri,
        code_verifier: loopback.pkce.verifier,
      }),
    );
    return granted.tag === 'ok'
      ? ok({ ...granted.value, clientId, clientSecret: null })
      : err(exchangeError(granted.error));
  } finally {
    loopback.close();
  }
}

/** Spaces as `%20`: a plus is read as a plus. */
const pageAddress = (page: string, parameters: Readonly<Record<string, string>>): string =>
  `${page}?${Object.entries(parameters)
    .map(([name, one]) => `${name}=${encodeURIComponent(one)}`)
    .join('&')}`;

/** What the person brought: the whole address of the last page, or only the code. */
function codeIn(pasted: string, state: string): Result<string, ConnectorError> {
  const text = pasted.trim();
  if (!URL.canParse(text))
    return /^[\w.~-]{10,2000}$/.test(text) ? ok(text) : refuse('auth', failure('authorisation-mismatch'));
  const given = new URL(text).searchParams;
  if (given.get('state') !== state) return refuse('auth', failure('authorisation-mismatch'));
  return codeOf(given);
}

function codeOf(given: URLSearchParams): Result<string, ConnectorError> {
  const code = given.get('code');
  if (code !== null && code !== '') return ok(code);
  const error = given.get('error') ?? '';
  return refuse(
    'auth',
    failure(/scope/.test(error) ? 'scope-missing' : 'authorisation-refused', { reason: error.slice(0, 60) }),
  );
}

/** A code works once and for half an hour: whatever went wrong, the person starts again. */
function exchangeError(error: ConnectorError): ConnectorError {
  if (error.tag === 'auth') return { tag: 'auth', failure: failure('app-refused', error.failure.detail) };
  if (error.tag === 'rejected')
    return { tag: 'auth', failure: failure('authorisation-expired', error.failure.detail) };
  return error.tag === 'unknown-outcome' ? { tag: 'server', failure: error.failure } : error;
}

/** Reads as whom the token may speak, and lets the person choose. */
async function admit(
  ctx: AuthoriseContext,
  calls: CallContext,
  secret: LinkedinSecret,
): Promise<Result<readonly Session[], ConnectorError>> {
  const member = await patiently(ctx, () => readMember(calls));
  if (member.tag === 'err') return member;
  const pages = await readPages(calls);
  if (pages.tag === 'err') return pages;
  const known = secret.isScopeKnown === 1;
  const scopes = scopesOf(secret);
  const authors = [
    ...(known && !scopes.includes('w_organization_social') ? [] : pages.value),
    ...(known && !scopes.includes('w_member_social') ? [] : [member.value]),
  ];
  const [first] = authors;
  if (first === undefined)
    return refuse('auth', failure('scope-missing', { host: placesOf(calls.origin).host }));
  const chosen = authors.length === 1 ? ok([first.urn]) : await ctx.choose(authors.map(choiceOf));
  if (chosen.tag === 'err') return refuse('auth', chosen.error);
  const sessions: Session[] = [];
  for (const author of authors) {
    if (!chosen.value.includes(author.urn)) continue;
    const own = known ? secret : await seenToWork(calls, secret, author.urn);
    sessions.push({ identity: identityOf(author, own, calls.origin), secret: own });
  }
  return sessions.length === 0 ? refuse('auth', failure('authorisation-cancelled')) : ok(sessions);
}

const choiceOf = (author: Author): Choice => ({
  id: author.urn,
  name: author.name,
  detail: isOrganization(author.urn) ? author.handle : 'LinkedIn',
  avatarUrl: author.avatarUrl,
});

/** Nobody said what a pasted token is for: what it may read is tried, what it may write shows when it writes. */
async function seenToWork(
  calls: CallContext,
  secret: LinkedinSecret,
  author: string,
): Promise<LinkedinSecret> {
  if (!isOrganization(author)) return { ...secret, scope: 'w_member_social', isScopeKnown: 1 };
  const tries = [
    // Without it people in the inbox have no names.
    ['r_basicprofile', '/v2/me', ''],
    ['r_organization_social', '/rest/posts', query({ q: 'author', author: value(author), count: 1 })],
    [
      'rw_organization_admin',
      '/rest/organizationalEntityNotifications',
      query({ q: 'criteria', actions: 'List(COMMENT)', organizationalEntity: value(author), count: 1 }),
    ],
  ] as const;
  const scopes = ['w_member_social', 'w_organization_social', 'r_organization_admin'];
  for (const [scope, path, asked] of tries) {
    const answer = await send(calls, 'read', {
      method: 'GET',
      path,
      ...(asked === '' ? {} : { query: asked }),
    });
    // Only a plain no is believed.
    if (answer.tag === 'ok' || !isDenied(answer.error)) scopes.push(scope);
  }
  return { ...secret, scope: scopes.join(' '), isScopeKnown: 1 };
}

/** Servers learn of a fresh token one after the other, and those that have not yet call it revoked. */
async function patiently<T>(
  ctx: AuthoriseContext,
  read: () => Promise<Result<T, ConnectorError>>,
): Promise<Result<T, ConnectorError>> {
  for (let tries = 1; ; tries += 1) {
    const answer = await read();
    if (answer.tag === 'ok' || answer.error.tag !== 'rate-limited') return answer;
    const pauseMs = answer.error.until - ctx.now();
    if (pauseMs > longestFreshPauseMs) return answer;
    // Not fresh after all.
    if (ctx.pause === undefined || tries >= freshTries || ctx.signal.aborted)
      return refuse('auth', failure('token-revoked'));
    await ctx.pause(pauseMs);
  }
}

const callsTo = (ctx: AuthoriseContext, origin: string, secret: LinkedinSecret | null): CallContext => ({
  http: ctx.http,
  origin,
  signal: ctx.signal,
  now: ctx.now,
  token: secret?.accessToken ?? null,
  obtainedAt: secret?.obtainedAt ?? 0,
});

const refuse = (tag: 'auth' | 'rejected', cause: Failure): Result<never, ConnectorError> =>
  err({ tag, failure: cause });
