import type { RxCollection } from 'rxdb';
import { movedByRules } from '../../src-shared/calendar/moment.ts';
import type { Intent } from '../../src-shared/domain/intent.ts';
import type { Moment, Post } from '../../src-shared/domain/post.ts';
import type { IntentRow } from './collections/intents/schema.ts';
import type { Databases } from './databases.ts';

const pageRows = 200;
/** What was to leave longer ago than rules of zones can move an instant stays as it was. */
const pastMs = 26 * 3_600_000;

/**
 * Gives drafts and wishes the instant that the rules of their zones say today: the wall time is what the person meant,
 * and main does the same with what it holds. Rules come with a new Vigie, so once at each start is enough. No revision
 * changes, and nothing counts as edited.
 *
 * @param now epoch ms
 * @param pause awaited before each page
 * @returns how many rows had another instant
 */
export async function followZones(
  databases: Databases,
  now: number,
  pause: () => Promise<void>,
): Promise<number> {
  const isAhead = ({ dueAt }: Moment): boolean => dueAt > now - pastMs;
  const moved = (moment: Moment | null): Moment | null =>
    moment === null || !isAhead(moment) ? null : movedByRules(moment);
  const { posts, intents } = databases.authored;
  const ofPosts = await each(posts, pause, (post: Post) => {
    const planned = post.deletedAt === null ? moved(post.planned) : null;
    return planned === null ? null : { ...post, planned };
  });
  const ofIntents = await each(intents, pause, (row: IntentRow) => {
    const intent = intentToday(row.intent, isAhead);
    return intent === row.intent ? null : { ...row, intent };
  });
  return ofPosts + ofIntents;
}

/** The wish with the instant that the rules of its zone say today; itself when they say the same. */
export function intentToday(intent: Intent, isWanted: (moment: Moment) => boolean = () => true): Intent {
  const { when } = intent;
  if (when.tag !== 'at' || !isWanted(when.moment)) return intent;
  const moment = movedByRules(when.moment);
  return moment === null ? intent : { ...intent, when: { ...when, moment } };
}

/** Goes through all rows in pages; answers how many were changed. */
async function each<Row extends { readonly id: string }>(
  collection: RxCollection<Row>,
  pause: () => Promise<void>,
  change: (row: Row) => Row | null,
): Promise<number> {
  let [last, changed] = ['', 0];
  for (;;) {
    await pause();
    const page = await collection
      .find({ selector: { id: { $gt: last } } as never, sort: [{ id: 'asc' }] as never, limit: pageRows })
      .exec();
    for (const document of page) {
      if (change(document.toMutableJSON() as unknown as Row) === null) continue;
      changed += 1;
      // The row as it is by then: somebody may write in it at this moment.
      await document.incrementalModify((row) => (change(row as unknown as Row) ?? row) as typeof row);
    }
    const end = page.at(-1);
    if (end === undefined || page.length < pageRows) return changed;
    last = (end as unknown as Row).id;
  }
}
