import { ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorError, Identity } from '../contract.ts';
import { ask, type CallContext } from './calls.ts';
import { userFields } from './fields.ts';
import { effectiveManifest } from './manifest.ts';
import { authorOf } from './map-post.ts';
import { apiOrigin, placesOf } from './places.ts';
import { softwareOf, type Vocabulary } from './vocabulary.ts';
import { meSchema, type WireUser } from './wire.ts';

/** Who the token belongs to, which names the server answers with, and what the access reaches. */
export async function readIdentity(
  ctx: CallContext,
  granted: readonly string[],
): Promise<Result<Identity, ConnectorError>> {
  const answer = await ask(ctx, 'read', meSchema, { method: 'GET', path: '/2/users/me', query: userFields });
  if (answer.tag === 'err') return answer;
  const user = answer.value.data;
  const author = authorOf(user);
  return ok({
    remoteId: author.remoteId,
    handle: author.handle,
    name: author.name,
    avatarUrl: author.avatarUrl,
    // People know the network by its pages, whatever host answers for them.
    server: ctx.origin === apiOrigin ? new URL(placesOf(ctx.origin).pages).host : new URL(ctx.origin).host,
    origin: ctx.origin,
    manifest: effectiveManifest(softwareOf(vocabularyIn(user)), granted),
  });
}

/** A user's own figures are named differently in the two vocabularies. */
function vocabularyIn({ public_metrics: metrics }: WireUser): Vocabulary | null {
  if (metrics === null) return null;
  if (metrics.post_count !== null) return 'posts';
  return metrics.tweet_count !== null ? 'tweets' : null;
}
