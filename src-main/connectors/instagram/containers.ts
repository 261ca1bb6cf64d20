import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Operation, Remote, SoFar } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError, Performed } from '../contract.ts';
import { ask, callsOf, type OwnCalls } from './calls.ts';
import { mediumParameters, postParameters } from './container-form.ts';
import { readHandle, writeHandle, type ContainerHandle } from './container-handle.ts';
import { formOf, isFilm } from './form.ts';
import { fileName, hostOf, putFile } from './hosting.ts';
import { codeOfSubcode, isPassing } from './refusal.ts';
import { isOwnUpload, sendNext, startUpload } from './rupload.ts';
import { containerSchema, containerStateSchema } from './wire.ts';

type Outcome = Promise<Result<Performed, ConnectorError>>;

/** How often a container is asked for: the documents say once a minute for films; pictures take seconds. */
const pollPictureMs = 3_000;
const pollFilmMs = 20_000;

/** Takes a medium: puts it where the network can fetch it, and makes an item of it where the post has several. */
export async function upload(
  ctx: ConnectorContext,
  operation: Extract<Operation, { tag: 'upload' }>,
  key: string,
  soFar: SoFar | undefined,
): Outcome {
  const calls = callsOf(ctx);
  const { medium } = operation;
  const film = isFilm(medium);
  const isItem = (operation.together ?? 1) > 1;
  if (film && isOwnUpload(calls.secret)) {
    // Alone, it belongs to the very container of its post, which is made later.
    if (!isItem) return done({ id: null, film, url: null });
    const parameters = mediumParameters(medium, { item: true, story: false, people: undefined });
    return inPieces(ctx, calls, { medium, parameters, soFar });
  }
  const host = hostOf(calls.secret);
  if (host === null) return err({ tag: 'rejected', failure: failure('media-host-missing') });
  const bytes = await ctx.openMedia(medium.hash);
  if (bytes.tag === 'err') return err({ tag: 'rejected', failure: bytes.error });
  const url = await putFile(ctx, host, {
    name: fileName(key, medium.mime),
    mime: medium.mime,
    bytes: bytes.value,
  });
  if (url.tag === 'err') return url;
  if (!isItem) return done({ id: null, film, url: url.value });
  return make(ctx, calls, {
    film,
    url: url.value,
    parameters: {
      ...mediumParameters(medium, { item: true, story: false, people: undefined }),
      [film ? 'video_url' : 'image_url']: url.value,
    },
  });
}

/** Makes the container of a whole post. A comment needs none. */
export async function prepare(
  ctx: ConnectorContext,
  operation: Extract<Operation, { tag: 'prepare' }>,
  soFar: SoFar | undefined,
): Outcome {
  const calls = callsOf(ctx);
  const { content, uploaded } = operation;
  if (operation.replyTo !== null) return done({ id: null, film: false, url: null });
  const form = formOf(content, ctx.manifest);
  const parameters = postParameters(content, form);
  if (form === 'carousel') {
    const children = uploaded.map(({ handle }) => readHandle(handle).id);
    if (children.length < content.media.length || children.includes(null))
      return err({ tag: 'rejected', failure: failure('media-missing') });
    return make(ctx, calls, {
      film: content.media.some(isFilm),
      url: null,
      parameters: { ...parameters, children: children.join(',') },
    });
  }
  const [medium] = content.media;
  // No post without a picture or a film (instagram §2).
  if (!medium) return err({ tag: 'rejected', failure: failure('media-missing') });
  const own = mediumParameters(medium, {
    item: false,
    story: form === 'story',
    people: typeof content.settings['people'] === 'string' ? content.settings['people'] : undefined,
  });
  const film = isFilm(medium);
  if (film && isOwnUpload(calls.secret))
    return inPieces(ctx, calls, { medium, parameters: { ...own, ...parameters }, soFar });
  const url = readHandle(uploaded[0]?.handle).url;
  if (url === null) return err({ tag: 'rejected', failure: failure('media-missing') });
  return make(ctx, calls, {
    film,
    url,
    parameters: { ...own, ...parameters, [film ? 'video_url' : 'image_url']: url },
  });
}

