import { sees, type Entry } from '../appview/entry.ts';
import { blockedForViewer, mutedForViewer, type Eyes } from '../appview/eyes.ts';
import { gateUri, hiddenReplies } from '../appview/gates.ts';
import { rootOf } from '../appview/links.ts';
import type { Notice, NoticeLane } from '../appview/notices.ts';
import { newest, packPosition, readPosition } from '../appview/paging.ts';
import { profileView, selfLabelViews } from '../appview/profile-views.ts';
import { authorOf } from '../protocol/at-uri.ts';
import { textOf, type JsonObject } from '../protocol/json.ts';
import { shape } from '../records/check.ts';
import { datetime } from '../records/terms.ts';
import { invalidRequest } from '../xrpc/failure.ts';
import {
  answer,
  defined,
  done,
  eyesOf,
  refuse,
  type Method,
  type Outcome,
  type SignedCall,
} from '../xrpc/method.ts';
import { flag, many, optional, paged } from '../xrpc/params.ts';

/** How many pages one request reads when it filters by reason. */
const ATTEMPTS = 10;

type Told = { readonly notice: Notice; readonly entry: Entry };

/** Newest first: what an account was told and may still see. A page border never falls between equal moments. */
function* told(
  eyes: Eyes,
  lanes: readonly NoticeLane[],
  from: { at: number; name: string } | undefined,
): Generator<Told> {
  const byEntry = new Map<Entry, Notice>();
  const rows = lanes.map((lane) => ({
    length: lane.length,
    computed: true,
    at: (index: number): Entry | undefined => {
      const notice = lane.at(index);
      if (notice) byEntry.set(notice.entry, notice);
      return notice?.entry;
    },
  }));
  for (const entry of newest(rows, from, (row) => row.row.id)) {
    const notice = byEntry.get(entry);
    byEntry.delete(entry);
    const subjectThere =
      notice?.subject === undefined || eyes.index.find(notice.subject, eyes.horizon) !== undefined;
    if (notice && sees(eyes.horizon, entry) && subjectThere) yield { notice, entry };
  }
}

/** Those that the app-view leaves out of a page after it was cut: a page can be short and still have a successor. */
function isHidden(eyes: Eyes, viewer: string, { notice, entry }: Told): boolean {
  const { row } = entry;
  if (blockedForViewer(eyes, row.did) || mutedForViewer(eyes, row.did)) return true;
  const root = rootOf(row) ?? row.id;
  if (eyes.privates.isThreadMuted(viewer, root)) return true;
  if (notice.reason !== 'reply' || authorOf(root) !== viewer) return false;
  const gate = eyes.index.find(gateUri(root, 'app.bsky.feed.threadgate'), eyes.horizon);
  return hiddenReplies(gate?.row.value).includes(row.id);
}

function view(eyes: Eyes, { notice, entry }: Told, seenAt: number | null): JsonObject | undefined {
  const { row, sortAt } = entry;
  const author = profileView(eyes, row.did);
  return (
    author && {
      uri: row.id,
      cid: row.cid,
      author,
      reason: notice.reason,
      reasonSubject: notice.subject,
      record: row.value,
      // The moment itself counts as unread, and nothing seen ever as read, as with the real app-view.
      isRead: seenAt === null || seenAt > sortAt,
      indexedAt: new Date(sortAt).toISOString(),
      labels: selfLabelViews(entry),
    }
  );
}

/** sheet: 3 Reading, notifications */
function listNotifications(call: SignedCall): Outcome {
  const { params, did, world } = call;
  if (params.text('seenAt') !== undefined)
    return refuse(invalidRequest('The seenAt parameter is unsupported'));
  const from = readPosition(params.text('cursor'));
  if (from === null) return refuse(invalidRequest('Malformed cursor'));
  const eyes = eyesOf(call);
  const limit = params.number('limit');
  const reasons = params.texts('reasons');
  const wanted: Told[] = [];
  let last: Told | undefined;
  let read = 0;
  for (const item of told(eyes, world.index.notices(did), from)) {
    last = item;
    read += 1;
    if (reasons.length === 0 || reasons.includes(item.notice.reason)) wanted.push(item);
    // Filtering by reason, the app-view reads whole pages until half a page is full or ten were read.
    const full =
      reasons.length === 0 ? read === limit : read % limit === 0 && wanted.length >= Math.ceil(limit / 2);
    if (full || read === limit * ATTEMPTS) break;
  }
  const stored = world.privates.seenAt(did);
  // Before anything was seen, only the newest of the first page counts as unread.
  const seenAt = stored ?? (from === undefined ? (wanted[0]?.entry.sortAt ?? null) : null);
  const shown = wanted.filter((item) => !isHidden(eyes, did, item));
  return answer({
    notifications: defined(shown.map((item) => view(eyes, item, seenAt))),
    cursor: last && packPosition({ at: last.entry.sortAt, name: last.entry.row.id }),
    priority: false,
    seenAt: seenAt === null ? undefined : new Date(seenAt).toISOString(),
  });
}

function getUnreadCount(call: SignedCall): Outcome {
  const { world, did } = call;
  const eyes = eyesOf(call);
  const seenAt = world.privates.seenAt(did) ?? -Infinity;
  let count = 0;
  for (const item of told(eyes, world.index.notices(did), undefined)) {
    if (item.entry.sortAt <= seenAt) break;
    if (!isHidden(eyes, did, item)) count += 1;
  }
  return answer({ count });
}

export const notificationMethods: readonly Method[] = [
  {
    nsid: 'app.bsky.notification.listNotifications',
    kind: 'query',
    auth: 'access',
    params: { reasons: many(), priority: flag(), seenAt: optional(datetime), ...paged() },
    run: listNotifications,
  },
  {
    nsid: 'app.bsky.notification.getUnreadCount',
    kind: 'query',
    auth: 'access',
    params: { priority: flag(), seenAt: optional(datetime) },
    run: getUnreadCount,
  },
  {
    nsid: 'app.bsky.notification.updateSeen',
    kind: 'procedure',
    auth: 'access',
    input: shape({ seenAt: datetime }),
    run({ world, did, input }) {
      world.privates.setSeenAt(did, Date.parse(textOf(input, 'seenAt') ?? ''));
      return done();
    },
  },
];
