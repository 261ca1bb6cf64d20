import * as v from 'valibot';
import type { Secret } from '../contract.ts';

/** What the keychain holds of an account. */
const secretSchema = v.object({
  accessToken: v.string(),
  /** For apps of partners only; null: the person connects again when the token ends. */
  refreshToken: v.fallback(v.nullable(v.string()), null),
  /** Epoch ms; of a pasted token of which nothing is known, the latest that it can be. */
  expiresAt: v.fallback(v.nullable(v.number()), null),
  /** When the refresh token ends, epoch ms: it is not prolonged. */
  refreshEndsAt: v.fallback(v.nullable(v.number()), null),
  /** Scopes parted by spaces. Of a pasted token those that were seen to work. */
  scope: v.fallback(v.string(), ''),
  /** The scopes were named by the network, so one that is not among them is not held. */
  isScopeKnown: v.fallback(v.number(), 0),
  /** When the token was had, epoch ms: a fresh one is refused for some seconds. */
  obtainedAt: v.fallback(v.number(), 0),
  /** The person's own app; null: a token was pasted without it, or the native flow needs no secret. */
  clientId: v.fallback(v.nullable(v.string()), null),
  clientSecret: v.fallback(v.nullable(v.string()), null),
});
export type LinkedinSecret = v.InferOutput<typeof secretSchema>;

/** Null when the entry is not one of ours. */
export function readSecret(secret: Secret): LinkedinSecret | null {
  const parsed = v.safeParse(secretSchema, secret);
  return parsed.success ? parsed.output : null;
}

export const scopesOf = (secret: Pick<LinkedinSecret, 'scope'> | null): readonly string[] =>
  (secret?.scope ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
