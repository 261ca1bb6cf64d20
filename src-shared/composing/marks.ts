import { webAddress } from './count.ts';

/** Words that a network marks, as `networks/manifest` limits them. */
export const markKinds = ['hashtags', 'mentions', 'cashtags'] as const;
export type MarkKind = (typeof markKinds)[number];

const letter = '\\p{L}\\p{M}\\p{N}_';
/** A sign inside a word or an entity marks nothing: an e-mail address is no mention. */
const before = `(?<![${letter}&/@＠#＃$.])`;
const patterns: Readonly<Record<MarkKind, RegExp>> = {
  hashtags: new RegExp(`${before}[#＃][${letter}]+(?![${letter}]*[#＃])`, 'gu'),
  mentions: new RegExp(`${before}[@＠][\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_.-]*[\\p{L}\\p{N}_])?`, 'gu'),
  cashtags: new RegExp(`${before}\\$[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?(?=$|[\\s\\p{P}])`, 'gu'),
};

/** How many words of a kind a text marks; each time counts. Addresses are not looked into. */
export function countMarks(text: string, kind: MarkKind): number {
  return [...text.replaceAll(webAddress, ' ').matchAll(patterns[kind])].length;
}
