import { createHash } from 'node:crypto';
import { clients, type Client } from '../core/clients.ts';
import { pastOf, type Share } from '../core/past.ts';
import { persons, type Person } from '../core/persons.ts';
import { dmOf } from './methods/dms.ts';
import { knownScopes } from './methods/oauth.ts';
import type { AccountRow, PostRow } from './rows.ts';
import type { Services } from './services.ts';
import { usernameOf } from './stage.ts';

const DAY = 86_400_000;

/** The client id of the app that is registered in the console of the training network. */
export const SEED_CLIENT_ID = 'dmlnaWUtZW50cmFpbmVtZW50';
/** The addresses that it registered: the port is part of each. */
export const SEED_REDIRECTS = [8_787, 8_788, 8_789].map((port) => `http://127.0.0.1:${port}/oauth/callback`);

const passwords: Readonly<Record<string, string>> = {
  'atelier-lumiere': 'ondine-en-laiton',
  'velo-et-co': 'chambre-a-air-26',
};

/** The ready-made token of a client's account: the same after every start and reset with the same seed. */
export function seedToken(seed: number, clientId: string): string {
  return createHash('sha256').update(`simulated twitter token ${seed} ${clientId}`).digest('base64url');
}

/** Fills an empty server: the two clients with what they published, the audience, and who follows whom. */
export function seedWorld(services: Services, seed: number, past?: Share): void {
  const { world, publishing } = services;
  const now = world.clock.now();
  const people = persons.map((person): AccountRow => {
    const createdAt = now - 700 * DAY - person.handle.length * DAY;
    return world.accounts.put({
      id: world.ids.at(createdAt),
      username: usernameOf(person),
      name: person.name,
      bio: person.bio,
      createdAt,
      language: person.language,
      clientId: null,
      email: null,
      password: null,
    });
  });
  const owned = clients.map((client): { readonly client: Client; readonly account: AccountRow } => {
    const createdAt = now - 900 * DAY;
    return {
      client,
      account: world.accounts.put({
        id: world.ids.at(createdAt),
        username: client.username,
        name: client.name,
        bio: client.bio,
        createdAt,
        language: 'fr',
        clientId: client.id,
        email: `contact@${new URL(client.website).hostname}`,
        password: passwords[client.id] ?? client.id,
      }),
    };
  });
  world.apps.put({
    id: SEED_CLIENT_ID,
    name: 'Vigie',
    redirectUris: SEED_REDIRECTS,
    owners: owned.map(({ account }) => account.id),
  });
  for (const { client, account } of owned) {
    const grant = world.grants.put({
      id: `seed-${client.id}`,
      appId: SEED_CLIENT_ID,
      accountId: account.id,
      scopes: knownScopes,
      ended: false,
    });
    world.tokens.put({ id: seedToken(seed, client.id), grantId: grant.id, expiresAt: null, revoked: false });
    for (const [index, person] of people.entries()) {
      if (index % 2 === 0) world.putRelation('follow', person.id, account.id);
      if (index % 3 === 0) world.putRelation('follow', account.id, person.id);
    }
    const posts = client.posts.map(({ text, daysAgo }) =>
      publishing.publish(account, { text, createdAt: now - daysAgo * DAY }),
    );
    if (past) playPast(services, { client, account, posts, past });
  }
}

/** Plays what was said around a client, oldest first, as if its people had said it then. */
function playPast(
  services: Services,
  scene: {
    readonly client: Client;
    readonly account: AccountRow;
    readonly posts: readonly PostRow[];
    readonly past: Share;
  },
): void {
  const { world, publishing } = services;
  const { client, account, posts, past } = scene;
  const now = world.clock.now();
  const said = new Map<string, PostRow>();
  const accountOf = (person: Person): AccountRow => {
    const row = world.accountNamed(usernameOf(person));
    if (!row) throw new Error(`${person.handle} has no account here`);
    return row;
  };
  for (const event of pastOf(client, past)) {
    const createdAt = now - event.ago;
    const post = 'post' in event ? posts[event.post] : undefined;
    switch (event.tag) {
      case 'like':
        if (post) world.putRelation('like', accountOf(event.person).id, post.id);
        break;
      case 'repost':
        if (post) publishing.repost(accountOf(event.person), post);
        break;
      case 'follow':
        world.putRelation('follow', accountOf(event.person).id, account.id);
        break;
      case 'reply':
      case 'mention': {
        const text = `@${account.username} ${event.text}`;
        said.set(
          event.key,
          publishing.publish(accountOf(event.person), { text, inReplyToId: post?.id ?? null, createdAt }),
        );
        break;
      }
      case 'answer': {
        const answered = said.get(event.to);
        const target = answered && world.accounts.get(answered.accountId);
        if (answered && target)
          publishing.publish(account, {
            text: `@${target.username} ${event.text}`,
            inReplyToId: answered.id,
            createdAt,
          });
        break;
      }
      case 'message': {
        const person = accountOf(event.person);
        const [from, to] = event.byClient ? [account, person] : [person, account];
        world.putDm(dmOf(services, from.id, to.id, event.text, { createdAt }));
        break;
      }
    }
  }
}
