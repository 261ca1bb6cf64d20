import type { SimReply } from '../core/reply.ts';
import type { Route, SimRequest } from '../core/route.ts';
import { denied, illegal, refusal, type ApiFailure } from './envelope.ts';
import type { Quotas } from './quotas.ts';
import { rawQuery } from './restli.ts';
import type { MemberRow, TokenRow } from './rows.ts';
import type { World } from './world.ts';

/** A call to the API with a good token. */
export interface Call {
  readonly request: SimRequest;
  readonly token: TokenRow;
  readonly member: MemberRow;
  /** Parameters as they came, still encoded. */
  readonly query: ReadonlyMap<string, string>;
  /** The JSON body; undefined without one. */
  readonly json: unknown;
}

type Answer = SimReply | Promise<SimReply>;

export interface Endpoints {
  /**
   * A call of the versioned API. `scopes`: one of them must be held; an empty list: any good token will do.
   * `{method}` of the operation's name is how the network calls it in its refusals.
   */
  rest(
    method: Route['method'],
    path: string,
    operation: string,
    scopes: readonly string[],
    handler: (call: Call) => Answer,
  ): Route;
  /** A call that knows no versions. */
  plain(
    method: Route['method'],
    path: string,
    operation: string,
    scopes: readonly string[],
    handler: (call: Call) => Answer,
  ): Route;
}

const MONTH_LIFE = 12;

// linkedin §2, §8
export function createEndpoints(world: World, quotas: Quotas): Endpoints {
  function open(
    request: SimRequest,
    operation: string,
    scopes: readonly string[],
    handler: (call: Call) => Answer,
  ): Answer {
    const checked = checkToken(world, request.headers.authorization);
    if ('status' in checked) return refusal(checked);
    const member = world.memberOfToken(checked);
    if (!member) return refusal(unknownToken);
    const over = quotas.count(checked);
    if (over) return over;
    if (scopes.length > 0 && !scopes.some((scope) => checked.scopes.includes(scope)))
      return refusal(denied(operation));
    const json = request.body.tag === 'json' ? request.body.value : undefined;
    return handler({ request, token: checked, member, query: rawQuery(request.url), json });
  }

  return {
    rest: (method, path, operation, scopes, handler) => ({
      method,
      path,
      operation,
      handler(request) {
        const version = request.headers['linkedin-version'];
        const wrong = checkVersion(typeof version === 'string' ? version : undefined, world.clock.now());
        if (wrong) return refusal(wrong);
        if (request.headers['x-restli-protocol-version'] !== '2.0.0')
          return refusal(illegal('Rest.li protocol version 2.0.0 is needed to read this request'));
        // A URN in a path is one key: its colons and brackets must not read as structure.
        if (/\/urn:li:/.test(request.path)) return refusal(illegal('The key in the path is not URL encoded'));
        if (request.body.tag !== 'none' && request.body.tag !== 'json')
          return refusal({
            status: 415,
            code: 'UNSUPPORTED_MEDIA_TYPE',
            message: 'Content-Type must be application/json',
          });
        return open(request, operation, scopes, handler);
      },
    }),
    plain: (method, path, operation, scopes, handler) => ({
      method,
      path,
      operation,
      handler: (request) => open(request, operation, scopes, handler),
    }),
  };
}

const unknownToken: ApiFailure = {
  status: 401,
  code: 'INVALID_ACCESS_TOKEN',
  message: 'Invalid access token',
  serviceErrorCode: 65600,
};
export const revokedToken: ApiFailure = {
  status: 401,
  code: 'REVOKED_ACCESS_TOKEN',
  message: 'The token used in the request has been revoked by the user',
  serviceErrorCode: 65601,
};
// UNCONFIRMED in the sheet.
const expiredToken: ApiFailure = {
  status: 401,
  code: 'EXPIRED_ACCESS_TOKEN',
  message: 'The token used in the request has expired',
  serviceErrorCode: 65602,
};
const emptyToken: ApiFailure = {
  status: 401,
  code: 'EMPTY_ACCESS_TOKEN',
  message: 'Empty oauth2_access_token',
  serviceErrorCode: 401,
};

/** The row of the token that a request presents; undefined when there is none, or nobody knows it. */
export function tokenOf(world: World, authorization: string | undefined): TokenRow | undefined {
  const given = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1]?.trim();
  return given === undefined ? undefined : world.tokens.get(given);
}

function checkToken(world: World, authorization: string | undefined): TokenRow | ApiFailure {
  if ((authorization ?? '').replace(/^Bearer\s*/i, '') === '') return emptyToken;
  const token = tokenOf(world, authorization);
  const now = world.clock.now();
  if (!token) return unknownToken;
  // linkedin §8: a fresh token is often refused in the words of a revoked one, for some seconds.
  if (token.revoked || now < token.usableAt) return revokedToken;
  return now >= token.expiresAt ? expiredToken : token;
}

/** Versions are months; each lives about a year. */
// linkedin §2, §8
function checkVersion(given: string | undefined, now: number): ApiFailure | undefined {
  if (given === undefined || given === '')
    return {
      status: 400,
      code: 'VERSION_MISSING',
      message: 'A version must be present. Please specify a version by adding the Linkedin-Version header.',
    };
  const today = new Date(now);
  const month = today.getUTCFullYear() * 12 + today.getUTCMonth();
  const asked = /^(\d{4})(0[1-9]|1[0-2])$/.exec(given);
  const age = asked ? month - (Number(asked[1]) * 12 + Number(asked[2]) - 1) : -1;
  return age >= 0 && age < MONTH_LIFE
    ? undefined
    : {
        status: 426,
        code: 'NONEXISTENT_VERSION',
        message: `Requested version ${given.slice(0, 20)} is not active`,
      };
}
