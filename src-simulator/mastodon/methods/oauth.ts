import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { json, type SimReply } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import type { Call } from '../endpoint.ts';
import { invalid, refusal } from '../failure.ts';
import { isRegistrable } from '../redirects.ts';
import type { AppRow, TokenRow } from '../rows.ts';
import { areCovered, knownScopes, readScopes } from '../scopes.ts';
import type { Services } from '../services.ts';

// sheet: Authorisation
export function oauthRoutes({ world, endpoints }: Services): readonly Route[] {
  const { flavour } = world;

  const appEntity = (app: AppRow): object => ({
    id: app.id,
    name: app.name,
    website: app.website,
    scopes: app.scopes,
    redirect_uris: app.redirectUris,
    redirect_uri: app.redirectUris.join('\n'),
    vapid_key: 'BCk-QqERU0q-CfYZjcuB6lnyyOYfJ2AifKqfeGIm7Z-HiTU5T9eTG5GxVA0_OH5mMlI4UkkDTpaZwozy0TzdZ2M=',
  });

  function register({ params, request }: Call): SimReply {
    const name = params.text('client_name') ?? '';
    if (name.trim() === '') return refusal(invalid("Name can't be blank"));
    // Older servers know one text with a line per address; an array is only understood by newer ones.
    const given = flavour.discovery ? params.list('redirect_uris') : asList(params.text('redirect_uris'));
    const redirectUris = (given ?? []).flatMap((entry) => entry.split(/\s+/)).filter((entry) => entry !== '');
    if (redirectUris.length === 0) return refusal(invalid("Redirect URI can't be blank"));
    if (!redirectUris.every(isRegistrable)) return refusal(invalid('Redirect URI must be an absolute URI.'));
    const scopes = readScopes(params.text('scopes'));
    if (!scopes.every((scope) => knownScopes.includes(scope)))
      return refusal(invalid("Scopes doesn't match configured on the server."));
    const app = world.apps.put({
      id: world.ids.next('apps'),
      name,
      website: params.text('website') ?? null,
      redirectUris,
      scopes,
      clientId: randomBytes(32).toString('base64url'),
      clientSecret: randomBytes(32).toString('base64url'),
    });
    request.did('app', app.id);
    return json({
      ...appEntity(app),
      client_id: app.clientId,
      client_secret: app.clientSecret,
      ...(flavour.discovery ? { client_secret_expires_at: 0 } : {}),
    });
  }

  /** The app that a call authenticates as, by body or by HTTP Basic. */
  function clientOf({ params, request }: Call): AppRow | undefined {
    const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const [id, secret] =
      basic === undefined
        ? [params.text('client_id'), params.text('client_secret')]
        : Buffer.from(basic, 'base64').toString('utf8').split(':').map(decodeURIComponent);
    const app = [...world.apps.values()].find((row) => row.clientId === id);
    return app && secret !== undefined && sameSecret(secret, app.clientSecret) ? app : undefined;
  }

  function grantToken(call: Call): SimReply {
    const app = clientOf(call);
    if (!app)
      return oauthError(
        401,
        'invalid_client',
        'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
      );
    switch (call.params.text('grant_type')) {
      case 'authorization_code':
        return exchangeCode(call, app);
      case 'client_credentials': {
        const scopes = readScopes(call.params.text('scope'));
        if (!areCovered(scopes, app.scopes))
          return oauthError(400, 'invalid_scope', 'The requested scope is invalid, unknown, or malformed.');
        return issue(app, null, scopes);
      }
      case undefined:
        return oauthError(400, 'invalid_request', 'Missing required parameter: grant_type.');
      default:
        return oauthError(
          400,
          'unsupported_grant_type',
          'The authorization grant type is not supported by the authorization server.',
        );
    }
  }

  /** A code works once, for the app and the exact redirect address that it was given to, and with its verifier. */
  function exchangeCode(call: Call, app: AppRow): SimReply {
    const { params } = call;
    const grant = world.grants.get(params.text('code') ?? '');
    const refused = oauthError(
      400,
      'invalid_grant',
      'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
    );
    if (!grant || grant.appId !== app.id || grant.expiresAt <= world.clock.now()) return refused;
    if (params.text('redirect_uri') !== grant.redirectUri) return refused;
    if (flavour.pkce && grant.challenge !== null) {
      const verifier = params.text('code_verifier') ?? '';
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      if (verifier === '' || !sameSecret(challenge, grant.challenge)) return refused;
    }
    world.grants.delete(grant.id);
    call.request.did('token', grant.accountId);
    return issue(app, grant.accountId, grant.scopes);
  }

  function issue(app: AppRow, accountId: string | null, scopes: readonly string[]): SimReply {
    const token: TokenRow = world.tokens.put({
      id: randomBytes(32).toString('base64url'),
      appId: app.id,
      accountId,
      scopes,
      createdAt: world.clock.now(),
      revoked: false,
    });
    return json(
      {
        access_token: token.id,
        token_type: 'Bearer',
        scope: scopes.join(' '),
        created_at: Math.floor(token.createdAt / 1000),
      },
      200,
      { 'cache-control': 'no-store' },
    );
  }

  function revoke(call: Call): SimReply {
    const app = clientOf(call);
    const token = world.tokens.get(call.params.text('token') ?? '');
    if (!app || (token && token.appId !== app.id))
      return oauthError(403, 'unauthorized_client', 'You are not authorized to revoke this token');
    if (token) {
      world.tokens.put({ ...token, revoked: true });
      world.streams.kick(token.id);
      call.request.did('revoke', token.accountId ?? token.appId);
    }
    return json({});
  }

  const discovery: readonly Route[] = flavour.discovery
    ? [
        endpoints.open('GET', '/.well-known/oauth-authorization-server', 'oauth.discover', () => {
          const base = world.baseUrl();
          return json({
            issuer: `${base}/`,
            service_documentation: 'https://docs.joinmastodon.org/',
            authorization_endpoint: `${base}/oauth/authorize`,
            token_endpoint: `${base}/oauth/token`,
            revocation_endpoint: `${base}/oauth/revoke`,
            userinfo_endpoint: `${base}/oauth/userinfo`,
            app_registration_endpoint: `${base}/api/v1/apps`,
            scopes_supported: knownScopes,
            response_types_supported: ['code'],
            response_modes_supported: ['query', 'fragment', 'form_post'],
            grant_types_supported: ['authorization_code', 'client_credentials'],
            token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
            code_challenge_methods_supported: flavour.pkce ? ['S256'] : [],
          });
        }),
      ]
    : [];

  return [
    ...discovery,
    endpoints.open('POST', '/api/v1/apps', 'apps.create', register),
    endpoints.app('GET', '/api/v1/apps/verify_credentials', 'apps.verify', ({ token }) => {
      const app = world.apps.get(token.appId);
      return app ? json(appEntity(app)) : refusal({ status: 401, error: 'The access token is invalid' });
    }),
    endpoints.open('POST', '/oauth/token', 'oauth.token', grantToken),
    endpoints.open('POST', '/oauth/revoke', 'oauth.revoke', revoke),
  ];
}

function asList(value: string | undefined): readonly string[] | undefined {
  return value === undefined ? undefined : [value];
}

function oauthError(status: number, error: string, description: string): SimReply {
  return json({ error, error_description: description }, status);
}

function sameSecret(a: string, b: string): boolean {
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
}
