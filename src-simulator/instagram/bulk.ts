import { clients } from '../core/clients.ts';
import { persons } from '../core/persons.ts';
import { phraseFor } from '../core/phrases.ts';
import type { Random } from '../core/random.ts';
import type { BulkOrder } from '../core/sim.ts';
import { userNamed } from '../meta/tokens.ts';
import { commentOn } from './comments.ts';
import { oldPost } from './seed.ts';
import type { Services } from './services.ts';
import { taggedPost } from './stage.ts';

/**
 * Makes many rows at once, straight into the tables. A mention is a comment under one of the account's own posts, and
 * every tenth a picture that tags it: so the network hears of its people. Nobody reposts here.
 */
export async function makeBulk(
  { world, messaging }: Pick<Services, 'world' | 'messaging'>,
  random: Random,
  order: BulkOrder,
): Promise<readonly string[]> {
  const account = world.accounts.get(order.account);
  if (!account) throw new Error(`no account ${order.account}`);
  const now = world.clock.now();
  const step = (order.overMs ?? order.count * 1000) / order.count;
  const theme = clients.find((client) => client.id === account.clientId)?.theme ?? 'lamps';
  const own = world.mediaOf(account.id).filter(({ product }) => product !== 'STORY');
  const made: string[] = [];
  for (let index = 0; index < order.count; index += 1) {
    const at = Math.floor(now - (order.count - index) * step);
    const person = random.pick(persons);
    const user = person && userNamed(world, person.handle);
    const post = random.pick(own);
    if (!person || !user) break;
    const words =
      phraseFor(person, theme, 'reply', random) ?? phraseFor(person, theme, 'message', random) ?? 'Bonjour !';
    const text = `${words} (${index + 1})`;
    switch (order.kind) {
      case 'mention':
        if (post && index % 10 !== 9) made.push(commentOn(world, post, { authorId: user.id, text, at }).id);
        else
          made.push(
            world.putMedia(
              taggedPost(world, {
                ownerId: user.id,
                accountId: account.id,
                caption: `${text} @${account.username}`,
                at,
              }),
            ).id,
          );
        break;
      case 'message':
        made.push(messaging.write(account.id, user.id, text, { at }).id);
        break;
      case 'like': {
        const current = post && world.media.get(post.id);
        if (current)
          made.push(world.putMedia({ ...current, likedBy: [...current.likedBy, `fan-${index}`] }).id);
        break;
      }
      case 'follow': {
        const current = world.accounts.get(account.id) ?? account;
        world.accounts.put({ ...current, followers: [...current.followers, `fan-${index}`] });
        made.push(`fan-${index}`);
        break;
      }
      case 'repost':
        break;
      case 'post':
        made.push(
          (await oldPost({ world }, account, `${account.name}, billet ${index + 1}. #archive`, at)).id,
        );
        break;
    }
  }
  return made;
}
