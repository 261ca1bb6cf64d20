/** Addresses of things. Members and organisations are kept under the bare id, everything else under its URN. */
export const memberUrn = (id: string): string => `urn:li:person:${id}`;
export const organizationUrn = (id: string): string => `urn:li:organization:${id}`;
export const commentUrn = (activity: string, number: string): string =>
  `urn:li:comment:(${activity},${number})`;

/** `share` of `urn:li:share:1`; undefined for what is no URN. */
export const urnKind = (urn: string): string | undefined => /^urn:li:([A-Za-z]+):./.exec(urn)?.[1];
/** `1` of `urn:li:share:1`. */
export const urnId = (urn: string): string => urn.replace(/^urn:li:[A-Za-z]+:/, '');

/** Activity and number of a comment's URN. Both spellings that the network uses are understood. */
export function readCommentUrn(
  urn: string,
): { readonly activity: string; readonly number: string } | undefined {
  const parts = /^urn:li:comment:\((?:urn:li:)?(activity:\d+),(\d+)\)$/.exec(urn);
  return parts?.[1] === undefined || parts[2] === undefined
    ? undefined
    : { activity: `urn:li:${parts[1]}`, number: parts[2] };
}
