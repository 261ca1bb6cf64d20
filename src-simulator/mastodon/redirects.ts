/** The address that asks the server to show the code instead of redirecting. */
export const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';

/** Whether an app may register this redirect address. */
export function isRegistrable(uri: string): boolean {
  if (uri === OUT_OF_BAND) return true;
  if (!URL.canParse(uri)) return false;
  const { protocol, hash } = new URL(uri);
  return hash === '' && !/^(javascript|data|vbscript|mailto|urn):$/.test(protocol);
}

/**
 * Whether a redirect address is one that the app registered: the same text, except that the port of a loopback
 * address written as an IP literal may differ where the server knows that exception.
 */
// sheet: Authorisation (redirect)
export function matchesRegistered(
  uri: string,
  registered: readonly string[],
  anyLoopbackPort: boolean,
): boolean {
  if (registered.includes(uri)) return true;
  if (!anyLoopbackPort) return false;
  const portless = withoutLoopbackPort(uri);
  return portless !== undefined && registered.some((known) => withoutLoopbackPort(known) === portless);
}

function withoutLoopbackPort(uri: string): string | undefined {
  if (!URL.canParse(uri)) return undefined;
  const url = new URL(uri);
  if (url.protocol !== 'http:' || !/^(127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)) return undefined;
  url.port = '';
  return url.href;
}
