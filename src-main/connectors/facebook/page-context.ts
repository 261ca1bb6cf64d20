import type { ConnectorContext } from '../contract.ts';
import type { GraphContext } from '../meta/graph.ts';
import { placesOf } from '../meta/places.ts';
import { readSecret } from './secret.ts';

/** The context of calls made as the page. */
export const pageContext = (ctx: ConnectorContext): GraphContext => ({
  http: ctx.http,
  origin: placesOf(ctx.origin).graph,
  signal: ctx.signal,
  now: ctx.now,
  token: readSecret(ctx.secret)?.token ?? null,
});

/** The same at the host of films. */
export const filmContext = (ctx: ConnectorContext): GraphContext => ({
  ...pageContext(ctx),
  origin: placesOf(ctx.origin).graphVideo,
});

/** A path segment of an id. */
export const idPath = (id: string, edge?: string): string =>
  `/${encodeURIComponent(id)}${edge === undefined ? '' : `/${edge}`}`;
