import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { AuthoriseContext, ConnectorError } from '../contract.ts';
import { ask, type GraphContext } from './graph.ts';
import { graphVersion } from './graph-version.ts';
import { placesOf } from './places.ts';
import { afterOf, maybe, wireId, wireListSchema, wireTime } from './wire-graph.ts';
import { parseEach } from './parse-each.ts';

/** The person's own app at the developer console. */
export interface OwnApp {
  readonly id: string;
  readonly secret: string;
}

const tokenSchema = v.object({
  access_token: v.pipe(v.string(), v.minLength(1)),
  /** Seconds; absent: it does not end, or nobody says. */
  expires_in: v.fallback(v.nullable(v.number()), null),
});

export const graphTo = (ctx: AuthoriseContext, origin: string, token: string | null): GraphContext => ({
  http: ctx.http,
  origin,
  signal: ctx.signal,
  now: ctx.now,
  token,
});

/**
 * Facebook Login for a desktop (facebook-pages §2): the dialog in the browser, the address at which it ends pasted
 * back, the code traded for a short access and that for one of about sixty days. Both trades need the app's secret.
 */
export async function login(
  ctx: AuthoriseContext,
  order: { readonly origin: string; readonly app: OwnApp; readonly scopes: readonly string[] },
): Promise<Result<string, ConnectorError>> {
  const { origin, app } = order;
  const places = placesOf(origin);
  const state = ctx.random(24);
  const dialog = new URL(`${places.web}/${graphVersion}/dialog/oauth`);
  dialog.search = new URLSearchParams({
    client_id: app.id,
    redirect_uri: places.landing,
    state,
    response_type: 'code',
    scope: order.scopes.join(','),
    auth_type: 'rerequest',
  }).toString();
  ctx.progress('waiting-for-browser');
  const pasted = await ctx.paste(dialog.href);
  if (pasted.tag === 'err') return err({ tag: 'auth', failure: pasted.error });
  const code = codeOf(pasted.value, state);
  if (code.tag === 'err') return code;

  ctx.progress('exchanging');
  const graph = graphTo(ctx, places.graph, null);
  const short = await exchange(graph, {
    client_id: app.id,
    client_secret: app.secret,
    redirect_uri: places.landing,
    code: code.value,
  });
  if (short.tag === 'err') return short;
  return longLived(graph, app, short.value);
}

/** Trades an access for one of about sixty days. An access that has ended cannot be traded. */
export const longLived = (
  graph: GraphContext,
  app: OwnApp,
  token: string,
): Promise<Result<string, ConnectorError>> =>
  exchange(graph, {
    grant_type: 'fb_exchange_token',
    client_id: app.id,
    client_secret: app.secret,
    fb_exchange_token: token,
  });

async function exchange(
  graph: GraphContext,
  query: Readonly<Record<string, string>>,
): Promise<Result<string, ConnectorError>> {
  const answer = await ask({ ...graph, own: () => null }, 'read', tokenSchema, {
    method: 'GET',
    path: '/oauth/access_token',
    query,
  });
  if (answer.tag === 'ok') return ok(answer.value.access_token);
  const { error } = answer;
  // The address, the code or the secret is not right, or the code has been used: the person starts again.
  if (error.tag === 'rejected' || error.tag === 'gone' || error.tag === 'auth')
    return err({ tag: 'auth', failure: failure('authorisation-expired', error.failure.detail) });
  // A wrong secret is said with the code of an unknown error.
  if (error.tag === 'server' && error.failure.detail['code'] === 1)
    return err({ tag: 'auth', failure: failure('app-refused', error.failure.detail) });
  return answer;
}

