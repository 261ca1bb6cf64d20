import { html, json, redirect, type SimReply } from '../../core/reply.ts';
import type { Route, SimRequest } from '../../core/route.ts';
import { failure, type GraphFailure } from '../../meta/failure.ts';
import { escapeHtml, problemPage, spokenBy } from '../../meta/login-pages.ts';
import { readParams, type Params } from '../../meta/params.ts';
import type { TokenRow } from '../../meta/rows.ts';
import { tokenFailure } from '../../meta/tokens.ts';
import { instagramScopes } from '../access.ts';
import { limits } from '../limits.ts';
import type { AccountRow } from '../rows.ts';
import type { Services } from '../services.ts';

/**
 * Instagram Login: the dialog, a code for one hour, an access for one hour, one for sixty days, and its refreshing.
 * `facebook` answers the exchanges of Facebook Login, which have the same path on another host.
 */
// instagram §1, Instagram Login flow
export function loginRoutes({ world, endpoints }: Services, facebook: readonly Route[]): readonly Route[] {
  function asked(request: SimRequest) {
    const params = readParams(request);
    const spoken = spokenBy(request.headers['accept-language']);
    const app = world.apps.get(params.text('client_id') ?? '');
    if (!app) return problemPage(spoken, spoken.noApp, 400);
    const redirectUri = params.text('redirect_uri') ?? '';
    // instagram §1: HTTPS, and to the letter
    if (!app.redirectUris.includes(redirectUri)) return problemPage(spoken, spoken.badRedirect, 400);
    const scopes = (params.text('scope') ?? '')
      .split(/[ ,]+/)
      .filter((scope) => instagramScopes.includes(scope));
    return { params, spoken, app, redirectUri, scopes, state: params.text('state') };
  }

  function dialog(request: SimRequest, wrong = false): SimReply {
    const found = asked(request);
    if ('tag' in found) return found;
    const { spoken, app, scopes, params } = found;
    const hidden = ['client_id', 'redirect_uri', 'scope', 'state']
      .map((name) => [name, params.text(name)] as const)
      .flatMap(([name, value]) =>
        value === undefined ? [] : [`<input type="hidden" name="${name}" value="${escapeHtml(value)}">`],
      )
      .join('');
    const people = [...world.accounts.values()]
      .map((row) => `<li><code>${escapeHtml(row.username)}</code></li>`)
      .join('');
    return html(
      `<!doctype html><html lang="${spoken.lang}"><head><meta charset="utf-8"><title>${escapeHtml(spoken.consent(app.name))}</title></head>
<body><main><h1>${escapeHtml(spoken.consent(app.name))}</h1>${wrong ? `<p role="alert">${escapeHtml(spoken.wrong)}</p>` : ''}
<form method="post" action="/oauth/authorize">${hidden}
<label for="username">@</label><input id="username" name="username" required>
<label for="pass">${escapeHtml(spoken.password)}</label><input id="pass" name="pass" type="password" required>
<ul>${scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')}</ul>
<button name="decision" value="allow">${escapeHtml(spoken.allow)}</button>
<button name="decision" value="deny" formnovalidate>${escapeHtml(spoken.deny)}</button></form>
<ul>${people}</ul></main></body></html>`,
      wrong ? 401 : 200,
    );
  }

  function decide(request: SimRequest): SimReply {
    const found = asked(request);
    if ('tag' in found) return found;
    const { params, app, redirectUri, scopes, state } = found;
    const answer = (values: Readonly<Record<string, string>>): SimReply => {
      const url = new URL(redirectUri);
      for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
      if (state !== undefined) url.searchParams.set('state', state);
      return redirect(url.href);
    };
    if (params.text('decision') !== 'allow')
      return answer({
        error: 'access_denied',
        error_reason: 'user_denied',
        error_description: 'The user denied your request',
      });
    const account = world.accountNamed(params.text('username') ?? '');
    const owner = account && world.users.get(account.ownerId);
    if (!account || !owner || owner.password !== params.text('pass')) return dialog(request, true);
    const code = world.codes.put({
      id: world.secret('AQ'),
      appId: app.id,
      userId: account.id,
      redirectUri,
      scopes,
      targets: null,
      // instagram §1: one hour, single use
      expiresAt: world.clock.now() + limits.codeLifeMs,
    });
    request.did('code', account.id);
    const target = answer({ code: code.id });
    // instagram §1: the address ends in `#_`
    return target.tag === 'bytes'
      ? { ...target, headers: { ...target.headers, location: `${String(target.headers['location'])}#_` } }
      : target;
  }

  function exchangeCode(params: Params, request: SimRequest): SimReply {
    const app = world.apps.get(params.text('client_id') ?? '');
    if (!app || params.text('client_secret') !== app.secret) return oldError('Invalid client secret');
    const code = world.codes.get(params.text('code') ?? '');
    if (!code || code.appId !== app.id || code.expiresAt <= world.clock.now())
      return oldError('Matching code was not found or was already used');
    if (code.redirectUri !== params.text('redirect_uri'))
      return oldError('Error validating verification code. Please make sure your redirect_uri is identical');
    world.codes.delete(code.id);
    const account = world.accounts.get(code.userId);
    if (!account) return oldError('The account does not exist');
    const token = issueToken(app.id, account, code.scopes, false);
    request.did('token', account.id);
    return json({ access_token: token.id, user_id: account.id, permissions: token.scopes.join(',') });
  }

  function issueToken(
    appId: string,
    account: AccountRow,
    scopes: readonly string[],
    longLived: boolean,
  ): TokenRow {
    const now = world.clock.now();
    return world.tokens.put({
      id: world.secret('IGAA'),
      type: 'INSTAGRAM',
      appId,
      userId: account.ownerId,
      profileId: account.id,
      scopes,
      targets: null,
      issuedAt: now,
      expiresAt: now + (longLived ? limits.longTokenMs : limits.shortTokenMs),
      dataAccessExpiresAt: now + 90 * 86_400_000,
      longLived,
      ended: null,
    });
  }

  function known(params: Params): TokenRow | GraphFailure {
    const token = world.tokens.get(params.text('access_token') ?? '');
    const refused = tokenFailure(token, world.clock.now());
    if (refused || token?.type !== 'INSTAGRAM') return refused ?? failure(190, 'Invalid OAuth access token');
    return token;
  }

  function exchangeLong(
    params: Params,
    request: SimRequest,
  ): Readonly<Record<string, unknown>> | GraphFailure {
    if (params.text('grant_type') !== 'ig_exchange_token') return failure(100, '(#100) Invalid grant_type');
    const token = known(params);
    if ('tag' in token) return token;
    const app = world.apps.get(token.appId);
    if (!app || params.text('client_secret') !== app.secret)
      return failure(1, 'Error validating client secret.');
    const account = world.accounts.get(token.profileId);
    if (!account) return failure(190, 'Invalid OAuth access token');
    const long = issueToken(app.id, account, token.scopes, true);
    request.did('token', account.id);
    return { access_token: long.id, token_type: 'bearer', expires_in: lifeOf(long) };
  }

  function refresh(params: Params, request: SimRequest): Readonly<Record<string, unknown>> | GraphFailure {
    if (params.text('grant_type') !== 'ig_refresh_token') return failure(100, '(#100) Invalid grant_type');
    const token = known(params);
    if ('tag' in token) return token;
    // instagram §1, Refresh: at least 24 h old and unexpired; no secret needed
    if (!token.longLived || world.clock.now() - token.issuedAt < limits.refreshableAfterMs)
      return failure(10, '(#10) The access token cannot be refreshed yet', { status: 400 });
    const account = world.accounts.get(token.profileId);
    if (!account) return failure(190, 'Invalid OAuth access token');
    const next = issueToken(token.appId, account, token.scopes, true);
    request.did('token', account.id);
    return {
      access_token: next.id,
      token_type: 'bearer',
      expires_in: lifeOf(next),
      permissions: next.scopes.join(','),
    };
  }

  const lifeOf = (token: TokenRow): number => Math.floor(((token.expiresAt ?? 0) - world.clock.now()) / 1000);
  const exchangeElsewhere = facebook.find(
    (route) => route.method === 'POST' && route.path === '/oauth/access_token',
  );

  return [
    ...endpoints.open('GET', '/oauth/authorize', 'dialog.instagram', ({ request }) => dialog(request)),
    ...endpoints.open('POST', '/oauth/authorize', 'dialog.decide', ({ request }) => decide(request)),
    {
      method: 'POST',
      path: '/oauth/access_token',
      operation: 'oauth.code',
      handler(request) {
        const params = readParams(request);
        if (params.text('grant_type') !== 'authorization_code' && exchangeElsewhere)
          return exchangeElsewhere.handler(request);
        return exchangeCode(params, request);
      },
    },
    ...endpoints.open('GET', '/access_token', 'oauth.exchange', ({ params, request }) =>
      exchangeLong(params, request),
    ),
    ...endpoints.open('GET', '/refresh_access_token', 'oauth.refresh', ({ params, request }) =>
      refresh(params, request),
    ),
  ];
}

/** The old host refuses in an envelope of its own. */
function oldError(message: string): SimReply {
  return json({ error_type: 'OAuthException', code: 400, error_message: message }, 400);
}
