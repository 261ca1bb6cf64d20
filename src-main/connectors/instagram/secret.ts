import * as v from 'valibot';
import type { Secret } from '../contract.ts';

const optionalText = v.fallback(v.nullable(v.string()), null);
const optionalMoment = v.fallback(v.nullable(v.number()), null);

/** What the keychain holds of an account. */
const secretSchema = v.object({
  login: v.picklist(['instagram', 'facebook']),
  token: v.string(),
  /** When the access was given, epoch ms: Instagram renews none that is younger than a day. */
  issuedAt: v.number(),
  /** Epoch ms; null: it does not end. */
  expiresAt: optionalMoment,
  /** Until when the person's data may be read with it, epoch ms; null: nobody said. */
  dataEndsAt: optionalMoment,
  /** Granted permissions, parted by commas; empty: nobody said. */
  scope: v.fallback(v.string(), ''),
  /** The page that the account is linked to, with Facebook Login: messages go through it. */
  pageId: optionalText,
  /** The person's own media host: where a file is put, where it is then read, and the key (`hosting.ts`). */
  hostPut: optionalText,
  hostGet: optionalText,
  hostKey: optionalText,
});
export type InstagramSecret = v.InferOutput<typeof secretSchema>;

/** Null when the entry is not one of ours. */
export function readSecret(secret: Secret): InstagramSecret | null {
  const parsed = v.safeParse(secretSchema, secret);
  return parsed.success ? parsed.output : null;
}

/** The secret of nobody: calls with it carry no access. */
export const blankSecret: InstagramSecret = {
  login: 'instagram',
  token: '',
  issuedAt: 0,
  expiresAt: null,
  dataEndsAt: null,
  scope: '',
  pageId: null,
  hostPut: null,
  hostGet: null,
  hostKey: null,
};
