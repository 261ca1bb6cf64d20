import { json, type SimReply } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import type { Call } from '../endpoint.ts';
import { forbidden, invalid, refusal } from '../failure.ts';
import { keysOf } from '../post-body.ts';
import { cutPage, metaOf, pageParameters, readOrder } from '../paging.ts';
import type { PostRow } from '../rows.ts';
import { readQuery } from '../search-query.ts';
import type { Services } from '../services.ts';

const DAY = 86_400_000;
const listQuery = ['@posts', ...pageParameters, 'exclude'];

/** Reading people and posts: x §3. */
export function readRoutes(services: Services): readonly Route[] {
  const { world, objects, purse, endpoint } = services;
  const { settings } = world;

  /** A page of posts with its includes; reads are paid for, one's own at the owner's price. */
  function pageOf(
    call: Call,
    ids: readonly string[],
    options: {
      readonly bounds: { readonly min: number; readonly max: number; readonly usual: number };
      readonly keep: (row: PostRow) => boolean;
      readonly newest?: number;
      readonly own: boolean;
    },
  ): SimReply {
    const empty = purse.check();
    if (empty) return empty;
    const order = readOrder(world, call, options.bounds);
    if ('tag' in order) return order;
    const known = options.newest === undefined ? ids : ids.slice(-options.newest);
    const { rows, more } = cutPage(known, order, (id) => {
      const row = world.posts.get(id);
      return row && row.committedAt <= call.request.asked.visibleUntil && options.keep(row) ? row : undefined;
    });
    const owned = options.own && call.app.owners.includes(call.account.id);
    purse.payReads(
      owned ? 'owned-read' : 'post-read',
      rows.map((row) => row.id),
    );
    const includes = objects.includes(rows, call);
    return json({
      ...(rows.length > 0 ? { data: rows.map((row) => objects.post(row, call)) } : {}),
      ...(includes ? { includes } : {}),
      meta: metaOf(rows, more),
    });
  }

  /** The account that the path names must be the token's own where the list is private to it. */
  function mine(call: Call): SimReply | undefined {
    return call.request.params['id'] === call.account.id
      ? undefined
      : refusal(settings, {
          ...forbidden('You are not permitted to perform this action.'),
          type: 'not-authorized-for-resource',
        });
  }

  function me(call: Call): SimReply {
    const empty = purse.check();
    if (empty) return empty;
    purse.payReads(call.app.owners.includes(call.account.id) ? 'owned-read' : 'user-read', [call.account.id]);
    return json({ data: objects.user(call.account, objects.list(call, 'user.fields')) });
  }

  function byName(call: Call): SimReply {
    const name = call.request.params['username'] ?? '';
    const row = world.accountNamed(name);
    if (!row) return json({ errors: [objects.missing('user', 'username', name)] });
    purse.payReads('user-read', [row.id]);
    return json({ data: objects.user(row, objects.list(call, 'user.fields')) });
  }

  function mentions(call: Call): SimReply {
    return (
      mine(call) ??
      pageOf(call, world.mentionsOf(call.account.id), {
        bounds: { min: 5, max: 100, usual: 10 },
        keep: (row) => row.repostOf === null,
        newest: 800,
        own: true,
      })
    );
  }

  function posts(call: Call): SimReply {
    const excluded = objects.list(call, 'exclude');
    const wrong = [...excluded].find((name) => !['replies', 'retweets', 'reposts'].includes(name));
    if (wrong !== undefined)
      return invalid(
        settings,
        'exclude',
        wrong,
        'The `exclude` query parameter value is not one of [replies,retweets]',
      );
    // x §3: the newest 3200
    return pageOf(call, world.postsOf(call.request.params['id'] ?? ''), {
      bounds: { min: 5, max: 100, usual: 10 },
      keep: (row) =>
        !(excluded.has('replies') && row.inReplyToId !== null) &&
        !((excluded.has('retweets') || excluded.has('reposts')) && row.repostOf !== null),
      newest: 3_200,
      own: call.request.params['id'] === call.account.id,
    });
  }

  /** x §3: seven days back, a query of at most 512 characters. */
  function search(call: Call): SimReply {
    const query = call.query('query') ?? '';
    if (query === '' || query.length > 512)
      return invalid(
        settings,
        'query',
        query.slice(0, 40),
        'The `query` query parameter value must be between 1 and 512 characters',
      );
    const sort = call.query('sort_order');
    if (sort !== undefined && sort !== 'recency' && sort !== 'relevancy')
      return invalid(
        settings,
        'sort_order',
        sort,
        'The `sort_order` query parameter value is not one of [recency,relevancy]',
      );
    const fits = readQuery(query, world);
    if (!fits) return invalid(settings, 'query', query, 'There were errors processing your request');
    const oldest = world.clock.now() - 7 * DAY;
    const conversation = /^conversation_id:(\d+)$/.exec(query)?.[1];
    return pageOf(call, conversation === undefined ? world.allPosts() : world.conversation(conversation), {
      bounds: { min: 10, max: 100, usual: 10 },
      // Reposts are no longer found by words since 2026-05 (x §3).
      keep: (row) => row.repostOf === null && row.createdAt >= oldest && fits(row),
      own: false,
    });
  }

  function quotes(call: Call): SimReply {
    return pageOf(call, world.quotesOf(call.request.params['id'] ?? ''), {
      bounds: { min: 10, max: 100, usual: 10 },
      keep: () => true,
      own: false,
    });
  }

  const people = (ids: readonly string[], call: Call): SimReply => {
    const rows = ids.flatMap((id) => world.accounts.get(id) ?? []);
    purse.payReads(
      'user-read',
      rows.map((row) => row.id),
    );
    return json({
      ...(rows.length > 0
        ? { data: rows.map((row) => objects.user(row, objects.list(call, 'user.fields'))) }
        : {}),
      meta: { result_count: rows.length },
    });
  };

  function mute(call: Call): SimReply {
    const target = keysOf(call.request)['target_user_id'];
    const other = mine(call);
    if (other) return other;
    if (typeof target !== 'string' || !world.accounts.get(target))
      return invalid(
        settings,
        'target_user_id',
        String(target),
        '$.target_user_id: a user that exists expected',
      );
    const short = purse.pay('interaction-create');
    if (short) return short;
    world.putRelation('mute', call.account.id, target);
    call.request.did('mute', target);
    return json({ data: { muting: true } });
  }

  function unmute(call: Call): SimReply {
    const target = call.request.params['target'] ?? '';
    const other = mine(call);
    if (other) return other;
    const short = purse.pay('interaction-delete');
    if (short) return short;
    world.dropRelation('mute', call.account.id, target);
    call.request.did('unmute', target);
    return json({ data: { muting: false } });
  }

  return [
    endpoint('GET', '/2/users/me', 'users.me', ['tweet.read', 'users.read'], me, {
      query: ['user.fields', 'expansions', '@posts'],
    }),
    endpoint('GET', '/2/users/by/username/:username', 'users.named', ['tweet.read', 'users.read'], byName, {
      query: ['user.fields'],
    }),
    endpoint('GET', '/2/users/:id/mentions', 'users.mentions', ['tweet.read', 'users.read'], mentions, {
      query: listQuery,
    }),
    endpoint('GET', '/2/users/:id/tweets', 'users.posts', ['tweet.read', 'users.read'], posts, {
      query: listQuery,
    }),
    endpoint('GET', '/2/tweets/search/recent', 'posts.search', ['tweet.read', 'users.read'], search, {
      query: ['query', 'sort_order', ...listQuery],
    }),
    endpoint('GET', '/2/tweets/:id/quote_tweets', 'posts.quotes', ['tweet.read', 'users.read'], quotes, {
      query: listQuery,
    }),
    endpoint(
      'GET',
      '/2/tweets/:id/retweeted_by',
      'posts.reposters',
      ['tweet.read', 'users.read'],
      (call) =>
        people(
          world
            .repostsOf(call.request.params['id'] ?? '')
            .flatMap((id) => world.posts.get(id)?.accountId ?? []),
          call,
        ),
      { query: ['user.fields', 'max_results', 'pagination_token'] },
    ),
    endpoint(
      'GET',
      '/2/tweets/:id/liking_users',
      'posts.likers',
      ['tweet.read', 'users.read', 'like.read'],
      (call) =>
        people(
          world.relatedTo('like', call.request.params['id'] ?? '').map((row) => row.from),
          call,
        ),
      { query: ['user.fields', 'max_results', 'pagination_token'] },
    ),
    endpoint('POST', '/2/users/:id/muting', 'users.mute', ['mute.write', 'users.read'], mute),
    endpoint('DELETE', '/2/users/:id/muting/:target', 'users.unmute', ['mute.write', 'users.read'], unmute),
  ];
}
