import { parseAtUri } from '../protocol/at-uri.ts';
import { isList, listOf, textOf, type JsonObject } from '../protocol/json.ts';

/** The gate of a post has its key and lives in the same repository. sheet: 3 Reading, Moderation */
export function gateUri(
  post: string,
  collection: 'app.bsky.feed.threadgate' | 'app.bsky.feed.postgate',
): string {
  const parts = parseAtUri(post);
  return parts === null ? '' : `at://${parts.authority}/${collection}/${parts.rkey}`;
}

export type GateQuestion = {
  readonly replier: string;
  /** The author of the thread's root. */
  readonly root: string;
  readonly gate: JsonObject | undefined;
  /** Whom the root mentions. */
  readonly mentioned: readonly string[];
  readonly follows: (from: string, to: string) => boolean;
};

/** Whether somebody may reply in a thread: no `allow` means everybody, an empty one nobody. */
export function gateAllows({ replier, root, gate, mentioned, follows }: GateQuestion): boolean {
  if (replier === root || gate === undefined || !isList(gate['allow'])) return true;
  return listOf(gate, 'allow').some((rule) => {
    switch (textOf(rule, '$type')) {
      case 'app.bsky.feed.threadgate#mentionRule':
        return mentioned.includes(replier);
      case 'app.bsky.feed.threadgate#followerRule':
        return follows(replier, root);
      case 'app.bsky.feed.threadgate#followingRule':
        return follows(root, replier);
      default:
        return false;
    }
  });
}

export const hiddenReplies = (gate: JsonObject | undefined): readonly string[] =>
  listOf(gate, 'hiddenReplies').filter((uri): uri is string => typeof uri === 'string');

export const detachedQuotes = (gate: JsonObject | undefined): readonly string[] =>
  listOf(gate, 'detachedEmbeddingUris').filter((uri): uri is string => typeof uri === 'string');

export const embeddingDisabled = (gate: JsonObject | undefined): boolean =>
  listOf(gate, 'embeddingRules').some(
    (rule) => textOf(rule, '$type') === 'app.bsky.feed.postgate#disableRule',
  );
