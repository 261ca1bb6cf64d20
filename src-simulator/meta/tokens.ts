import type { IncomingHttpHeaders } from 'node:http';
import { failure, type GraphFailure } from './failure.ts';
import type { PageRow, TokenEnd, TokenRow, UserRow } from './rows.ts';
import type { MetaWorld } from './world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Lives of accesses (facebook-pages §2). */
export const shortLife = 2 * HOUR;
export const longLife = 60 * DAY;
export const dataAccessLife = 90 * DAY;

/** The access that a request carries: in the header, the query, or (given apart) the body. */
export function rawToken(headers: IncomingHttpHeaders, url: URL, inBody?: string): string | undefined {
  const header = /^(?:Bearer|OAuth) +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  return header ?? url.searchParams.get('access_token') ?? inBody;
}

/** The row behind an access, an app's own `id|secret` included; undefined when nobody issued it. */
export function findToken(world: MetaWorld, raw: string | undefined): TokenRow | undefined {
  if (raw === undefined) return undefined;
  const known = world.tokens.get(raw);
  if (known) return known;
  const [appId, secret] = raw.split('|');
  const app = appId === undefined ? undefined : world.apps.get(appId);
  if (!app || secret !== app.secret) return undefined;
  return {
    id: raw,
    type: 'APP',
    appId: app.id,
    userId: app.id,
    profileId: app.id,
    scopes: [],
    targets: null,
    issuedAt: 0,
    expiresAt: null,
    dataAccessExpiresAt: 0,
    longLived: true,
    ended: null,
  };
}

const endings: Readonly<Record<TokenEnd, readonly [subcode: number, words: string]>> = {
  'app-removed': [458, 'The user has not authorized application'],
  checkpoint: [459, 'The user must log in at www.facebook.com to clear a checkpoint'],
  'password-changed': [
    460,
    'The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.',
  ],
  'no-role': [492, 'The user must be an administrator, editor, or moderator of the page'],
};

/** Why an access is refused (facebook-pages §7, 190 and its subcodes); undefined when it is good. */
export function tokenFailure(token: TokenRow | undefined, now: number): GraphFailure | undefined {
  if (!token) return failure(190, 'Invalid OAuth access token - Cannot parse access token');
  if (token.ended !== null) {
    const [subcode, words] = endings[token.ended];
    return failure(190, `Error validating access token: ${words}`, { subcode });
  }
  if (token.expiresAt !== null && token.expiresAt <= now)
    return failure(
      190,
      `Error validating access token: Session has expired on ${new Date(token.expiresAt).toUTCString()}. The current time is ${new Date(now).toUTCString()}.`,
      { subcode: 463 },
    );
  return undefined;
}

/** Issues an access of a person to an app. */
export function issueUserToken(
  world: MetaWorld,
  order: Pick<TokenRow, 'appId' | 'userId' | 'scopes' | 'targets' | 'longLived'>,
): TokenRow {
  const now = world.clock.now();
  return world.tokens.put({
    ...order,
    id: world.secret('EAAU'),
    type: 'USER',
    profileId: order.userId,
    issuedAt: now,
    expiresAt: now + (order.longLived ? longLife : shortLife),
    dataAccessExpiresAt: now + dataAccessLife,
    ended: null,
  });
}

/**
 * The access of a page that a person's access gives: the same one as long as the person's stays the same. Without end
 * when it comes of a long-lived one, with the person's end otherwise (facebook-pages §2, page tokens).
 */
export function pageTokenOf(world: MetaWorld, token: TokenRow, page: PageRow): TokenRow {
  for (const known of world.tokens.values())
    if (
      known.type === 'PAGE' &&
      known.profileId === page.id &&
      known.userId === token.userId &&
      known.appId === token.appId &&
      known.ended === null &&
      known.longLived === token.longLived &&
      known.scopes.join() === token.scopes.join()
    )
      return known;
  return world.tokens.put({
    ...token,
    id: world.secret('EAAP'),
    type: 'PAGE',
    profileId: page.id,
    expiresAt: token.longLived ? null : token.expiresAt,
  });
}

/** The pages that an access shows: the person has a role there, and left them to the app. */
export function pagesOf(world: MetaWorld, token: TokenRow): readonly PageRow[] {
  return [...world.pages.values()].filter(
    (page) =>
      page.tasks[token.userId] !== undefined && (token.targets === null || token.targets.includes(page.id)),
  );
}

/** Ends every access that concerns a person, or one page of theirs. */
export function endTokens(world: MetaWorld, fits: (token: TokenRow) => boolean, why: TokenEnd): void {
  for (const token of world.tokens.values())
    if (token.ended === null && fits(token)) world.tokens.put({ ...token, ended: why });
}

export function userNamed(world: MetaWorld, handle: string): UserRow | undefined {
  for (const user of world.users.values()) if (user.handle === handle) return user;
  return undefined;
}
