import type { Post } from '../../../src-shared/domain/post.ts';
import type { IntentId, PostId } from '../../../src-shared/ids.ts';
import type { Databases } from '../databases.ts';
import { deliveriesOf } from './deliveries.ts';
import { newIntentId, readIntent, writeIntent, type NewIntent } from './intents.ts';
import { readPost } from './posts.ts';

/**
 * Lets a wish leave, and its draft with it: once, however often the same gesture is made.
 *
 * The draft is bound first, in one step that only one gesture can take, and the wish is written after it: where the
 * program dies between the two, nothing has left and `freeUnwritten` makes it a draft again. The other way round the wish
 * would leave, and its words lie among the drafts to be sent a second time.
 *
 * @returns the wish, on disk; null when another wish of the same draft still stands, or the draft is gone
 */
export async function launch(
  databases: Databases,
  input: NewIntent,
  now: number,
  id = newIntentId(now),
): Promise<IntentId | null> {
  const { postId } = input;
  const mine = underWayIn(databases).add(id);
  try {
    if (postId !== null && !(await bind(databases, postId, id, now))) return null;
    return await writeIntent(databases, input, now, id);
  } catch (error) {
    if (postId !== null) await untilFree(databases, postId, id, now);
    throw error;
  } finally {
    mine.delete(id);
  }
}

/**
 * Makes a draft again of the words of a wish that was taken back. Where another wish of the same draft still stands, the
 * draft is that one's: its words must not be sent beside it.
 *
 * @param change what else becomes of the draft
 * @returns whether it is a draft now
 */
export async function release(
  databases: Databases,
  postId: PostId,
  from: IntentId,
  now: number,
  change: Partial<Pick<Post, 'planned'>> = {},
): Promise<boolean> {
  const post = await readPost(databases, postId);
  if (post?.intentId !== from) return false;
  const other = await standingBeside(databases, post, from, now);
  const isFree = other === null;
  return (await rebind(databases, postId, from, other, now, isFree ? change : {})) && isFree;
}

/** Wishes being written: their drafts are bound to what is not there yet. */
const underWay = new WeakMap<Databases, Set<string>>();

function underWayIn(databases: Databases): Set<string> {
  const known = underWay.get(databases) ?? new Set();
  underWay.set(databases, known);
  return known;
}

/** Whether the draft is bound to this wish now: it was bound to none, or to one that was taken back or never written. */
async function bind(databases: Databases, postId: PostId, to: IntentId, now: number): Promise<boolean> {
  for (;;) {
    const post = await readPost(databases, postId);
    if (post === null) return false;
    const from = post.intentId;
    if (from !== null && (await isStanding(databases, from))) return false;
    // Otherwise another gesture was first: what it has made of the draft is looked at.
    if (await rebind(databases, postId, from, to, now)) return true;
  }
}

/** Whether the draft was bound to `from`, and is to `to` now. */
async function rebind(
  databases: Databases,
  postId: PostId,
  from: IntentId | null,
  to: IntentId | null,
  now: number,
  change: Partial<Pick<Post, 'planned'>> = {},
): Promise<boolean> {
  const document = await databases.authored.posts.findOne(postId).exec();
  let isMoved = false;
  await document?.incrementalModify((post) => {
    isMoved = post.intentId === from;
    return isMoved ? ({ ...post, ...change, intentId: to, updatedAt: now } as typeof post) : post;
  });
  return isMoved;
}

/** Something of the wish is still to leave, has left, or may yet be taken by main. */
async function isStanding(databases: Databases, id: IntentId): Promise<boolean> {
  if (underWayIn(databases).has(id)) return true;
  const [row, deliveries] = [await readIntent(databases, id), await deliveriesOf(databases, id)];
  if (deliveries.some(({ state }) => state !== 'cancelled')) return true;
  // Accepted, and all of it cancelled; or never written.
  return row !== null && (deliveries.length === 0 || row.handed === 'pending');
}

/** The latest other wish of this draft that stands: one of its departures was taken up again by itself. */
async function standingBeside(
  databases: Databases,
  post: Post,
  but: IntentId,
  now: number,
): Promise<IntentId | null> {
  const { id: postId, workspaceId, createdAt } = post;
  const since = await databases.authored.intents
    .find({
      selector: { workspaceId, createdAt: { $gte: createdAt } },
      sort: [{ workspaceId: 'asc' }, { createdAt: 'asc' }],
    })
    .exec();
  for (const { id, postId: of, intent, handed, updatedAt } of since.toReversed()) {
    // A wish that was edited in a draft of its own still sends what this one says.
    if (id === but || (of !== postId && intent.postId !== postId)) continue;
    // Accepted long ago and with no departure, it is one whose history was deleted: main has nothing more to tell.
    const isOver =
      handed === 'accepted' &&
      now - updatedAt > tellingMs &&
      (await deliveriesOf(databases, id)).length === 0;
    if (!isOver && (await isStanding(databases, id))) return id;
  }
  return null;
}

/** Within this main tells of the departures of a wish that it has accepted. */
const tellingMs = 60_000;
const retryMs = 3_000;

/** The disk that did not take the wish may not take this either: it is tried until it does. */
async function untilFree(databases: Databases, postId: PostId, from: IntentId, now: number): Promise<void> {
  try {
    await release(databases, postId, from, now);
  } catch {
    setTimeout(() => void untilFree(databases, postId, from, now), retryMs);
  }
}

/** What was on its way when the program died was changed last: one or two of a client's posts. */
const mostUnwritten = 5;
/** No start is looked back at for longer: there was one in between. */
const lookBackMs = 60 * 24 * 3_600_000;

/**
 * Makes drafts again of the posts whose wish was never written, or was taken back, when the program died in between.
 * Only once the store has everything that its second copy has, and all that main had to tell: a wish that is still to
 * come is no missing one.
 *
 * @returns how many
 */
export async function freeUnwritten(databases: Databases, now: number): Promise<number> {
  const { workspaces, posts } = databases.authored;
  let freed = 0;
  for (const { id: workspaceId } of await workspaces.find().exec()) {
    const lately = await posts
      .find({
        selector: { workspaceId, updatedAt: { $gte: now - lookBackMs } },
        sort: [{ workspaceId: 'asc' }, { updatedAt: 'asc' }],
      })
      .exec();
    for (const { id, intentId, deletedAt } of lately.slice(-mostUnwritten)) {
      if (deletedAt !== null || intentId === null || (await isStanding(databases, intentId))) continue;
      // Given up in every account, it may be taken up again where it lies.
      if ((await deliveriesOf(databases, intentId)).length > 0) continue;
      if (await release(databases, id, intentId, now)) freed += 1;
    }
  }
  return freed;
}
