import { authorOf, parseAtUri } from '../protocol/at-uri.ts';
import { objectOf, textOf } from '../protocol/json.ts';
import { mentionsOf } from '../records/facet.ts';
import type { Entry } from './entry.ts';
import { embeddingDisabled, gateUri, hiddenReplies } from './gates.ts';
import { parentOf, quotedBy, rootOf, subjectOf } from './links.ts';

export type Reason =
  'like' | 'repost' | 'follow' | 'mention' | 'reply' | 'quote' | 'like-via-repost' | 'repost-via-repost';

/** Something that an account is told. sheet: 3 Reading, notifications */
export type Notice = {
  readonly to: string;
  readonly reason: Reason;
  /** What of theirs it is about. */
  readonly subject: string | undefined;
  readonly entry: Entry;
};

export interface NoticeLane {
  readonly length: number;
  at(index: number): Notice | undefined;
}

/** How far up a thread its authors are told of a reply. */
const REPLY_DEPTH = 5;

type Find = (uri: string) => Entry | undefined;
type Telling = { readonly to: string; readonly reason: Reason; readonly subject: string | undefined };

const isPost = (uri: string): boolean => parseAtUri(uri)?.collection === 'app.bsky.feed.post';

function forPost(entry: Entry, find: Find): readonly Telling[] {
  const { row } = entry;
  const told: Telling[] = mentionsOf(row.value).map((to) => ({ to, reason: 'mention', subject: undefined }));
  const quoted = quotedBy(row);
  if (quoted !== undefined && isPost(quoted)) {
    const gate = find(gateUri(quoted, 'app.bsky.feed.postgate'))?.row.value;
    if (!embeddingDisabled(gate)) told.push({ to: authorOf(quoted), reason: 'quote', subject: quoted });
  }
  if (entry.outsideGate) return told;
  const hidden = hiddenReplies(find(gateUri(rootOf(row) ?? row.id, 'app.bsky.feed.threadgate'))?.row.value);
  let ancestor = parentOf(row);
  for (let height = 1; ancestor !== undefined && height < REPLY_DEPTH; height += 1) {
    const above: Entry | undefined = find(ancestor);
    if (!above) break;
    told.push({ to: authorOf(ancestor), reason: 'reply', subject: ancestor });
    if (hidden.includes(ancestor)) break;
    ancestor = parentOf(above.row);
  }
  return told;
}

function forReaction(entry: Entry, reason: 'like' | 'repost'): readonly Telling[] {
  const subject = subjectOf(entry.row);
  const via = textOf(objectOf(entry.row.value, 'via'), 'uri');
  const told: Telling[] = [{ to: authorOf(subject), reason, subject }];
  if (via !== undefined) told.push({ to: authorOf(via), reason: `${reason}-via-repost`, subject: via });
  return told;
}

function tellings(entry: Entry, find: Find): readonly Telling[] {
  switch (entry.row.collection) {
    case 'app.bsky.feed.post':
      return forPost(entry, find);
    case 'app.bsky.feed.like':
      return forReaction(entry, 'like');
    case 'app.bsky.feed.repost':
      return forReaction(entry, 'repost');
    case 'app.bsky.graph.follow':
      return [{ to: subjectOf(entry.row), reason: 'follow', subject: undefined }];
    default:
      return [];
  }
}

/** Who is told of a new record: nobody of their own doing, and everybody once, for the strongest reason. */
export function noticesFor(entry: Entry, find: Find): readonly Notice[] {
  const told = new Set([entry.row.did, '']);
  const notices: Notice[] = [];
  for (const telling of tellings(entry, find)) {
    if (told.has(telling.to)) continue;
    told.add(telling.to);
    notices.push({ ...telling, entry });
  }
  return notices;
}
