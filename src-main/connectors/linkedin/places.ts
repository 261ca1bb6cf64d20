/** The network's main host, which accounts name as their server. */
export const apiOrigin = 'https://api.linkedin.com';
const wwwOrigin = 'https://www.linkedin.com';

export interface Places {
  readonly api: string;
  /** Consent pages and tokens. */
  readonly www: string;
  /** LinkedIn's own page at which an authorisation may end: it asks for no server of ours. */
  readonly ownRedirect: string;
  /** Shown as the account's server. */
  readonly host: string;
}

/** The hosts of an account. On a simulated network one origin plays them all. */
export const placesOf = (origin: string): Places => {
  const isReal = origin === apiOrigin;
  const www = isReal ? wwwOrigin : origin;
  return {
    api: origin,
    www,
    ownRedirect: `${www}/developers/tools/oauth/redirect`,
    host: new URL(www).host,
  };
};

/** Whether an address that the network handed out is one of its own, to which a token may go. */
export function isOwnAddress(address: string, origin: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.origin === origin) return true;
  return url.protocol === 'https:' && /(?:^|\.)(?:linkedin|licdn)\.com$/.test(url.hostname);
}

/**
 * The origin that a form's server field means: empty, the real network. Anything else must be a whole origin, which
 * only training and tests name.
 */
export function originOf(server: string): string | null {
  const typed = server.trim();
  if (typed === '') return apiOrigin;
  const url = URL.canParse(typed) ? new URL(typed) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null;
  const isLoopback = url.hostname === '127.0.0.1' || url.hostname === '[::1]' || url.hostname === 'localhost';
  return url.protocol === 'https:' || isLoopback ? url.origin : null;
}

/** Where a post is read. Not on a simulated network, which has no such page. */
export const postUrl = (urn: string): string => `${wwwOrigin}/feed/update/${encodeURIComponent(urn)}/`;
