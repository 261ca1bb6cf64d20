import * as v from 'valibot';
import { call } from './types.ts';

/** The offline truth, judged by what happened to requests and not by the system's flag alone. */
export const statusSchema = v.object({
  connectivity: v.object({ tag: v.picklist(['online', 'offline', 'unknown']), since: v.number() }),
  lastSyncAt: v.nullable(v.number()),
  syncing: v.boolean(),
  /** `low`: less room than Vigie may need soon, and nothing refused yet. `full`: next to none, or a write was refused. */
  disk: v.picklist(['ok', 'low', 'full']),
  /** Bytes free and bytes that should be, both rounded; null while there is enough, or where the system does not say. */
  room: v.object({ free: v.nullable(v.number()), wanted: v.nullable(v.number()) }),
});
export type Status = Readonly<v.InferOutput<typeof statusSchema>>;

export const status = {
  calls: {
    read: call(v.null(), statusSchema),
    /** What the page's own `online`/`offline` events say: a hint, never the judge. */
    hint: call(v.object({ online: v.boolean() }), v.null()),
  },
  events: { changed: statusSchema },
} as const;
