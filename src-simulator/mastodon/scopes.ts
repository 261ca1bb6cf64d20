/** Every scope that the server knows. */
// sheet: Authorisation (scopes)
export const knownScopes: readonly string[] = [
  'profile',
  'read',
  'read:accounts',
  'read:blocks',
  'read:bookmarks',
  'read:favourites',
  'read:filters',
  'read:follows',
  'read:lists',
  'read:mutes',
  'read:notifications',
  'read:search',
  'read:statuses',
  'write',
  'write:accounts',
  'write:blocks',
  'write:bookmarks',
  'write:conversations',
  'write:favourites',
  'write:filters',
  'write:follows',
  'write:lists',
  'write:media',
  'write:mutes',
  'write:notifications',
  'write:reports',
  'write:statuses',
  'push',
];

/** Splits a scope parameter; nothing given means `read`. */
export function readScopes(given: string | undefined): readonly string[] {
  const scopes = (given ?? '').split(/[\s+]+/).filter((scope) => scope !== '');
  return scopes.length === 0 ? ['read'] : [...new Set(scopes)];
}

/** Whether everything asked for was registered, literally or through the broad scope that contains it. */
export function areCovered(asked: readonly string[], registered: readonly string[]): boolean {
  return asked.every(
    (scope) => registered.includes(scope) || registered.includes(scope.split(':')[0] ?? scope),
  );
}
