import { err, ok, type Result } from '../../../src-shared/result.ts';
import { json, withHeaders, bytes, type SimReply } from '../../core/reply.ts';
import type { Route, SimRequest } from '../../core/route.ts';
import { isObject, type JsonObject } from '../protocol/json.ts';
import { standingHeaders, tightest, type Standing } from '../pds/points.ts';
import type { Credentials } from '../pds/sessions.ts';
import type { World } from '../world.ts';
import {
  authMissing,
  failure,
  failureReply,
  invalidRequest,
  notSupported,
  type XrpcFailure,
} from './failure.ts';
import type { Answer, Call, Method, Outcome } from './method.ts';
import { parseParams } from './params.ts';

export const CHAT_SERVICE = 'did:web:api.bsky.chat#bsky_chat';
const APP_VIEW = 'did:web:api.bsky.app#bsky_appview';
const LABELER = 'did:plc:ar7c4by46qjdydhdevvrndac#atproto_labeler';

type Caller = { readonly credentials: Credentials | null; readonly refreshId: string };

/** Whether the service named in `atproto-proxy` knows this method. sheet: 3 Reading, DMs and Moderation */
function wrongService(method: Method, header: string | string[] | undefined): XrpcFailure | null {
  const named = Array.isArray(header) ? header[0] : header;
  if (named === undefined) return method.service === 'chat' ? notSupported() : null;
  if (!/^did:[^#\s]+#[^#\s]+$/.test(named)) return invalidRequest('invalid proxy header format');
  if (named !== CHAT_SERVICE && named !== APP_VIEW && named !== LABELER)
    return invalidRequest('could not resolve proxy did');
  const answers = named === CHAT_SERVICE ? method.nsid.startsWith('chat.bsky.') : method.service !== 'chat';
  return answers ? null : notSupported();
}

function authenticate(world: World, method: Method, request: SimRequest): Result<Caller, XrpcFailure> {
  const header = request.headers.authorization;
  if (method.auth === 'none') return ok({ credentials: null, refreshId: '' });
  if (method.auth !== 'access') {
    const token = world.sessions.refreshId(header, method.auth === 'refresh-any-age');
    if (token.tag === 'err') return token;
    return ok({ credentials: null, refreshId: token.value.id });
  }
  const access = world.sessions.access(header);
  if (access.tag === 'err') return access;
  const account = world.accounts.byDid(access.value.did);
  if (!account) return err(failure(403, 'AccountNotFound', 'Account not found'));
  if (account.status === 'takendown')
    return err(failure(401, 'AccountTakedown', 'Account has been taken down'));
  if (account.status === 'deactivated')
    return err(failure(401, 'AccountDeactivated', 'Account is deactivated'));
  // sheet: 1 A (DMs need an app password created for them)
  if (method.service === 'chat' && access.value.scope === 'com.atproto.appPass')
    return err(invalidRequest('Bad token method', 'InvalidToken'));
  return ok({ credentials: access.value, refreshId: '' });
}

function readInput(method: Method, request: SimRequest): Result<JsonObject, XrpcFailure> {
  if (method.input === undefined || method.input === 'bytes') {
    if (method.input === 'bytes' && !request.headers['content-type'])
      return err(invalidRequest('Request encoding (Content-Type) required but not provided'));
    if (method.input === undefined && method.kind === 'procedure' && request.body.tag !== 'none')
      return err(invalidRequest('A request body was provided when none was expected'));
    return ok({});
  }
  if (request.body.tag === 'none')
    return err(invalidRequest('A request body is expected but none was provided'));
  if (request.body.tag !== 'json') {
    const given = (request.headers['content-type'] ?? '').split(';')[0] ?? '';
    return err(invalidRequest(`Wrong request encoding (Content-Type): ${given}`));
  }
  const { value } = request.body;
  if (!isObject(value)) return err(invalidRequest('Expected object value type at $'));
  const problem = method.input(value, '$');
  return problem === null ? ok(value) : err(invalidRequest(problem));
}

function render(outcome: Outcome): SimReply {
  if (outcome.tag === 'err') return failureReply(outcome.error);
  const given: Answer = outcome.value;
  switch (given.tag) {
    case 'json':
      return json(given.body, 200, given.headers ?? {});
    case 'empty':
      return bytes(Buffer.alloc(0));
    case 'reply':
      return given.reply;
  }
}

/** sheet: 5 Rate limits; sheet: 6 Errors */
const tooMany = (standing: Standing): XrpcFailure => ({
  ...failure(429, 'RateLimitExceeded', 'Rate Limit Exceeded'),
  headers: standingHeaders(standing),
});

async function perform(world: World, method: Method, request: SimRequest): Promise<SimReply> {
  const standings: Standing[] = [world.points.take(world.settings.limits.ip, 'client', 1)];
  const finish = (reply: SimReply): SimReply => {
    const binding = tightest(standings);
    return binding ? withHeaders(reply, standingHeaders(binding)) : reply;
  };
  const over = standings.find((standing) => standing.exceeded);
  if (over) return failureReply(tooMany(over));

  const params = parseParams(method.nsid, method.params ?? {}, request.url.searchParams);
  if (params.tag === 'err') return finish(failureReply(params.error));
  const caller = authenticate(world, method, request);
  if (caller.tag === 'err') return finish(failureReply(caller.error));
  const misplaced = wrongService(method, request.headers['atproto-proxy']);
  if (misplaced) return finish(failureReply(misplaced));
  const input = readInput(method, request);
  if (input.tag === 'err') return finish(failureReply(input.error));

  const call: Call = { world, request, params: params.value, input: input.value, ...caller.value };
  for (const [limit, key, points] of method.points?.(call) ?? [])
    standings.push(world.points.take(limit, key, points));
  const spent = standings.find((standing) => standing.exceeded);
  if (spent) return failureReply(tooMany(spent));
  if (method.auth !== 'access') return finish(render(await method.run(call)));
  const did = caller.value.credentials?.did;
  return finish(render(did === undefined ? err(authMissing()) : await method.run({ ...call, did })));
}

/** One route a method, and two that answer for everything that no method is. */
export function xrpcRoutes(world: () => World, methods: readonly Method[]): readonly Route[] {
  const known = methods.flatMap((method): Route[] => {
    const verb = method.kind === 'query' ? 'GET' : 'POST';
    const path = `/xrpc/${method.nsid}`;
    const other = verb === 'GET' ? 'POST' : 'GET';
    return [
      {
        method: verb,
        path,
        operation: method.nsid,
        handler: (request) => perform(world(), method, request),
        ...(method.maxBytes === undefined ? {} : { maxBytes: method.maxBytes }),
      },
      {
        method: other,
        path,
        operation: `${method.nsid} by ${other}`,
        handler: () => failureReply(invalidRequest(`Incorrect HTTP method (${other}) expected ${verb}`)),
      },
    ];
  });
  /** The PDS hands unknown methods to the app-view, for those who signed in. sheet: 6 Errors (404 unknown method) */
  const unknown = (request: SimRequest): SimReply => {
    const access = world().sessions.access(request.headers.authorization);
    return failureReply(access.tag === 'err' ? access.error : notSupported());
  };
  const others = (['GET', 'POST'] as const).map((verb): Route => ({
    method: verb,
    path: '/xrpc/:nsid',
    operation: 'unknown-method',
    handler: unknown,
  }));
  return [...known, ...others];
}
