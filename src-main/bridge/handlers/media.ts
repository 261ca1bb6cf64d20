import type { media as contract } from '../../../src-shared/bridge/media.ts';
import type { Handlers } from '../../../src-shared/bridge/types.ts';
import { ok } from '../../../src-shared/result.ts';
import { missingOf } from '../../media/missing-of.ts';
import type { MediaStore } from '../../media/media-store.ts';

export function mediaHandlers(store: MediaStore): Handlers<typeof contract> {
  return { missing: async ({ media }) => ok({ missing: await missingOf(store, media) }) };
}
