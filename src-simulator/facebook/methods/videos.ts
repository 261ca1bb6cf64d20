import type { Route } from '../../core/route.ts';
import type { Answer, GraphCall } from '../../meta/endpoint.ts';
import { failure, invalidParameter, isFailure, missing, type GraphFailure } from '../../meta/failure.ts';
import type { PageRow, UploadRow } from '../../meta/rows.ts';
import { actingPage, readTiming, scheduleMoment, textProblem } from '../gates.ts';
import { isMovie } from '../pictures.ts';
import type { VideoRow } from '../rows.ts';
import type { Services } from '../services.ts';

const DAY = 86_400_000;
const writing = { scopes: ['pages_manage_posts'] };

/** Videos in pieces, by handle or at once; reels; stories (facebook-pages §3). */
export function videoRoutes({ world, endpoints, publishing, uploads }: Services): readonly Route[] {
  const { limits } = world;

  function begin(page: PageRow, call: GraphCall, kind: VideoRow['kind'], size: number | null): VideoRow {
    const now = world.clock.now();
    const video = world.videos.put({
      id: world.nextId(),
      pageId: page.id,
      appId: call.token.appId,
      kind,
      title: '',
      description: '',
      stage: 'uploading',
      problem: null,
      readyAt: null,
      wanted: null,
      scheduledAt: null,
      postId: null,
      createdAt: now,
      committedAt: now,
    });
    uploads.begin({ id: video.id, appId: call.token.appId, kind: 'video', size, fileType: 'video/mp4' });
    call.request.did('video', video.id);
    return video;
  }

  /** The upload is whole: its words are taken, and processing begins. Repeating it changes nothing. */
  function finish(
    video: VideoRow,
    upload: UploadRow,
    call: GraphCall,
    fate: Pick<VideoRow, 'wanted' | 'scheduledAt'>,
  ): GraphFailure | undefined {
    const { params, request } = call;
    const description = params.text('description') ?? '';
    const wrong =
      textProblem(world, description) ??
      ((params.text('title') ?? '').length > 255 ? invalidParameter('The title is too long') : undefined);
    if (wrong) return wrong;
    if (video.stage !== 'uploading') return undefined;
    const whole = world.videos.put({
      ...video,
      ...fate,
      stage: 'upload_complete',
      title: params.text('title') ?? '',
      description,
    });
    publishing.process(whole, request.asked.mediaDelayMs, isMovie(Buffer.from(upload.head, 'base64')));
    request.did('video-finished', video.id);
    return undefined;
  }

  const tooSmall = (): GraphFailure =>
    failure(6000, 'There was a problem uploading your video file. Please try again with another file.', {
      subcode: 1363022,
      title: 'Video Too Small',
      said: 'The video you tried to upload is too small. The minimum size for a video is 1 KB.',
    });
  const tooLarge = (): GraphFailure =>
    failure(6000, 'There was a problem uploading your video file. Please try again with another file.', {
      subcode: 1363023,
      title: 'Video Too Large',
      said: 'The video you tried to upload is too large.',
    });

  const sizeProblem = (size: number): GraphFailure | undefined =>
    size < 1024 ? tooSmall() : size > limits.videoBytes ? tooLarge() : undefined;

  const wantedOf = (call: GraphCall): Pick<VideoRow, 'wanted' | 'scheduledAt'> | GraphFailure => {
    const timing = readTiming(world, call.params);
    if (isFailure(timing)) return timing;
    const wanted = timing.scheduledAt !== null ? 'scheduled' : timing.published ? 'published' : 'draft';
    return { wanted, scheduledAt: timing.scheduledAt };
  };

  /** Where the next piece goes: told with every answer, also with a refusal (code 6001, subcode 1363037). */
  const range = (upload: UploadRow): { readonly start_offset: string; readonly end_offset: string } => ({
    start_offset: String(upload.received),
    end_offset: String(Math.min(upload.received + limits.chunkBytes, upload.size ?? 0)),
  });

  async function video(call: GraphCall): Promise<Answer> {
    const { params, request } = call;
    const page = actingPage(world, call, 'CREATE_CONTENT');
    if (isFailure(page)) return page;
    switch (params.text('upload_phase')?.toLowerCase()) {
      case 'start': {
        const size = params.number('file_size') ?? 0;
        const wrong = sizeProblem(size);
        if (wrong) return wrong;
        const made = begin(page, call, 'video', size);
        const upload = world.uploads.get(made.id);
        return upload
          ? { upload_session_id: made.id, video_id: made.id, ...range(upload) }
          : missing('post', made.id);
      }
      case 'transfer': {
        const upload = world.uploads.get(params.text('upload_session_id') ?? '');
        const bytes = params.file('video_file_chunk')?.bytes;
        if (!upload || upload.kind !== 'video')
          return failure(6000, 'There was a problem uploading your video. Please try again.', {
            subcode: 1363041,
          });
        if (!bytes) return invalidParameter('video_file_chunk is required');
        const offset = params.number('start_offset') ?? -1;
        const expected = Number(range(upload).end_offset) - upload.received;
        const added = bytes.byteLength === expected ? await uploads.add(upload, offset, bytes) : undefined;
        if (!added)
          return failure(6001, 'There was a problem uploading your video. Please try again.', {
            subcode: 1363037,
            transient: false,
            title: 'Error Uploading Video',
            said: 'There was a problem uploading your video. Please try uploading it again.',
            data: range(upload),
          });
        request.did('bytes', `${upload.id}@${offset}+${bytes.byteLength}`);
        return range(added);
      }
      case 'finish': {
        const upload = world.uploads.get(params.text('upload_session_id') ?? '');
        const made = upload && world.videos.get(upload.id);
        if (!upload || !made) return failure(6000, 'Invalid upload session', { subcode: 1363041 });
        if (!uploads.isWhole(upload)) return notWhole();
        const fate = wantedOf(call);
        if (isFailure(fate)) return fate;
        return finish(made, upload, call, fate) ?? { success: true };
      }
      case undefined:
        return whole(page, call);
      default:
        return invalidParameter(
          'upload_phase must be one of the following values: start, transfer, finish, cancel',
        );
    }
  }

  /** In one request: the file itself, or the handle of an app's upload. */
  async function whole(page: PageRow, call: GraphCall): Promise<Answer> {
    const handle = call.params.text('fbuploader_video_file_chunk');
    const session =
      handle === undefined
        ? undefined
        : [...world.uploads.values()].find((row) => row.kind === 'app' && row.handle === handle);
    const file = call.params.file('source');
    const bytes = file?.bytes;
    const size = session?.size ?? bytes?.byteLength;
    if (size === undefined || size === null)
      return failure(
        351,
        '(#351) There was a problem with your video file. Please try again with another file.',
        {
          subcode: 1363019,
        },
      );
    const wrong = sizeProblem(size);
    if (wrong) return wrong;
    const fate = wantedOf(call);
    if (isFailure(fate)) return fate;
    const made = begin(page, call, 'video', size);
    const upload = world.uploads.get(made.id);
    if (!upload) return missing('post', made.id);
    const full = bytes
      ? await uploads.add(upload, 0, bytes)
      : world.uploads.put({
          ...upload,
          received: size,
          head: session?.head ?? '',
          digest: session?.digest ?? '',
        });
    const refused = finish(made, full ?? upload, call, fate);
    return refused ?? { id: made.id };
  }

  const notWhole = (): GraphFailure =>
    failure(6000, 'Video Upload Is Missing', {
      subcode: 1363130,
      title: 'Video Upload Is Missing',
      said: 'The video upload is not complete.',
    });

  function reel(call: GraphCall): Answer {
    const { params } = call;
    const page = actingPage(world, call, 'CREATE_CONTENT');
    if (isFailure(page)) return page;
    const started = phase(page, call, 'reel');
    if (started) return started;
    const made = world.videos.get(params.text('video_id') ?? '');
    const upload = made && world.uploads.get(made.id);
    if (!made || !upload || made.kind !== 'reel' || made.pageId !== page.id)
      return missing('post', params.text('video_id') ?? '');
    if (!uploads.isWhole(upload)) return notWhole();
    const state = params.text('video_state') ?? 'PUBLISHED';
    if (!['PUBLISHED', 'SCHEDULED', 'DRAFT'].includes(state))
      return invalidParameter('video_state must be one of the following values: PUBLISHED, SCHEDULED, DRAFT');
    if (state !== 'DRAFT' && reelsToday(page.id) >= limits.reelsADay)
      return failure(613, '(#613) Calls to this api have exceeded the rate limit.', { subcode: 1996 });
    const at = state === 'SCHEDULED' ? scheduleMoment(world, params, limits.reelScheduleToMs) : null;
    if (isFailure(at)) return at;
    const wanted = state === 'SCHEDULED' ? 'scheduled' : state === 'DRAFT' ? 'draft' : 'published';
    // The answer names no post: the video tells it later (facebook-pages §3, UNCONFIRMED).
    return finish(made, upload, call, { wanted, scheduledAt: at }) ?? { success: true };
  }

  function phase(page: PageRow, call: GraphCall, kind: 'reel' | 'story'): Answer | undefined {
    const asked = call.params.text('upload_phase')?.toLowerCase();
    if (asked === 'start') {
      const made = begin(page, call, kind, null);
      return {
        video_id: made.id,
        upload_url: `${call.request.origin}/video-upload/${call.version}/${made.id}`,
      };
    }
    return asked === 'finish'
      ? undefined
      : invalidParameter('upload_phase must be one of the following values: start, finish');
  }

  /** 30 an account and rolling day (facebook-pages §8), those among them that are to be published later. */
  function reelsToday(pageId: string): number {
    const since = world.clock.now() - DAY;
    return [...world.videos.values()].filter(
      (row) =>
        row.pageId === pageId &&
        row.kind === 'reel' &&
        (row.wanted === 'published' || row.wanted === 'scheduled') &&
        row.createdAt > since,
    ).length;
  }

  function videoStory(call: GraphCall): Answer {
    const { params, request } = call;
    const page = actingPage(world, call, 'CREATE_CONTENT');
    if (isFailure(page)) return page;
    const started = phase(page, call, 'story');
    if (started) return started;
    const made = world.videos.get(params.text('video_id') ?? '');
    const upload = made && world.uploads.get(made.id);
    if (!made || !upload || made.kind !== 'story' || made.pageId !== page.id)
      return missing('post', params.text('video_id') ?? '');
    if (!uploads.isWhole(upload)) return notWhole();
    if (made.postId !== null) return { success: true, post_id: made.postId };
    if (!isMovie(Buffer.from(upload.head, 'base64')))
      return failure(100, '(#100) Invalid parameter', { subcode: 1363128 });
    // A story's post is told at once, though it is still processed.
    const story = publishing.story(page.id, made.id, 'video');
    world.videos.put({
      ...made,
      stage: 'ready',
      wanted: 'published',
      postId: story.id,
      readyAt: world.clock.now(),
    });
    request.did('post', story.id);
    return { success: true, post_id: story.id };
  }

  function photoStory(call: GraphCall): Answer {
    const page = actingPage(world, call, 'CREATE_CONTENT');
    if (isFailure(page)) return page;
    const photo = world.photos.get(call.params.text('photo_id') ?? '');
    if (!photo || photo.pageId !== page.id)
      return failure(100, '(#100) Invalid parameter: photo_id', { subcode: 2069019 });
    // The story is made of a photo that no post shows (facebook-pages §3); no document says that it is refused again.
    if (photo.published) return failure(100, '(#100) The photo was already published', { subcode: 1366051 });
    const story = publishing.story(page.id, photo.id, 'photo');
    call.request.did('post', story.id);
    return { success: true, post_id: story.id };
  }

  return [
    ...endpoints.signed('POST', '/:id/videos', 'videos.create', video, {
      ...writing,
      maxBytes: 96 * 1024 * 1024,
    }),
    ...endpoints.signed('POST', '/:id/video_reels', 'reels.create', reel, writing),
    ...endpoints.signed('POST', '/:id/video_stories', 'video_stories.create', videoStory, writing),
    ...endpoints.signed('POST', '/:id/photo_stories', 'photo_stories.create', photoStory, writing),
  ];
}