async function make(
  ctx: ConnectorContext,
  calls: OwnCalls,
  order: {
    readonly parameters: Readonly<Record<string, string | undefined>>;
    readonly film: boolean;
    readonly url: string | null;
  },
): Outcome {
  const made = await ask(calls, 'write', containerSchema, {
    method: 'POST',
    path: `${ctx.me.remoteId}/media`,
    form: order.parameters,
    // A picture is fetched before the answer.
    timeoutMs: 60_000,
  });
  if (made.tag === 'err') return made;
  return processing({ id: made.value.id, film: order.film, url: order.url });
}

/** A local film: its container first, then its bytes, a piece a call. */
async function inPieces(
  ctx: ConnectorContext,
  calls: OwnCalls,
  order: {
    readonly medium: Extract<Operation, { tag: 'upload' }>['medium'];
    readonly parameters: Readonly<Record<string, string | undefined>>;
    readonly soFar: SoFar | undefined;
  },
): Outcome {
  const { medium, soFar } = order;
  if (soFar === undefined) {
    const started = await startUpload(calls, ctx.me.remoteId, order.parameters);
    if (started.tag === 'err') return started;
    return ok({ tag: 'partial', soFar: { handle: started.value, sent: 0, total: medium.bytes } });
  }
  const sent = await sendNext(ctx, calls, medium, soFar);
  if (sent.tag === 'err') return sent;
  if (sent.value < soFar.total) return ok({ tag: 'partial', soFar: { ...soFar, sent: sent.value } });
  return processing({ id: soFar.handle, film: true, url: null });
}

/** How a container stands. */
// instagram §2, State
export async function pollContainer(ctx: ConnectorContext, handle: string): Outcome {
  const container = readHandle(handle);
  if (container.id === null) return err({ tag: 'gone', failure: failure('media-missing') });
  const state = await stateOf(callsOf(ctx), container.id);
  if (state.tag === 'err') return state;
  switch (state.value.code) {
    case 'FINISHED':
    case 'PUBLISHED':
      return done(container);
    case 'IN_PROGRESS':
      return processing(container);
    case 'EXPIRED':
      return err({ tag: 'gone', failure: failure('media-missing') });
    case 'ERROR': {
      const { subcode } = state.value;
      return err({
        tag: isPassing(subcode) ? 'gone' : 'rejected',
        failure: failure(codeOfSubcode(subcode), { subcode }),
      });
    }
  }
}

export interface ContainerState {
  readonly code: 'EXPIRED' | 'ERROR' | 'FINISHED' | 'IN_PROGRESS' | 'PUBLISHED';
  /** What its words name as the reason, where it failed. */
  readonly subcode: number | null;
}

/** Reads a container. "Not there" is a passing fault of this read and proves nothing (instagram §6, 100/33). */
export async function stateOf(calls: OwnCalls, id: string): Promise<Result<ContainerState, ConnectorError>> {
  const read = await ask(calls, 'read', containerStateSchema, {
    method: 'GET',
    path: id,
    query: { fields: 'status_code,status' },
  });
  if (read.tag === 'err')
    return read.error.tag === 'gone' ? err({ tag: 'server', failure: read.error.failure }) : read;
  const { status_code: code, status } = read.value;
  const subcode = Number(/\b(22\d{5})\b/.exec(status ?? '')?.[1] ?? Number.NaN);
  const known = (['EXPIRED', 'ERROR', 'FINISHED', 'IN_PROGRESS', 'PUBLISHED'] as const).find(
    (one) => one === code,
  );
  // The code may be missing while the words say that it failed (instagram §2).
  const said = known ?? (/^error\b/i.test(status ?? '') ? 'ERROR' : undefined);
  if (said === undefined)
    return err({ tag: 'server', failure: failure('protocol', { field: 'status_code' }) });
  return ok({ code: said, subcode: Number.isFinite(subcode) ? subcode : null });
}

const processing = (handle: ContainerHandle): Result<Performed, never> =>
  ok({
    tag: 'processing',
    handle: writeHandle(handle),
    pollAfterMs: handle.film ? pollFilmMs : pollPictureMs,
  });

const done = (handle: ContainerHandle): Result<Performed, never> =>
  ok({ tag: 'done', remote: materialRemote(handle) });

const materialRemote = (handle: ContainerHandle): Remote => ({
  remoteId: handle.id,
  url: null,
  handle: writeHandle(handle),
  createdAt: null,
});
