import { authorOf } from '../protocol/at-uri.ts';
import type { JsonObject } from '../protocol/json.ts';
import { sees, writtenBy, type Entry } from './entry.ts';
import { blockBetween, blockedForViewer, type Eyes } from './eyes.ts';
import { parentOf, rootOf } from './links.ts';
import { blockedPost, notFoundPost, postView } from './post-views.ts';

const THREAD_VIEW = 'app.bsky.feed.defs#threadViewPost';

const rootUriOf = (entry: Entry): string => rootOf(entry.row) ?? entry.row.id;

function context(eyes: Eyes, root: string, uri: string): JsonObject {
  return { rootAuthorLike: writtenBy(eyes.index.likes(uri), authorOf(root), eyes.horizon)?.row.id };
}

function above(eyes: Eyes, child: Entry, root: string, height: number): JsonObject | undefined {
  const uri = parentOf(child.row);
  if (height < 1 || uri === undefined) return undefined;
  if (blockBetween(eyes, child.row.did, authorOf(uri))) return blockedPost(eyes, uri);
  const entry = eyes.index.find(uri, eyes.horizon);
  const post = entry && postView(eyes, entry);
  if (!entry || !post) return notFoundPost(uri);
  if (rootUriOf(entry) !== root) return undefined;
  if (blockedForViewer(eyes, entry.row.did)) return blockedPost(eyes, uri);
  return {
    $type: THREAD_VIEW,
    post,
    parent: above(eyes, entry, root, height - 1),
    threadContext: context(eyes, root, uri),
  };
}

function below(eyes: Eyes, parent: Entry, root: string, depth: number): readonly JsonObject[] | undefined {
  if (depth < 1) return undefined;
  return eyes.index.replies(parent.row.id).flatMap((entry) => {
    const { row } = entry;
    if (!sees(eyes.horizon, entry) || entry.outsideGate || rootUriOf(entry) !== root) return [];
    if (
      blockBetween(eyes, row.did, parent.row.did) &&
      row.did !== eyes.viewer &&
      parent.row.did !== eyes.viewer
    )
      return [];
    const post = postView(eyes, entry);
    if (!post) return [];
    if (blockedForViewer(eyes, row.did)) return [blockedPost(eyes, row.id)];
    return [
      {
        $type: THREAD_VIEW,
        post,
        replies: below(eyes, entry, root, depth - 1),
        threadContext: context(eyes, root, row.id),
      },
    ];
  });
}

/**
 * A post between what it answers and what answers it, or `undefined` when there is none. Deleted parents are marked,
 * deleted replies are missing, and strangers who block each other hide each other. sheet: 3 Reading, thread
 */
export function threadView(
  eyes: Eyes,
  uri: string,
  depth: number,
  parentHeight: number,
): JsonObject | undefined {
  const entry = eyes.index.find(uri, eyes.horizon);
  const post = entry && postView(eyes, entry);
  if (!entry || !post || entry.row.collection !== 'app.bsky.feed.post') return undefined;
  if (blockedForViewer(eyes, entry.row.did)) return blockedPost(eyes, uri);
  const root = rootUriOf(entry);
  return {
    $type: THREAD_VIEW,
    post,
    parent: entry.outsideGate ? undefined : above(eyes, entry, root, parentHeight),
    replies: entry.outsideGate ? undefined : below(eyes, entry, root, depth),
    threadContext: context(eyes, root, uri),
  };
}
