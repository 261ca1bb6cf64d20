import type { Call } from './endpoint.ts';
import type { Role } from './rows.ts';
import { memberUrn, urnId, urnKind } from './urn.ts';
import type { World } from './world.ts';

// linkedin §1 (roles that may post)
const posting: readonly Role[] = [
  'ADMINISTRATOR',
  'CONTENT_ADMINISTRATOR',
  'DIRECT_SPONSORED_CONTENT_POSTER',
];

/** Whether the caller may read what only the page's administrators may. */
export const administers = (world: World, call: Call, organization: string): boolean =>
  hasRole(world, call, organization, ['ADMINISTRATOR']);

function hasRole(world: World, call: Call, organization: string, roles: readonly Role[]): boolean {
  const member = memberUrn(call.member.id);
  for (const row of world.roles.values())
    if (
      row.member === member &&
      row.organization === organization &&
      row.state === 'APPROVED' &&
      roles.includes(row.role)
    )
      return true;
  return false;
}

/**
 * Whether the caller may speak as this URN: a member as oneself, with the member scope; an organisation in a posting
 * role, with the organisation scope. `feed`: comments and reactions also go by the scopes named `…_feed`.
 */
export function maySpeakAs(world: World, call: Call, actor: string, feed: boolean): boolean {
  const holds = (scope: string): boolean =>
    call.token.scopes.includes(scope) || (feed && call.token.scopes.includes(`${scope}_feed`));
  if (urnKind(actor) === 'person') return urnId(actor) === call.member.id && holds('w_member_social');
  if (urnKind(actor) !== 'organization') return false;
  return holds('w_organization_social') && hasRole(world, call, actor, posting);
}

/** Whether the caller may read what was posted and said under this author's posts. */
export function mayReadPostsOf(world: World, call: Call, author: string): boolean {
  const holds = (scope: string): boolean =>
    call.token.scopes.includes(scope) || call.token.scopes.includes(`${scope}_feed`);
  if (urnKind(author) === 'person') return urnId(author) === call.member.id && holds('r_member_social');
  return holds('r_organization_social') && hasRole(world, call, author, [...posting, 'ANALYST', 'CURATOR']);
}
