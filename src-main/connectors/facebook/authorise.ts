import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { AuthoriseContext, Choice, ConnectorError, Session } from '../contract.ts';
import type { GraphContext } from '../meta/graph.ts';
import { graphTo, login, reachedPages, tokenFacts, type OwnApp, type ReachedPage } from '../meta/login.ts';
import { originOf, placesOf } from '../meta/places.ts';
import { readIdentity } from './identity.ts';
import { neededScopes, scopesFor } from './scopes.ts';
import type { PageSecret } from './secret.ts';

/**
 * Connects pages: through the person's own app and the dialog in their browser, or with an access that they pasted.
 * Of the pages that the login reaches, the person chooses.
 */
export async function authorise(ctx: AuthoriseContext): Promise<Result<readonly Session[], ConnectorError>> {
  const origin = originOf(ctx.fields['server']);
  if (origin === null)
    return err({ tag: 'rejected', failure: failure('not-that-kind-of-server', { host: '' }) });
  const app = appOf(ctx);
  if (ctx.way === 'token') return withToken(ctx, origin, (ctx.fields['token'] ?? '').trim(), null);
  if (app === null) return err({ tag: 'auth', failure: failure('app-refused') });
  const token = await login(ctx, { origin, app, scopes: scopesFor(ctx.fields['grants']) });
  return token.tag === 'err' ? token : withToken(ctx, origin, token.value, app);
}

function appOf({ fields }: AuthoriseContext): OwnApp | null {
  const id = (fields['appId'] ?? '').trim();
  const secret = (fields['appSecret'] ?? '').trim();
  return id === '' || secret === '' ? null : { id, secret };
}

/** An access of a person's, or of one page. */
async function withToken(
  ctx: AuthoriseContext,
  origin: string,
  token: string,
  app: OwnApp | null,
): Promise<Result<readonly Session[], ConnectorError>> {
  ctx.progress('reading-account');
  const graph = graphTo(ctx, placesOf(origin).graph, token);
  const facts = await tokenFacts(graph, token, app);
  if (facts.tag === 'err') return facts;
  const { host } = new URL(origin);
  const lacking = neededScopes.filter((scope) => !facts.value.scopes.includes(scope));
  if (lacking.length > 0)
    return err({ tag: 'auth', failure: failure('scope-missing', { host, message: lacking.join(', ') }) });
  const admit = (pageGraph: GraphContext, pageId: string): Promise<Result<Session, ConnectorError>> =>
    sessionOf(pageGraph, origin, pageId, {
      token: pageGraph.token ?? '',
      appId: app?.id ?? facts.value.appId,
      appSecret: app?.secret ?? '',
      scopes: facts.value.scopes.join(','),
      // A page's access that comes of a long one does not end (facebook-pages §2); a page's own says so itself.
      expiresAt: facts.value.type === 'PAGE' || app === null ? facts.value.expiresAt : null,
      dataEndsAt: facts.value.dataAccessExpiresAt,
    });
  if (facts.value.type === 'PAGE') {
    const session = await admit(graph, facts.value.profileId ?? 'me');
    return session.tag === 'ok' ? ok([session.value]) : session;
  }
  const pages = await reachedPages(graph);
  if (pages.tag === 'err') return pages;
  const usable = pages.value.filter(mayPublish);
  const [first] = usable;
  if (!first) return err({ tag: 'auth', failure: failure('unknown-handle', { handle: '', host }) });
  const chosen = usable.length === 1 ? ok([first.id]) : await ctx.choose(usable.map(choiceOf));
  if (chosen.tag === 'err') return err({ tag: 'auth', failure: chosen.error });
  const sessions: Session[] = [];
  for (const page of usable.filter(({ id }) => chosen.value.includes(id))) {
    const session = await admit({ ...graph, token: page.token }, page.id);
    if (session.tag === 'err') return session;
    sessions.push(session.value);
  }
  return sessions.length === 0
    ? err({ tag: 'auth', failure: failure('authorisation-cancelled') })
    : ok(sessions);
}

/** A role that may not publish is no use here; when the network names none, it is tried. */
const mayPublish = ({ tasks }: ReachedPage): boolean =>
  tasks.length === 0 || tasks.includes('CREATE_CONTENT') || tasks.includes('MANAGE');

const choiceOf = ({ id, name, username, pictureUrl }: ReachedPage): Choice => ({
  id,
  name,
  detail: username === null ? id : `@${username}`,
  avatarUrl: pictureUrl,
});

async function sessionOf(
  graph: GraphContext,
  origin: string,
  pageId: string,
  secret: PageSecret,
): Promise<Result<Session, ConnectorError>> {
  const identity = await readIdentity(graph, origin, pageId);
  return identity.tag === 'ok' ? ok({ identity: identity.value, secret }) : identity;
}
