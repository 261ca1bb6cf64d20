import type { Route } from '../../core/route.ts';
import { missing } from '../../meta/failure.ts';
import { accountFor } from '../access.ts';
import { refuse } from '../errors.ts';
import { guarded } from '../guarded.ts';
import { accountInsights, mediaInsights } from '../insights.ts';
import type { Services } from '../services.ts';

/** Figures of accounts and of their posts. */
// instagram §4
export function insightRoutes({ world, endpoints }: Services): readonly Route[] {
  return endpoints.signed(
    'GET',
    '/:id/insights',
    'insights.list',
    guarded((call) => {
      const media = world.media.get(call.id);
      if (media) {
        accountFor(world, { ...call, id: media.ownerId }, 'insights', 'GET');
        return mediaInsights(world, media, call.params);
      }
      if (!world.accounts.get(call.id)) refuse(missing('get', call.id));
      return accountInsights(world, accountFor(world, call, 'insights', 'GET'), call.params);
    }),
  );
}
