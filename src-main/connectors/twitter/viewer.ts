import type { ConnectorContext } from '../contract.ts';
import type { Viewer } from './map-post.ts';

export const viewerOf = (ctx: Pick<ConnectorContext, 'me'>): Viewer => ({
  id: ctx.me.remoteId,
  handle: ctx.me.handle.replace(/^@/, ''),
});
