import * as v from 'valibot';
import type { Secret } from '../contract.ts';

/** What the keychain holds of an account. The app is the person's own, a public client without a secret. */
const secretSchema = v.object({
  accessToken: v.string(),
  /** Works once; null: not granted, so the access ends by itself. */
  refreshToken: v.fallback(v.nullable(v.string()), null),
  /** Epoch ms; null: not said. */
  expiresAt: v.fallback(v.nullable(v.number()), null),
  scope: v.fallback(v.string(), ''),
  clientId: v.string(),
});
export type TwitterSecret = v.InferOutput<typeof secretSchema>;

/** Null when the entry is not one of ours. */
export function readSecret(secret: Secret): TwitterSecret | null {
  const parsed = v.safeParse(secretSchema, secret);
  return parsed.success ? parsed.output : null;
}

export const tokenOf = (secret: Secret): string | null => readSecret(secret)?.accessToken ?? null;
