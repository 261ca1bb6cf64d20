import { json, text } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import { localDomain } from '../flavour.ts';
import type { Services } from '../services.ts';

const TITLE = 'Vitrine d’entraînement';
const DESCRIPTION = 'Un serveur simulé : rien de ce qui s’écrit ici ne quitte cette machine.';

export const serverRules: readonly { readonly id: string; readonly text: string; readonly hint: string }[] = [
  { id: '1', text: 'Pas de harcèlement.', hint: 'Ni en public ni en message.' },
  { id: '2', text: 'Pas de publicité non sollicitée.', hint: '' },
];

// sheet: Instance limits
export function instanceRoutes({ world, entities, endpoints }: Services): readonly Route[] {
  const { flavour } = world;
  const { limits } = flavour;
  const streaming = (): string => world.baseUrl().replace(/^http/, 'ws');
  const contact = (): object | null => {
    const first = [...world.accounts.values()].find((row) => row.domain === null);
    return first ? entities.account(first) : null;
  };
  const picture = (): string => `${world.baseUrl()}/avatars/server.png`;

  const configuration = () => ({
    statuses: {
      max_characters: limits.maxCharacters,
      max_media_attachments: limits.maxMedia,
      characters_reserved_per_url: limits.reservedPerUrl,
    },
    media_attachments: {
      supported_mime_types: flavour.supportedMimeTypes,
      description_limit: limits.descriptionLimit,
      image_size_limit: limits.imageSize,
      image_matrix_limit: limits.imageMatrix,
      video_size_limit: limits.videoSize,
      video_frame_rate_limit: limits.videoFrameRate,
      video_matrix_limit: limits.videoMatrix,
    },
    polls: {
      max_options: limits.pollOptions,
      max_characters_per_option: limits.pollOptionCharacters,
      min_expiration: limits.pollShortest,
      max_expiration: limits.pollLongest,
    },
    accounts: { max_featured_tags: 10, max_pinned_statuses: 5 },
  });

  return [
    endpoints.open('GET', '/api/v2/instance', 'instance.v2', () =>
      json({
        domain: localDomain,
        title: TITLE,
        version: flavour.version,
        source_url: flavour.sourceUrl,
        description: DESCRIPTION,
        usage: { users: { active_month: 2 } },
        thumbnail: { url: picture() },
        icon: [{ src: picture(), size: '120x120' }],
        languages: ['fr', 'en'],
        configuration: {
          ...configuration(),
          urls: { streaming: streaming() },
          translation: { enabled: false },
        },
        registrations: { enabled: false, approval_required: false, message: null, url: null },
        // Servers that do not announce versions leave the member out, which their own description would not.
        ...(flavour.apiVersion === undefined ? {} : { api_versions: { mastodon: flavour.apiVersion } }),
        contact: { email: 'contact@vitrine.example', account: contact() },
        rules: serverRules,
      }),
    ),
    endpoints.open('GET', '/api/v1/instance', 'instance.v1', () =>
      json({
        uri: localDomain,
        title: TITLE,
        short_description: DESCRIPTION,
        description: DESCRIPTION,
        email: 'contact@vitrine.example',
        version: flavour.version,
        urls: { streaming_api: streaming() },
        stats: { user_count: 2, status_count: world.statuses.size, domain_count: 6 },
        thumbnail: picture(),
        languages: ['fr', 'en'],
        registrations: false,
        approval_required: false,
        invites_enabled: false,
        configuration: configuration(),
        contact_account: contact(),
        rules: serverRules,
      }),
    ),
    endpoints.open('GET', '/api/v1/instance/rules', 'instance.rules', () => json(serverRules)),
    endpoints.open('GET', '/api/v1/custom_emojis', 'instance.emojis', () =>
      json(entities.links.customEmojis()),
    ),
    endpoints.open('GET', '/health', 'instance.health', () => json({ status: 'OK' })),
    endpoints.open('GET', '/api/v1/streaming/health', 'streaming.health', () => text('OK')),
    // sheet: Compatibles (detection)
    endpoints.open('GET', '/.well-known/nodeinfo', 'nodeinfo.index', () =>
      json({
        links: [
          { rel: 'http://nodeinfo.diaspora.software/ns/schema/2.0', href: `${world.baseUrl()}/nodeinfo/2.0` },
        ],
      }),
    ),
    endpoints.open('GET', '/nodeinfo/2.0', 'nodeinfo', () =>
      json({
        version: '2.0',
        software: { name: flavour.software, version: flavour.version },
        protocols: ['activitypub'],
        services: { inbound: [], outbound: [] },
        openRegistrations: false,
        usage: { users: { total: 2 }, localPosts: world.statuses.size },
        metadata: {},
      }),
    ),
  ];
}
