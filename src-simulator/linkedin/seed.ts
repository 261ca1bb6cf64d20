import { createHash } from 'node:crypto';
import { clients, type Client } from '../core/clients.ts';
import { pastOf, type Share } from '../core/past.ts';
import { persons, type Person } from '../core/persons.ts';
import type { AppRow, CommentRow, PostRow } from './rows.ts';
import type { Services } from './services.ts';
import { escaped } from './stage.ts';
import { memberUrn, organizationUrn } from './urn.ts';

const DAY = 86_400_000;

/** Every scope of the three products (linkedin §1). */
export const everyScope = [
  'openid',
  'profile',
  'email',
  'w_member_social',
  'r_member_social',
  'w_organization_social',
  'r_organization_social',
  'rw_organization_admin',
  'r_organization_admin',
  'r_basicprofile',
  'r_member_postAnalytics',
  'r_member_profileAnalytics',
  'w_organization_social_feed',
  'r_organization_social_feed',
  'w_member_social_feed',
];

/** Who looks after the page of each client, and may sign in. */
const keepers: Readonly<
  Record<
    string,
    {
      readonly id: string;
      readonly first: string;
      readonly last: string;
      readonly password: string;
      readonly organization: string;
    }
  >
> = {
  'atelier-lumiere': {
    id: 'aT3lier-Lu',
    first: 'Margaux',
    last: 'Delorme',
    password: 'ondine-en-laiton',
    organization: '2414183',
  },
  'velo-et-co': {
    id: 'vElo9_Co-x',
    first: 'Sami',
    last: 'Haddad',
    password: 'chambre-a-air-26',
    organization: '5590506',
  },
};

export const keeperOf = (client: Client) => {
  const keeper = keepers[client.id];
  if (!keeper) throw new Error(`${client.id} has no page here`);
  return keeper;
};

/** The ready-made token of a client's keeper: the same after every start and reset with the same seed. */
export const seedToken = (seed: number, clientId: string): string =>
  `AQX${createHash('sha512').update(`simulated linkedin token ${seed} ${clientId}`).digest('base64url')}`;

/** The app of the developer portal that tests and the training use: every product, refresh, native flow. */
export const SEED_APP_ID = '78vigie0training';
/** An app as anybody gets it at once: members only, no refresh, no native flow. */
export const SELF_SERVE_APP_ID = '77vigie0selfserve';
export const seedSecret = (seed: number, appId: string): string =>
  `WPL_AP1.${createHash('sha256').update(`simulated linkedin secret ${seed} ${appId}`).digest('base64url').slice(0, 16)}`;

/** The bare id of somebody of the audience. */
export const personIdOf = (person: Person): string =>
  createHash('sha256').update(person.handle).digest('base64url').slice(0, 10);

