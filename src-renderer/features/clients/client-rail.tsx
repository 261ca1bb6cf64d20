/** One disc per client, at the left of every screen. */
export function ClientRail() {
  return null;
}
