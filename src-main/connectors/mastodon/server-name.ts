/** The server that a person meant, and the account there when they named one. */
export interface ServerName {
  /** `https://example.social`, no trailing slash; `http://` for this very machine only. */
  readonly origin: string;
  /** Host, with its port when it is not the scheme's own. */
  readonly host: string;
  readonly user: string | null;
}

const scheme = /^([a-z][a-z0-9+.-]*):\/\//i;
const userName = /^\w(?:[\w.-]*\w)?$/;
const invisible = /[\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;

/**
 * Reads what a person types or pastes to name their server: `piaille.fr`, `https://piaille.fr/@me`, `@me@piaille.fr`.
 * Plain http is kept for loopback hosts and made https everywhere else. Null when no server can be meant by it.
 */
export function parseServerName(typed: string): ServerName | null {
  const text = typed.replace(invisible, '').trim();
  if (text === '' || text.length > 300 || /[\s\\]/.test(text)) return null;
  const written = scheme.exec(text)?.[1]?.toLowerCase() ?? null;
  if (written !== null) return written === 'http' || written === 'https' ? fromUrl(text) : null;
  return fromHandle(text.replace(/^acct:/i, ''));
}

function fromUrl(text: string): ServerName | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return null;
  return named(url, userOfPath(url.pathname));
}

/** `host`, `host/@me`, `me@host`, `@me@host`. */
function fromHandle(text: string): ServerName | null {
  const [address = '', ...path] = text.replace(/^@/, '').split('/');
  const at = address.lastIndexOf('@');
  const user = at === -1 ? userOfPath(`/${path.join('/')}`) : address.slice(0, at);
  if (at !== -1 && !userName.test(user ?? '')) return null;
  const host = address.slice(at + 1);
  if (!URL.canParse(`https://${host}`)) return null;
  const url = new URL(`https://${host}`);
  // `localhost:3000` is a server under development; nobody gives those a certificate.
  const asked = isLoopback(url.hostname) ? new URL(`http://${host}`) : url;
  if (asked.pathname !== '/' || asked.search !== '' || asked.hash !== '') return null;
  if (!isLoopback(asked.hostname) && !asked.hostname.includes('.') && !asked.hostname.startsWith('['))
    return null;
  return named(asked, user);
}

/** `/@me` of a profile address; somebody else's profile as seen from that server names nobody there. */
function userOfPath(path: string): string | null {
  const name = /^\/@([^/@]+)(?:\/|$)/.exec(path)?.[1] ?? null;
  return name !== null && userName.test(name) ? name : null;
}

function named(url: URL, user: string | null): ServerName | null {
  const hostname = url.hostname.replace(/\.$/, '');
  if (hostname === '' || hostname.startsWith('.') || hostname.includes('..')) return null;
  const host = url.port === '' ? hostname : `${hostname}:${url.port}`;
  const protocol = isLoopback(hostname) ? url.protocol : 'https:';
  return { origin: `${protocol}//${host}`, host, user };
}

/** Whether a host, as URL parsing spells it, is this very machine. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127\.\d+\.\d+\.\d+$/.test(hostname);
