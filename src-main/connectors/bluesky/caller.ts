import type { AuthoriseContext, ConnectorContext, Secret } from '../contract.ts';
import type { AuthStrategy } from './auth.ts';
import type { Caller } from './xrpc.ts';

/** Calls in the account's name. */
export const callerOf = (ctx: ConnectorContext, auth: AuthStrategy): Caller => ({
  http: ctx.http,
  origin: ctx.origin,
  signal: ctx.signal,
  now: ctx.now,
  sign: (request) => auth.sign(ctx.secret, request),
});

/** Calls in nobody's name. */
export const stranger = (ctx: Pick<AuthoriseContext, 'http' | 'signal' | 'now'>, origin: string): Caller => ({
  http: ctx.http,
  origin,
  signal: ctx.signal,
  now: ctx.now,
  sign: () => Promise.resolve({}),
});

/** Calls with a secret that no account has yet. */
export const newcomer = (
  ctx: Pick<AuthoriseContext, 'http' | 'signal' | 'now'>,
  auth: AuthStrategy,
  origin: string,
  secret: Secret,
): Caller => ({ ...stranger(ctx, origin), sign: (request) => auth.sign(secret, request) });

/** Calls with one bearer token. */
export const bearer = (caller: Caller, token: string): Caller => ({
  ...caller,
  sign: () => Promise.resolve({ authorization: `Bearer ${token}` }),
});
