import type { RichText } from '../../../src-shared/rich-text.ts';

/**
 * A text without the account's own name where it begins with it: on some networks everything that one receives does,
 * and in a column that says whose it is, a third of the first line would be lost to it. What is nothing but the name
 * stays.
 */
export function withoutAddress(body: RichText, handle: string | null): RichText {
  const [first, second, ...rest] = body;
  if (handle === null || first?.tag !== 'mention' || second === undefined) return body;
  if (first.handle.replace(/^@/, '').toLowerCase() !== handle.toLowerCase()) return body;
  if (second.tag !== 'text') return second.tag === 'break' ? rest : [second, ...rest];
  const words = second.text.replace(/^[\s,:]+/u, '');
  if (words === '' && rest.length === 0) return body;
  return words === '' ? rest : [{ tag: 'text', text: words }, ...rest];
}
