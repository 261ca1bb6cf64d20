/** The hosts of the network in production. */
export const apiOrigin = 'https://api.x.com';
const pageOrigin = 'https://x.com';

/** Where a person's page is read and consent is asked. In training and tests one loopback origin plays every host. */
export interface Places {
  readonly api: string;
  readonly pages: string;
}

export const placesOf = (origin: string): Places =>
  origin === apiOrigin ? { api: apiOrigin, pages: pageOrigin } : { api: origin, pages: origin };

/** The address of a post, as the network shows it to people. */
export const postUrl = (handle: string, id: string): string =>
  `${pageOrigin}/${handle === '' ? 'i/web' : encodeURIComponent(handle.replace(/^@/, ''))}/status/${id}`;

export const profileUrl = (handle: string): string =>
  `${pageOrigin}/${encodeURIComponent(handle.replace(/^@/, ''))}`;
