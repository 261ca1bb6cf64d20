import { failure, type Failure } from '../../src-shared/errors.ts';
import { byHandManifest } from '../../src-shared/networks/by-hand.ts';
import type { Manifest } from '../../src-shared/networks/manifest.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Connector, ConnectorError, Session } from './contract.ts';

/**
 * The connector of an account that Vigie is not connected to: a person publishes on the network's own pages, and nothing
 * is ever asked of anybody.
 */
export const byHandConnector = (manifest: Manifest): Connector => ({
  manifest,
  authorise: (ctx) => Promise.resolve(byHandSession(manifest, ctx.fields)),
  refreshAt: () => null,
  accessOf: () => ({ endsAt: null, renews: false, permissions: [] }),
  refresh: (ctx) => Promise.resolve(ok(ctx.secret)),
  revoke: () => Promise.resolve(ok(null)),
  identify: () => Promise.resolve(notOffered),
  serverTime: (ctx) => Promise.resolve(ok(ctx.now())),
  pull: () => Promise.resolve(ok({ items: [], cursor: null, opposite: null, more: false })),
  thread: () => Promise.resolve(ok([])),
  listen: null,
  draw: (_, now) => ({ key: '', at: now }),
  publish: () => Promise.resolve(notOffered),
  poll: () => Promise.resolve(notOffered),
  confirm: () => Promise.resolve(notOffered),
  measure: () => Promise.resolve(ok([])),
  findPeople: () => Promise.resolve(ok([])),
});

const notOffered: Result<never, ConnectorError> = err({ tag: 'rejected', failure: failure('not-offered') });

/**
 * The account that the fields `account` and `page` name. Its page is its name among those of the network: two clients'
 * pages are two accounts, the same page twice is one.
 */
export function byHandSession(
  manifest: Manifest,
  fields: Readonly<Record<string, string>>,
): Result<readonly Session[], ConnectorError> {
  const name = (fields['account'] ?? '').trim();
  const page = pageOf(fields['page'] ?? '');
  if (page.tag === 'err') return err({ tag: 'rejected', failure: page.error });
  const { host, pathname, origin } = page.value;
  const path = pathname.replace(/^\/+|\/+$/gu, '');
  const identity = {
    remoteId: path === '' ? host : path.slice(0, 100),
    handle: name === '' ? (path.split('/').at(-1) ?? host) : name,
    name: name === '' ? host : name,
    avatarUrl: null,
    server: host,
    origin,
    manifest: byHandManifest(manifest),
  };
  return ok([{ identity, secret: {} }]);
}

/** An address of a page that a browser can open. */
export function pageOf(typed: string): Result<URL, Failure> {
  const words = typed.trim();
  const address = /^https?:\/\//iu.test(words) ? words : `https://${words}`;
  if (!URL.canParse(address)) return err(failure('not-readable'));
  const url = new URL(address);
  const isWeb = url.protocol === 'https:' && url.hostname.includes('.') && url.username === '';
  return isWeb ? ok(url) : err(failure('not-readable'));
}
