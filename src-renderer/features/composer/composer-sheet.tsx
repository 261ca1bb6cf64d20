/** The sheet over the deck in which a post is written. */
export function ComposerSheet() {
  return null;
}
