import type { SimReply } from '../core/reply.ts';
import type { Route, SimRequest } from '../core/route.ts';
import { refusal, unprocessable, type ApiFailure } from './failure.ts';
import { readParams, type Params } from './params.ts';
import type { AccountRow, TokenRow } from './rows.ts';
import type { World } from './world.ts';

/** A call to an endpoint that anybody may use; viewer and token are there when a valid token came along. */
export interface Call {
  readonly request: SimRequest;
  readonly params: Params;
  readonly token: TokenRow | undefined;
  readonly viewer: AccountRow | undefined;
}

export interface UserCall extends Call {
  readonly token: TokenRow;
  readonly viewer: AccountRow;
}

type Answer = SimReply | Promise<SimReply>;

/** Makes routes whose access rules are the network's. */
export interface Endpoints {
  /** No token needed. One that is sent must be live and, when `scopes` are named, hold one of them. */
  open(
    method: Route['method'],
    path: string,
    operation: string,
    handler: (call: Call) => Answer,
    scopes?: readonly string[],
  ): Route;
  /** A token of an app suffices. */
  app(
    method: Route['method'],
    path: string,
    operation: string,
    handler: (call: Call & { readonly token: TokenRow }) => Answer,
  ): Route;
  /** A token of a person that holds one of the scopes. */
  user(
    method: Route['method'],
    path: string,
    operation: string,
    scopes: readonly string[],
    handler: (call: UserCall) => Answer,
    options?: { readonly maxBytes?: number },
  ): Route;
}

// sheet: Errors
const missing: ApiFailure = { status: 401, error: 'The access token is invalid' };
const revoked: ApiFailure = { status: 401, error: 'The access token was revoked' };
export const outOfScope: ApiFailure = { status: 403, error: 'This action is outside the authorized scopes' };

export function createEndpoints(world: World): Endpoints {
  function callOf(request: SimRequest): Call {
    const token = tokenOf(world, request.headers, request.url);
    const viewer =
      token === undefined || token.revoked || token.accountId === null
        ? undefined
        : world.accounts.get(token.accountId);
    return { request, params: readParams(request), token, viewer };
  }

  return {
    open: (method, path, operation, handler, scopes = []) => ({
      method,
      path,
      operation,
      handler(request) {
        const call = callOf(request);
        if (call.token?.revoked) return refusal(revoked);
        if (call.token && scopes.length > 0 && !holds(call.token, scopes)) return refusal(outOfScope);
        return handler(call);
      },
    }),
    app: (method, path, operation, handler) => ({
      method,
      path,
      operation,
      handler(request) {
        const call = callOf(request);
        if (!call.token) return refusal(missing);
        if (call.token.revoked) return refusal(revoked);
        return handler({ ...call, token: call.token });
      },
    }),
    user: (method, path, operation, scopes, handler, options = {}) => ({
      method,
      path,
      operation,
      ...options,
      handler(request) {
        const call = callOf(request);
        const { token, viewer } = call;
        if (!token) return refusal(missing);
        if (token.revoked) return refusal(revoked);
        if (!holds(token, scopes)) return refusal(outOfScope);
        if (!viewer) return refusal(unprocessable('This method requires an authenticated user'));
        return handler({ ...call, token, viewer });
      },
    }),
  };
}

/** Whether a token holds one of these scopes, or the broad scope that contains it. */
export function holds(token: TokenRow, scopes: readonly string[]): boolean {
  return scopes.some(
    (scope) => token.scopes.includes(scope) || token.scopes.includes(scope.split(':')[0] ?? scope),
  );
}

/** The token that a request presents: header, WebSocket subprotocol, or (legacy) query parameter. */
export function tokenOf(world: World, headers: SimRequest['headers'], url: URL): TokenRow | undefined {
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  const protocol = headers['sec-websocket-protocol']?.split(',')[0]?.trim();
  const given = bearer ?? protocol ?? url.searchParams.get('access_token') ?? undefined;
  return given === undefined ? undefined : world.tokens.get(given);
}
