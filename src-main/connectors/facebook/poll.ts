import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Operation } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError, Performed } from '../contract.ts';
import { placesOf } from '../meta/places.ts';
import { readFilm } from './film.ts';
import { postRemote } from './remotes.ts';
import type { WireVideo } from './wire.ts';

const nextPollMs = 5_000;

/** How a film stands that the network processes: published, not yet, or refused. */
export async function poll(
  ctx: ConnectorContext,
  operation: Operation,
  handle: string,
): Promise<Result<Performed, ConnectorError>> {
  if (operation.tag !== 'create' && operation.tag !== 'schedule')
    return err({ tag: 'rejected', failure: failure('not-offered', { operation: operation.tag }) });
  const film = await readFilm(ctx, handle);
  // "Not there" is also said of what has just been made (facebook-pages §7, 100/33).
  if (film.tag === 'err')
    return err(film.error.tag === 'gone' ? { tag: 'server', failure: film.error.failure } : film.error);
  const stage = stageOf(film.value);
  if (stage === 'failed')
    return err({
      tag: 'rejected',
      failure: failure('media-processing-failed', { host: new URL(ctx.origin).host }),
    });
  const isHeld = operation.tag === 'schedule' && stage === 'held';
  if (stage !== 'out' && !isHeld) return ok({ tag: 'processing', handle, pollAfterMs: nextPollMs });
  return ok({ tag: 'done', remote: filmRemote(ctx, film.value, isHeld) });
}

/** `held`: ready, and the network's scheduler has it. */
export type FilmStage = 'uploading' | 'working' | 'held' | 'out' | 'failed';

/** A film is out when its post is known or its publishing phase says so; "ready" alone is said of drafts, too. */
export function stageOf({ status, post_id: post }: WireVideo): FilmStage {
  if (status?.video_status === 'error' || status?.video_status === 'expired') return 'failed';
  const publishing = status?.publishing_phase;
  const isHeld = publishing?.publish_status === 'scheduled';
  // Of what is scheduled, the phase may be complete once it is handed over: it is out when it is published.
  if (isHeld)
    return status?.video_status === 'ready' || publishing.status === 'complete' ? 'held' : before(status);
  if (publishing?.publish_status !== 'draft' && publishing?.status === 'complete') return 'out';
  if (post !== null && publishing?.publish_status === 'published') return 'out';
  if (post !== null && publishing === null) return 'out';
  return before(status);
}

/** Not held nor out: is it worked on, or only uploaded? */
const before = (status: WireVideo['status']): FilmStage =>
  status?.video_status === 'uploading' || status?.video_status === 'upload_complete'
    ? 'uploading'
    : 'working';

/** The post of a film; the film itself where the network names no post. */
export function filmRemote(ctx: ConnectorContext, film: WireVideo, isHeld: boolean) {
  const path = film.permalink_url ?? '';
  const url = path.startsWith('/') ? `${placesOf(ctx.origin).web}${path}` : path;
  return postRemote(film.post_id ?? film.id, isHeld ? null : url);
}
