const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The code of a post's public address, made of its id. */
export function shortcodeOf(id: string): string {
  let code = '';
  for (let rest = BigInt(id); rest > 0n; rest /= 64n) code = (ALPHABET[Number(rest % 64n)] ?? 'A') + code;
  return code;
}
