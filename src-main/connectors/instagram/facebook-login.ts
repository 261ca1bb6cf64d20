import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { AuthoriseContext, ConnectorError, Session } from '../contract.ts';
import { facebookScopes } from './access.ts';
import { ask, type CallContext } from './calls.ts';
import { identityOf } from './identity.ts';
import { version } from './places.ts';
import type { InstagramSecret } from './secret.ts';
import {
  accountSchema,
  listSchema,
  pageSchema,
  parseEach,
  tokenSchema,
  type WireList,
  type WirePage,
} from './wire.ts';

/**
 * Facebook Login through the person's own app: consent in the browser, the address where it ends is pasted, the code
 * is traded twice, and each page's access reaches the account that is linked to it (facebook-pages §2).
 */
export async function facebookSessions(
  ctx: AuthoriseContext,
  calls: CallContext,
  origin: string,
  blank: InstagramSecret,
): Promise<Result<readonly Session[], ConnectorError>> {
  const app = {
    client_id: (ctx.fields['appId'] ?? '').trim(),
    client_secret: (ctx.fields['appSecret'] ?? '').trim(),
  };
  const state = ctx.random(24);
  const { consent, landing } = calls.places;
  ctx.progress('waiting-for-browser');
  const landed = await ctx.paste(
    `${consent}/${version}/dialog/oauth?${new URLSearchParams({
      client_id: app.client_id,
      redirect_uri: landing,
      response_type: 'code',
      scope: facebookScopes.join(','),
      state,
    }).toString()}`,
  );
  if (landed.tag === 'err') return err({ tag: 'auth', failure: landed.error });
  const code = codeIn(landed.value, state);
  if (code.tag === 'err') return code;

  ctx.progress('exchanging');
  const short = await exchange(calls, { ...app, redirect_uri: landing, code: code.value });
  if (short.tag === 'err') return short;
  const long = await exchange(calls, {
    ...app,
    grant_type: 'fb_exchange_token',
    fb_exchange_token: short.value.access_token,
  });
  if (long.tag === 'err') return long;
  const user: CallContext = { ...calls, token: long.value.access_token };
  const known = await inspected(calls, app, long.value.access_token);

  ctx.progress('reading-account');
  const pages = await linkedPages(user);
  if (pages.tag === 'err') return pages;
  if (pages.value.length === 0) return err({ tag: 'rejected', failure: failure('no-linked-account') });
  const chosen =
    pages.value.length === 1 ? ok(pages.value.map(({ id }) => id)) : await choose(ctx, pages.value);
  if (chosen.tag === 'err') return err({ tag: 'auth', failure: chosen.error });
  const sessions: Session[] = [];
  for (const page of pages.value) {
    if (!chosen.value.includes(page.id)) continue;
    const secret: InstagramSecret = {
      ...blank,
      ...known,
      token: page.access_token ?? '',
      pageId: page.id,
    };
    const session = await sessionOf({ ...calls, token: secret.token }, origin, secret, page);
    if (session.tag === 'err') return session;
    sessions.push(session.value);
  }
  return ok(sessions);
}

function codeIn(address: string, state: string): Result<string, ConnectorError> {
  const auth = (code: Parameters<typeof failure>[0]): Result<never, ConnectorError> =>
    err({ tag: 'auth', failure: failure(code) });
  if (!URL.canParse(address.trim())) return auth('authorisation-mismatch');
  const query = new URL(address.trim()).searchParams;
  if (query.get('error') !== null) return auth('authorisation-refused');
  const code = query.get('code') ?? '';
  return query.get('state') === state && code !== '' ? ok(code) : auth('authorisation-mismatch');
}

async function exchange(
  calls: CallContext,
  form: Readonly<Record<string, string>>,
): Promise<Result<v.InferOutput<typeof tokenSchema>, ConnectorError>> {
  // In the body: an address with the app's secret would be written into logs on the way.
  const answer = await ask(calls, 'write', tokenSchema, { method: 'POST', path: 'oauth/access_token', form });
  if (answer.tag === 'ok') return answer;
  const { error } = answer;
  if (error.tag === 'rejected' || error.tag === 'auth' || error.tag === 'gone')
    return err({ tag: 'auth', failure: failure('authorisation-expired', error.failure.detail) });
  // A code is good once: whatever was lost, the person starts again.
  return error.tag === 'unknown-outcome' ? err({ tag: 'server', failure: error.failure }) : answer;
}

const inspectedSchema = v.object({
  data: v.object({
    scopes: v.fallback(v.array(v.string()), []),
    data_access_expires_at: v.fallback(v.number(), 0),
  }),
});

/** What the access is good for. Without an answer nobody knows, and it works all the same. */
async function inspected(
  calls: CallContext,
  app: { readonly client_id: string; readonly client_secret: string },
  token: string,
): Promise<Pick<InstagramSecret, 'scope' | 'dataEndsAt'>> {
  const answer = await ask(
    { ...calls, token: `${app.client_id}|${app.client_secret}` },
    'read',
    inspectedSchema,
    { method: 'GET', path: 'debug_token', query: { input_token: token } },
  );
  if (answer.tag === 'err') return { scope: '', dataEndsAt: null };
  const { scopes, data_access_expires_at: ends } = answer.value.data;
  return { scope: scopes.join(','), dataEndsAt: ends > 0 ? ends * 1_000 : null };
}

/** The person's pages that an account is linked to. */
async function linkedPages(user: CallContext): Promise<Result<readonly WirePage[], ConnectorError>> {
  const pages: WirePage[] = [];
  let after: string | null = null;
  for (let turn = 0; turn < 20; turn += 1) {
    const list: Result<WireList, ConnectorError> = await ask(user, 'read', listSchema, {
      method: 'GET',
      path: 'me/accounts',
      query: {
        fields: 'id,name,access_token,tasks,instagram_business_account{id,username,name,profile_picture_url}',
        limit: '100',
        ...(after === null ? {} : { after }),
      },
    });
    if (list.tag === 'err') return list;
    pages.push(...parseEach(pageSchema, list.value.data).items);
    after = list.value.paging.next === null ? null : list.value.paging.cursors.after;
    if (after === null) break;
  }
  return ok(
    pages.filter((page) => page.instagram_business_account !== null && (page.access_token ?? '') !== ''),
  );
}

const choose = (ctx: AuthoriseContext, pages: readonly WirePage[]): ReturnType<AuthoriseContext['choose']> =>
  ctx.choose(
    pages.map(({ id, name, instagram_business_account: account }) => ({
      id,
      name: account?.name ?? account?.username ?? name,
      detail: `@${account?.username ?? account?.id ?? ''}`,
      avatarUrl: account?.profile_picture_url ?? null,
    })),
  );

async function sessionOf(
  calls: CallContext,
  origin: string,
  secret: InstagramSecret,
  page: WirePage,
): Promise<Result<Session, ConnectorError>> {
  const account = await ask(calls, 'read', accountSchema, {
    method: 'GET',
    path: page.instagram_business_account?.id ?? '',
    query: { fields: 'username,name,profile_picture_url' },
  });
  if (account.tag === 'err') return account;
  return ok({ identity: identityOf(account.value, { ...calls, secret }, origin), secret });
}
