import type { Access, PermissionName } from '../../../src-shared/domain/vitals.ts';
import type { Secret } from '../contract.ts';
import { readSecret } from './secret.ts';

/** What Vigie needs each scope for. */
const needs: readonly (readonly [name: PermissionName, scope: string])[] = [
  ['read', 'read'],
  ['publish', 'write:statuses'],
  ['upload', 'write:media'],
  ['react', 'write:favourites'],
  ['private-messages', 'write:conversations'],
  ['mute', 'write:mutes'],
  ['block', 'write:blocks'],
];

/** Sending a private message is writing a post; the conversations' scope only marks them as read. */
const alsoBy: Partial<Record<PermissionName, string>> = { 'private-messages': 'write:statuses' };

/** What an access token says of itself. A server that names no scopes granted what was asked (RFC 6749, 5.1). */
export function accessOf(secret: Secret): Access {
  const own = readSecret(secret);
  const granted = (own?.scope ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
  const has = (scope: string): boolean =>
    granted.includes(scope) || granted.includes(scope.split(':')[0] ?? scope) || coversFollow(granted, scope);
  return {
    endsAt: own?.expiresAt ?? null,
    renews: own !== null && own.refreshToken !== null && own.expiresAt !== null,
    permissions: needs.map(([name, scope]) => ({
      name,
      held: granted.length === 0 ? null : has(scope) || has(alsoBy[name] ?? scope),
      scope,
    })),
  };
}

/** Servers that know only the old broad scopes put mutes and blocks under `follow`. */
const coversFollow = (granted: readonly string[], scope: string): boolean =>
  (scope === 'write:mutes' || scope === 'write:blocks') && granted.includes('follow');
