import type { Access, PermissionName } from '../../../src-shared/domain/vitals.ts';
import type { Manifest } from '../../../src-shared/networks/manifest.ts';
import { offers } from '../../../src-shared/networks/manifest.ts';
import type { Secret } from '../contract.ts';
import { refreshAt } from './tokens.ts';
import { readSecret } from './secret.ts';
import { holds } from './scopes.ts';

/** What Vigie needs each scope for: as a page, and as a member. */
const needs: readonly (readonly [name: PermissionName, page: string, member: string])[] = [
  ['read', 'r_organization_social', 'openid'],
  ['publish', 'w_organization_social', 'w_member_social'],
  ['upload', 'w_organization_social', 'w_member_social'],
  ['react', 'w_organization_social', 'w_member_social'],
];

/** What an access says of itself. Pages are told from members by what their manifest offers. */
export function accessOf(secret: Secret, manifest: Manifest): Access {
  const own = readSecret(secret);
  const isPage = offers(manifest, 'reply');
  return {
    endsAt: own?.expiresAt ?? null,
    renews: refreshAt(secret) !== null,
    permissions: needs.flatMap(([name, page, member]) => {
      const scope = isPage ? page : member;
      // Of a member nothing is read but the name, for which another scope does as well.
      if (!isPage && name === 'read') return [];
      return [{ name, held: holds(own, scope), scope }];
    }),
  };
}
