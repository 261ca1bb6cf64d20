import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorContext, ConnectorError, Identity } from '../contract.ts';
import { ask, callContext, type CallContext } from './calls.ts';
import { effectiveManifest } from './effective-manifest.ts';
import { parseEach } from './parse-each.ts';
import { placesOf } from './places.ts';
import { query } from './restli.ts';
import { readSecret, type LinkedinSecret } from './secret.ts';
import { isOrganization, urnId } from './urn.ts';
import {
  wireAclSchema,
  wireListSchema,
  wireOrganizationSchema,
  wireProfileSchema,
  wireUserinfoSchema,
} from './wire.ts';

/** Somebody as whom a token may speak. */
export interface Author {
  readonly urn: string;
  readonly name: string;
  readonly handle: string;
  readonly avatarUrl: string | null;
  /** Of a page: the most that the member may do there; null: not said, or no page. */
  readonly role: string | null;
}

/** Roles in which one may post for a page, the one that may most first. */
const posting: readonly string[] = [
  'ADMINISTRATOR',
  'CONTENT_ADMIN',
  'CONTENT_ADMINISTRATOR',
  'DIRECT_SPONSORED_CONTENT_POSTER',
];
const mostPages = 50;

/**
 * The member behind a token: by the identity scopes, else by the profile's, else as whom the pages' roles name. Which
 * of them a token holds depends on the product of its app.
 */
export async function readMember(ctx: CallContext): Promise<Result<Author, ConnectorError>> {
  const info = await ask(ctx, 'read', wireUserinfoSchema, { method: 'GET', path: '/v2/userinfo' });
  if (info.tag === 'ok') {
    const { sub, name, picture } = info.value;
    return ok({
      urn: `urn:li:person:${sub}`,
      name: name || sub,
      handle: name || sub,
      avatarUrl: picture,
      role: null,
    });
  }
  if (!isDenied(info.error)) return info;
  const profile = await ask(ctx, 'read', wireProfileSchema, { method: 'GET', path: '/v2/me' });
  if (profile.tag === 'ok') {
    const { id, localizedFirstName, localizedLastName, vanityName } = profile.value;
    const name = `${localizedFirstName} ${localizedLastName}`.trim() || id;
    return ok({ urn: `urn:li:person:${id}`, name, handle: vanityName || name, avatarUrl: null, role: null });
  }
  if (!isDenied(profile.error)) return profile;
  const roles = await readRoles(ctx);
  if (roles.tag === 'err') return roles;
  const [first] = roles.value;
  if (first === undefined || first.roleAssignee === '')
    return err({ tag: 'auth', failure: failure('scope-missing', { host: placesOf(ctx.origin).host }) });
  const id = urnId(first.roleAssignee);
  return ok({ urn: first.roleAssignee, name: id, handle: id, avatarUrl: null, role: null });
}

export const isDenied = (error: ConnectorError): boolean =>
  error.tag === 'auth' && error.failure.code === 'scope-missing';

async function readRoles(ctx: CallContext) {
  const listed = await ask(ctx, 'read', wireListSchema, {
    method: 'GET',
    path: '/rest/organizationAcls',
    query: query({ q: 'roleAssignee', state: 'APPROVED', count: 100 }),
  });
  return listed.tag === 'err' ? listed : ok(parseEach(wireAclSchema, listed.value.elements).items);
}

/** The pages for which the member may post. None when the token says nothing of pages. */
export async function readPages(ctx: CallContext): Promise<Result<readonly Author[], ConnectorError>> {
  const roles = await readRoles(ctx);
  if (roles.tag === 'err') return isDenied(roles.error) ? ok([]) : roles;
  const urns = new Set(roles.value.map(({ organization }) => organization));
  const held = [...urns].flatMap((urn) => {
    const role = roleOn(urn, roles.value);
    return role === null ? [] : [{ urn, role }];
  });
  const pages: Author[] = [];
  for (const { urn, role } of held.slice(0, mostPages)) {
    const page = await readPage(ctx, urn, role);
    if (page.tag === 'ok') pages.push(page.value);
    // A page that is not shown is not offered; the others are.
    else if (page.error.tag !== 'gone' && !isDenied(page.error)) return page;
  }
  return ok(pages);
}

const roleOn = (
  page: string,
  roles: readonly { readonly organization: string; readonly role: string }[],
): string | null =>
  posting.find((role) => roles.some((one) => one.organization === page && one.role === role)) ?? null;

async function readPage(
  ctx: CallContext,
  urn: string,
  role: string | null,
): Promise<Result<Author, ConnectorError>> {
  const page = await ask(ctx, 'read', wireOrganizationSchema, {
    method: 'GET',
    path: `/rest/organizations/${encodeURIComponent(urnId(urn))}`,
  });
  if (page.tag === 'err') return page;
  const { localizedName, vanityName, id } = page.value;
  return ok({ urn, name: localizedName || id, handle: vanityName || id, avatarUrl: null, role });
}

/** Who the account is, and what it may do now. */
export async function identify(ctx: ConnectorContext): Promise<Result<Identity, ConnectorError>> {
  const secret = readSecret(ctx.secret);
  if (secret === null) return err({ tag: 'auth', failure: failure('authorisation-expired') });
  const calls = callContext(ctx);
  const { remoteId } = ctx.me;
  const author = isOrganization(remoteId) ? await readPageAgain(calls, remoteId) : await readMember(calls);
  if (author.tag === 'err') return author;
  if (author.value.urn !== remoteId)
    return err({ tag: 'auth', failure: failure('authorisation-mismatch', { handle: author.value.handle }) });
  return ok(identityOf(author.value, secret, ctx.origin));
}

/** The page with the role that the member has on it now: roles are given and taken. */
async function readPageAgain(ctx: CallContext, urn: string): Promise<Result<Author, ConnectorError>> {
  const roles = await readRoles(ctx);
  if (roles.tag === 'err' && !isDenied(roles.error)) return roles;
  return readPage(ctx, urn, roles.tag === 'ok' ? roleOn(urn, roles.value) : null);
}

export const identityOf = (author: Author, secret: LinkedinSecret, origin: string): Identity => ({
  remoteId: author.urn,
  handle: author.handle,
  name: author.name,
  avatarUrl: author.avatarUrl,
  server: placesOf(origin).host,
  origin,
  manifest: effectiveManifest(author.urn, secret, author.role),
});
