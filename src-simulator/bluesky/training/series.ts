import type { StateStore } from '../../core/state.ts';
import type { Lane, Entry } from '../appview/entry.ts';
import type { Computed } from '../appview/index.ts';
import type { NoticeLane } from '../appview/notices.ts';
import type { RecordRow } from '../pds/repositories.ts';
import { atUri, parseAtUri } from '../protocol/at-uri.ts';
import { cidOfRecord } from '../protocol/cid.ts';
import type { JsonObject } from '../protocol/json.ts';
import { microsOf, tidOf } from '../protocol/tid.ts';
import { crowdDid, crowdProfile } from './crowd.ts';

export type SeriesKind = 'mention' | 'like' | 'repost' | 'follow' | 'post';
type Target = { readonly uri: string; readonly cid: string };

/** A million rows in one: each is computed when somebody asks for it, always the same. */
export type SeriesRow = {
  readonly id: string;
  readonly kind: SeriesKind;
  /** Who receives it; for posts, who wrote it. */
  readonly account: string;
  readonly handle: string;
  readonly count: number;
  /** Epoch µs of the first row and µs from one to the next; both whole numbers. */
  readonly from: number;
  readonly step: number;
  /** The clock id in its record keys: tells series apart. */
  readonly clockId: number;
  /** What likes and reposts are about, in turn. */
  readonly targets: readonly Target[];
};

export interface Series extends Computed {
  add(order: Omit<SeriesRow, 'id' | 'clockId'>): SeriesRow;
  uri(series: SeriesRow, index: number): string;
}

const CROWD = 1000;
const remarks = [
  'bonjour, une question sur vos horaires',
  'bravo pour le dernier article !',
  'when will it be back in stock?',
  'je recommande les yeux fermés',
  'toujours pas de réponse à mon message…',
  'love this',
];
const collections = {
  mention: 'app.bsky.feed.post',
  post: 'app.bsky.feed.post',
  like: 'app.bsky.feed.like',
  repost: 'app.bsky.feed.repost',
  follow: 'app.bsky.graph.follow',
} as const satisfies Record<SeriesKind, string>;

const authorAt = (series: SeriesRow, index: number): string =>
  series.kind === 'post' ? series.account : crowdDid(series.kind === 'follow' ? index : index % CROWD);

const targetAt = (series: SeriesRow, index: number): Target | undefined =>
  series.targets[index % Math.max(1, series.targets.length)];

function valueAt(series: SeriesRow, index: number): JsonObject {
  const createdAt = new Date(Math.floor((series.from + index * series.step) / 1000)).toISOString();
  const $type = collections[series.kind];
  const remark = remarks[index % remarks.length] ?? '';
  switch (series.kind) {
    case 'post':
      return { $type, text: `${remark} (${index + 1})`, langs: ['fr'], createdAt };
    case 'mention': {
      const mention = `@${series.handle}`;
      return {
        $type,
        text: `${mention} ${remark} (${index + 1})`,
        langs: ['fr'],
        createdAt,
        facets: [
          {
            index: { byteStart: 0, byteEnd: mention.length },
            features: [{ $type: 'app.bsky.richtext.facet#mention', did: series.account }],
          },
        ],
      };
    }
    case 'follow':
      return { $type, subject: series.account, createdAt };
    case 'like':
    case 'repost': {
      const target = targetAt(series, index);
      return { $type, subject: { uri: target?.uri ?? '', cid: target?.cid ?? '' }, createdAt };
    }
  }
}

const uriAt = (series: SeriesRow, index: number): string =>
  atUri(
    authorAt(series, index),
    collections[series.kind],
    tidOf(series.from + index * series.step, series.clockId),
  );

function entryAt(series: SeriesRow, index: number): Entry | undefined {
  if (index < 0 || index >= series.count) return undefined;
  const id = uriAt(series, index);
  const parts = parseAtUri(id);
  if (!parts) return undefined;
  const value = valueAt(series, index);
  const at = Math.floor((series.from + index * series.step) / 1000);
  const row: RecordRow = {
    id,
    did: parts.authority,
    collection: parts.collection,
    rkey: parts.rkey,
    cid: cidOfRecord(value),
    value,
    committedAt: at,
    indexedAt: at,
  };
  return { row, sortAt: at, outsideGate: false, deletedAt: Infinity, goneAt: Infinity };
}

/** Every `stride`-th row of a series, from `offset` on. */
function laneOfSeries(series: SeriesRow, offset = 0, stride = 1): Lane {
  return {
    length: Math.max(0, Math.ceil((series.count - offset) / stride)),
    computed: true,
    at: (index) => (index < 0 ? undefined : entryAt(series, offset + index * stride)),
  };
}

/** Rows of bulk orders: kept as one line of state each, computed on reading, and paged like all others. */
export function createSeries(state: StateStore): Series {
  const table = state.table<SeriesRow>('series');
  const of = (kind: SeriesKind, account?: string): readonly SeriesRow[] =>
    [...table.values()].filter(
      (row) => row.kind === kind && (account === undefined || row.account === account),
    );

  function about(kind: 'like' | 'repost', uri: string): readonly Lane[] {
    return of(kind).flatMap((series) => {
      const at = series.targets.findIndex((target) => target.uri === uri);
      return at < 0 ? [] : [laneOfSeries(series, at, series.targets.length)];
    });
  }

  function notices(account: string): readonly NoticeLane[] {
    return (['mention', 'like', 'repost', 'follow'] as const).flatMap((reason) =>
      of(reason, account).map((series): NoticeLane => ({
        length: series.count,
        at: (index) => {
          const entry = entryAt(series, index);
          return entry && { to: account, reason, subject: targetAt(series, index)?.uri, entry };
        },
      })),
    );
  }

  function find(uri: string): RecordRow | undefined {
    const parts = parseAtUri(uri);
    if (!parts) return undefined;
    if (parts.collection === 'app.bsky.actor.profile') return crowdProfile(parts.authority);
    const micros = microsOf(parts.rkey);
    if (micros === null) return undefined;
    for (const series of table.values()) {
      const index = (micros - series.from) / series.step;
      if (Number.isInteger(index) && index >= 0 && index < series.count && uriAt(series, index) === uri)
        return entryAt(series, index)?.row;
    }
    return undefined;
  }

  return {
    add(order) {
      const serial = table.size + 1;
      return table.put({ ...order, id: `series-${serial}`, clockId: serial % 1024 });
    },
    uri: uriAt,
    find,
    feed: (did) => of('post', did).map((series) => laneOfSeries(series)),
    likes: (uri) => about('like', uri),
    reposts: (uri) => about('repost', uri),
    followers: (did) => of('follow', did).map((series) => laneOfSeries(series)),
    notices,
  };
}
