import { createHash } from 'node:crypto';
import { clients } from '../core/clients.ts';
import { persons } from '../core/persons.ts';
import type { AccountRow, AppRow } from './rows.ts';
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
export function seedWorld({ world, publishing }: Services, seed: number): void {
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
    for (const post of client.posts)
      publishing.publish(account, {
        text: post.text,
        spoilerText: '',
        visibility: 'public',
        sensitive: false,
        language: 'fr',
        inReplyToId: null,
        mediaIds: [],
        poll: null,
        quotedId: null,
        quotePolicy: 'public',
        appId: app.id,
        createdAt: now - post.daysAgo * DAY,
      });
  }
}
