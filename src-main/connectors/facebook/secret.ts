import * as v from 'valibot';
import type { Access, PermissionName } from '../../../src-shared/domain/vitals.ts';
import type { Secret } from '../contract.ts';

/** What the keychain holds of a page. */
const secretSchema = v.object({
  /** The page's own access. */
  token: v.string(),
  /** Of the person's own app; empty when the access was pasted. */
  appId: v.fallback(v.string(), ''),
  appSecret: v.fallback(v.string(), ''),
  scopes: v.fallback(v.string(), ''),
  /** Epoch ms; null: without end. */
  expiresAt: v.fallback(v.nullable(v.number()), null),
  /** When the network stops giving people's data unless the person logs in again; epoch ms. */
  dataEndsAt: v.fallback(v.nullable(v.number()), null),
});
export type PageSecret = v.InferOutput<typeof secretSchema>;

/** Null when the entry is not one of ours. */
export function readSecret(secret: Secret): PageSecret | null {
  const parsed = v.safeParse(secretSchema, secret);
  return parsed.success ? parsed.output : null;
}

export const scopesOf = (secret: Secret): readonly string[] =>
  (readSecret(secret)?.scopes ?? '').split(',').filter((scope) => scope !== '');

/** Whether the access surely lacks a permission; when nobody said what it has, it does not. */
export const lacks = (secret: Secret, scope: string): boolean => {
  const held = scopesOf(secret);
  return held.length > 0 && !held.includes(scope);
};

/** What Vigie needs each permission for: the least that what it offers needs (facebook-pages §2). */
const needs: readonly (readonly [name: PermissionName, scope: string])[] = [
  ['read', 'pages_read_engagement'],
  ['read', 'pages_read_user_content'],
  ['publish', 'pages_manage_posts'],
  ['upload', 'pages_manage_posts'],
  ['react', 'pages_manage_engagement'],
  ['private-messages', 'pages_messaging'],
  ['block', 'pages_manage_engagement'],
];

/** A page's access has no end of its own, but people's data is given for ninety days after a login only. */
export function accessOf(secret: Secret): Access {
  const own = readSecret(secret);
  const held = scopesOf(secret);
  const ends = [own?.expiresAt, own?.dataEndsAt].filter((at) => typeof at === 'number');
  return {
    endsAt: ends.length === 0 ? null : Math.min(...ends),
    renews: false,
    permissions: needs.map(([name, scope]) => ({
      name,
      held: held.length === 0 ? null : held.includes(scope),
      scope,
    })),
  };
}
