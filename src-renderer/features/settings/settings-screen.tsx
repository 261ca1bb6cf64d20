/** Preferences and diagnostics. */
export function SettingsScreen() {
  return null;
}
