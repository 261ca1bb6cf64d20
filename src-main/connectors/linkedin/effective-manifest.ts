import type { Absence, Capability, Manifest } from '../../../src-shared/networks/manifest.ts';
import { linkedinManifest, never, readBack } from './manifest.ts';
import { holds } from './scopes.ts';
import type { LinkedinSecret } from './secret.ts';
import { isOrganization } from './urn.ts';

/**
 * What an account may do: a page or a member, with the scopes of its token. Where a post cannot be read back, its
 * class is N: nobody but a person can say whether it is there.
 */
export function effectiveManifest(
  author: string,
  secret: LinkedinSecret,
  role: string | null = null,
): Manifest {
  return isOrganization(author) ? pageManifest(secret, role) : memberManifest(secret);
}

/** Of a page, whoever is not its administrator is told nothing of: comments are looked for under its last posts. */
const commentsUntoldMs = 3 * 3_600_000;

function pageManifest(secret: LinkedinSecret, role: string | null): Manifest {
  const isAdministrator = role === null || role === 'ADMINISTRATOR';
  const reads = holds(secret, 'r_organization_social') !== false;
  const administers = isAdministrator && holds(secret, 'rw_organization_admin') !== false;
  const measures = administers || (isAdministrator && holds(secret, 'r_organization_admin') === true);
  const unmeasured: Absence = isAdministrator ? 'not-granted' : 'administrators-only';
  return {
    ...without(linkedinManifest, {
      visibility: 'no-api',
      ...(measures ? {} : { 'post-metrics': unmeasured, 'account-metrics': unmeasured }),
    }),
    // A page speaks to everybody.
    settings: linkedinManifest.settings.filter(({ name }) => name !== 'audience'),
    operations: { ...linkedinManifest.operations, create: reads ? readBack : never },
    feeds: linkedinManifest.feeds
      .filter(({ name }) => (name === 'notifications' ? administers : reads))
      .map((feed) =>
        feed.name === 'comments' && !administers ? { ...feed, everyMs: commentsUntoldMs } : feed,
      ),
  };
}

/** Posts of members are read by nobody but their programme's few partners. */
function memberManifest(secret: LinkedinSecret): Manifest {
  const measures = holds(secret, 'r_member_postAnalytics') === true;
  return {
    ...without(linkedinManifest, {
      reply: 'closed-programme',
      'delete-comment': 'closed-programme',
      like: 'closed-programme',
      'post-metrics': 'closed-programme',
      ...(measures ? {} : { 'account-metrics': 'closed-programme' }),
    }),
    operations: { ...linkedinManifest.operations, create: never },
    feeds: [],
  };
}

const without = (manifest: Manifest, absent: Readonly<Partial<Record<Capability, Absence>>>): Manifest => ({
  ...manifest,
  capabilities: manifest.capabilities.filter((name) => absent[name] === undefined),
  absent: { ...manifest.absent, ...absent },
});
