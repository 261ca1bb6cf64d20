import * as v from 'valibot';
import {
  BLUESKY_START_TIMEOUT_MS,
  startBlueskyNetwork,
  type BlueskyAccount,
  type BlueskyNetwork,
} from '../servers/bluesky/start.ts';
import { createXrpc } from '../servers/bluesky/xrpc.ts';
import { test as base } from './fixtures.ts';

export { expect } from './fixtures.ts';

/** The address and the version of a record, by which replies and likes name it. */
export interface Ref {
  readonly uri: string;
  readonly cid: string;
}

export interface Person extends BlueskyAccount {
  readonly token: string;
}

/** A post as the network's own API gives it. */
export type Record = v.InferOutput<typeof recordSchema>;

const refSchema = v.object({ uri: v.string(), cid: v.string() });
const sessionSchema = v.object({ accessJwt: v.string() });
const recordSchema = v.object({
  text: v.string(),
  createdAt: v.string(),
  reply: v.optional(v.object({ root: refSchema, parent: refSchema })),
  embed: v.optional(v.looseObject({ images: v.optional(v.array(v.looseObject({ alt: v.string() }))) })),
});
const recordsSchema = v.object({ records: v.array(v.object({ uri: v.string(), value: recordSchema })) });
const likesSchema = v.object({
  records: v.array(v.object({ value: v.object({ subject: refSchema }) })),
});
const feedSchema = v.object({
  feed: v.array(
    v.object({
      post: v.object({
        uri: v.string(),
        record: recordSchema,
        embed: v.optional(
          v.looseObject({
            images: v.optional(v.array(v.object({ alt: v.string(), fullsize: v.string() }))),
          }),
        ),
      }),
    }),
  ),
});
const threadSchema = v.object({
  thread: v.object({
    replies: v.array(v.object({ post: v.object({ uri: v.string(), record: recordSchema }) })),
  }),
});

const post = 'app.bsky.feed.post';

/** People on the real network, and what its own API says: never what Vigie says of it. */
export interface Town {
  readonly network: BlueskyNetwork;
  /** A new account, logged in. `name`: 3 to 18 letters, digits or hyphens. */
  readonly person: (name: string) => Promise<Person>;
  readonly follow: (who: Person, whom: Person) => Promise<void>;
  /** Writes a post, or a reply to `parent` in the conversation of `root`, and waits until everybody can read it. */
  readonly say: (
    who: Person,
    text: string,
    reply?: { readonly root: Ref; readonly parent: Ref },
  ) => Promise<Ref>;
  /** Deletes a post for everybody. */
  readonly unsay: (who: Person, what: Ref) => Promise<void>;
  /** All that is in somebody's repository, newest first. */
  readonly postsOf: (who: Person) => Promise<readonly { readonly uri: string; readonly value: Record }[]>;
  readonly likesOf: (who: Person) => Promise<readonly Ref[]>;
  /** What others see of somebody, as `reader`. */
  readonly feedOf: (
    who: Person,
    reader: Person,
  ) => Promise<v.InferOutput<typeof feedSchema>['feed'][number]['post'][]>;
  readonly timelineOf: (who: Person) => Promise<readonly Record[]>;
  /** Answers right below a post, as `reader` sees them. */
  readonly repliesTo: (what: Ref, reader: Person) => Promise<readonly Record[]>;
}

function openTown(network: BlueskyNetwork): Town {
  const pds = createXrpc(network.pdsUrl);

  const read = async (
    nsid: string,
    params: Readonly<{ [name: string]: string }>,
    token?: string,
  ): Promise<unknown> => {
    const { status, body } = await pds.get(nsid, { params, ...(token !== undefined && { token }) });
    if (status !== 200) throw new Error(`${nsid} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  const write = async (nsid: string, body: object, token?: string): Promise<unknown> => {
    const answer = await pds.post(nsid, body, token === undefined ? {} : { token });
    if (answer.status !== 200)
      throw new Error(`${nsid} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const create = async (who: Person, collection: string, record: object): Promise<Ref> => {
    const made = await write(
      'com.atproto.repo.createRecord',
      {
        repo: who.did,
        collection,
        record: { $type: collection, createdAt: new Date().toISOString(), ...record },
      },
      who.token,
    );
    await network.processAll();
    return v.parse(refSchema, made);
  };
  const records = (who: Person, collection: string): Promise<unknown> =>
    read('com.atproto.repo.listRecords', { repo: who.did, collection, limit: '100' });
  const feed = async (nsid: string, params: Readonly<{ [name: string]: string }>, reader: Person) => {
    await network.processAll();
    return v.parse(feedSchema, await read(nsid, params, reader.token)).feed.map((item) => item.post);
  };

  return {
    network,
    person: async (name) => {
      const account = await network.createAccount({ handle: `${name}.test` });
      const { handle: identifier, password } = account;
      const session = await write('com.atproto.server.createSession', { identifier, password });
      return { ...account, token: v.parse(sessionSchema, session).accessJwt };
    },
    follow: async (who, whom) => {
      await create(who, 'app.bsky.graph.follow', { subject: whom.did });
    },
    say: (who, text, reply) => create(who, post, { text, ...(reply && { reply }) }),
    unsay: async (who, what) => {
      const rkey = what.uri.split('/').at(-1);
      await write('com.atproto.repo.deleteRecord', { repo: who.did, collection: post, rkey }, who.token);
      await network.processAll();
    },
    postsOf: async (who) => v.parse(recordsSchema, await records(who, post)).records,
    likesOf: async (who) =>
      v
        .parse(likesSchema, await records(who, 'app.bsky.feed.like'))
        .records.map(({ value }) => value.subject),
    feedOf: (who, reader) => feed('app.bsky.feed.getAuthorFeed', { actor: who.did, limit: '100' }, reader),
    timelineOf: async (who) =>
      (await feed('app.bsky.feed.getTimeline', { limit: '100' }, who)).map(({ record }) => record),
    repliesTo: async (what, reader) => {
      await network.processAll();
      const answer = await read('app.bsky.feed.getPostThread', { uri: what.uri, depth: '1' }, reader.token);
      return v.parse(threadSchema, answer).thread.replies.map((one) => one.post.record);
    },
  };
}

type Started = Awaited<ReturnType<typeof startBlueskyNetwork>>;

/** Tests beside a real Bluesky network: one for all of them, skipped with the reason where there is none. */
export const test = base.extend<{ readonly town: Town }, { readonly started: Started }>({
  started: [
    async ({}, use) => {
      const started = await startBlueskyNetwork();
      await use(started);
      if (!('unavailable' in started)) await started.close();
    },
    { scope: 'worker', timeout: BLUESKY_START_TIMEOUT_MS },
  ],
  town: async ({ started }, use) => {
    test.skip('unavailable' in started, 'unavailable' in started ? started.unavailable : '');
    if (!('unavailable' in started)) await use(openTown(started));
  },
});
