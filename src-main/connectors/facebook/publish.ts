import * as v from 'valibot';
import { exhaustive } from '../../../src-shared/exhaustive.ts';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { PostMedia } from '../../../src-shared/domain/content.ts';
import type { Drawn, Operation, SoFar } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError, Performed } from '../contract.ts';
import { ask, send, type GraphCall } from '../meta/graph.ts';
import { harmless } from '../meta/harmless.ts';
import { wireId } from '../meta/wire-graph.ts';
import { act, block, recall, remove } from './acts.ts';
import { uploadFilm } from './film.ts';
import { formOf } from './form.ts';
import { readHandleData } from './handle-data.ts';
import { reelScheduleToMs, scheduleToMs } from './manifest.ts';
import { sendMessage } from './messages.ts';
import { filmContext, idPath, pageContext } from './page-context.ts';
import { commentRemote, postRemote } from './remotes.ts';
import { filmOf, photosOf, uploadedOf, writeUploaded, type Uploaded } from './uploaded.ts';
import { createdSchema } from './wire.ts';

type Outcome = Promise<Result<Performed, ConnectorError>>;

/** Processing takes from seconds to minutes. */
const pollAfterMs = 3_000;
const uploadTimeoutMs = 120_000;

/** Performs one write, once. */
export function publish(ctx: ConnectorContext, operation: Operation, _drawn: Drawn, soFar?: SoFar): Outcome {
  switch (operation.tag) {
    case 'upload':
      return operation.medium.mime.startsWith('video/')
        ? uploadFilm(
            ctx,
            operation.medium,
            formOf({ media: [operation.medium], settings: settingsOf(operation) }),
            soFar,
          )
        : uploadPhoto(ctx, operation.medium);
    case 'create':
    case 'schedule':
      return create(ctx, operation);
    case 'reschedule':
      return act(ctx, {
        method: 'POST',
        path: idPath(operation.scheduledRemoteId),
        body: { json: { scheduled_publish_time: seconds(operation.at) } },
      });
    case 'recall':
      return recall(ctx, operation.scheduledRemoteId);
    case 'message':
    case 'private-reply':
      return sendMessage(ctx, operation);
    case 'hide':
    case 'unhide':
      return act(ctx, {
        method: 'POST',
        path: idPath(operation.remoteId),
        body: { json: { is_hidden: operation.tag === 'hide' } },
      });
    case 'like':
    case 'unlike':
      return act(ctx, {
        method: operation.tag === 'like' ? 'POST' : 'DELETE',
        path: idPath(operation.remoteId, 'likes'),
      });
    case 'delete':
      return remove(ctx, operation);
    case 'block':
    case 'unblock':
      return block(ctx, operation.personId, operation.tag === 'block');
    case 'prepare':
    case 'mute':
    case 'unmute':
      return Promise.resolve(notOffered(operation.tag));
    default:
      return exhaustive(operation);
  }
}

const notOffered = (operation: string): Result<never, ConnectorError> =>
  err({ tag: 'rejected', failure: failure('not-offered', { operation }) });

const settingsOf = ({ format }: Extract<Operation, { tag: 'upload' }>): Readonly<Record<string, string>> =>
  format === undefined ? {} : { format };

const seconds = (ms: number): number => Math.floor(ms / 1_000);

/**
 * A photo that nobody sees yet: posts of one or of several are made of such. So a post is one small write, which can be
 * looked for by its photos, and a photo whose answer was a 500 is at worst left lying (facebook-pages §9).
 */
async function uploadPhoto(ctx: ConnectorContext, medium: PostMedia): Outcome {
  const bytes = await ctx.openMedia(medium.hash);
  if (bytes.tag === 'err') return err({ tag: 'rejected', failure: bytes.error });
  const parts = new FormData();
  parts.set(
    'source',
    new Blob([Uint8Array.from(bytes.value)], { type: medium.mime }),
    `photo.${extensionOf(medium.mime)}`,
  );
  parts.set('published', 'false');
  if (!medium.decorative && medium.alt !== '') parts.set('alt_text_custom', medium.alt);
  const made = await ask(pageContext(ctx), 'write', createdSchema, {
    method: 'POST',
    path: idPath(ctx.me.remoteId, 'photos'),
    body: { parts },
    timeoutMs: uploadTimeoutMs,
  });
  if (made.tag === 'err') return err(harmless(made.error));
  const id = made.value.id ?? '';
  const handle = writeUploaded({ kind: 'photo', id });
  return ok({ tag: 'done', remote: { remoteId: id, url: null, handle, createdAt: null } });
}

const extensionOf = (mime: string): string => (mime === 'image/jpeg' ? 'jpg' : (mime.split('/')[1] ?? 'bin'));

type Creation = Extract<Operation, { tag: 'create' | 'schedule' }>;

async function create(ctx: ConnectorContext, operation: Creation): Outcome {
  const at = operation.tag === 'schedule' ? operation.at : null;
  const uploaded = uploadedOf(operation);
  const film = filmOf(uploaded);
  if (at !== null) {
    const { native } = ctx.manifest;
    // What is too far ahead, this machine publishes.
    if (native === null || at > ctx.now() + (film?.kind === 'reel' ? reelScheduleToMs : scheduleToMs))
      return notOffered('schedule');
    if (at < ctx.now() + native.minAheadMs)
      return err({ tag: 'rejected', failure: failure('schedule-too-soon', { at }) });
  }
  if (operation.replyTo !== null) return comment(ctx, operation, operation.replyTo);
  if (film !== null && film.kind !== 'story') return finishFilm(ctx, operation, film, at);
  const form = formOf(operation.content);
  if (form === 'story') return story(ctx, uploaded);
  return post(ctx, operation, photosOf(uploaded), at);
}

