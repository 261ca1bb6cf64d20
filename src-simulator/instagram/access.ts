import { missing, noPermission } from '../meta/failure.ts';
import type { TokenRow } from '../meta/rows.ts';
import { pagesOf } from '../meta/tokens.ts';
import { refuse } from './errors.ts';
import type { AccountRow } from './rows.ts';
import type { World } from './world.ts';

/** What a call needs to be allowed, whichever login gave the access. */
export type Need = 'basic' | 'publish' | 'comments' | 'messages' | 'insights';

// instagram §1, Scopes: the two logins name the same permissions differently
const scopes: Readonly<Record<Need, { readonly instagram: string; readonly facebook: string }>> = {
  basic: { instagram: 'instagram_business_basic', facebook: 'instagram_basic' },
  publish: { instagram: 'instagram_business_content_publish', facebook: 'instagram_content_publish' },
  comments: { instagram: 'instagram_business_manage_comments', facebook: 'instagram_manage_comments' },
  messages: { instagram: 'instagram_business_manage_messages', facebook: 'instagram_manage_messages' },
  insights: { instagram: 'instagram_business_manage_insights', facebook: 'instagram_manage_insights' },
};
export const instagramScopes: readonly string[] = Object.values(scopes).map((names) => names.instagram);
export const facebookScopes: readonly string[] = [
  ...Object.values(scopes).map((names) => names.facebook),
  'pages_show_list',
  'pages_read_engagement',
  'pages_manage_metadata',
];

/** The accounts that an access reaches: its own, or those linked to the pages that the person left to the app. */
export function reachedBy(world: World, token: TokenRow): readonly AccountRow[] {
  if (token.type === 'INSTAGRAM') {
    const own = world.accounts.get(token.profileId);
    return own ? [own] : [];
  }
  const pages =
    token.type === 'PAGE'
      ? [world.pages.get(token.profileId)]
      : token.type === 'USER'
        ? pagesOf(world, token)
        : [];
  return pages.flatMap((page) => (page ? (world.accountOfPage(page.id) ?? []) : []));
}

/** Ends the request unless the access allows this. */
export function needs(token: TokenRow, need: Need, verb: 'GET' | 'POST' | 'DELETE'): void {
  const scope = scopes[need][token.type === 'INSTAGRAM' ? 'instagram' : 'facebook'];
  if (!token.scopes.includes(scope)) refuse(noPermission(verb, [scope]));
}

/** The account that a path names, if the access reaches it and allows this. */
export function accountFor(
  world: World,
  call: { readonly id: string; readonly token: TokenRow },
  need: Need,
  verb: 'GET' | 'POST' | 'DELETE',
): AccountRow {
  const account = reachedBy(world, call.token).find((one) => one.id === call.id);
  if (!account) return refuse(missing(verb, call.id));
  needs(call.token, need, verb);
  return account;
}
