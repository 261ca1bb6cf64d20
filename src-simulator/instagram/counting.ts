/** Hashtags of a caption, as the network counts them against its limit. */
export const hashtagsOf = (text: string): readonly string[] => text.match(/#[\p{L}\p{N}_]+/gu) ?? [];

/** User names that a text mentions, without the sign, in lower case. */
export const mentionsOf = (text: string): readonly string[] =>
  [...text.matchAll(/(?<![\p{L}\p{N}_.])@([A-Za-z0-9_](?:[A-Za-z0-9_.]*[A-Za-z0-9_])?)/gu)].map((found) =>
    (found[1] ?? '').toLowerCase(),
  );
