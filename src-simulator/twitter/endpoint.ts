import type { IncomingHttpHeaders } from 'node:http';
import type { SimReply } from '../core/reply.ts';
import type { Route, SimRequest } from '../core/route.ts';
import { invalidRequest, outOfScope, refusal, unauthorized } from './failure.ts';
import type { AccountRow, AppRow, GrantRow } from './rows.ts';
import type { World } from './world.ts';

/** A call by a person's app. */
export interface Call {
  readonly request: SimRequest;
  readonly account: AccountRow;
  readonly grant: GrantRow;
  readonly app: AppRow;
  /** A query parameter; empty ones count as absent. */
  readonly query: (name: string) => string | undefined;
}

type Answer = SimReply | Promise<SimReply>;

export interface EndpointOptions {
  /** Query parameters that the endpoint knows; `@posts` and `@users` stand for the fields of the vocabulary in force. */
  readonly query?: readonly string[];
  readonly maxBytes?: number;
}

/** Makes routes that want a person's token with all these scopes. */
export type Endpoint = (
  method: Route['method'],
  path: string,
  operation: string,
  scopes: readonly string[],
  handler: (call: Call) => Answer,
  options?: EndpointOptions,
) => Route;

export function createEndpoint(world: World): Endpoint {
  /** x §0, field-name drift: a parameter of the other vocabulary is an unknown one, and unknown ones are refused. */
  function unknownParameters(request: SimRequest, known: readonly string[]): SimReply | undefined {
    const posts = world.settings.vocabulary === 'posts' ? 'post.fields' : 'tweet.fields';
    const allowed = known.flatMap((name) =>
      name === '@posts' ? [posts, 'expansions', 'user.fields', 'media.fields', 'poll.fields'] : [name],
    );
    const errors = [...request.url.searchParams]
      .filter(([name]) => !allowed.includes(name))
      .map(([name, value]) => ({
        parameter: name,
        value,
        message: `The query parameter [${name}] is not one of [${allowed.join(',')}]`,
      }));
    return errors.length === 0 ? undefined : invalidRequest(world.settings, errors);
  }

  return (method, path, operation, scopes, handler, options = {}) => ({
    method,
    path,
    operation,
    ...(options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }),
    handler(request) {
      const known = accountOf(world, request.headers);
      if (!known) return refusal(world.settings, unauthorized);
      if (!scopes.every((scope) => known.grant.scopes.includes(scope)))
        return refusal(world.settings, outOfScope);
      const wrong = unknownParameters(request, options.query ?? []);
      if (wrong) return wrong;
      return handler({
        request,
        ...known,
        query: (name) => {
          const value = request.url.searchParams.get(name);
          return value === null || value === '' ? undefined : value;
        },
      });
    },
  });
}

/** Whose token a request presents, when it is live. */
export function accountOf(
  world: World,
  headers: IncomingHttpHeaders,
): { readonly account: AccountRow; readonly grant: GrantRow; readonly app: AppRow } | undefined {
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  const token = bearer === undefined ? undefined : world.tokens.get(bearer);
  if (!token || token.revoked) return undefined;
  // x §1: an access token lives 7200 s
  if (token.expiresAt !== null && token.expiresAt <= world.clock.now()) return undefined;
  const grant = world.grants.get(token.grantId);
  const account = grant && !grant.ended ? world.accounts.get(grant.accountId) : undefined;
  const app = grant && world.apps.get(grant.appId);
  return grant && account && app ? { account, grant, app } : undefined;
}
