/** Connects an account, or renews it: open while `navigation.connecting` is set. */
export function ConnectDialog() {
  return null;
}
