import {
  everyMs,
  saysTheSame,
  takesAway,
  versionOf,
  type Version,
} from '../../../src-shared/composing/version.ts';
import type { Post } from '../../../src-shared/domain/post.ts';

export interface VersionKeeper {
  /** A change is about to be made: what was there before is kept when it is worth it. */
  changing(before: Post, after: Post): void;
  /** The draft is left, or is about to be replaced: what it says now is kept. */
  leaving(post: Post): Promise<void>;
}

/** Decides when what a draft says is worth keeping as a version. `latest`: the last one that was kept before. */
export function createVersionKeeper(deps: {
  readonly latest: () => Promise<Version | null>;
  readonly keep: (version: Version) => Promise<void>;
  readonly now: () => number;
}): VersionKeeper {
  let last: Version | null = null;
  let begun: number | null = null;
  const known = deps.latest().then(
    (found) => {
      last ??= found;
    },
    // Without its history a draft is still written; its versions begin now.
    () => undefined,
  );

  const keep = async (post: Post): Promise<void> => {
    await known;
    if (last !== null && saysTheSame(last, post)) return;
    const version = versionOf(post, Math.max(deps.now(), (last?.at ?? 0) + 1));
    last = version;
    begun = version.at;
    await deps.keep(version);
  };
  /** A version more or less is not worth an interruption: the words themselves are written elsewhere. */
  const keepQuietly = (post: Post): void => void keep(post).catch(() => undefined);

  return {
    changing: (before, after) => {
      begun ??= deps.now();
      if (takesAway(before, after) || deps.now() - begun >= everyMs) keepQuietly(before);
    },
    leaving: keep,
  };
}
