import { createHash } from 'node:crypto';

/** Proof key for code exchange (RFC 7636): the challenge travels through the browser, the verifier never does. */
export interface Pkce {
  /** 43 characters of the URL-safe alphabet, 256 bits of randomness. */
  readonly verifier: string;
  readonly challenge: string;
}

/** The S256 challenge of a verifier; `plain` is never used. */
export const challengeOf = (verifier: string): string =>
  createHash('sha256').update(verifier, 'ascii').digest('base64url');

/** Draws a pair. `random` gives cryptographically random URL-safe text of n bytes. */
export function createPkce(random: (bytes: number) => string): Pkce {
  const verifier = random(32);
  return { verifier, challenge: challengeOf(verifier) };
}
