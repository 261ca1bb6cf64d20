import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorError, Identity } from '../contract.ts';
import { read, send, type GraphCall, type GraphContext } from '../meta/graph.ts';
import { graphVersion, versionOf } from '../meta/graph-version.ts';
import { webUrl } from '../meta/web-url.ts';
import { facebookManifest } from './manifest.ts';
import { idPath } from './page-context.ts';
import { pageSchema } from './wire.ts';

/** Who the access acts as, and which version of the Graph answered. */
export async function readIdentity(
  ctx: GraphContext,
  origin: string,
  pageId: string,
): Promise<Result<Identity, ConnectorError>> {
  const call: GraphCall = {
    method: 'GET',
    path: idPath(pageId),
    query: { fields: 'id,name,username,picture{url}' },
  };
  const answer = await send(ctx, 'read', call);
  if (answer.tag === 'err') return err(answer.error.error);
  const page = read(ctx, 'read', pageSchema, call, answer.value);
  if (page.tag === 'err') return page;
  const { id, name, username, picture } = page.value;
  return ok({
    remoteId: id,
    handle: username ?? name,
    name,
    avatarUrl: webUrl(picture?.data.url),
    server: new URL(origin).host,
    origin,
    manifest: {
      ...facebookManifest,
      // Another than ours is answered by a server for which ours has expired, or is not known yet.
      software: `Graph API ${versionOf(answer.value.headers) ?? graphVersion}`,
    },
  });
}
