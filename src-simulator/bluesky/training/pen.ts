import type { RecordRow } from '../pds/repositories.ts';
import { atUri } from '../protocol/at-uri.ts';
import { cidOfRecord } from '../protocol/cid.ts';
import type { Json, JsonObject } from '../protocol/json.ts';
import type { World } from '../world.ts';

/** Writes records for people who have no client: the audience and what is there from the beginning. */
export interface Pen {
  /** The record's address. `at` (epoch ms) dates it back. */
  write(did: string, collection: string, value: JsonObject, options?: { at?: number; rkey?: string }): string;
  erase(row: RecordRow): void;
  post(did: string, text: string, more?: JsonObject, at?: number): string;
  reply(did: string, parent: RecordRow, text: string, at?: number): string;
  like(did: string, subject: RecordRow, at?: number): string;
  repost(did: string, subject: RecordRow, at?: number): string;
  follow(did: string, subject: string, at?: number): string;
}

const strong = (row: RecordRow): JsonObject => ({ uri: row.id, cid: row.cid });

/** Facets for the links, tags and `@handles` of a text. Offsets count UTF-8 bytes. sheet: 2 Publish */
export function facetsOf(text: string, resolve: (handle: string) => string | undefined): readonly Json[] {
  const bytes = (end: number): number => Buffer.byteLength(text.slice(0, end), 'utf8');
  const facets: Json[] = [];
  for (const match of text.matchAll(
    /(https?:\/\/[^\s]+[^\s.,;:!?)])|(?<=^|\s)#([\p{L}\p{N}_]+)|(?<=^|\s)@([a-z0-9.-]+[a-z0-9])/gu,
  )) {
    const [whole, link, tag, handle] = match;
    const did = handle === undefined ? undefined : resolve(handle);
    const feature =
      link !== undefined
        ? { $type: 'app.bsky.richtext.facet#link', uri: link }
        : tag !== undefined
          ? { $type: 'app.bsky.richtext.facet#tag', tag }
          : did !== undefined
            ? { $type: 'app.bsky.richtext.facet#mention', did }
            : undefined;
    if (feature)
      facets.push({
        index: { byteStart: bytes(match.index), byteEnd: bytes(match.index + whole.length) },
        features: [feature],
      });
  }
  return facets;
}

export function createPen(world: World): Pen {
  const { repositories, accounts, clock } = world;

  function write(
    did: string,
    collection: string,
    value: JsonObject,
    options: { at?: number; rkey?: string } = {},
  ): string {
    const record = { $type: collection, ...value };
    const rkey = options.rkey ?? repositories.nextKey();
    const current = repositories.get(did, collection, rkey);
    const replaced = repositories.replacedBy(did, collection, record);
    const kept = replaced.find((row) => row.rkey !== rkey);
    // Whoever likes, reposts or follows a second time has done it already.
    if (kept) return kept.id;
    const cid = cidOfRecord(record);
    const action = current ? 'update' : 'create';
    repositories.commit(
      did,
      [{ action, collection, rkey, value: record, cid }],
      options.at === undefined ? {} : { at: options.at },
    );
    world.blobs.keep(did, record);
    return atUri(did, collection, rkey);
  }

  const dated = (at: number | undefined): string => new Date(at ?? clock.now()).toISOString();
  const when = (at: number | undefined): { at?: number } => (at === undefined ? {} : { at });

  function post(did: string, text: string, more: JsonObject = {}, at?: number): string {
    const facets = facetsOf(text, (handle) => accounts.find(handle)?.id);
    const value = {
      text,
      langs: ['fr'],
      ...(facets.length > 0 ? { facets } : {}),
      ...more,
      createdAt: dated(at),
    };
    return write(did, 'app.bsky.feed.post', value, when(at));
  }

  return {
    write,
    erase({ did, collection, rkey }) {
      repositories.commit(did, [{ action: 'delete', collection, rkey }]);
    },
    post,
    reply(did, parent, text, at) {
      const above = parent.value['reply'];
      const root =
        typeof above === 'object' && above !== null && 'root' in above && above.root
          ? above.root
          : strong(parent);
      return post(did, text, { reply: { root, parent: strong(parent) } }, at);
    },
    like: (did, subject, at) =>
      write(did, 'app.bsky.feed.like', { subject: strong(subject), createdAt: dated(at) }, when(at)),
    repost: (did, subject, at) =>
      write(did, 'app.bsky.feed.repost', { subject: strong(subject), createdAt: dated(at) }, when(at)),
    follow: (did, subject, at) =>
      write(did, 'app.bsky.graph.follow', { subject, createdAt: dated(at) }, when(at)),
  };
}
