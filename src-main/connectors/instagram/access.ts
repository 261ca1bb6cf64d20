import type { Access, PermissionName } from '../../../src-shared/domain/vitals.ts';
import type { Secret } from '../contract.ts';
import type { Login } from './places.ts';
import { readSecret } from './secret.ts';

/** What Vigie needs each permission for: the least that comments, messages, figures and publishing ask (instagram §1). */
export const scopes: Readonly<
  Record<Login, Readonly<Record<'read' | 'publish' | 'react' | 'private-messages' | 'figures', string>>>
> = {
  instagram: {
    read: 'instagram_business_basic',
    publish: 'instagram_business_content_publish',
    react: 'instagram_business_manage_comments',
    'private-messages': 'instagram_business_manage_messages',
    figures: 'instagram_business_manage_insights',
  },
  facebook: {
    read: 'instagram_basic',
    publish: 'instagram_content_publish',
    react: 'instagram_manage_comments',
    'private-messages': 'instagram_manage_messages',
    figures: 'instagram_manage_insights',
  },
};

/** The pages that accounts are linked to are read on the way (instagram §1). */
export const facebookScopes: readonly string[] = [
  ...Object.values(scopes.facebook),
  'pages_show_list',
  'pages_read_engagement',
  'pages_manage_metadata',
];

const named: readonly PermissionName[] = ['read', 'publish', 'private-messages'];

/** What an access says of itself. */
export function accessOf(secret: Secret): Access {
  const own = readSecret(secret);
  const granted = (own?.scope ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
  const login = own?.login ?? 'instagram';
  return {
    endsAt: own?.expiresAt ?? own?.dataEndsAt ?? null,
    renews: own !== null && own.login === 'instagram',
    permissions: named.map((name) => {
      const scope =
        name === 'publish' || name === 'private-messages' ? scopes[login][name] : scopes[login].read;
      return { name, held: granted.length === 0 ? null : granted.includes(scope), scope };
    }),
  };
}
