/** The side panel: the open conversation, its person, the reply. */
export function ThreadPanel() {
  return null;
}
