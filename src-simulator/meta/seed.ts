import { createHash } from 'node:crypto';
import { clients } from '../core/clients.ts';
import { persons } from '../core/persons.ts';
import type { SimAccount } from '../core/sim.ts';
import { landingPath } from './login.ts';
import type { PageRow, PageTask } from './rows.ts';
import { dataAccessLife } from './tokens.ts';
import type { MetaWorld } from './world.ts';

const DAY = 86_400_000;
export const allTasks: readonly PageTask[] = ['CREATE_CONTENT', 'MODERATE', 'MESSAGING', 'ANALYZE', 'MANAGE'];

const passwords: Readonly<Record<string, string>> = {
  'atelier-lumiere': 'ondine-en-laiton',
  'velo-et-co': 'chambre-a-air-26',
};

/** The same after every start and reset with the same seed. */
export function seedSecret(seed: number, of: string): string {
  return createHash('sha256').update(`simulated ${seed} ${of}`).digest('hex');
}

/** The ready-made access of a client's page: of a page, without end, with every permission that the app has. */
export function seedToken(seed: number, clientId: string): string {
  return `EAAP${seedSecret(seed, `token ${clientId}`)}`;
}

/** The training app of the developer console; its id is fixed, so that a guide can name it. */
export const seedAppId = '1221000000000777';

/**
 * Fills an empty server: the app, a person for each client with a role on their page, a second page for the first of
 * them (a login may bring several), and the audience.
 */
export function seedFamily(world: MetaWorld, seed: number, scopes: readonly string[]): void {
  const now = world.clock.now();
  const app = seedAppId;
  const owners = clients.map((client) =>
    world.users.put({
      id: world.nextId(),
      name: `${client.name} (équipe)`,
      handle: client.id,
      email: `contact@${new URL(client.website).hostname}`,
      password: passwords[client.id] ?? client.id,
    }),
  );
  world.apps.put({
    id: app,
    name: 'Vigie',
    secret: seedSecret(seed, 'app secret').slice(0, 32),
    redirectUris: [`https://www.facebook.com${landingPath}`, 'https://vigie.example/oauth'],
    scopes,
    roles: owners.map((owner) => owner.id),
  });
  for (const person of persons)
    world.users.put({
      id: world.nextId(),
      name: person.name,
      handle: person.handle,
      email: null,
      password: null,
    });
  for (const [index, client] of clients.entries()) {
    const owner = owners[index];
    if (!owner) continue;
    const page = putPage(world, {
      name: client.name,
      username: client.username,
      about: client.bio,
      website: client.website,
      clientId: client.id,
      owner: owner.id,
      followers: 1240 - index * 380,
      at: now - 900 * DAY,
    });
    world.tokens.put({
      id: seedToken(seed, client.id),
      type: 'PAGE',
      appId: app,
      userId: owner.id,
      profileId: page.id,
      scopes: ['public_profile', ...scopes],
      targets: null,
      issuedAt: now,
      expiresAt: null,
      dataAccessExpiresAt: now + dataAccessLife,
      longLived: true,
      ended: null,
    });
    if (index === 0)
      putPage(world, {
        name: `${client.name} – Boutique de Lyon`,
        username: `${client.username}.lyon`,
        about: client.bio,
        website: client.website,
        clientId: null,
        owner: owner.id,
        followers: 86,
        at: now - 200 * DAY,
      });
  }
}

function putPage(
  world: MetaWorld,
  about: Pick<PageRow, 'name' | 'username' | 'about' | 'website' | 'clientId' | 'followers'> & {
    readonly owner: string;
    readonly at: number;
  },
): PageRow {
  return world.pages.put({
    id: world.nextId(),
    name: about.name,
    username: about.username,
    about: about.about,
    website: about.website,
    category: 'Local business',
    clientId: about.clientId,
    tasks: { [about.owner]: allTasks },
    followers: about.followers,
    instagramId: null,
    createdAt: about.at,
  });
}

/** The clients' pages as tests and the training know them. */
export function familyAccounts(world: MetaWorld, seed: number): readonly SimAccount[] {
  return clients.flatMap((client) => {
    const page = [...world.pages.values()].find((row) => row.clientId === client.id);
    const owner = [...world.users.values()].find((row) => row.handle === client.id);
    if (!page || !owner || owner.email === null || owner.password === null) return [];
    return [
      {
        id: page.id,
        username: page.username,
        handle: `@${page.username}`,
        displayName: page.name,
        login: owner.email,
        password: owner.password,
        token: seedToken(seed, client.id),
        form: { appId: seedAppId, appSecret: world.apps.get(seedAppId)?.secret ?? '' },
      },
    ];
  });
}
