import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { SimClock } from '../../core/clock.ts';
import type { StateStore } from '../../core/state.ts';
import { textOf, type JsonObject } from '../protocol/json.ts';
import { readJwt, writeJwt } from '../protocol/jwt.ts';
import { authMissing, invalidRequest, type XrpcFailure } from '../xrpc/failure.ts';
import type { AppPassword } from './accounts.ts';

const MINUTE = 60_000;
/** sheet: 1 A (accessJwt 120 min, refreshJwt 90 days) */
const ACCESS_MS = 120 * MINUTE;
const REFRESH_MS = 90 * 24 * 60 * MINUTE;
/** sheet: 1 A, Refresh (the old one stays usable for 2 h) */
const GRACE_MS = 120 * MINUTE;

export const SERVICE_DID = 'did:web:pds.sim.test';

export type Scope = 'com.atproto.access' | 'com.atproto.appPass' | 'com.atproto.appPassPrivileged';

/** A refresh token that the server still knows. `nextId` is drawn once, at its first use. */
type RefreshRow = {
  readonly id: string;
  readonly did: string;
  readonly scope: Scope;
  readonly appPassword: string | null;
  readonly expiresAt: number;
  readonly nextId: string | null;
};

export type Tokens = { readonly accessJwt: string; readonly refreshJwt: string };
export type Credentials = { readonly did: string; readonly scope: Scope };

export interface Sessions {
  open(did: string, appPassword: AppPassword | null): Tokens;
  /** Whose access token this is. */
  access(authorization: string | undefined): Result<Credentials, XrpcFailure>;
  /** Which refresh token this is; an expired one passes with `anyAge` (log-out). */
  refreshId(
    authorization: string | undefined,
    anyAge: boolean,
  ): Result<{ id: string; did: string }, XrpcFailure>;
  /** The next pair, or `null` when the token is revoked or its grace is over. */
  rotate(id: string): Tokens | null;
  revoke(id: string): void;
  /** Ends all sessions of an account, or those of one app password. */
  revokeAll(did: string, appPassword?: string): void;
  /** What signs the tokens: kept over a reset, so that they stay valid. */
  secret(): { readonly id: string; readonly value: string };
  /** The account behind a token that this server signed, whatever its age. For the ledger. */
  identify(authorization: string | undefined): string | undefined;
}

const isScope = (text: string | undefined): text is Scope =>
  text === 'com.atproto.access' || text === 'com.atproto.appPass' || text === 'com.atproto.appPassPrivileged';

const scopeFor = (appPassword: AppPassword | null): Scope => {
  if (appPassword === null) return 'com.atproto.access';
  return appPassword.privileged ? 'com.atproto.appPassPrivileged' : 'com.atproto.appPass';
};

type Presented = { readonly claims: JsonObject; readonly expired: boolean };

