import * as v from 'valibot';
import { deliveryIdSchema, mediaHashSchema } from '../ids.ts';
import { call } from './types.ts';

/** Posts that a person publishes on the network's own page. */
export const byHand = {
  calls: {
    /** It is published; `url`: the link that the person pasted, null when none. */
    done: call(
      v.object({ deliveryId: deliveryIdSchema, url: v.nullable(v.pipe(v.string(), v.maxLength(2_000))) }),
      v.null(),
    ),
    /** It is not: it goes to those that were missed. */
    notDone: call(v.object({ deliveryId: deliveryIdSchema }), v.null()),
    /** Lays copies of these media, under their own names, in a folder of the person's, and shows it. */
    revealMedia: call(
      v.object({
        media: v.pipe(
          v.array(v.object({ hash: mediaHashSchema, name: v.pipe(v.string(), v.maxLength(400)) })),
          v.minLength(1),
          v.maxLength(50),
        ),
      }),
      v.object({ folder: v.string() }),
    ),
  },
  events: {},
} as const;
