import { clients } from '../core/clients.ts';
import { persons } from '../core/persons.ts';
import { phraseFor } from '../core/phrases.ts';
import type { Random } from '../core/random.ts';
import type { BulkOrder } from '../core/sim.ts';
import { userNamed } from '../meta/tokens.ts';
import type { Services } from './services.ts';

/** Makes many rows at once, straight into the tables; the true API then pages through them. Ids, oldest first. */
export function makeBulk(services: Services, random: Random, order: BulkOrder): readonly string[] {
  const { world, publishing, messaging } = services;
  const page = world.pages.get(order.account);
  if (!page) throw new Error(`no page ${order.account}`);
  const now = world.clock.now();
  const step = (order.overMs ?? order.count * 1000) / order.count;
  const own = [...world.posts.values()].filter((row) => row.pageId === page.id && row.published);
  const theme = clients.find((client) => client.id === page.clientId)?.theme ?? 'lamps';
  const made: string[] = [];
  for (let index = 0; index < order.count; index += 1) {
    const createdAt = Math.floor(now - (order.count - index) * step);
    const when = { createdAt, committedAt: now };
    const person = random.pick(persons);
    const user = person && userNamed(world, person.handle);
    if (!person || !user) break;
    const about = random.pick(own);
    const words =
      phraseFor(person, theme, 'reply', random) ?? phraseFor(person, theme, 'message', random) ?? 'Bonjour !';
    const text = `${words} (${index + 1})`;
    switch (order.kind) {
      // What concerns a page most is what is written under its posts.
      case 'mention':
        if (about)
          made.push(
            publishing.comment({
              objectId: about.id,
              pageId: page.id,
              fromId: user.id,
              message: text,
              ...when,
            }).id,
          );
        break;
      case 'message':
        made.push(messaging.write(page.id, user.id, text, { at: createdAt }).id);
        break;
      case 'like':
        if (about) made.push(world.like(about.id, user.id, 'LIKE', createdAt).id);
        break;
      case 'repost':
        if (about) made.push(about.id);
        break;
      case 'follow':
        made.push(user.id);
        break;
      case 'post':
        made.push(
          publishing.post({
            pageId: page.id,
            fromId: page.id,
            message: `${page.name}, publication ${index + 1}. #archive`,
            ...when,
            updatedAt: createdAt,
          }).id,
        );
        break;
    }
  }
  return made;
}
