import type { ConnectorContext } from '../contract.ts';
import type { CallContext } from './calls.ts';
import { tokenOf } from './secret.ts';

/** The context of requests made for an account: its server, its token. */
export const callContext = (ctx: ConnectorContext): CallContext => ({
  http: ctx.http,
  origin: ctx.origin,
  signal: ctx.signal,
  now: ctx.now,
  token: tokenOf(ctx.secret),
});
