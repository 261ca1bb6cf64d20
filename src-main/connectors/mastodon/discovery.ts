import { failure } from '../../../src-shared/errors.ts';
import type { Manifest } from '../../../src-shared/networks/manifest.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorError } from '../contract.ts';
import { ask, type CallContext } from './calls.ts';
import { effectiveManifest } from './effective-manifest.ts';
import { isLoopback } from './server-name.ts';
import { softwareOf, type Software } from './software.ts';
import {
  wireInstanceSchema,
  wireNodeInfoIndexSchema,
  wireNodeInfoSchema,
  wireWebFingerSchema,
  type WireInstance,
} from './wire.ts';

export interface Discovered {
  readonly instance: WireInstance;
  readonly software: Software;
  readonly manifest: Manifest;
  /** The server's name in handles: `example.social`, which may differ from the host that answers. */
  readonly domain: string;
}

/** What a host is. `closed`: it speaks the protocol but tells strangers nothing. */
export type Found = { readonly tag: 'open'; readonly server: Discovered } | { readonly tag: 'closed' };

const get = (path: string) => ({ method: 'GET', path }) as const;

/** Reads what a server says of itself: `/api/v2/instance`, or v1 where that does not exist. */
export async function readInstance(ctx: CallContext): Promise<Result<WireInstance, ConnectorError>> {
  const current = await ask(ctx, 'read', wireInstanceSchema, get('/api/v2/instance'));
  if (current.tag === 'ok' || !speaksOtherwise(current.error)) return current;
  return ask(ctx, 'read', wireInstanceSchema, get('/api/v1/instance'));
}

/** The answer of something that is there but does not know the address. */
const speaksOtherwise = (error: ConnectorError): boolean =>
  error.tag === 'gone' || error.tag === 'rejected' || error.tag === 'protocol' || isPage(error);
/** A page for people, but not that of a server in trouble. */
const isPage = (error: ConnectorError): boolean =>
  error.tag === 'server' &&
  error.failure.code === 'html-instead-of-data' &&
  Number(error.failure.detail['status']) < 500;

/** Reads the server's software, limits and promises. */
export async function discover(ctx: CallContext): Promise<Result<Discovered, ConnectorError>> {
  const instance = await readInstance(ctx);
  if (instance.tag === 'err') return instance;
  const software = softwareOf({
    version: instance.value.version,
    sourceUrl: instance.value.source_url,
    statesApiVersion: typeof instance.value.api_versions?.['mastodon'] === 'number',
    nodeInfoName: await nodeInfoName(ctx),
  });
  return ok({
    instance: instance.value,
    software,
    manifest: effectiveManifest(instance.value, software),
    domain: domainOfInstance(instance.value, ctx.origin),
  });
}

/** The same for a host that nobody has vouched for: whatever it is that is no Mastodon gets one name. */
export async function discoverStranger(ctx: CallContext): Promise<Result<Found, ConnectorError>> {
  const found = await discover(ctx);
  if (found.tag === 'ok') return ok({ tag: 'open', server: found.value });
  // A server of a closed community asks even for its own description who wants to know.
  if (found.error.tag === 'auth') return ok({ tag: 'closed' });
  if (!speaksOtherwise(found.error)) return found;
  return err({
    tag: 'rejected',
    failure: failure('not-that-kind-of-server', { host: new URL(ctx.origin).host }),
  });
}

/**
 * Where accounts of a domain really live: `@me@example.com` may be served by `social.example.com`, which WebFinger
 * (RFC 7033) knows for a person and NodeInfo for a whole domain. Null when the domain names nobody.
 */
export async function delegatedOrigin(ctx: CallContext, user: string | null): Promise<string | null> {
  const host = new URL(ctx.origin).host;
  if (user !== null) {
    const person = await ask(ctx, 'read', wireWebFingerSchema, {
      ...get('/.well-known/webfinger'),
      query: new URLSearchParams({ resource: `acct:${user}@${host}` }),
      headers: { accept: 'application/jrd+json, application/json' },
    });
    const self = person.tag === 'ok' ? person.value.links.find(({ rel }) => rel === 'self') : undefined;
    const origin = otherOrigin(self?.href, ctx.origin);
    if (origin !== null) return origin;
  }
  const index = await ask(ctx, 'read', wireNodeInfoIndexSchema, get('/.well-known/nodeinfo'));
  return index.tag === 'ok' ? otherOrigin(index.value.links[0]?.href, ctx.origin) : null;
}

function otherOrigin(address: string | undefined, known: string): string | null {
  if (address === undefined || !URL.canParse(address)) return null;
  const url = new URL(address);
  // Nobody may send us to this machine, nor to where others can listen, but this machine itself.
  const admissible = url.protocol === 'https:' || isLoopback(new URL(known).hostname);
  return admissible && url.protocol.startsWith('http') && url.origin !== known ? url.origin : null;
}

/** `software.name` of NodeInfo; null when the server has none or it cannot be read. */
async function nodeInfoName(ctx: CallContext): Promise<string | null> {
  const index = await ask(ctx, 'read', wireNodeInfoIndexSchema, get('/.well-known/nodeinfo'));
  if (index.tag === 'err') return null;
  const link = index.value.links.findLast(({ rel }) => /nodeinfo.*\/ns\/schema\/[12]\.\d$/.test(rel));
  if (!link || !URL.canParse(link.href) || new URL(link.href).origin !== ctx.origin) return null;
  const info = await ask({ ...ctx, token: null }, 'read', wireNodeInfoSchema, get(link.href));
  return info.tag === 'ok' ? info.value.software.name : null;
}

function domainOfInstance(instance: WireInstance, origin: string): string {
  const said = (instance.domain ?? instance.uri ?? '').replace(/^https?:\/\//i, '').split('/')[0] ?? '';
  return /^[\p{L}\p{N}.-]+(?::\d+)?$/u.test(said) ? said.toLowerCase() : new URL(origin).host;
}
