import { grantNames, type GrantName } from '../../../src-shared/networks/manifest.ts';
import type { Access, PermissionName } from '../../../src-shared/domain/vitals.ts';
import type { Secret } from '../contract.ts';
import type { Login } from './places.ts';
import { readSecret, type InstagramSecret } from './secret.ts';

/** The permissions by what they are for, as each login names them (instagram §1). */
const scopes: Readonly<Record<Login, Readonly<Record<'basic' | GrantName, string>>>> = {
  instagram: {
    basic: 'instagram_business_basic',
    publish: 'instagram_business_content_publish',
    comments: 'instagram_business_manage_comments',
    messages: 'instagram_business_manage_messages',
    numbers: 'instagram_business_manage_insights',
  },
  facebook: {
    basic: 'instagram_basic',
    publish: 'instagram_content_publish',
    comments: 'instagram_manage_comments',
    messages: 'instagram_manage_messages',
    numbers: 'instagram_manage_insights',
  },
};

/** What each permission of Facebook Login brings along: the pages that accounts are linked to are read on the way. */
export const facebookGrants: Readonly<Record<GrantName, readonly string[]>> = {
  publish: [scopes.facebook.basic, scopes.facebook.publish, 'pages_show_list', 'pages_read_engagement'],
  comments: [scopes.facebook.comments],
  messages: [scopes.facebook.messages, 'pages_manage_metadata'],
  numbers: [scopes.facebook.numbers],
};

/** The least that was chosen asks for: names parted by spaces; absent: everything. */
export function facebookScopes(chosen: string | undefined): readonly string[] {
  const names = (chosen ?? '').split(/\s+/).filter((name) => name !== '');
  return grantNames
    .filter((name) => name === 'publish' || names.length === 0 || names.includes(name))
    .flatMap((name) => facebookGrants[name]);
}

/** Whether an access allows something; null: nobody said. */
export function isGranted(
  secret: Pick<InstagramSecret, 'login' | 'scope'>,
  name: 'basic' | GrantName,
): boolean | null {
  const granted = secret.scope.split(/[\s,]+/).filter((scope) => scope !== '');
  return granted.length === 0 ? null : granted.includes(scopes[secret.login][name]);
}

const shown: readonly (readonly [PermissionName, 'basic' | GrantName])[] = [
  ['read', 'basic'],
  ['publish', 'publish'],
  ['private-messages', 'messages'],
];

/** What an access says of itself. */
export function accessOf(secret: Secret): Access {
  const own = readSecret(secret);
  const login = own?.login ?? 'instagram';
  return {
    endsAt: own?.expiresAt ?? own?.dataEndsAt ?? null,
    renews: own !== null && own.login === 'instagram',
    permissions: shown.map(([name, need]) => ({
      name,
      held: own === null ? null : isGranted(own, need),
      scope: scopes[login][need],
    })),
  };
}
