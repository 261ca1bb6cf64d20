import { clients } from '../core/clients.ts';
import { persons } from '../core/persons.ts';
import { phraseFor } from '../core/phrases.ts';
import type { Random } from '../core/random.ts';
import type { BulkOrder } from '../core/sim.ts';
import { personIdOf } from './seed.ts';
import type { Services } from './services.ts';
import { escaped } from './stage.ts';
import { memberUrn, urnId } from './urn.ts';

/** Makes many things at once, straight into the tables; served afterwards by the true API. Resolves with their ids. */
export function makeBulk(services: Services, random: Random, order: BulkOrder): readonly string[] {
  const { world, publishing } = services;
  const page = world.organizations.get(urnId(order.account));
  if (!page) throw new Error(`no page ${order.account}`);
  const now = world.clock.now();
  const step = (order.overMs ?? order.count * 1000) / order.count;
  const own = world.postsOf(order.account);
  const theme = clients.find(({ id }) => id === page.clientId)?.theme ?? 'lamps';
  const made: string[] = [];
  for (let index = 0; index < order.count; index += 1) {
    const at = Math.floor(now - (order.count - index) * step);
    const person = random.pick(persons);
    const post = random.pick(own);
    if (!person) break;
    const actor = memberUrn(personIdOf(person));
    const words = `${phraseFor(person, theme, 'reply', random) ?? 'Bonjour !'} (${index + 1})`;
    switch (order.kind) {
      // What addresses a page here is a comment under its posts.
      case 'mention':
        if (post)
          made.push(publishing.comment(actor, { activity: post.activity, parent: null }, words, at).id);
        break;
      case 'like':
        if (post) made.push(publishing.react(`${actor}${index}`, post.activity, 'LIKE', at).id);
        break;
      case 'repost':
        if (post)
          made.push(
            publishing.publish(actor, {
              commentary: escaped(words),
              visibility: 'PUBLIC',
              content: null,
              reshareOf: post.id,
              resharesDisabled: false,
              at,
            }).id,
          );
        break;
      case 'follow': {
        const id = `${actor}${index}|${order.account}`;
        world.follows.put({
          id,
          member: `${actor}${index}`,
          organization: order.account,
          at,
          committedAt: now,
        });
        made.push(id);
        break;
      }
      case 'message':
        break;
      case 'post':
        made.push(
          publishing.publish(order.account, {
            commentary: escaped(`${page.name}, billet ${index + 1}.`),
            visibility: 'PUBLIC',
            content: null,
            reshareOf: null,
            resharesDisabled: false,
            at,
          }).id,
        );
        break;
    }
  }
  return made;
}
