/** Every pending action, and why it waits. */
export function OutboxScreen() {
  return null;
}
