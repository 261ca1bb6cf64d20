import type { Accounts } from '../pds/accounts.ts';
import type { Privates } from '../pds/privates.ts';
import type { AppIndex } from './index.ts';
import type { Horizon } from './entry.ts';

/** Who looks, at what moment, and where images come from: everything that a view depends on. */
export type Eyes = {
  readonly accounts: Accounts;
  readonly index: AppIndex;
  readonly privates: Privates;
  readonly viewer: string | null;
  readonly horizon: Horizon;
  /** Base of image addresses, e.g. `http://127.0.0.1:4711`. */
  readonly origin: string;
};

/** Whether either of two accounts blocks the other. */
export function blockBetween(eyes: Eyes, a: string, b: string): boolean {
  const { index, horizon } = eyes;
  return (
    a !== b &&
    (index.relation('block', a, b, horizon) ?? index.relation('block', b, a, horizon)) !== undefined
  );
}

export const blockedForViewer = (eyes: Eyes, did: string): boolean =>
  eyes.viewer !== null && blockBetween(eyes, eyes.viewer, did);

export const mutedForViewer = (eyes: Eyes, did: string): boolean =>
  eyes.viewer !== null && eyes.privates.isMuted(eyes.viewer, did);

/** Address of an image in the shape of the real CDN. */
export const imageUrl = (eyes: Eyes, preset: string, did: string, cid: string): string =>
  `${eyes.origin}/img/${preset}/plain/${did}/${cid}@jpeg`;
