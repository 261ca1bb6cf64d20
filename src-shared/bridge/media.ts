import * as v from 'valibot';
import { mediaFactsSchema } from '../domain/content.ts';
import { mediaHashSchema } from '../ids.ts';
import { call } from './types.ts';

/** Files of media that people chose. Their bytes go through the media scheme, never through here. */
export const media = {
  calls: {
    /** What a look into a film, an animation or a document says. Sides in pixels, as seen; null where it does not say. */
    facts: call(
      v.object({ hash: mediaHashSchema }),
      v.object({ facts: mediaFactsSchema, width: v.nullable(v.number()), height: v.nullable(v.number()) }),
    ),
    /** Which of these are not on this machine any more, or not whole: a post that carries one would not leave. */
    missing: call(
      v.object({
        media: v.pipe(v.array(v.object({ hash: mediaHashSchema, bytes: v.number() })), v.maxLength(10_000)),
      }),
      v.object({ missing: v.array(mediaHashSchema) }),
    ),
  },
  events: {},
} as const;
