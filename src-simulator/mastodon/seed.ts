import { createHash } from 'node:crypto';
import { clients, type Client } from '../core/clients.ts';
import { pastOf, type Share } from '../core/past.ts';
import { persons, type Person } from '../core/persons.ts';
import type { AccountRow, AppRow, StatusDraft, StatusRow } from './rows.ts';
import { knownScopes } from './scopes.ts';
import type { Services } from './services.ts';
import { usernameOf } from './stage.ts';

const DAY = 86_400_000;
/** The app that the ready-made tokens belong to. */
export const SEED_APP_NAME = 'Vigie';

const passwords: Readonly<Record<string, string>> = {
  'atelier-lumiere': 'ondine-en-laiton',
  'velo-et-co': 'chambre-a-air-26',
};

/** The ready-made token of a client's account: the same after every start and reset with the same seed. */
export function seedToken(seed: number, clientId: string): string {
  return createHash('sha256').update(`simulated token ${seed} ${clientId}`).digest('base64url');
}

/** Fills an empty server: the two clients with what they published, the audience, and who follows whom. */
export function seedWorld(services: Services, seed: number, past?: Share): void {
  const { world, publishing } = services;
  const now = world.clock.now();
  const app: AppRow = world.apps.put({
    id: world.ids.next('apps'),
    name: SEED_APP_NAME,
    website: null,
    redirectUris: ['http://127.0.0.1/callback'],
    scopes: knownScopes,
    clientId: `seed-app-${seed}`,
    clientSecret: seedToken(seed, 'app secret'),
  });
  const people = persons.map((person): AccountRow => {
    const createdAt = now - 700 * DAY - person.handle.length * DAY;
    return world.accounts.put({
      id: world.ids.at(createdAt),
      username: usernameOf(person),
      domain: person.homeServer ?? null,
      displayName: person.name,
      note: person.bio,
      website: null,
      createdAt,
      language: person.language,
      clientId: null,
      email: null,
      password: null,
    });
  });
  for (const client of clients) {
    const createdAt = now - 900 * DAY;
    const account = world.accounts.put({
      id: world.ids.at(createdAt),
      username: client.username,
      domain: null,
      displayName: client.name,
      note: client.bio,
      website: client.website,
      createdAt,
      language: 'fr',
      clientId: client.id,
      email: `contact@${new URL(client.website).hostname}`,
      password: passwords[client.id] ?? client.id,
    });
    world.tokens.put({
      id: seedToken(seed, client.id),
      appId: app.id,
      accountId: account.id,
      scopes: ['profile', 'read', 'write', 'push'],
      createdAt: now,
      revoked: false,
    });
    for (const [index, person] of people.entries()) {
      if (index % 2 === 0) world.putRelation('follow', person.id, account.id);
      if (index % 3 === 0) world.putRelation('follow', account.id, person.id);
    }
    const posts = client.posts.map(({ text, daysAgo }) =>
      publishing.publish(account, { ...plain, text, appId: app.id, createdAt: now - daysAgo * DAY }),
    );
    if (past) playPast(services, { client, account, posts, past });
  }
}

const plain: Omit<StatusDraft, 'text' | 'createdAt'> = {
  spoilerText: '',
  visibility: 'public',
  sensitive: false,
  language: 'fr',
  inReplyToId: null,
  mediaIds: [],
  poll: null,
  quotedId: null,
  quotePolicy: 'public',
  appId: null,
};

/** Plays what was said around a client, oldest first, as if its people had said it then. */
function playPast(
  { world, publishing, fanOut, entities }: Services,
  scene: {
    readonly client: Client;
    readonly account: AccountRow;
    readonly posts: readonly StatusRow[];
    readonly past: Share;
  },
): void {
  const { client, account, posts, past } = scene;
  const now = world.clock.now();
  const said = new Map<string, StatusRow>();
  const exchanges = new Map<string, StatusRow>();
  const accountOf = (person: Person): AccountRow => {
    const row = world.accountNamed(usernameOf(person), person.homeServer ?? null);
    if (!row) throw new Error(`${person.handle} has no account here`);
    return row;
  };
  const to = (target: AccountRow, text: string): string => `@${entities.links.acct(target)} ${text}`;
  for (const event of pastOf(client, past)) {
    const createdAt = now - event.ago;
    const post = 'post' in event ? posts[event.post] : undefined;
    switch (event.tag) {
      case 'like':
        if (!post) break;
        world.putMark('favourite', accountOf(event.person).id, post.id);
        fanOut.notify('favourite', account.id, accountOf(event.person).id, post.id, createdAt);
        break;
      case 'repost':
        if (post) fanOut.notify('reblog', account.id, accountOf(event.person).id, post.id, createdAt);
        break;
      case 'follow':
        world.putRelation('follow', accountOf(event.person).id, account.id);
        fanOut.notify('follow', account.id, accountOf(event.person).id, null, createdAt);
        break;
      case 'reply':
      case 'mention': {
        const author = accountOf(event.person);
        const draft = { ...plain, language: event.person.language, text: to(account, event.text), createdAt };
        said.set(event.key, publishing.publish(author, { ...draft, inReplyToId: post?.id ?? null }));
        break;
      }
      case 'answer': {
        const answered = said.get(event.to);
        const target = answered && world.accounts.get(answered.accountId);
        if (!answered || !target) break;
        const text = to(target, event.text);
        publishing.publish(account, { ...plain, text, inReplyToId: answered.id, createdAt });
        break;
      }
      case 'message': {
        const person = accountOf(event.person);
        const [author, target] = event.byClient ? [account, person] : [person, account];
        const before = exchanges.get(person.id);
        const message = publishing.publish(author, {
          ...plain,
          text: to(target, event.text),
          visibility: 'direct',
          inReplyToId: before?.id ?? null,
          createdAt,
        });
        exchanges.set(person.id, message);
        break;
      }
    }
  }
}
