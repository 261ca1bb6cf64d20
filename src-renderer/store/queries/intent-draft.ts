import { fieldsFrom } from '../../../src-shared/composing/fields-from.ts';
import type { Post } from '../../../src-shared/domain/post.ts';
import type { IntentId } from '../../../src-shared/ids.ts';
import type { Databases } from '../databases.ts';
import { readIntent } from './intents.ts';
import { changePost, createPost, readPost } from './posts.ts';

/**
 * The draft in which a wish is edited: its own, or, where it has none any more, one made of all that was frozen of it.
 * Bound to the wish, a change of the draft changes what is queued instead of sending it twice.
 *
 * @returns null when the wish is gone
 */
export async function draftOfIntent(databases: Databases, id: IntentId, now: number): Promise<Post | null> {
  const row = await readIntent(databases, id);
  if (row === null) return null;
  const known = row.postId === null ? null : await readPost(databases, row.postId);
  if (known !== null && known.deletedAt === null && known.intentId === id) return known;
  const { workspaceId, action, targets, when } = row.intent;
  const target = action.tag === 'reply' ? action.target : null;
  const fields = fieldsFrom(targets);
  const planned = when.tag === 'at' ? when.moment : null;
  const post = await createPost(databases, { workspaceId, accountIds: fields.accountIds, target }, now);
  await changePost(databases, post.id, { ...fields, planned, intentId: id }, now);
  const document = await databases.authored.intents.findOne(id).exec();
  await document?.incrementalPatch({ postId: post.id });
  return { ...post, ...fields, planned, intentId: id };
}
