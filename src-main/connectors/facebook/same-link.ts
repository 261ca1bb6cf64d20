import type { WirePost } from './wire.ts';

/**
 * Whether a post shares an address. `unknown`: the network names none for it (yet). `other` is no proof of another
 * post: the network may show the address that the page names as its own, or that it leads to.
 */
export function sharesLink({ attachments }: WirePost, link: string): 'same' | 'other' | 'unknown' {
  const named = (attachments?.data ?? []).flatMap(({ url, unshimmed_url: plain, target }) =>
    [plain, url, target?.url].flatMap((one) => (one === null || one === undefined ? [] : [essence(one)])),
  );
  if (named.length === 0) return 'unknown';
  return named.includes(essence(link)) ? 'same' : 'other';
}

/** An address without what the network puts around it and behind it. */
function essence(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  const inside = url.pathname === '/l.php' ? url.searchParams.get('u') : null;
  if (inside !== null) return essence(inside);
  url.searchParams.delete('fbclid');
  url.hash = '';
  return `${url.host}${url.pathname.replace(/\/$/, '')}${url.search}`;
}
