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
  | { readonly tag: 'no-post' }
  /** The page where posts are written. */
  | { readonly tag: 'compose' }
  /** Of no form that addresses of posts have there, as far as is known: networks change them. */
  | { readonly tag: 'unlike'; readonly url: string };

/** Whether what a person pasted has the form of a link to a post of that account. Only its form: nothing is fetched. */
export function postLink(site: Site, pasted: string): PostLink {
  const words = pasted.trim();
  if (!URL.canParse(words)) return { tag: 'no-link' };
  const url = new URL(words);
  const server = new URL(site.origin);
  const isWeb = url.protocol === 'https:' || (url.protocol === 'http:' && url.host === server.host);
  if (!isWeb || url.username !== '' || url.password !== '') return { tag: 'no-link' };
  const { web } = site.manifest;
  const posts = web?.posts;
  const here = [server.host, ...(web?.hosts ?? [])].map(bareHost);
  if (!here.includes(bareHost(url.host))) return { tag: 'elsewhere', host: url.host };
  // Where the forms of posts are not known, one may be told by what follows the path: `/?p=42`, `/#/42`.
  const rest = posts === undefined ? `${url.search}${url.hash}` : '';
  if (url.pathname === '/' && rest === '') return { tag: 'no-post' };
  const address = `${url.host}${url.pathname}${url.search}`;
  if (posts?.some((form) => new RegExp(`^(?:${form})`, 'u').test(address)))
    return { tag: 'ok', url: url.href };
  const compose = new URL(composePage(site, ''));
  const isCompose =
    bareHost(url.host) === bareHost(compose.host) &&
    barePath(url.pathname) === barePath(compose.pathname) &&
    (posts !== undefined || rest === `${compose.search}${compose.hash}`);
  if (isCompose) return { tag: 'compose' };
  return posts === undefined ? { tag: 'ok', url: url.href } : { tag: 'unlike', url: url.href };
}

const bareHost = (host: string): string => host.replace(/^www\./u, '');
const barePath = (path: string): string => path.replace(/\/+$/u, '');