/** Members that are empty are left out: a message of null is an empty post to this network (facebook-pages §3). */
async function post(
  ctx: ConnectorContext,
  { content }: Creation,
  photos: readonly string[],
  at: number | null,
): Outcome {
  const link = content.settings['link'];
  const made = await ask(pageContext(ctx), 'write', createdSchema, {
    method: 'POST',
    path: idPath(ctx.me.remoteId, 'feed'),
    query: { fields: 'id,permalink_url' },
    body: {
      json: {
        ...(content.text === '' ? {} : { message: content.text }),
        ...(photos.length === 0 ? {} : { attached_media: photos.map((media_fbid) => ({ media_fbid })) }),
        ...(photos.length === 0 && typeof link === 'string' && link !== '' ? { link } : {}),
        ...timing(at),
      },
    },
  });
  if (made.tag === 'err') return err(made.error);
  const { id, permalink_url: url } = made.value;
  return ok({ tag: 'done', remote: postRemote(id ?? '', at === null ? url : null) });
}

const timing = (at: number | null): Readonly<Record<string, unknown>> =>
  at === null ? {} : { published: false, scheduled_publish_time: seconds(at) };

/** The film is whole: what it is to say, and when. The network processes it first, and then publishes. */
async function finishFilm(
  ctx: ConnectorContext,
  { content }: Creation,
  film: Exclude<Uploaded, { kind: 'photo' }>,
  at: number | null,
): Outcome {
  const title = content.settings['title'];
  const said = {
    ...(content.text === '' ? {} : { description: content.text }),
    ...(typeof title === 'string' && title !== '' ? { title } : {}),
  };
  const call: GraphCall =
    film.kind === 'video'
      ? {
          method: 'POST',
          path: idPath(ctx.me.remoteId, 'videos'),
          body: {
            json: { upload_phase: 'finish', upload_session_id: film.session, ...said, ...timing(at) },
          },
        }
      : {
          method: 'POST',
          path: idPath(ctx.me.remoteId, 'video_reels'),
          body: {
            json: {
              upload_phase: 'finish',
              video_id: film.id,
              video_state: at === null ? 'PUBLISHED' : 'SCHEDULED',
              ...said,
              ...(at === null ? {} : { scheduled_publish_time: seconds(at) }),
            },
          },
        };
  const answer = await send(film.kind === 'video' ? filmContext(ctx) : pageContext(ctx), 'write', call);
  if (answer.tag === 'err') return err(answer.error.error);
  return ok({ tag: 'processing', handle: film.id, pollAfterMs });
}

async function story(ctx: ConnectorContext, uploaded: readonly Uploaded[]): Outcome {
  const film = filmOf(uploaded);
  const [photo] = photosOf(uploaded);
  const made = await ask(pageContext(ctx), 'write', createdSchema, {
    method: 'POST',
    path: idPath(ctx.me.remoteId, film === null ? 'photo_stories' : 'video_stories'),
    body: { json: film === null ? { photo_id: photo ?? '' } : { upload_phase: 'finish', video_id: film.id } },
  });
  if (made.tag === 'err') return err(made.error);
  const { post_id: id, id: other } = made.value;
  return ok({ tag: 'done', remote: postRemote(id ?? other ?? '', null) });
}

const idOnlySchema = v.object({ id: wireId });

/** An answer under a post, a comment, or a recommendation. */
async function comment(
  ctx: ConnectorContext,
  { content, uploaded }: Creation,
  replyTo: NonNullable<Creation['replyTo']>,
): Outcome {
  const [photo] = photosOf(uploadedOf({ uploaded }));
  const graph = pageContext(ctx);
  const made = await ask(graph, 'write', idOnlySchema, {
    method: 'POST',
    path: idPath(replyTo.remoteId, 'comments'),
    body: {
      json: {
        ...(content.text === '' ? {} : { message: content.text }),
        ...(photo === undefined ? {} : { attachment_id: photo }),
      },
    },
  });
  if (made.tag === 'ok') {
    const { objectId } = readHandleData(replyTo.handleData);
    return ok({
      tag: 'done',
      remote: commentRemote(made.value.id, objectId === '' ? replyTo.remoteId : objectId),
    });
  }
  if (made.error.tag !== 'gone') return made;
  // The Graph says "not there" of what has just been made, too (facebook-pages §7, 100/33): it is asked.
  const there = await ask(graph, 'read', idOnlySchema, {
    method: 'GET',
    path: idPath(replyTo.remoteId),
    query: { fields: 'id' },
  });
  if (there.tag === 'ok')
    return err({ tag: 'server', failure: failure('server-error', made.error.failure.detail) });
  return there.error.tag === 'gone'
    ? err({ tag: 'gone', failure: failure('parent-gone', made.error.failure.detail) })
    : err(there.error.tag === 'protocol' ? { tag: 'server', failure: there.error.failure } : there.error);
}
