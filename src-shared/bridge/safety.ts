import * as v from 'valibot';
import { summarySchema } from '../safety/backup.ts';
import { damagedPlaces, lossLineSchema } from '../safety/loss.ts';
import { authoredNames } from './authored.ts';
import { purgeTargetSchema } from '../safety/purge.ts';
import { call } from './types.ts';

/** What is taken of an open backup: one client, or everything (null). */
const part = v.object({ workspaceId: v.nullable(v.string()) });

const openedSchema = v.object({
  at: v.number(),
  summary: summarySchema,
  /** Files that come with it. */
  media: v.number(),
});

/** Words of the length that is asked for; never logged, never kept. */
const passphrase = v.pipe(v.string(), v.minLength(1), v.maxLength(1_000));

const snapshotSchema = v.object({
  id: v.string(),
  at: v.number(),
  bytes: v.number(),
  summary: v.nullable(summarySchema),
});

/**
 * Snapshots, archives and purges. One backup is open at a time: a snapshot of this machine, or an archive that was
 * read to its end and found whole. Nothing of it is taken over before `take`.
 */
export const safety = {
  calls: {
    snapshots: call(v.null(), v.array(snapshotSchema)),
    /** Makes one now, if anything is otherwise than in the newest. */
    snapshotNow: call(v.null(), v.null()),
    openSnapshot: call(v.object({ id: v.string() }), openedSchema),
    /** Lets the person choose a file; null: none was chosen. */
    chooseArchive: call(v.null(), v.nullable(v.object({ name: v.string(), bytes: v.number() }))),
    /** Reads the chosen file. */
    openArchive: call(v.object({ passphrase }), openedSchema),
    close: call(v.null(), v.null()),
    /** A page of the open backup's rows; `next` null: that was the last. */
    rows: call(
      v.object({ ...part.entries, from: v.number() }),
      v.object({
        rows: v.array(
          v.object({
            collection: v.picklist(authoredNames),
            id: v.string(),
            row: v.record(v.string(), v.unknown()),
          }),
        ),
        next: v.nullable(v.number()),
      }),
    ),
    /** What `take` would bring: rows that main keeps itself. */
    weigh: call(
      part,
      v.object({
        /** Not known here: they come, and what has not left is held back. */
        deliveries: v.number(),
        /** Of those, how many would be held back. */
        held: v.number(),
        /** Known here already: what is here counts. */
        known: v.number(),
        accounts: v.number(),
        /** What cannot be read here: kept as it is. */
        opaque: v.number(),
        settings: v.boolean(),
      }),
    ),
    /**
     * Takes over what main keeps: media first, then accounts, deliveries (held back), preferences. Safe to repeat.
     * `ledger` false: only the media, for a client that is put beside the one that is here.
     */
    take: call(
      v.object({ ...part.entries, ledger: v.boolean() }),
      v.object({
        deliveries: v.number(),
        held: v.number(),
        accounts: v.number(),
        media: v.number(),
        opaque: v.number(),
      }),
    ),
    /** Deliveries that came from a backup and wait for the person's word. */
    arrived: call(v.null(), v.array(v.object({ workspaceId: v.string(), count: v.number() }))),
    /** "This machine publishes": what came from a backup is released, of one client or of all. */
    publishHere: call(part, v.object({ released: v.number() })),
    /** Writes an archive where the person says; null: given up. */
    exportArchive: call(
      v.object({ ...part.entries, name: v.string(), passphrase }),
      v.nullable(v.object({ bytes: v.number(), rows: v.number(), media: v.number(), missing: v.number() })),
    ),
    /**
     * What damage took, compared with the newest good snapshot from before it; null: nothing was damaged, or it is
     * settled. Asked when the second copy has what the store has; answered when the journal is rebuilt.
     */
    loss: call(
      v.null(),
      v.nullable(
        v.object({
          at: v.number(),
          /** `isKept`: the damaged files lie in a folder of their own. */
          places: v.array(v.object({ place: v.picklist(damagedPlaces), isKept: v.boolean() })),
          snapshot: v.nullable(snapshotSchema),
          lines: v.array(lossLineSchema),
        }),
      ),
    ),
    /** It is not told again. */
    settleLoss: call(v.null(), v.null()),
    /** Shows the damaged files of a place in the system's file manager. */
    showAside: call(v.object({ place: v.picklist(damagedPlaces) }), v.null()),
    /** Deletes a client or a person from everything that main keeps, snapshots among it. */
    purge: call(
      v.object({
        target: purgeTargetSchema,
        /** Persons of whom nothing is kept from now on. */
        refuse: v.array(v.object({ accountId: v.string(), remoteId: v.string() })),
      }),
      v.object({ places: v.record(v.string(), v.number()), left: v.number() }),
    ),
  },
  events: {},
} as const;
