import type { Content } from '../domain/content.ts';
import { tidied } from '../domain/pieces.ts';
import type { Post } from '../domain/post.ts';
import type { AccountId } from '../ids.ts';

/** What would leave for this account: the base, with the fields that its variant changed. */
export function contentFor(post: Pick<Post, 'base' | 'variants'>, account: AccountId): Content {
  const variant = post.variants[account] ?? {};
  return tidied({
    text: variant.text ?? post.base.text,
    media: variant.media ?? post.base.media,
    warning: variant.warning ?? post.base.warning,
    poll: variant.poll === undefined ? post.base.poll : variant.poll,
    language: variant.language === undefined ? post.base.language : variant.language,
    settings: { ...post.base.settings, ...variant.settings },
    parts: variant.parts ?? post.base.parts,
    firstComment: variant.firstComment ?? post.base.firstComment,
  });
}

const contentFields = [
  'text',
  'media',
  'warning',
  'poll',
  'language',
  'settings',
  'parts',
  'firstComment',
] as const satisfies readonly (keyof Content)[];

/** Fields in which an account's text has gone its own way. */
export const divergence = (post: Pick<Post, 'variants'>, account: AccountId): readonly (keyof Content)[] =>
  contentFields.filter((field) => post.variants[account]?.[field] !== undefined);
