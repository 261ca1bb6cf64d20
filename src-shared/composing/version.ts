import { canonicalJson } from '../canonical-json.ts';
import type { ContentChange } from '../domain/content.ts';
import { allMedia } from '../domain/pieces.ts';
import type { Post } from '../domain/post.ts';
import type { PostId, WorkspaceId } from '../ids.ts';

/** What a draft said at a moment. */
export interface Version {
  readonly postId: PostId;
  readonly workspaceId: WorkspaceId;
  /** Epoch ms at which it was still so; unique within a draft. */
  readonly at: number;
  readonly base: Post['base'];
  readonly variants: Post['variants'];
}

export const versionOf = (post: Post, at: number): Version => ({
  postId: post.id,
  workspaceId: post.workspaceId,
  at,
  base: post.base,
  variants: post.variants,
});

/** Whether two say the same, media, options and own texts included. */
export const saysTheSame = (
  a: Pick<Version, 'base' | 'variants'>,
  b: Pick<Version, 'base' | 'variants'>,
): boolean => canonicalJson([a.base, a.variants]) === canonicalJson([b.base, b.variants]);

/** While somebody writes, what was there is kept this often, ms. */
export const everyMs = 60_000;
/** Fewer letters than this are not missed. */
const fewLetters = 20;

/**
 * Whether a change takes away what somebody may want back: a good part of a text, a medium, a poll, an own text. Such
 * a state is kept at once, however recent the last version is.
 */
export function takesAway(before: Post, after: Post): boolean {
  const texts = (post: Post): readonly string[] => [
    ...wordsOf(post.base),
    ...Object.values(post.variants).flatMap(wordsOf),
  ];
  const media = (post: Post): readonly string[] =>
    [post.base, ...Object.values(post.variants)].flatMap(allMedia).map(({ hash }) => hash);
  const letters = (post: Post): number => texts(post).reduce((sum, text) => sum + text.length, 0);
  const lost = letters(before) - letters(after);
  const kept = new Set(media(after));
  return (
    (lost >= fewLetters && lost * 4 >= letters(before)) ||
    media(before).some((hash) => !kept.has(hash)) ||
    (before.base.poll !== null && after.base.poll === null) ||
    Object.keys(before.variants).some((account) => after.variants[account] === undefined)
  );
}

/** Everything that somebody wrote in a content, or in what one account says otherwise. */
export const wordsOf = (content: ContentChange): readonly string[] => [
  content.text ?? '',
  ...(content.parts ?? []).flatMap(({ text, warning }) => [text, warning]),
  content.firstComment ?? '',
];

const hour = 3_600_000;

/**
 * Which versions (by their moments, epoch ms) are too many: all of the last hour stay, then one an hour of the last day,
 * then one a day, and never more than `most`, the oldest going first.
 */
export function tooMany(moments: readonly number[], now: number, most = 60): readonly number[] {
  const taken = new Set<string>();
  const staying: number[] = [];
  for (const at of moments.toSorted((a, b) => b - a)) {
    const age = now - at;
    const place =
      age < hour
        ? String(at)
        : age < 24 * hour
          ? `h${Math.floor(at / hour)}`
          : `d${Math.floor(at / (24 * hour))}`;
    if (taken.has(place) || staying.length >= most) continue;
    taken.add(place);
    staying.push(at);
  }
  const stays = new Set(staying);
  return moments.filter((at) => !stays.has(at));
}
