import type { IntentId, PostId } from '../../../src-shared/ids.ts';
import type { Databases } from '../databases.ts';
import { deliveriesOf } from './deliveries.ts';
import { newIntentId, readIntent, writeIntent, type NewIntent } from './intents.ts';

/**
 * Lets a wish leave, and its draft with it: once, however often the same gesture is made.
 *
 * The draft is bound first, in one step that only one gesture can take, and the wish is written after it: where the
 * program dies between the two, nothing has left and `freeUnwritten` makes it a draft again. The other way round the wish
 * would leave, and its words lie among the drafts to be sent a second time.
 *
 * @param seen the wish that the draft was bound to when the person made the gesture; null: none
 * @returns the wish, on disk; null when another gesture was first, or the draft is gone
 */
export async function launch(
  databases: Databases,
  input: NewIntent,
  seen: IntentId | null,
  now: number,
): Promise<IntentId | null> {
  const id = newIntentId(now);
  const { postId } = input;
  const mine = underWayIn(databases).add(id);
  try {
    if (postId !== null && !(await bind(databases, postId, seen, id, now))) return null;
    return await writeIntent(databases, input, now, id);
  } catch (error) {
    if (postId !== null) await bind(databases, postId, id, seen, now).catch(() => false);
    throw error;
  } finally {
    mine.delete(id);
  }
}

/** Wishes being written: their drafts are bound to what is not there yet. */
const underWay = new WeakMap<Databases, Set<string>>();

function underWayIn(databases: Databases): Set<string> {
  const known = underWay.get(databases) ?? new Set();
  underWay.set(databases, known);
  return known;
}

/** Whether the draft was bound to `seen`, and is to `next` now. */
async function bind(
  databases: Databases,
  postId: PostId,
  seen: IntentId | null,
  next: IntentId | null,
  now: number,
): Promise<boolean> {
  const document = await databases.authored.posts.findOne(postId).exec();
  let isBound = false;
  await document?.incrementalModify((post) => {
    isBound = post.intentId === seen;
    return isBound ? { ...post, intentId: next, updatedAt: now } : post;
  });
  return isBound;
}

/** Of each client; what was on its way when the program died was changed last, and is one or two. */
const mostUnwritten = 5;

/**
 * Makes drafts again of the posts whose wish was never written, or was taken back, when the program died in between.
 * Only once the store has everything that its second copy has: a wish that comes back from there is no missing one.
 *
 * @returns how many
 */
export async function freeUnwritten(databases: Databases, now: number): Promise<number> {
  const { workspaces, posts } = databases.authored;
  let freed = 0;
  for (const { id: workspaceId } of await workspaces.find().exec()) {
    const latest = await posts
      .find({
        selector: { workspaceId },
        sort: [{ workspaceId: 'desc' }, { updatedAt: 'desc' }],
        limit: mostUnwritten,
      })
      .exec();
    for (const { id, intentId, deletedAt } of latest) {
      if (deletedAt !== null || intentId === null || underWayIn(databases).has(intentId)) continue;
      const isThere =
        (await readIntent(databases, intentId)) !== null ||
        (await deliveriesOf(databases, intentId)).length > 0;
      if (!isThere && (await bind(databases, id, intentId, null, now))) freed += 1;
    }
  }
  return freed;
}
