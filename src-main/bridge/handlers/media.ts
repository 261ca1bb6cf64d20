import type { media as contract } from '../../../src-shared/bridge/media.ts';
import type { Handlers } from '../../../src-shared/bridge/types.ts';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { LookInto } from '../../media/facts/media-facts.ts';
import { missingOf } from '../../media/missing-of.ts';
import type { MediaStore } from '../../media/media-store.ts';

export function mediaHandlers(store: MediaStore, lookInto: LookInto): Handlers<typeof contract> {
  return {
    missing: async ({ media }) => ok({ missing: await missingOf(store, media) }),
    facts: async ({ hash }) => {
      const probed = await lookInto(store.placeOf(hash));
      return probed === null ? err(failure('media-missing')) : ok(probed);
    },
  };
}
