/** Connected accounts and their health. */
export function AccountsScreen() {
  return null;
}
