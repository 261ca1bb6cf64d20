import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { accountIdSchema, workspaceIdSchema } from '../ids.ts';
import { failureSchema } from '../errors.ts';
import { manifestSchema } from '../networks/manifest.ts';
import { networkIds } from '../networks/registry.ts';

/**
 * A connected account as everybody may see it. Secrets are not part of it: they live in the keychain under the
 * account's id. Written by main, mirrored in the renderer.
 */
export const accountSchema = v.object({
  id: accountIdSchema,
  workspaceId: workspaceIdSchema,
  network: v.picklist(networkIds),
  /** Host of the server, with its port when it is not the scheme's own: `example.social`. */
  server: v.string(),
  /** Origin that requests go to: `https://example.social`. */
  origin: v.string(),
  remoteId: v.string(),
  handle: v.string(),
  name: v.string(),
  avatarUrl: v.nullable(v.string()),
  /** Effective manifest: the connector's, refined by what this server said. */
  manifest: manifestSchema,
  health: v.variant('tag', [
    v.object({ tag: v.literal('ok') }),
    /** The server refused our token: deliveries wait, nobody else's do. */
    v.object({ tag: v.literal('refused'), since: v.number() }),
    v.object({ tag: v.literal('failing'), since: v.number(), failure: failureSchema }),
    /** The secret lived in memory only (no keychain) and the app was restarted. */
    v.object({ tag: v.literal('locked'), since: v.number() }),
    v.object({ tag: v.literal('disconnected'), since: v.number() }),
  ]),
  /** Where the secret is held. */
  secretIn: v.picklist(['keychain', 'session']),
  connectedAt: v.number(),
  lastSyncAt: v.nullable(v.number()),
});
export type Account = Frozen<v.InferOutput<typeof accountSchema>>;
export type AccountHealth = Account['health'];
