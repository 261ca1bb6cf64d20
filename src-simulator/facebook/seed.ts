import { clients, type Client } from '../core/clients.ts';
import { pastOf, type Share } from '../core/past.ts';
import type { PageRow } from '../meta/rows.ts';
import { seedAppId, seedFamily } from '../meta/seed.ts';
import { userNamed } from '../meta/tokens.ts';
import { facebookScopes } from './limits.ts';
import type { PostRow } from './rows.ts';
import type { Services } from './services.ts';

const DAY = 86_400_000;

/** Fills an empty server: the family's people and pages, what the pages published, and what was said around them. */
export function seedWorld(services: Services, seed: number, past?: Share): void {
  const { world, publishing } = services;
  seedFamily(world, seed, facebookScopes);
  const now = world.clock.now();
  for (const client of clients) {
    const page = [...world.pages.values()].find((row) => row.clientId === client.id);
    if (!page) continue;
    const posts = client.posts.map(({ text, daysAgo }) =>
      publishing.post({
        pageId: page.id,
        fromId: page.id,
        message: text,
        appId: seedAppId,
        createdAt: now - daysAgo * DAY,
        updatedAt: now - daysAgo * DAY,
        committedAt: now - daysAgo * DAY,
      }),
    );
    if (past) playPast(services, client, page, posts, past);
  }
}

function playPast(
  { world, publishing, messaging }: Services,
  client: Client,
  page: PageRow,
  posts: readonly PostRow[],
  past: Share,
): void {
  const now = world.clock.now();
  const said = new Map<string, string>();
  const idOf = (handle: string): string => {
    const user = userNamed(world, handle);
    if (!user) throw new Error(`${handle} has no account here`);
    return user.id;
  };
  let reviews = 0;
  for (const event of pastOf(client, past)) {
    const at = now - event.ago;
    const when = { createdAt: at, committedAt: at };
    const post = 'post' in event ? posts[event.post] : undefined;
    switch (event.tag) {
      case 'like':
        if (post) world.like(post.id, idOf(event.person.handle), 'LIKE', at);
        break;
      case 'repost': {
        const row = post && world.posts.get(post.id);
        if (row) world.posts.put({ ...row, shares: row.shares + 1 });
        break;
      }
      case 'follow':
        break;
      case 'reply':
        if (post)
          said.set(
            event.key,
            publishing.comment({
              objectId: post.id,
              pageId: page.id,
              fromId: idOf(event.person.handle),
              message: event.text,
              ...when,
            }).id,
          );
        break;
      case 'mention': {
        const whoId = idOf(event.person.handle);
        // Every third time somebody recommends the page rather than tagging it.
        reviews += 1;
        if (reviews % 3 === 0) {
          const row = world.ratings.put({
            id: world.nextId(),
            pageId: page.id,
            fromId: whoId,
            positive: event.person.temperament !== 'troll',
            text: event.text,
            ...when,
          });
          said.set(event.key, row.id);
          break;
        }
        const row = publishing.post({
          pageId: whoId,
          fromId: whoId,
          message: `${page.name} ${event.text}`,
          tagged: [page.id],
          ...when,
        });
        said.set(event.key, row.id);
        break;
      }
      case 'answer': {
        const target = said.get(event.to);
        const above = target === undefined ? undefined : world.comments.get(target);
        if (target === undefined) break;
        publishing.comment({
          objectId: above?.objectId ?? target,
          pageId: page.id,
          parentId: above?.id ?? null,
          fromId: page.id,
          message: event.text,
          ...when,
        });
        break;
      }
      case 'message':
        if (event.byClient) messaging.answer(page.id, idOf(event.person.handle), event.text, { at });
        else messaging.write(page.id, idOf(event.person.handle), event.text, { at });
        break;
    }
  }
}
