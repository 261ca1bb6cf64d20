import type { ConnectorContext } from '../contract.ts';
import { domainOf } from './handle.ts';

/** Through whose eyes an item is read. */
export interface Viewer {
  /** Remote id of the account. */
  readonly id: string;
  /** Name of its server in handles, which may differ from the host that answers. */
  readonly domain: string;
}

export function viewerOf(ctx: Pick<ConnectorContext, 'me' | 'origin'>): Viewer {
  const domain = domainOf(ctx.me.handle);
  return { id: ctx.me.remoteId, domain: domain === '' ? new URL(ctx.origin).host : domain };
}
