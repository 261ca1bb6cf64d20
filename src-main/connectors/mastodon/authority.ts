import { ask, type CallContext } from './calls.ts';
import { wireAuthorityServerSchema } from './wire.ts';

/** Where a server's OAuth lives. */
export interface Authority {
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly revokeUrl: string;
  readonly registerUrl: string;
  /** Expected in `iss` of the redirect when the server sends one (RFC 9207); null: it said nothing. */
  readonly issuer: string | null;
  /** Null: not said. */
  readonly scopes: readonly string[] | null;
  /** The server describes itself (Mastodon 4.3 and later), so it takes a list of redirect addresses. */
  readonly described: boolean;
}

/**
 * Reads `/.well-known/oauth-authorization-server` (RFC 8414). A description that leads elsewhere is not believed: a
 * code or a secret only ever goes to the server that the person named. Servers without one keep fixed paths.
 */
export async function authorityOf(ctx: CallContext): Promise<Authority> {
  const fixed: Authority = {
    authorizeUrl: `${ctx.origin}/oauth/authorize`,
    tokenUrl: `${ctx.origin}/oauth/token`,
    revokeUrl: `${ctx.origin}/oauth/revoke`,
    registerUrl: `${ctx.origin}/api/v1/apps`,
    issuer: null,
    scopes: null,
    described: false,
  };
  const answer = await ask(ctx, 'read', wireAuthorityServerSchema, {
    method: 'GET',
    path: '/.well-known/oauth-authorization-server',
  });
  if (answer.tag === 'err') return fixed;
  const said = answer.value;
  const here = (address: string): boolean => URL.canParse(address) && new URL(address).origin === ctx.origin;
  const addresses = [
    said.authorization_endpoint,
    said.token_endpoint,
    said.revocation_endpoint ?? fixed.revokeUrl,
    said.app_registration_endpoint ?? fixed.registerUrl,
  ];
  if (!addresses.every(here)) return fixed;
  return {
    authorizeUrl: said.authorization_endpoint,
    tokenUrl: said.token_endpoint,
    revokeUrl: said.revocation_endpoint ?? fixed.revokeUrl,
    registerUrl: said.app_registration_endpoint ?? fixed.registerUrl,
    issuer: said.issuer,
    scopes: said.scopes_supported,
    described: true,
  };
}

/** The least that what Vigie offers needs. */
export const wantedScopes: readonly string[] = [
  'read',
  'write:statuses',
  'write:media',
  'write:favourites',
  'write:conversations',
  'write:mutes',
  'write:blocks',
];

/** The wanted scopes in the words of a server: one that knows no `write:mutes` is asked for `write`. */
export function scopesFor(supported: readonly string[] | null): string {
  const known = supported ?? [];
  const fit = (scope: string): string => {
    const broad = scope.split(':')[0] ?? scope;
    return known.length === 0 || known.includes(scope) || !known.includes(broad) ? scope : broad;
  };
  return [...new Set(wantedScopes.map(fit))].join(' ');
}

/** Whether a token may do what it must at least: read, and write posts. */
export function suffices(granted: string): boolean {
  const scopes = granted.split(/[\s,]+/).filter((scope) => scope !== '');
  // A server that says nothing granted what was asked (RFC 6749, 5.1).
  if (scopes.length === 0) return true;
  return scopes.includes('read') && (scopes.includes('write') || scopes.includes('write:statuses'));
}
