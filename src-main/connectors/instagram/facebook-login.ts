import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { AuthoriseContext, ConnectorError, Session } from '../contract.ts';
import { graphTo, login, reachedPages, tokenFacts, type ReachedPage } from '../meta/login.ts';
import { facebookScopes } from './access.ts';
import { callsWith } from './calls.ts';
import { readIdentity } from './identity.ts';
import type { InstagramSecret } from './secret.ts';

/**
 * Facebook Login through the person's own app: each page's access reaches the account that is linked to it
 * (facebook-pages §2).
 */
export async function facebookSessions(
  ctx: AuthoriseContext,
  origin: string,
  blank: InstagramSecret,
): Promise<Result<readonly Session[], ConnectorError>> {
  const app = { id: (ctx.fields['appId'] ?? '').trim(), secret: (ctx.fields['appSecret'] ?? '').trim() };
  const token = await login(ctx, { origin, app, scopes: facebookScopes(ctx.fields['grants']) });
  if (token.tag === 'err') return token;
  const graph = graphTo(ctx, origin, token.value);
  // Without an answer nobody knows what was granted, and it works all the same.
  const facts = await tokenFacts(graph, token.value, app);

  ctx.progress('reading-account');
  const reached = await reachedPages(graph);
  if (reached.tag === 'err') return reached;
  const pages = reached.value.filter(({ linkedId }) => linkedId !== null);
  if (pages.length === 0) return err({ tag: 'rejected', failure: failure('no-linked-account') });
  const chosen = pages.length === 1 ? ok(pages.map(({ id }) => id)) : await choose(ctx, pages);
  if (chosen.tag === 'err') return err({ tag: 'auth', failure: chosen.error });
  const sessions: Session[] = [];
  for (const page of pages) {
    if (!chosen.value.includes(page.id)) continue;
    const secret: InstagramSecret = {
      ...blank,
      // A page's access has no end; what may be read with it has one.
      token: page.token,
      pageId: page.id,
      scope: facts.tag === 'ok' ? facts.value.scopes.join(',') : '',
      dataEndsAt: facts.tag === 'ok' ? facts.value.dataAccessExpiresAt : null,
    };
    const identity = await readIdentity(callsWith({ ...ctx, origin }, secret), page.linkedId);
    if (identity.tag === 'err') return identity;
    sessions.push({ identity: identity.value, secret });
  }
  return ok(sessions);
}

const choose = (
  ctx: AuthoriseContext,
  pages: readonly ReachedPage[],
): ReturnType<AuthoriseContext['choose']> =>
  ctx.choose(
    pages.map(({ id, name, username, pictureUrl }) => ({
      id,
      name,
      detail: username === null ? '' : `@${username}`,
      avatarUrl: pictureUrl,
    })),
  );