/** Fills an empty network: the clients' pages with what they published, who looks after them, the audience. */
export function seedWorld(services: Services, seed: number, past?: Share): void {
  const { world, publishing } = services;
  const now = world.clock.now();
  const redirectUris = [
    'https://www.linkedin.com/developers/tools/oauth/redirect',
    `${world.baseUrl()}/developers/tools/oauth/redirect`,
  ];
  const apps: readonly AppRow[] = [
    {
      id: SEED_APP_ID,
      name: 'Vigie',
      secret: seedSecret(seed, SEED_APP_ID),
      redirectUris,
      scopes: everyScope,
      partner: true,
      nativePkce: true,
    },
    {
      id: SELF_SERVE_APP_ID,
      name: 'Vigie (self-serve)',
      secret: seedSecret(seed, SELF_SERVE_APP_ID),
      redirectUris,
      scopes: ['openid', 'profile', 'email', 'w_member_social'],
      partner: false,
      nativePkce: false,
    },
  ];
  for (const app of apps) world.apps.put(app);
  for (const person of persons) {
    const [first = person.name, ...rest] = person.name.split(' ');
    world.members.put({
      id: personIdOf(person),
      firstName: first,
      lastName: rest.join(' '),
      vanityName: person.handle,
      headline: person.bio,
      email: null,
      password: null,
      home: null,
    });
  }
  for (const client of clients) {
    const keeper = keeperOf(client);
    const page = organizationUrn(keeper.organization);
    world.organizations.put({
      id: keeper.organization,
      name: client.name,
      vanityName: client.username,
      website: client.website,
      clientId: client.id,
      followersBase: 400 + client.name.length,
    });
    world.members.put({
      id: keeper.id,
      firstName: keeper.first,
      lastName: keeper.last,
      vanityName: `${keeper.first}-${keeper.last}`.toLowerCase(),
      headline: client.name,
      email: `${keeper.first.toLowerCase()}@${new URL(client.website).hostname}`,
      password: keeper.password,
      home: page,
    });
    giveRole(services, keeper.id, page, 'ADMINISTRATOR');
    world.tokens.put({
      id: seedToken(seed, client.id),
      appId: SEED_APP_ID,
      memberId: keeper.id,
      scopes: everyScope,
      issuedAt: now,
      expiresAt: now + 60 * DAY,
      usableAt: now,
      revoked: false,
    });
  }
  // One of them also writes for the other's page, and may only look at its own numbers elsewhere.
  const [first, second] = clients;
  if (first && second)
    giveRole(
      services,
      keeperOf(first).id,
      organizationUrn(keeperOf(second).organization),
      'CONTENT_ADMINISTRATOR',
    );
  for (const client of clients) {
    const page = organizationUrn(keeperOf(client).organization);
    const posts = client.posts.map(({ text, daysAgo }) =>
      publishing.publish(page, {
        ...plain,
        commentary: escaped(text).replaceAll(/\\#(?=\p{L})/gu, '#'),
        at: now - daysAgo * DAY,
      }),
    );
    if (past) playPast(services, { client, page, posts, past });
  }
}

export function giveRole(
  { world }: Pick<Services, 'world'>,
  memberId: string,
  organization: string,
  role: 'ADMINISTRATOR' | 'CONTENT_ADMINISTRATOR' | 'DIRECT_SPONSORED_CONTENT_POSTER' | 'ANALYST' | 'CURATOR',
): void {
  const member = memberUrn(memberId);
  world.roles.put({ id: `${member}|${organization}|${role}`, member, organization, role, state: 'APPROVED' });
}

const plain = {
  visibility: 'PUBLIC',
  content: null,
  reshareOf: null,
  resharesDisabled: false,
} as const;

/** Plays what was said around a client, oldest first, as if its people had said it then. */
function playPast(
  { world, publishing }: Services,
  scene: {
    readonly client: Client;
    readonly page: string;
    readonly posts: readonly PostRow[];
    readonly past: Share;
  },
): void {
  const now = world.clock.now();
  const said = new Map<string, CommentRow>();
  const name = world.nameOf(scene.page) ?? scene.client.name;
  for (const event of pastOf(scene.client, scene.past)) {
    const at = now - event.ago;
    const post = 'post' in event ? scene.posts[event.post] : undefined;
    switch (event.tag) {
      case 'like':
        if (post) publishing.react(memberUrn(personIdOf(event.person)), post.activity, 'LIKE', at);
        break;
      case 'repost':
        if (post)
          publishing.publish(memberUrn(personIdOf(event.person)), {
            ...plain,
            commentary: '',
            reshareOf: post.id,
            at,
          });
        break;
      case 'follow': {
        const member = memberUrn(personIdOf(event.person));
        const id = `${member}|${scene.page}`;
        world.follows.put({ id, member, organization: scene.page, at, committedAt: now });
        break;
      }
      case 'reply':
        if (post)
          said.set(
            event.key,
            publishing.comment(
              memberUrn(personIdOf(event.person)),
              { activity: post.activity, parent: null },
              event.text,
              at,
            ),
          );
        break;
      case 'mention':
        publishing.publish(memberUrn(personIdOf(event.person)), {
          ...plain,
          commentary: `@[${escaped(name)}](${scene.page}) ${escaped(event.text)}`,
          at,
        });
        break;
      case 'answer': {
        const comment = said.get(event.to);
        if (comment)
          publishing.comment(scene.page, { activity: comment.activity, parent: comment.id }, event.text, at);
        break;
      }
      case 'message':
        // There are no direct messages for programs here.
        break;
    }
  }
}
