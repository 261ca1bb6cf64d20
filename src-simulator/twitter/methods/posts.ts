import { json, type SimReply } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import { weightedLength } from '../../../src-shared/composing/weighted.ts';
import { addressesIn } from '../../../src-shared/composing/loose-addresses.ts';
import type { Call } from '../endpoint.ts';
import { duplicate, forbidden, invalid, notSummoned, refusal } from '../failure.ts';
import { keysOf, readBody, type Body } from '../post-body.ts';
import type { PostRow } from '../rows.ts';
import type { Services } from '../services.ts';
import { cashtagsIn } from '../short-links.ts';

const DAY = 86_400_000;
const URL_LENGTH = 23;

const notPermitted = forbidden('You are not permitted to perform this action.');
const notInYourPlan = forbidden('Your account is not permitted to access this feature.');

/** Writing posts: x §2. */
export function postRoutes(services: Services): readonly Route[] {
  const { world, objects, publishing, purse, endpoint } = services;
  const { settings } = world;
  const bad = (parameter: string, value: string, message: string): SimReply =>
    invalid(settings, parameter, value, message);

  /** x §0: whether the parent's author called for an answer: by mention, by quote, by answering the account. */
  function maySpeak(call: Call, parent: PostRow): boolean {
    if (parent.accountId === call.account.id) return settings.ownThreadsAllowed || settings.enterprise;
    const named =
      parent.mentions.includes(call.account.id) ||
      world.posts.get(parent.inReplyToId ?? '')?.accountId === call.account.id ||
      world.posts.get(parent.quotedId ?? '')?.accountId === call.account.id;
    if (parent.replySettings === 'mentionedUsers' && !named) return false;
    return settings.enterprise || named;
  }

  function mediaProblem(call: Call, body: Body): SimReply | undefined {
    const rows = body.mediaIds.map((id) => world.media.get(id));
    const usable = rows.every(
      (row) =>
        row !== undefined &&
        row.accountId === call.account.id &&
        row.finalized &&
        row.failure === null &&
        row.readyAt <= world.clock.now() &&
        row.expiresAt > world.clock.now() &&
        row.category.startsWith('tweet_'),
    );
    // x §7, media
    if (!usable) return bad('media.media_ids', body.mediaIds.join(), 'Your media IDs are invalid.');
    // x §2: up to four pictures, or one video, or one GIF
    const moving = rows.filter((row) => row?.type !== 'photo').length;
    if (moving > 1 || (moving === 1 && rows.length > 1))
      return bad('media.media_ids', body.mediaIds.join(), 'Your media IDs are invalid.');
    return undefined;
  }

  function textProblem(call: Call, body: Body): SimReply | undefined {
    if (body.text.trim() === '' && body.mediaIds.length === 0)
      return bad('text', body.text, 'Your Tweet text must not be empty.');
    // x §2, Text length
    if (weightedLength(body.text, URL_LENGTH) > settings.textMax)
      return bad(
        'text',
        body.text.slice(0, 40),
        'Your Tweet text is too long. For more information on how Twitter determines text length see https://github.com/twitter/twitter-text.',
      );
    // x §0: one cashtag a post on self-serve
    if (!settings.enterprise && cashtagsIn(body.text).length > 1)
      return refusal(settings, forbidden('Posts are limited to a maximum of one cashtag.'));
    // x §7: the same words again, while the first still stand
    const again = world
      .postsOf(call.account.id)
      .slice(-300)
      .map((id) => world.posts.get(id))
      .some(
        (row) =>
          row !== undefined &&
          body.text.trim() !== '' &&
          row.repostOf === null &&
          row.written.trim() === body.text.normalize('NFC').trim() &&
          row.inReplyToId === body.inReplyToId &&
          row.mediaIds.length === 0 &&
          body.mediaIds.length === 0 &&
          row.poll === null &&
          body.poll === null &&
          row.createdAt > world.clock.now() - DAY,
      );
    return again ? refusal(settings, duplicate) : undefined;
  }

  function create(call: Call): SimReply {
    const read = readBody(call.request, world);
    if (read.tag === 'err') return bad(read.error.parameter, read.error.value, read.error.message);
    const body = read.value;
    // x §0: quote-posts are Enterprise only; x §2: one of these at a time
    if (body.quotedId !== null && !settings.enterprise) return refusal(settings, notInYourPlan);
    const parent = body.inReplyToId === null ? undefined : world.posts.get(body.inReplyToId);
    if (body.inReplyToId !== null && !parent)
      return refusal(
        settings,
        forbidden('You attempted to reply to a Tweet that is deleted or not visible to you.'),
      );
    if (parent && !maySpeak(call, parent)) return refusal(settings, notSummoned);
    const problem =
      (body.mediaIds.length > 0 ? mediaProblem(call, body) : undefined) ?? textProblem(call, body);
    if (problem) return problem;
    // x §0, price list
    const summoned = parent !== undefined && parent.accountId !== call.account.id;
    const short = purse.pay(
      addressesIn(body.text).length > 0 ? 'post-create-url' : summoned ? 'summoned-reply' : 'post-create',
    );
    if (short) return short;
    const post = publishing.publish(call.account, {
      text: body.text,
      inReplyToId: body.inReplyToId,
      quotedId: body.quotedId,
      mediaIds: body.mediaIds,
      poll: body.poll,
      replySettings: body.replySettings,
      madeWithAi: body.madeWithAi,
      paidPartnership: body.paidPartnership,
    });
    call.request.did('post', post.id);
    const history = settings.vocabulary === 'posts' ? 'edit_history_post_ids' : 'edit_history_tweet_ids';
    return json({ data: { [history]: [post.id], id: post.id, text: post.text } }, 201);
  }

  function readMany(call: Call): SimReply {
    const ids = (call.query('ids') ?? '').split(',').filter((id) => id !== '');
    if (ids.length === 0 || ids.length > 100)
      return bad(
        'ids',
        ids.join(),
        'The number of values in the `ids` query parameter must be between 1 and 100',
      );
    const empty = purse.check();
    if (empty) return empty;
    const rows = ids.flatMap((id) => world.posts.get(id) ?? []);
    purse.payReads(
      'post-read',
      rows.map((row) => row.id),
    );
    const errors = ids.filter((id) => !world.posts.get(id)).map((id) => objects.missing('post', 'ids', id));
    const includes = objects.includes(rows, call);
    return json({
      ...(rows.length > 0 ? { data: rows.map((row) => objects.post(row, call)) } : {}),
      ...(includes ? { includes } : {}),
      // x §7: 200 may hold partial errors
      ...(errors.length > 0 ? { errors } : {}),
    });
  }

  function readOne(call: Call): SimReply {
    const empty = purse.check();
    if (empty) return empty;
    const id = call.request.params['id'] ?? '';
    const row = world.posts.get(id);
    if (!row) return json({ errors: [objects.missing('post', 'id', id)] });
    purse.payReads('post-read', [id]);
    const includes = objects.includes([row], call);
    return json({ data: objects.post(row, call), ...(includes ? { includes } : {}) });
  }

  function remove(call: Call): SimReply {
    const row = world.posts.get(call.request.params['id'] ?? '');
    // Deleting what is gone succeeds, as the network has it.
    if (!row) return json({ data: { deleted: true } });
    if (row.accountId !== call.account.id)
      return refusal(settings, forbidden('You are not authorized to delete this Tweet.'));
    const short = purse.pay('content-manage');
    if (short) return short;
    publishing.remove(row);
    call.request.did('delete', row.id);
    return json({ data: { deleted: true } });
  }

  /** x §2, hide reply: one under a conversation that the account began, and not its own. */
  function hide(call: Call): SimReply {
    const wanted = keysOf(call.request).hidden;
    if (typeof wanted !== 'boolean') return bad('hidden', String(wanted), '$.hidden: boolean expected');
    const row = world.posts.get(call.request.params['id'] ?? '');
    if (!row)
      return refusal(settings, {
        status: 404,
        title: 'Not Found',
        detail: 'Not Found',
        type: 'resource-not-found',
      });
    const root = world.posts.get(row.conversationId);
    if (root?.accountId !== call.account.id || row.id === row.conversationId)
      return refusal(settings, notPermitted);
    const short = purse.pay('content-manage');
    if (short) return short;
    world.putPost({ ...row, hidden: wanted });
    call.request.did(wanted ? 'hide' : 'unhide', row.id);
    return json({ data: { hidden: wanted } });
  }

  /** x §4, analytics. */
  function analytics(call: Call): SimReply {
    const ids = (call.query('ids') ?? '').split(',').filter((id) => id !== '');
    if (ids.length === 0 || ids.length > 100)
      return bad(
        'ids',
        ids.join(),
        'The number of values in the `ids` query parameter must be between 1 and 100',
      );
    const known = new Set([
      'impressions',
      'engagements',
      'likes',
      'replies',
      'retweets',
      'quote_tweets',
      'bookmarks',
      'url_clicks',
      'user_profile_clicks',
      'detail_expands',
      'follows',
      'unfollows',
      'shares',
      'media_views',
    ]);
    const fields = [...objects.list(call, 'analytics.fields')];
    const wrong = fields.find((field) => !known.has(field));
    if (wrong !== undefined)
      return bad(
        'analytics.fields',
        wrong,
        `The \`analytics.fields\` query parameter value [${wrong}] is not one of [${[...known].join(',')}]`,
      );
    if (!call.query('start_time') || !call.query('end_time') || !call.query('granularity'))
      return bad(
        'start_time',
        '',
        'The `start_time`, `end_time` and `granularity` query parameters can not be empty',
      );
    const value = (row: PostRow, field: string): number =>
      field === 'impressions'
        ? row.impressions
        : field === 'likes'
          ? world.relatedTo('like', row.id).length
          : field === 'replies'
            ? world.repliesTo(row.id).length
            : field === 'retweets'
              ? world.repostsOf(row.id).length
              : field === 'quote_tweets'
                ? world.quotesOf(row.id).length
                : 0;
    const rows = ids.flatMap((id) => world.posts.get(id) ?? []);
    const errors = ids
      .filter((id) => world.posts.get(id)?.accountId !== call.account.id)
      .map((id) => objects.missing('post', 'ids', id));
    return json({
      data: rows
        .filter((row) => row.accountId === call.account.id)
        .map((row) => ({
          id: row.id,
          timestamped_metrics: [
            {
              timestamp: call.query('end_time'),
              metrics: Object.fromEntries(fields.map((field) => [field, value(row, field)])),
            },
          ],
        })),
      ...(errors.length > 0 ? { errors } : {}),
    });
  }

  return [
    endpoint('POST', '/2/tweets', 'posts.create', ['tweet.read', 'tweet.write', 'users.read'], create),
    endpoint('GET', '/2/tweets', 'posts.list', ['tweet.read', 'users.read'], readMany, {
      query: ['ids', '@posts'],
    }),
    endpoint('GET', '/2/tweets/analytics', 'posts.analytics', ['tweet.read', 'users.read'], analytics, {
      query: ['ids', 'start_time', 'end_time', 'granularity', 'analytics.fields'],
    }),
    endpoint('GET', '/2/tweets/:id', 'posts.get', ['tweet.read', 'users.read'], readOne, {
      query: ['@posts'],
    }),
    endpoint('DELETE', '/2/tweets/:id', 'posts.delete', ['tweet.read', 'tweet.write', 'users.read'], remove),
    endpoint(
      'PUT',
      '/2/tweets/:id/hidden',
      'posts.hide',
      ['tweet.read', 'tweet.moderate.write', 'users.read'],
      hide,
    ),
  ];
}
