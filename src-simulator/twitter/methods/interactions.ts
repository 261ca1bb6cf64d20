import { json, type SimReply } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import { forbidden, invalid, refusal } from '../failure.ts';
import { keysOf } from '../post-body.ts';
import type { Services } from '../services.ts';

const notInYourPlan = forbidden('Your account is not permitted to access this feature.');

/** Likes, follows, blocks and reposts: x §0, §2. */
export function interactionRoutes(services: Services): readonly Route[] {
  const { world, publishing, purse, endpoint } = services;
  const { settings } = world;
  const bad = (parameter: string, value: string, message: string): SimReply =>
    invalid(settings, parameter, value, message);

  const removedOnSelfServe = (): SimReply =>
    // x §0: likes, follows and blocks were removed from the write endpoints of self-serve plans
    refusal(settings, {
      ...notInYourPlan,
      type: 'client-forbidden',
      title: 'Client Forbidden',
      extra: { reason: 'client-not-enrolled', registration_url: 'https://developer.x.com/' },
    });

  return [
    endpoint('POST', '/2/users/:id/likes', 'users.like', ['like.write'], (call) => {
      if (!settings.enterprise) return removedOnSelfServe();
      const target = keysOf(call.request).tweet_id;
      if (typeof target !== 'string') return bad('tweet_id', '', '$.tweet_id: string expected');
      world.putRelation('like', call.account.id, target);
      call.request.did('like', target);
      return json({ data: { liked: true } });
    }),
    endpoint('POST', '/2/users/:id/following', 'users.follow', ['follows.write'], removedOnSelfServe),
    endpoint('POST', '/2/users/:id/blocking', 'users.block', ['block.write'], removedOnSelfServe),
    endpoint(
      'POST',
      '/2/users/:id/retweets',
      'posts.repost',
      ['tweet.read', 'tweet.write', 'users.read'],
      (call) => {
        const target = keysOf(call.request).tweet_id;
        const row = typeof target === 'string' ? world.posts.get(target) : undefined;
        if (!row) return bad('tweet_id', String(target), '$.tweet_id: a post that exists expected');
        if (world.repostsOf(row.id).some((id) => world.posts.get(id)?.accountId === call.account.id))
          return refusal(settings, forbidden('You have already retweeted this Tweet.'));
        const short = purse.pay('interaction-create');
        if (short) return short;
        publishing.repost(call.account, row);
        call.request.did('repost', row.id);
        return json({ data: { rest_id: row.id, retweeted: true } });
      },
    ),
    endpoint(
      'DELETE',
      '/2/users/:id/retweets/:source',
      'posts.unrepost',
      ['tweet.read', 'tweet.write', 'users.read'],
      (call) => {
        const source = call.request.params['source'] ?? '';
        const mine = world
          .repostsOf(source)
          .map((id) => world.posts.get(id))
          .find((row) => row?.accountId === call.account.id);
        const short = mine ? purse.pay('interaction-delete') : undefined;
        if (short) return short;
        if (mine) {
          world.dropPost(mine);
          call.request.did('unrepost', source);
        }
        return json({ data: { retweeted: false } });
      },
    ),
  ];
}
