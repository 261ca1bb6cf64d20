import type { Manifest } from '../../src-shared/networks/manifest.ts';

/** What the network's own pages need to know of an account. */
interface Site {
  /** Base address of the account's server. */
  readonly origin: string;
  readonly manifest: Pick<Manifest, 'web'>;
}

/** What the bridge takes, and browsers and servers too. */
const longestAddress = 4_000;

/** Where a person writes a post by hand, with the words in it where the network takes them along. */
export function composePage({ origin, manifest }: Site, text: string): string {
  const compose = manifest.web?.compose ?? '/';
  const page = (words: string): string =>
    new URL(
      compose.replace('{text}', () => encodeURIComponent(words)),
      origin,
    ).href;
  const whole = page(text);
  // Half a text is worse than none: it can be pasted.
  return whole.length > longestAddress ? page('') : whole;
}

export type PostLink =
  | { readonly tag: 'ok'; readonly url: string }
  /** Not the address of a page at all. */
  | { readonly tag: 'no-link' }
  /** A page, but not where this network shows its posts. */
  | { readonly tag: 'elsewhere'; readonly host: string }
  /** The network's front page: no post. */
  | { readonly tag: 'no-post' };

/** Whether what a person pasted has the form of a link to a post of that account. Only its form: nothing is fetched. */
export function postLink({ origin, manifest }: Site, pasted: string): PostLink {
  const words = pasted.trim();
  if (!URL.canParse(words)) return { tag: 'no-link' };
  const url = new URL(words);
  const server = new URL(origin);
  const isWeb = url.protocol === 'https:' || (url.protocol === 'http:' && url.host === server.host);
  if (!isWeb || url.username !== '' || url.password !== '') return { tag: 'no-link' };
  const hosts = manifest.web?.hosts ?? [];
  const here = hosts.length > 0 ? hosts : [server.host];
  if (!here.includes(url.host) && url.host !== server.host) return { tag: 'elsewhere', host: url.host };
  return url.pathname.length > 1 ? { tag: 'ok', url: url.href } : { tag: 'no-post' };
}
