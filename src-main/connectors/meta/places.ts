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

/** The origin that a form's server field names; the network's own when it is empty; null when it is no address. */
export function originOf(field: string | undefined): string | null {
  const typed = (field ?? '').trim();
  if (typed === '') return productionOrigin;
  if (!URL.canParse(typed)) return null;
  const url = new URL(typed);
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback) ? url.origin : null;
}