/** Sessions as the reference server keeps them: signed access tokens, stored refresh tokens. Times: epoch ms. */
export function createSessions(deps: {
  readonly state: StateStore;
  readonly clock: SimClock;
  /** The generation that an account's tokens must carry. */
  readonly generation: (did: string) => number;
}): Sessions {
  const { clock } = deps;
  const rows = deps.state.table<RefreshRow>('refresh');
  const meta = deps.state.table<{ readonly id: string; readonly value: string }>('meta');
  const kept = meta.get('jwt') ?? meta.put({ id: 'jwt', value: randomBytes(32).toString('hex') });
  const secret = kept.value;
  const seconds = (ms: number): number => Math.floor(ms / 1000);

  function sign(did: string, scope: Scope, id: string, refreshUntil: number): Tokens {
    const iat = seconds(clock.now());
    return {
      accessJwt: writeJwt(secret, 'at+jwt', {
        scope,
        sub: did,
        iat,
        exp: seconds(clock.now() + ACCESS_MS),
        aud: SERVICE_DID,
        gen: deps.generation(did),
      }),
      refreshJwt: writeJwt(secret, 'refresh+jwt', {
        scope: 'com.atproto.refresh',
        sub: did,
        aud: SERVICE_DID,
        jti: id,
        iat,
        exp: seconds(refreshUntil),
      }),
    };
  }

  function present(authorization: string | undefined, typ: string): Result<Presented, XrpcFailure> {
    if (authorization === undefined) return err(authMissing());
    const [kind, token, ...more] = authorization.split(' ');
    if (token === undefined || more.length > 0)
      return err(invalidRequest('Malformed authorization header', 'InvalidToken'));
    if (kind?.toUpperCase() !== 'BEARER')
      return err(invalidRequest(`Unsupported authorization type: ${kind ?? ''}`, 'InvalidToken'));
    const claims = readJwt(secret, typ, token);
    if (claims === null) return err(invalidRequest('Token could not be verified', 'InvalidToken'));
    const exp = claims['exp'];
    return ok({ claims, expired: typeof exp !== 'number' || exp <= seconds(clock.now()) });
  }

  /** sheet: 1 A (expired access token: HTTP 400) */
  const expired = (): XrpcFailure => invalidRequest('Token has expired', 'ExpiredToken');

  return {
    open(did, appPassword) {
      const scope = scopeFor(appPassword);
      const expiresAt = clock.now() + REFRESH_MS;
      const row = rows.put({
        id: randomBytes(32).toString('base64'),
        did,
        scope,
        appPassword: appPassword?.name ?? null,
        expiresAt,
        nextId: null,
      });
      return sign(did, scope, row.id, expiresAt);
    },
    access(authorization) {
      const shown = present(authorization, 'at+jwt');
      if (shown.tag === 'err') return shown;
      if (shown.value.expired) return err(expired());
      const did = textOf(shown.value.claims, 'sub');
      const scope = textOf(shown.value.claims, 'scope');
      if (did === undefined) return err(invalidRequest('Malformed token', 'InvalidToken'));
      if (shown.value.claims['gen'] !== deps.generation(did)) return err(expired());
      return isScope(scope) ? ok({ did, scope }) : err(invalidRequest('Bad token scope', 'InvalidToken'));
    },
    refreshId(authorization, anyAge) {
      const shown = present(authorization, 'refresh+jwt');
      if (shown.tag === 'err') return shown;
      if (shown.value.expired && !anyAge) return err(expired());
      const did = textOf(shown.value.claims, 'sub');
      const id = textOf(shown.value.claims, 'jti');
      if (did === undefined || id === undefined)
        return err(invalidRequest('Malformed token', 'InvalidToken'));
      return ok({ id, did });
    },
    /** sheet: 1 A, Refresh (rotates; reuse yields the same next token id) */
    rotate(id) {
      const row = rows.get(id);
      const now = clock.now();
      const until = row === undefined ? 0 : Math.min(row.expiresAt, now + GRACE_MS);
      if (row === undefined || until <= now) return null;
      const nextId = row.nextId ?? randomBytes(32).toString('base64');
      const expiresAt = now + REFRESH_MS;
      rows.put({ ...row, nextId, expiresAt: until });
      if (!rows.get(nextId)) rows.put({ ...row, id: nextId, nextId: null, expiresAt });
      return sign(row.did, row.scope, nextId, expiresAt);
    },
    revoke: (id) => void rows.delete(id),
    revokeAll(did, appPassword) {
      for (const row of rows.values())
        if (row.did === did && (appPassword === undefined || row.appPassword === appPassword))
          rows.delete(row.id);
    },
    secret: () => kept,
    identify(authorization) {
      const access = present(authorization, 'at+jwt');
      const shown = access.tag === 'ok' ? access : present(authorization, 'refresh+jwt');
      return shown.tag === 'ok' ? textOf(shown.value.claims, 'sub') : undefined;
    },
  };
}
