import { countSeen, sees } from './entry.ts';
import type { Eyes } from './eyes.ts';

/** sheet: 3 Reading, Metrics (postView) */
export function postCounts(eyes: Eyes, uri: string): Readonly<Record<string, number>> {
  const { index, horizon } = eyes;
  return {
    replyCount: index.replies(uri).filter((entry) => sees(horizon, entry) && !entry.outsideGate).length,
    repostCount: countSeen(index.reposts(uri), horizon),
    likeCount: countSeen(index.likes(uri), horizon),
    quoteCount: countSeen(index.quotes(uri), horizon),
  };
}
