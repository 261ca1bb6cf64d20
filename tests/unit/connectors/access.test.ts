import { describe, expect, it } from 'vitest';
import { accessOf as blueskyAccess } from '../../../src-main/connectors/bluesky/access.ts';
import { accessOf as mastodonAccess } from '../../../src-main/connectors/mastodon/access.ts';
import type { Access } from '../../../src-shared/domain/vitals.ts';

const lacks = ({ permissions }: Access): readonly string[] =>
  permissions.filter(({ held }) => held === false).map(({ name }) => name);

describe('an access token of Mastodon and its kin', () => {
  const secret = (scope: string, more: Record<string, string | number | null> = {}) => ({
    accessToken: 'a',
    refreshToken: null,
    expiresAt: null,
    scope,
    clientId: 'c',
    clientSecret: 's',
    redirectUri: '',
    tokenUrl: 't',
    revokeUrl: 'r',
    ...more,
  });

  it.each<[string, readonly string[]]>([
    ['read write', []],
    ['read write:statuses write:media write:favourites write:conversations write:mutes write:blocks', []],
    ['read write:statuses', ['upload', 'react', 'mute', 'block']],
    ['read write:statuses write:media write:favourites follow', []],
    ['write:statuses', ['read', 'upload', 'react', 'mute', 'block']],
  ])('that was granted "%s" lacks what it lacks', (scope, missing) => {
    expect(lacks(mastodonAccess(secret(scope)))).toEqual(missing);
  });

  it('whose server says nothing is not said to hold or to lack anything', () => {
    const { permissions } = mastodonAccess(secret(''));
    expect(new Set(permissions.map(({ held }) => held))).toEqual(new Set([null]));
  });

  it('does not end, ends for good, or renews itself', () => {
    expect(mastodonAccess(secret('read'))).toMatchObject({ endsAt: null, renews: false });
    expect(mastodonAccess(secret('read', { expiresAt: 5 }))).toMatchObject({ endsAt: 5, renews: false });
    expect(mastodonAccess(secret('read', { expiresAt: 5, refreshToken: 'r' }))).toMatchObject({
      endsAt: 5,
      renews: true,
    });
  });
});

describe('a pair of Bluesky', () => {
  const jwt = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`;

  it('renews itself, and lapses with its second token', () => {
    const pair = { accessJwt: jwt({ exp: 1 }), refreshJwt: jwt({ exp: 1_800_000_000 }) };
    expect(blueskyAccess(pair, true)).toMatchObject({ endsAt: 1_800_000_000_000, renews: true });
    expect(blueskyAccess({ refreshJwt: 'opaque' }, true)).toMatchObject({ endsAt: null, renews: true });
  });

  it('lacks the direct messages when its password was made without them', () => {
    expect(lacks(blueskyAccess({}, false))).toEqual(['private-messages']);
    expect(lacks(blueskyAccess({}, true))).toEqual([]);
  });
});
