import * as v from 'valibot';
import { mediaFactsSchema, type MediaFacts } from '../../../src-shared/domain/content.ts';

/** What a look into a file says. Sides in pixels, as they are seen: a film that was filmed upright is upright. */
export const probedSchema = v.object({
  facts: mediaFactsSchema,
  width: v.nullable(v.number()),
  height: v.nullable(v.number()),
});
export type Probed = Readonly<v.InferOutput<typeof probedSchema>>;

/** Also what is said of a file that cannot be read: its container is not known. */
export const nothingKnown: MediaFacts = {
  container: null,
  videoCodec: null,
  audioCodec: null,
  seconds: null,
  fps: null,
  bitsPerSecond: null,
  frames: null,
  pages: null,
  fastStart: null,
};
