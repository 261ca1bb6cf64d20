import { ulid } from 'ulid';
import * as v from 'valibot';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import { isThreaded } from '../../../src-shared/domain/pieces.ts';
import type { Moment, Post, Target } from '../../../src-shared/domain/post.ts';
import { postIdSchema, type AccountId, type PostId, type WorkspaceId } from '../../../src-shared/ids.ts';
import type { Databases } from '../databases.ts';
import { createLiveTable, type LiveTable } from '../live-table.ts';

/** Drafts that were neither sent nor thrown away, the latest first. */
export const liveDrafts = (databases: Databases): LiveTable<Post> =>
  createLiveTable(
    databases.authored.posts,
    (a, b) => b.updatedAt - a.updatedAt,
    (post) => post.deletedAt === null && post.intentId === null,
  );

export async function createPost(
  databases: Databases,
  input: {
    readonly workspaceId: WorkspaceId;
    readonly accountIds: readonly AccountId[];
    readonly target: Target | null;
    readonly text?: string;
    readonly language?: string | null;
    readonly settings?: Post['base']['settings'];
    readonly planned?: Moment;
  },
  now: number,
): Promise<Post> {
  const post: Post = {
    id: v.parse(postIdSchema, ulid(now)),
    workspaceId: input.workspaceId,
    accountIds: input.accountIds,
    base: {
      ...emptyContent,
      text: input.text ?? '',
      language: input.language ?? null,
      settings: input.settings ?? {},
    },
    variants: {},
    target: input.target,
    planned: input.planned ?? null,
    intentId: null,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  };
  await databases.authored.posts.insert(post);
  return post;
}

/** The same words as a new draft of its own: nothing was sent of it, nothing is planned. */
export async function duplicatePost(databases: Databases, post: Post, now: number): Promise<Post> {
  const copy: Post = {
    ...post,
    id: v.parse(postIdSchema, ulid(now)),
    planned: null,
    intentId: null,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  };
  await databases.authored.posts.insert(copy);
  return copy;
}

/** The post that was written last for a client, whatever became of it. */
export async function latestPost(databases: Databases, workspaceId: WorkspaceId): Promise<Post | null> {
  const [latest] = await databases.authored.posts
    .find({
      selector: { workspaceId },
      sort: [{ workspaceId: 'desc' }, { updatedAt: 'desc' }],
      limit: 1,
    })
    .exec();
  return latest ? (latest.toMutableJSON() as unknown as Post) : null;
}

export async function readPost(databases: Databases, id: PostId): Promise<Post | null> {
  const document = await databases.authored.posts.findOne(id).exec();
  return document ? (document.toMutableJSON() as unknown as Post) : null;
}

/**
 * The unsent answer to a message, when there is one. A private conversation has one answer whichever of its messages
 * was opened; a public comment may have two, one of them in private.
 */
export async function findReplyDraft(
  databases: Databases,
  target: Pick<Target, 'messageId' | 'conversationId' | 'box' | 'privately'>,
  accountId: AccountId,
): Promise<Post | null> {
  const open = await databases.authored.posts
    .find({ selector: { deletedAt: null, intentId: null } as never })
    .exec();
  const found = open.find(
    (document) =>
      document.accountIds.includes(accountId) &&
      document.target?.privately === target.privately &&
      (document.target?.messageId === target.messageId ||
        (target.box === 'private' &&
          document.target?.box === 'private' &&
          document.target.conversationId === target.conversationId)),
  );
  return found ? (found.toMutableJSON() as unknown as Post) : null;
}

/** A draft of this client in which nothing was written yet: asking twice for a new post makes one. */
export async function findBlankDraft(databases: Databases, workspaceId: WorkspaceId): Promise<Post | null> {
  const open = await databases.authored.posts
    .find({ selector: { workspaceId, deletedAt: null, intentId: null } as never })
    .exec();
  const found = open.find(
    ({ base, variants, target, planned }) =>
      target === null &&
      planned === null &&
      base.text.trim() === '' &&
      base.media.length === 0 &&
      base.poll === null &&
      base.warning === '' &&
      !isThreaded(base) &&
      Object.keys(variants).length === 0,
  );
  return found ? (found.toMutableJSON() as unknown as Post) : null;
}

export type PostChange = Partial<
  Pick<Post, 'workspaceId' | 'accountIds' | 'base' | 'variants' | 'planned' | 'intentId' | 'deletedAt'>
>;

/** Resolves when the change is on disk: the composer says "saved" then and not before. */
export async function changePost(
  databases: Databases,
  id: PostId,
  change: PostChange,
  now: number,
): Promise<void> {
  const document = await databases.authored.posts.findOne(id).exec();
  if (!document) throw new Error('the draft is gone');
  await document.incrementalPatch({ ...change, updatedAt: now } as never);
}

/** Tells to which wish a post is bound, each time that it is written. */
export function watchBound(
  databases: Databases,
  id: PostId,
  told: (intentId: Post['intentId']) => void,
): () => void {
  const subscription = databases.authored.posts.eventBulks$.subscribe(({ events }) => {
    for (const { documentId, documentData } of events) if (documentId === id) told(documentData.intentId);
  });
  return () => subscription.unsubscribe();
}
