import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { json, type SimReply } from '../../core/reply.ts';
import type { Route, SimRequest } from '../../core/route.ts';
import { formOf } from '../form.ts';
import type { AppRow, TokenRow } from '../rows.ts';
import type { World } from '../world.ts';

const DAY_S = 86_400;
// linkedin §1
const ACCESS_LIFE_S = 60 * DAY_S - 1;
const REFRESH_LIFE_S = 365 * DAY_S;

/** Exchange, refresh, introspection and revocation. */
export function oauthRoutes(world: World): readonly Route[] {
  function exchange(request: SimRequest): SimReply {
    const form = formOf(request);
    switch (form.get('grant_type')) {
      case 'authorization_code':
        return exchangeCode(request, form);
      case 'refresh_token':
        return refresh(request, form);
      default:
        return problem(400, 'invalid_request', 'A required parameter "grant_type" is missing or wrong');
    }
  }

  function exchangeCode(request: SimRequest, form: URLSearchParams): SimReply {
    const app = world.apps.get(form.get('client_id') ?? '');
    if (!app) return problem(401, 'invalid_client', 'Client authentication failed');
    const grant = world.grants.get(form.get('code') ?? '');
    const refused = problem(
      400,
      'invalid_request',
      'Unable to retrieve access token: appid/redirect uri/code verifier does not match authorization code. Or authorization code expired. Or external member binding exists',
    );
    const secret = form.get('client_secret');
    const isNative = grant !== undefined && grant.challenge !== null;
    if (!isNative && !sameText(secret ?? '', app.secret))
      return problem(401, 'invalid_client', 'Client authentication failed');
    if (!grant || grant.appId !== app.id || grant.expiresAt <= world.clock.now()) return refused;
    if (form.get('redirect_uri') !== grant.redirectUri) return refused;
    if (grant.challenge !== null) {
      // linkedin §1: the native flow knows no secret.
      const verifier = form.get('code_verifier') ?? '';
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      if (secret !== null || !sameText(challenge, grant.challenge)) return refused;
    }
    world.grants.delete(grant.id);
    return issue(request, app, grant.memberId, grant.scopes);
  }

  function issue(request: SimRequest, app: AppRow, memberId: string, scopes: readonly string[]): SimReply {
    // linkedin §1: another set of scopes ends the member's earlier tokens.
    for (const earlier of world.tokens.values())
      if (earlier.appId === app.id && earlier.memberId === memberId && !sameSet(earlier.scopes, scopes))
        world.tokens.put({ ...earlier, revoked: true });
    const token = issueToken(world, { app, memberId, scopes });
    const refreshing = app.partner
      ? world.refreshes.put({
          id: `AQR${randomBytes(200).toString('base64url')}`,
          appId: app.id,
          memberId,
          scopes,
          expiresAt: world.clock.now() + REFRESH_LIFE_S * 1000,
          revoked: false,
        })
      : undefined;
    request.did('token', memberId);
    return granted(token, refreshing && { id: refreshing.id, expiresAt: refreshing.expiresAt });
  }

  /** The refresh token is handed back as it was, and its end does not move. */
  function refresh(request: SimRequest, form: URLSearchParams): SimReply {
    const app = world.apps.get(form.get('client_id') ?? '');
    if (!app || !sameText(form.get('client_secret') ?? '', app.secret))
      return problem(401, 'invalid_client', 'Client authentication failed');
    const row = world.refreshes.get(form.get('refresh_token') ?? '');
    if (!row || row.revoked || row.appId !== app.id || row.expiresAt <= world.clock.now())
      return problem(
        400,
        'invalid_request',
        'The provided authorization grant or refresh token is invalid, expired or revoked.',
      );
    const token = issueToken(world, { app, memberId: row.memberId, scopes: row.scopes });
    request.did('token', row.memberId);
    return granted(token, row);
  }

  function granted(
    token: TokenRow,
    refreshing: { readonly id: string; readonly expiresAt: number } | undefined,
  ): SimReply {
    return json(
      {
        access_token: token.id,
        expires_in: Math.floor((token.expiresAt - token.issuedAt) / 1000),
        ...(refreshing
          ? {
              refresh_token: refreshing.id,
              refresh_token_expires_in: Math.floor((refreshing.expiresAt - world.clock.now()) / 1000),
            }
          : {}),
        // Asked for with spaces, answered with commas.
        scope: token.scopes.join(','),
        token_type: 'Bearer',
      },
      200,
      { 'cache-control': 'no-store' },
    );
  }

  function introspect(request: SimRequest): SimReply {
    const form = formOf(request);
    const app = world.apps.get(form.get('client_id') ?? '');
    if (!app || !sameText(form.get('client_secret') ?? '', app.secret))
      return problem(401, 'invalid_client', 'Client authentication failed');
    const token = world.tokens.get(form.get('token') ?? '');
    if (!token || token.appId !== app.id) return json({ active: false });
    const expired = token.expiresAt <= world.clock.now();
    return json({
      active: !token.revoked && !expired,
      client_id: app.id,
      authorized_at: Math.floor(token.issuedAt / 1000),
      created_at: Math.floor(token.issuedAt / 1000),
      status: token.revoked ? 'revoked' : expired ? 'expired' : 'active',
      expires_at: Math.floor(token.expiresAt / 1000),
      scope: token.scopes.join(','),
      auth_type: '3L',
    });
  }

  /** UNCONFIRMED in the sheet; answers 200 whatever the token, as RFC 7009 has it. */
  function revoke(request: SimRequest): SimReply {
    const form = formOf(request);
    const app = world.apps.get(form.get('client_id') ?? '');
    if (!app || !sameText(form.get('client_secret') ?? '', app.secret))
      return problem(401, 'invalid_client', 'Client authentication failed');
    const token = world.tokens.get(form.get('token') ?? '');
    if (token?.appId === app.id) {
      world.tokens.put({ ...token, revoked: true });
      request.did('revoke', token.memberId);
    }
    return json({});
  }

  return [
    { method: 'POST', path: '/oauth/v2/accessToken', operation: 'oauth.token', handler: exchange },
    { method: 'POST', path: '/oauth/v2/introspectToken', operation: 'oauth.introspect', handler: introspect },
    { method: 'POST', path: '/oauth/v2/revoke', operation: 'oauth.revoke', handler: revoke },
  ];
}

/** Makes a token as the portal's generator, or an exchange, does. Tokens run to some hundreds of characters. */
export function issueToken(
  world: World,
  to: { readonly app: AppRow; readonly memberId: string; readonly scopes: readonly string[] },
): TokenRow {
  const now = world.clock.now();
  return world.tokens.put({
    id: `AQX${randomBytes(240).toString('base64url')}`,
    appId: to.app.id,
    memberId: to.memberId,
    scopes: to.scopes,
    issuedAt: now,
    expiresAt: now + ACCESS_LIFE_S * 1000,
    usableAt: now + world.settings.freshTokenMs,
    revoked: false,
  });
}

const problem = (status: number, error: string, description: string): SimReply =>
  json({ error, error_description: description }, status);

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));

function sameText(a: string, b: string): boolean {
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
}
