import * as v from 'valibot';
import type { Secret } from '../contract.ts';

/** What the keychain holds of an account. */
const secretSchema = v.object({
  accessToken: v.string(),
  /** Given by forks only; null: the token does not expire, or nothing can be done about it. */
  refreshToken: v.fallback(v.nullable(v.string()), null),
  /** Epoch ms; null: never. */
  expiresAt: v.fallback(v.nullable(v.number()), null),
  scope: v.fallback(v.string(), ''),
  /** This installation's own registration at that server. */
  clientId: v.string(),
  clientSecret: v.string(),
  redirectUri: v.fallback(v.string(), ''),
  tokenUrl: v.string(),
  revokeUrl: v.string(),
});
export type MastodonSecret = v.InferOutput<typeof secretSchema>;

/** Null when the entry is not one of ours. */
export function readSecret(secret: Secret): MastodonSecret | null {
  const parsed = v.safeParse(secretSchema, secret);
  return parsed.success ? parsed.output : null;
}

export const tokenOf = (secret: Secret): string | null => readSecret(secret)?.accessToken ?? null;
