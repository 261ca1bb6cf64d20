/** The three parts of `at://did/collection/rkey`. */
export interface AtUri {
  readonly repo: string;
  readonly collection: string;
  readonly rkey: string;
}

/** Null for anything that is not the address of one record. */
export function parseAtUri(uri: string): AtUri | null {
  const match = /^at:\/\/([^/?#\s]+)\/([^/?#\s]+)\/([^/?#\s]+)$/.exec(uri);
  if (!match) return null;
  const [, repo = '', collection = '', rkey = ''] = match;
  return { repo, collection, rkey };
}

export const atUri = (repo: string, collection: string, rkey: string): string =>
  `at://${repo}/${collection}/${rkey}`;

/** The record collections that this connector writes or reads. */
export const collections = {
  post: 'app.bsky.feed.post',
  like: 'app.bsky.feed.like',
  block: 'app.bsky.graph.block',
} as const;