/** The code in the address at which the browser ended. */
export function codeOf(address: string, state: string): Result<string, ConnectorError> {
  const refuse = (code: 'authorisation-refused' | 'authorisation-mismatch'): Result<never, ConnectorError> =>
    err({ tag: 'auth', failure: failure(code) });
  const trimmed = address.trim();
  if (!URL.canParse(trimmed)) return refuse('authorisation-mismatch');
  const { searchParams } = new URL(trimmed);
  if (searchParams.get('state') !== state) return refuse('authorisation-mismatch');
  if (searchParams.get('error') !== null) return refuse('authorisation-refused');
  const code = searchParams.get('code');
  return code === null || code === '' ? refuse('authorisation-refused') : ok(code.replace(/#_$/, ''));
}

/** What an access says of itself. */
export interface TokenFacts {
  readonly appId: string;
  readonly type: string;
  /** Whom it acts as, when it is a page's. */
  readonly profileId: string | null;
  readonly scopes: readonly string[];
  /** Epoch ms; null: without end. */
  readonly expiresAt: number | null;
  readonly dataAccessExpiresAt: number | null;
}

const debugSchema = v.object({
  data: v.object({
    app_id: v.fallback(wireId, ''),
    type: v.fallback(v.string(), ''),
    is_valid: v.boolean(),
    profile_id: maybe(wireId),
    scopes: v.fallback(v.array(v.string()), []),
    expires_at: maybe(wireTime),
    data_access_expires_at: maybe(wireTime),
  }),
});

/** Asks what an access is (`debug_token`), with the app's own when its secret is known, else with itself. */
export async function tokenFacts(
  graph: GraphContext,
  token: string,
  app: OwnApp | null,
): Promise<Result<TokenFacts, ConnectorError>> {
  const asker = app === null ? token : `${app.id}|${app.secret}`;
  const answer = await ask({ ...graph, token: asker }, 'read', debugSchema, {
    method: 'GET',
    path: '/debug_token',
    query: { input_token: token },
  });
  if (answer.tag === 'err') return answer;
  const { data } = answer.value;
  if (!data.is_valid) return err({ tag: 'auth', failure: failure('token-revoked') });
  const moment = (at: number | null): number | null => (at === null || at === 0 ? null : at);
  return ok({
    appId: data.app_id,
    type: data.type,
    profileId: data.profile_id,
    scopes: data.scopes,
    expiresAt: moment(data.expires_at),
    dataAccessExpiresAt: moment(data.data_access_expires_at),
  });
}

/** A page that a login reaches, with its own access. */
export interface ReachedPage {
  readonly id: string;
  readonly name: string;
  readonly username: string | null;
  readonly token: string;
  readonly tasks: readonly string[];
  readonly pictureUrl: string | null;
  /** The Instagram account linked to it. */
  readonly linkedId: string | null;
}

const pageSchema = v.object({
  id: wireId,
  name: v.fallback(v.string(), ''),
  username: maybe(v.string()),
  access_token: v.pipe(v.string(), v.minLength(1)),
  tasks: v.fallback(v.array(v.string()), []),
  picture: maybe(v.object({ data: v.object({ url: v.string() }) })),
  instagram_business_account: maybe(v.object({ id: wireId })),
});

/** Every page that a person's access reaches, a hundred a call. */
export async function reachedPages(
  graph: GraphContext,
): Promise<Result<readonly ReachedPage[], ConnectorError>> {
  const pages: ReachedPage[] = [];
  let after: string | null = null;
  for (let page = 0; page < 10; page += 1) {
    const answer: Result<v.InferOutput<typeof wireListSchema>, ConnectorError> = await ask(
      graph,
      'read',
      wireListSchema,
      {
        method: 'GET',
        path: '/me/accounts',
        query: {
          fields: 'id,name,username,access_token,tasks,picture{url},instagram_business_account{id}',
          limit: '100',
          ...(after === null ? {} : { after }),
        },
      },
    );
    if (answer.tag === 'err') return answer;
    for (const item of parseEach(pageSchema, answer.value.data).items)
      pages.push({
        id: item.id,
        name: item.name,
        username: item.username,
        token: item.access_token,
        tasks: item.tasks,
        pictureUrl: item.picture?.data.url ?? null,
        linkedId: item.instagram_business_account?.id ?? null,
      });
    after = afterOf(answer.value);
    if (after === null) break;
  }
  return ok(pages);
}
