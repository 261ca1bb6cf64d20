import { newestFirst, sees, type Entry } from '../appview/entry.ts';
import { blockedForViewer, type Eyes } from '../appview/eyes.ts';
import { postCounts } from '../appview/post-counts.ts';
import { postView } from '../appview/post-views.ts';
import { fitsQuery, parseQuery } from '../appview/search.ts';
import { text } from '../records/check.ts';
import { atIdentifier, language, uri } from '../records/terms.ts';
import { invalidRequest } from '../xrpc/failure.ts';
import {
  answer,
  defined,
  eyesOf,
  refuse,
  type Method,
  type Outcome,
  type SignedCall,
} from '../xrpc/method.ts';
import { many, optional, paged, required } from '../xrpc/params.ts';

/** The real search refuses to page further than this. */
const DEEPEST = 10_000;

const loudness = (eyes: Eyes, entry: Entry): number => {
  const counts = postCounts(eyes, entry.row.id);
  return (counts['likeCount'] ?? 0) + 2 * (counts['repostCount'] ?? 0) + (counts['replyCount'] ?? 0);
};

/** sheet: 3 Reading, listening. Pages follow an offset, as those of the real search do. */
function searchPosts(call: SignedCall): Outcome {
  const { params, world, did } = call;
  const from = Number(params.text('cursor') ?? 0);
  if (!Number.isInteger(from) || from < 0) return refuse(invalidRequest('Malformed cursor'));
  const eyes = eyesOf(call);
  const query = parseQuery(
    {
      q: params.wanted('q'),
      author: params.text('author'),
      mentions: params.text('mentions'),
      lang: params.text('lang'),
      domain: params.text('domain'),
      url: params.text('url'),
      since: params.text('since'),
      until: params.text('until'),
      tags: params.texts('tag'),
    },
    world.accounts,
    did,
  );
  const found = world.index
    .posts()
    .filter(
      (entry) =>
        sees(eyes.horizon, entry) && fitsQuery(query, entry) && !blockedForViewer(eyes, entry.row.did),
    )
    .sort(newestFirst);
  if (params.text('sort') === 'top') {
    const scores = new Map(found.map((entry) => [entry, loudness(eyes, entry)]));
    found.sort((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0));
  }
  const page = found.slice(from, from + params.number('limit'));
  const next = from + page.length;
  return answer({
    posts: defined(page.map((entry) => postView(eyes, entry))),
    hitsTotal: found.length,
    cursor: next < Math.min(found.length, DEEPEST) ? String(next) : undefined,
  });
}

export const searchMethods: readonly Method[] = [
  {
    nsid: 'app.bsky.feed.searchPosts',
    kind: 'query',
    auth: 'access',
    params: {
      q: required(),
      sort: optional(),
      since: optional(),
      until: optional(),
      mentions: optional(atIdentifier),
      author: optional(atIdentifier),
      lang: optional(language),
      domain: optional(),
      url: optional(uri),
      tag: many(text({ maxBytes: 640, maxGraphemes: 64 })),
      ...paged(25),
    },
    run: searchPosts,
  },
];
