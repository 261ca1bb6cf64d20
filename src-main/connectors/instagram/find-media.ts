import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Operation, Sighting } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { ask, callsOf } from './calls.ts';
import { readHandle } from './container-handle.ts';
import { stateOf } from './containers.ts';
import { formOf, type Form } from './form.ts';
import { dropFile, hostOf } from './hosting.ts';
import { postRemote } from './remotes.ts';
import { parseEach } from '../meta/parse-each.ts';
import { webUrl } from '../meta/web-url.ts';
import { sameWords } from '../meta/words.ts';
import { wireListSchema } from '../meta/wire-graph.ts';
import { mediaSchema, type WireMedia } from './wire.ts';

type Creation = Extract<Operation, { tag: 'create' }>;

/** How much earlier than its attempt a post may seem to be. */
const slackMs = 30_000;
/**
 * For so long a post that is published may be missing from the list before its id is given up. Shorter than the
 * settling: what the container proves is never a question to the person.
 */
const listLagMs = 2 * 60_000;

/**
 * Whether a post was published. The container is the proof, the list only gives the id: exactly one post of these
 * words, this kind and this time, or the id stays unknown. The first of the list is never taken (instagram §8.3).
 */
export async function findPost(
  ctx: ConnectorContext,
  operation: Creation,
  sentAt: number,
): Promise<Result<Sighting, ConnectorError>> {
  const calls = callsOf(ctx);
  const container = readHandle(operation.prepared);
  if (container.id === null) return findWithoutContainer(ctx, operation, sentAt);
  const state = await stateOf(calls, container.id);
  if (state.tag === 'err') return state;
  // Ready still is no proof of failure: the outbox looks twice, after the settling time (instagram §8.2).
  if (state.value.code !== 'PUBLISHED') return ok({ tag: 'absent' });
  const alike = await listAlike(ctx, operation, sentAt);
  if (alike.tag === 'err') return alike;
  if (alike.value.length === 0 && ctx.now() < sentAt + listLagMs)
    return err({ tag: 'server', failure: failure('server-error', { what: 'list' }) });
  await tidyHost(ctx, operation);
  const [only, ...others] = alike.value;
  if (!only || others.length > 0) return ok({ tag: 'present', remote: postRemote(null) });
  return ok({ tag: 'present', remote: postRemote(only.id, only.permalink, only.timestamp) });
}

/**
 * The container's id was lost with a damaged journal, or there never was one: only the list can tell. Of what has no
 * words, or of several that say the same, a person has to.
 */
async function findWithoutContainer(
  ctx: ConnectorContext,
  operation: Creation,
  sentAt: number,
): Promise<Result<Sighting, ConnectorError>> {
  const alike = await listAlike(ctx, operation, sentAt);
  if (alike.tag === 'err') return alike;
  const [only, ...others] = alike.value;
  if (!only) return ok({ tag: 'absent' });
  const hasWords =
    operation.content.text.trim() !== '' && formOf(operation.content, ctx.manifest) !== 'story';
  if (others.length === 0 && hasWords)
    return ok({ tag: 'present', remote: postRemote(only.id, only.permalink, only.timestamp) });
  return ok({
    tag: 'unclear',
    differ: !hasWords,
    candidates: alike.value.map(({ id, permalink, caption, timestamp }) => ({
      remoteId: id,
      url: webUrl(permalink),
      text: (caption ?? '').slice(0, 1_000),
      createdAt: timestamp ?? sentAt,
      mediaCount: operation.content.media.length,
    })),
  });
}

/** The account's own media of this form and these words, since the attempt. */
async function listAlike(
  ctx: ConnectorContext,
  operation: Creation,
  sentAt: number,
): Promise<Result<readonly WireMedia[], ConnectorError>> {
  const form = formOf(operation.content, ctx.manifest);
  const list = await ask(callsOf(ctx), 'read', wireListSchema, {
    method: 'GET',
    path: `${ctx.me.remoteId}/${form === 'story' ? 'stories' : 'media'}`,
    query: {
      fields: 'id,caption,media_type,media_product_type,timestamp,permalink',
      limit: '50',
      ...(form === 'story' ? {} : { since: String(Math.floor((sentAt - slackMs) / 1_000)) }),
    },
  });
  if (list.tag === 'err') return list;
  return ok(
    parseEach(mediaSchema, list.value.data).items.filter(
      (media) =>
        isOfForm(media, form) &&
        (media.timestamp ?? 0) >= sentAt - slackMs &&
        (form === 'story' || sameWords(media.caption ?? '', operation.content.text)),
    ),
  );
}

const kinds: Readonly<Record<Form, (media: WireMedia) => boolean>> = {
  post: ({ media_type: type, media_product_type: product }) => type === 'IMAGE' && product !== 'STORY',
  carousel: ({ media_type: type }) => type === 'CAROUSEL_ALBUM',
  reel: ({ media_product_type: product }) => product === 'REELS',
  story: ({ media_product_type: product }) => product === 'STORY',
};
const isOfForm = (media: WireMedia, form: Form): boolean => kinds[form](media);

/** Takes the post's files from the person's own media host: they lay there only to be fetched. */
export async function tidyHost(ctx: ConnectorContext, operation: Creation): Promise<void> {
  const calls = callsOf(ctx);
  const host = hostOf(calls.secret);
  if (host === null) return;
  for (const { handle } of operation.uploaded) {
    const { url } = readHandle(handle);
    if (url !== null) await dropFile(ctx, host, url);
  }
}
