import { didDocument, type Account } from '../pds/accounts.ts';
import { bytes, json, text, type SimReply } from '../../core/reply.ts';
import type { Route, SimRequest } from '../../core/route.ts';
import { atIdentifier, did as didFormat, handle as handleFormat } from '../records/terms.ts';
import { invalidRequest } from '../xrpc/failure.ts';
import { answer, refuse, type Call, type Method, type Outcome } from '../xrpc/method.ts';
import { required } from '../xrpc/params.ts';
import type { World } from '../world.ts';

function resolveIdentity({ world, params, request }: Call, name: string): Outcome {
  const account = world.accounts.find(params.wanted(name));
  if (!account) return refuse(invalidRequest('Unable to resolve DID', 'DidNotFound'));
  const didDoc = didDocument(account, request.origin);
  return answer(name === 'did' ? { didDoc } : { did: account.id, handle: account.handle, didDoc });
}

export const identityMethods: readonly Method[] = [
  {
    nsid: 'com.atproto.identity.resolveHandle',
    kind: 'query',
    auth: 'none',
    params: { handle: required(handleFormat) },
    run({ world, params }) {
      const account = world.accounts.find(params.wanted('handle'));
      return account
        ? answer({ did: account.id })
        : refuse(invalidRequest('Unable to resolve handle', 'HandleNotFound'));
    },
  },
  {
    nsid: 'com.atproto.identity.resolveDid',
    kind: 'query',
    auth: 'none',
    params: { did: required(didFormat) },
    run: (call) => resolveIdentity(call, 'did'),
  },
  {
    nsid: 'com.atproto.identity.resolveIdentity',
    kind: 'query',
    auth: 'none',
    params: { identifier: required(atIdentifier) },
    run: (call) => resolveIdentity(call, 'identifier'),
  },
];

/** A directory of DIDs, for clients that ask one instead of the server. sheet: 1 A (DID doc, #atproto_pds) */
export function identityRoutes(world: () => World): readonly Route[] {
  const document = (request: SimRequest): SimReply => {
    const account = world().accounts.byDid(request.params['did'] ?? '');
    if (!account) return json({ message: `DID not registered: ${request.params['did'] ?? ''}` }, 404);
    const reply = didDocument(account, request.origin);
    return bytes(Buffer.from(JSON.stringify(reply)), 200, {
      'content-type': 'application/did+ld+json; charset=utf-8',
    });
  };
  /** The handle is the host name that was asked; on loopback, the one in `?handle=`. */
  const asked = (request: SimRequest): Account | undefined => {
    const host = (request.headers.host ?? '').split(':')[0] ?? '';
    return world().accounts.find(request.url.searchParams.get('handle') ?? host);
  };
  return [
    { method: 'GET', path: '/plc/:did', operation: 'plc.resolve', handler: document },
    { method: 'GET', path: '/:did', operation: 'plc.resolve', handler: document },
    {
      method: 'GET',
      path: '/.well-known/atproto-did',
      operation: 'well-known.atproto-did',
      handler: (request) => {
        const account = asked(request);
        return account ? text(account.id) : text('User not found', 404);
      },
    },
    {
      method: 'GET',
      path: '/xrpc/_health',
      operation: 'health',
      handler: () => json({ version: '0.4.5001' }),
    },
    {
      method: 'GET',
      path: '/',
      operation: 'home',
      handler: () =>
        text(
          'This is a simulated AT Protocol Personal Data Server (PDS).\nMost API routes are under /xrpc/\n',
        ),
    },
  ];
}
