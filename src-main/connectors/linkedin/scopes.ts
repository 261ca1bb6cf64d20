import type { Way } from '../../../src-shared/networks/manifest.ts';

type Grant = NonNullable<Way['grants']>[number];

/**
 * The least that each way needs. The products cannot be had by one app: an app of the Community Management API knows no
 * `openid`, one of the self-serve products knows no pages.
 */
/** What each choice of the person asks for: posting as a page, hearing of comments, numbers. */
export const pageGrants: readonly Grant[] = [
  {
    name: 'publish',
    scopes: [
      'r_basicprofile',
      'w_member_social',
      'w_organization_social',
      'r_organization_social',
      'r_organization_admin',
    ],
    required: true,
  },
  { name: 'comments', scopes: ['rw_organization_admin'], required: false },
  { name: 'numbers', scopes: ['rw_organization_admin'], required: false },
];
export const memberGrants: readonly Grant[] = [
  { name: 'publish', scopes: ['openid', 'profile', 'w_member_social'], required: true },
];

/** The scopes of what was chosen; everything when nobody was asked. */
export function scopesFor(grants: readonly Grant[], chosen: string | undefined): readonly string[] {
  const names = chosen === undefined ? null : chosen.split(' ');
  const wanted = grants.filter(({ name, required }) => required || names === null || names.includes(name));
  return [...new Set(wanted.flatMap(({ scopes }) => scopes))];
}

/** Whether a scope is held; null: nobody said. Comments and reactions also go by the scopes named `…_feed`. */
export function holds(
  secret: { readonly scope: string; readonly isScopeKnown: number } | null,
  ...names: readonly string[]
): boolean | null {
  if (secret === null) return null;
  const granted = secret.scope.split(/[\s,]+/);
  if (names.some((name) => granted.includes(name) || granted.includes(`${name}_feed`))) return true;
  return secret.isScopeKnown === 0 ? null : false;
}
