/** `share` of `urn:li:share:1`; null for what is no URN of this network. */
export const urnKind = (urn: string): string | null => /^urn:li:([A-Za-z]+):./.exec(urn)?.[1] ?? null;
export const urnId = (urn: string): string => urn.replace(/^urn:li:[A-Za-z]+:/, '');

export const isOrganization = (urn: string): boolean => urnKind(urn) === 'organization';

export interface CommentKey {
  /** URN of what is commented on, mostly an activity. */
  readonly object: string;
  readonly number: string;
}

/** What a comment's URN names. The network writes the activity with and without `urn:li:`. */
export function readCommentUrn(urn: string): CommentKey | null {
  const parts = /^urn:li:comment:\((?:urn:li:)?([A-Za-z]+:\d+),(\d+)\)$/.exec(urn);
  return parts?.[1] === undefined || parts[2] === undefined
    ? null
    : { object: `urn:li:${parts[1]}`, number: parts[2] };
}

export const commentUrn = ({ object, number }: CommentKey): string => `urn:li:comment:(${object},${number})`;

/** The URN of a post in an address of the website, or in any text; null when there is none. */
export function postUrnIn(text: string): string | null {
  const plain = text.replaceAll(/%3A/gi, ':');
  const named = /urn:li:(?:share|ugcPost|activity):\d+/.exec(plain)?.[0];
  if (named !== undefined) return named;
  // `…/posts/name_words-activity-7100…-abcd`
  const slug = /-(activity|share|ugcPost)-(\d{6,})/.exec(plain);
  return slug?.[1] === undefined || slug[2] === undefined ? null : `urn:li:${slug[1]}:${slug[2]}`;
}
