import type { PostMedia } from '../../../src-shared/domain/content.ts';
import type { WorkspaceId } from '../../../src-shared/ids.ts';
import type { Databases } from '../databases.ts';

/** Notes that a client's posts use a medium, so that its file is kept. The same file twice is one row. */
export async function keepMedium(
  databases: Databases,
  workspaceId: WorkspaceId,
  medium: PostMedia,
  now: number,
): Promise<void> {
  const { hash, mime, bytes, width, height, name } = medium;
  await databases.authored.media.incrementalUpsert({
    id: `${workspaceId}/${hash}`,
    workspaceId,
    hash,
    mime,
    bytes,
    width,
    height,
    name,
    createdAt: now,
  });
}
