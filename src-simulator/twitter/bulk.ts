import { clients } from '../core/clients.ts';
import { persons } from '../core/persons.ts';
import { phraseFor } from '../core/phrases.ts';
import type { Random } from '../core/random.ts';
import type { BulkOrder } from '../core/sim.ts';
import { dmOf } from './methods/dms.ts';
import type { Services } from './services.ts';
import { usernameOf } from './stage.ts';

/** Makes many rows at once, straight into the tables; everything is served by the true API. */
export function makeBulk(services: Services, random: Random, order: BulkOrder): readonly string[] {
  const { world, publishing } = services;
  const account = world.accounts.get(order.account);
  if (!account) throw new Error(`no account ${order.account}`);
  const now = world.clock.now();
  const step = (order.overMs ?? order.count * 1000) / order.count;
  const theme = clients.find((client) => client.id === account.clientId)?.theme ?? 'lamps';
  const crowd = persons.flatMap((person) => {
    const row = world.accountNamed(usernameOf(person));
    return row ? [{ person, row }] : [];
  });
  const own = [...world.postsOf(account.id)];
  const made: string[] = [];
  for (let index = 0; index < order.count; index += 1) {
    const createdAt = Math.floor(now - (order.count - index) * step);
    const someone = random.pick(crowd);
    if (!someone) break;
    const { person, row } = someone;
    const about = random.pick(own);
    const words =
      phraseFor(person, theme, 'reply', random) ?? phraseFor(person, theme, 'message', random) ?? 'Bonjour !';
    switch (order.kind) {
      case 'mention':
        made.push(
          publishing.publish(row, { text: `@${account.username} ${words} (${index + 1})`, createdAt }).id,
        );
        break;
      case 'message':
        made.push(
          world.putDm(dmOf(services, row.id, account.id, `${words} (${index + 1})`, { createdAt })).id,
        );
        break;
      case 'like':
        if (about !== undefined) made.push(world.putRelation('like', row.id, about).id);
        break;
      case 'repost': {
        const post = about === undefined ? undefined : world.posts.get(about);
        if (post) made.push(publishing.repost(row, post).id);
        break;
      }
      case 'follow':
        made.push(world.putRelation('follow', row.id, account.id).id);
        break;
      case 'post':
        made.push(
          publishing.publish(account, { text: `${account.name}, billet ${index + 1}. #archive`, createdAt })
            .id,
        );
        break;
    }
  }
  return made;
}
