import type { GrantName } from '../../../src-shared/networks/manifest.ts';

/** The permissions that each thing needs, and none more (facebook-pages §2, scopes). */
export const grants: readonly {
  readonly name: GrantName;
  readonly scopes: readonly string[];
  readonly required: boolean;
}[] = [
  {
    name: 'publish',
    scopes: ['pages_show_list', 'pages_read_engagement', 'pages_manage_posts'],
    required: true,
  },
  { name: 'comments', scopes: ['pages_read_user_content', 'pages_manage_engagement'], required: false },
  { name: 'messages', scopes: ['pages_messaging'], required: false },
  { name: 'numbers', scopes: ['read_insights'], required: false },
];

/** The permissions for what the person chose; for everything when they were not asked. */
export function scopesFor(chosen: string | undefined): readonly string[] {
  const names = (chosen ?? '').split(/\s+/).filter((name) => name !== '');
  return grants
    .filter(({ name, required }) => required || chosen === undefined || names.includes(name))
    .flatMap(({ scopes }) => scopes);
}

/** Without these nothing of what Vigie is for works. */
export const neededScopes: readonly string[] = ['pages_read_engagement', 'pages_manage_posts'];
