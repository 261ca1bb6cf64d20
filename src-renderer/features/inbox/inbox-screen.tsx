/** The deck of columns. */
export function InboxScreen() {
  return null;
}
