/** The status bar: the offline truth, what waits, the next departure. */
export function StatusLine() {
  return null;
}
