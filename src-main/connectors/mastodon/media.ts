import * as v from 'valibot';
import type { PostMedia } from '../../../src-shared/domain/content.ts';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Remote } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError, Performed } from '../contract.ts';
import { callContext } from './call-context.ts';
import { read, send, type Call } from './calls.ts';

type Outcome = Promise<Result<Performed, ConnectorError>>;

/** A picture is ready within seconds, a film within minutes. */
const firstPollMs = 1_000;
const nextPollMs = 3_000;
/** Servers resize what they are sent before they answer. */
const uploadTimeoutMs = 120_000;

const uploadedSchema = v.object({ id: v.pipe(v.string(), v.minLength(1)) });

/**
 * Sends a medium with its description. The handle is the server's id of it. 200: ready; 202: still being worked on.
 * A second upload of the same bytes harms nobody: what is not attached is purged.
 */
export async function upload(ctx: ConnectorContext, medium: PostMedia): Outcome {
  const bytes = await ctx.openMedia(medium.hash);
  if (bytes.tag === 'err') return err({ tag: 'rejected', failure: bytes.error });
  const form = new FormData();
  // A name is wanted by some servers; the person's own says more than anybody needs to know.
  form.set('file', new Blob([bytes.value], { type: medium.mime }), `media.${extensionOf(medium.mime)}`);
  if (!medium.decorative && medium.alt !== '') form.set('description', medium.alt);
  const call: Call = {
    method: 'POST',
    path: '/api/v2/media',
    body: { parts: form },
    timeoutMs: uploadTimeoutMs,
  };
  const calls = callContext(ctx);
  const answer = await send(calls, 'write', call);
  if (answer.tag === 'err') return answer;
  const made = read(calls, 'write', uploadedSchema, call, answer.value);
  if (made.tag === 'err') return made;
  if (answer.value.status === 202)
    return ok({ tag: 'processing', handle: made.value.id, pollAfterMs: firstPollMs });
  return ok({ tag: 'done', remote: held(made.value.id) });
}

/** Asks whether a medium is ready: 206 while it is not. */
export async function pollMedia(ctx: ConnectorContext, handle: string): Outcome {
  const answer = await send(callContext(ctx), 'read', {
    method: 'GET',
    path: `/api/v1/media/${encodeURIComponent(handle)}`,
  });
  if (answer.tag === 'ok')
    return ok(
      answer.value.status === 206
        ? { tag: 'processing', handle, pollAfterMs: nextPollMs }
        : { tag: 'done', remote: held(handle) },
    );
  // What could not be processed is refused here, and later forgotten.
  if (answer.error.tag === 'rejected')
    return err({ tag: 'rejected', failure: failure('media-processing-failed', answer.error.failure.detail) });
  if (answer.error.tag === 'gone')
    return err({ tag: 'gone', failure: failure('media-missing', answer.error.failure.detail) });
  return answer;
}

const held = (id: string): Remote => ({ remoteId: id, url: null, handle: id, createdAt: null });

const extensionOf = (mime: string): string =>
  extensions.get(mime) ?? mime.split('/')[1]?.replace(/[^a-z0-9]/g, '') ?? 'bin';
const extensions: ReadonlyMap<string, string> = new Map([
  ['image/jpeg', 'jpg'],
  ['image/svg+xml', 'svg'],
  ['video/quicktime', 'mov'],
  ['audio/mpeg', 'mp3'],
]);
