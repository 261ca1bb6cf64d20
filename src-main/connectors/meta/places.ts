/** Hosts of the family. Paths tell them apart, so that one loopback server can be all of them. */
export interface Places {
  readonly graph: string;
  /** Films in pieces. */
  readonly graphVideo: string;
  /** The login's pages. */
  readonly web: string;
  /** Where a desktop's login lands, with the code in the address. */
  readonly landing: string;
}

export const productionOrigin = 'https://graph.facebook.com';
const landingPath = '/connect/login_success.html';

/** Where the hosts are: a server that was named (training, tests) plays all of them. */
export function placesOf(origin: string): Places {
  if (origin !== productionOrigin)
    return { graph: origin, graphVideo: origin, web: origin, landing: `${origin}${landingPath}` };
  const web = 'https://www.facebook.com';
  return {
    graph: productionOrigin,
    graphVideo: 'https://graph-video.facebook.com',
    web,
    landing: `${web}${landingPath}`,
  };
}

const isLoopback = (host: string): boolean => /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(host);

/**
 * The origin that a form's server field names, an address or a host alone; the network's own when it is empty; null when
 * it is neither.
 */
export function originOf(field: string | undefined): string | null {
  const typed = (field ?? '').trim();
  if (typed === '') return productionOrigin;
  const isHost = !/^[a-z][a-z\d+.-]*:\/\//i.test(typed);
  const address = isHost ? `${isLoopback(typed) ? 'http' : 'https'}://${typed}` : typed;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.host)) ? url.origin : null;
}
