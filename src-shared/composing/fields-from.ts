import { canonicalJson } from '../canonical-json.ts';
import { emptyContent, type Content } from '../domain/content.ts';
import type { Intent } from '../domain/intent.ts';
import type { Post } from '../domain/post.ts';
import type { AccountId } from '../ids.ts';

/** A post's fields from what was frozen of it: the first account's content is the common one. */
export function fieldsFrom(targets: Intent['targets']): Pick<Post, 'accountIds' | 'base' | 'variants'> {
  const base = targets[0]?.content ?? emptyContent;
  const variants: Record<AccountId, Partial<Content>> = {};
  for (const { accountId, content } of targets) {
    const own = Object.fromEntries(
      Object.entries(whole(content)).filter(
        ([field, value]) =>
          canonicalJson(value) !==
          canonicalJson(Object.entries(whole(base)).find(([name]) => name === field)?.[1]),
      ),
    );
    if (Object.keys(own).length > 0) variants[accountId] = own;
  }
  return { accountIds: targets.map(({ accountId }) => accountId), base, variants };
}

/** Every field said, so that "none" is told from "as the common one". */
const whole = (content: Content): Content => ({ parts: [], firstComment: '', ...content });
