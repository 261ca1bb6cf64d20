/** What is shown while there is no client yet. */
export function FirstRun() {
  return null;
}
