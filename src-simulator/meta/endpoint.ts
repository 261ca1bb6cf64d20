import type { Handler, Route, SimRequest } from '../core/route.ts';
import { json, withHeaders, type SimReply } from '../core/reply.ts';
import { failure, isFailure, missing, noPermission, refusal, type GraphFailure } from './failure.ts';
import { askedFields, readEdge, selectNode, type GraphNode, type View } from './node.ts';
import { readParams, type Params } from './params.ts';
import type { TokenRow } from './rows.ts';
import { findToken, rawToken, tokenFailure } from './tokens.ts';
import { answeringVersion, newestVersion } from './versions.ts';
import type { MetaWorld } from './world.ts';

export interface OpenCall {
  readonly request: SimRequest;
  readonly params: Params;
  readonly version: string;
}
export interface GraphCall extends OpenCall {
  readonly token: TokenRow;
  readonly view: View;
  /** The id that the path names; `me` is whom the access acts as. */
  readonly id: string;
}
/** What a handler answers: an entity, a refusal, or a whole reply. */
export type Answer = SimReply | GraphFailure | Readonly<Record<string, unknown>>;
type Eventually<T> = T | Promise<T>;

export interface CallRules {
  readonly maxBytes?: number;
  /** Permissions that a write needs. */
  readonly scopes?: readonly string[];
}

export interface Endpoints {
  /** Whoever asks may: login pages, exchanges of tokens. */
  open(
    method: Route['method'],
    path: string,
    operation: string,
    handler: (call: OpenCall) => Eventually<Answer>,
    rules?: CallRules,
  ): readonly Route[];
  /** A valid access is needed. */
  signed(
    method: Route['method'],
    path: string,
    operation: string,
    handler: (call: GraphCall) => Eventually<Answer>,
    rules?: CallRules,
  ): readonly Route[];
  /**
   * Reads of every node and of each named edge. `find` answers the node of an id that this access may see. Operations:
   * `node.get`, and `<edge>.list`.
   */
  reads(edges: readonly string[], find: (id: string, view: View) => GraphNode | undefined): readonly Route[];
}

/** Routes answer below a version and without one; what they answer names the version that answered. */
export function createEndpoints(world: MetaWorld): Endpoints {
  function routes(
    method: Route['method'],
    path: string,
    operation: string,
    handler: (call: OpenCall) => Eventually<Answer>,
    rules: CallRules | undefined,
  ): readonly Route[] {
    const serve: Handler = async (request) => {
      const version = answeringVersion(request.params['version']);
      if (version === undefined) return refusal(failure(2500, `Unknown path components: ${request.path}`));
      const answer = await handler({ request, params: readParams(request), version });
      const reply = isFailure(answer) ? refusal(answer) : isReply(answer) ? answer : json(answer);
      return withHeaders(reply, { 'facebook-api-version': version });
    };
    const more = rules?.maxBytes === undefined ? {} : { maxBytes: rules.maxBytes };
    return [path, `/:version${path}`].map((full) => ({
      method,
      path: full,
      operation,
      handler: serve,
      ...more,
    }));
  }

  function signed(
    method: Route['method'],
    path: string,
    operation: string,
    handler: (call: GraphCall) => Eventually<Answer>,
    rules?: CallRules,
  ): readonly Route[] {
    return routes(
      method,
      path,
      operation,
      (call) => {
        const { request, params } = call;
        const raw = rawToken(request.headers, request.url, params.text('access_token'));
        if (raw === undefined)
          return failure(104, 'An access token is required to request this resource.', { status: 401 });
        const token = findToken(world, raw);
        const refused = tokenFailure(token, world.clock.now());
        if (refused || !token) return refused ?? failure(190, 'Invalid OAuth access token');
        const lacking = (rules?.scopes ?? []).filter((scope) => !token.scopes.includes(scope));
        if (lacking.length > 0)
          return noPermission(method === 'DELETE' ? 'DELETE' : method === 'GET' ? 'GET' : 'POST', lacking);
        const named = request.params['id'] ?? '';
        const view: View = {
          token,
          asked: request.asked,
          origin: request.origin,
          version: call.version,
          now: world.clock.now(),
        };
        return handler({ ...call, token, view, id: named === 'me' ? token.profileId : named });
      },
      rules,
    );
  }

  return {
    open: routes,
    signed,
    reads: (edges, find) => [
      ...signed('GET', '/:id', 'node.get', ({ id, view, params }) => {
        const node = find(id, view);
        if (!node) return missing('get', id);
        const selections = askedFields(params);
        return isFailure(selections) ? selections : selectNode(node, selections, view);
      }),
      ...edges.flatMap((name) =>
        signed('GET', `/:id/${name}`, `${name}.list`, ({ id, view, params }) => {
          const node = find(id, view);
          if (!node) return missing('get', id);
          const edge = node.edge(name);
          if (!edge)
            return failure(
              100,
              `(#100) Tried accessing nonexisting field (${name}) on node type (${node.type})`,
            );
          const selections = askedFields(params);
          return isFailure(selections)
            ? selections
            : readEdge({ node, edge, args: params, selections, view });
        }),
      ),
    ],
  };
}

function isReply(answer: Answer): answer is SimReply {
  return 'tag' in answer && 'status' in answer && 'headers' in answer;
}

export { newestVersion };
