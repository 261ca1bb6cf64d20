import type { Result } from '../../../src-shared/result.ts';
import { ok } from '../../../src-shared/result.ts';
import type { ConnectorError } from '../contract.ts';
import { parseAtUri, type AtUri } from './at-uri.ts';
import * as chat from './wire-chat.ts';
import * as wire from './wire.ts';
import { noAnswer, xrpc, type Answer, type Caller } from './xrpc.ts';

/** The requests of this network, one function each. Nothing is decided here. */
type Reply<T> = Promise<Result<Answer<T>, ConnectorError>>;

const chatService = 'did:web:api.bsky.chat#bsky_chat';
/** `getPosts` takes this many addresses at once. */
const postsAtOnce = 25;

export const createSession = (
  caller: Caller,
  input: { readonly identifier: string; readonly password: string; readonly code: string | null },
) =>
  // Repeating it makes one more session at worst, so it counts as a read.
  xrpc(caller, {
    method: 'com.atproto.server.createSession',
    effect: 'read',
    body: {
      tag: 'json',
      value: {
        identifier: input.identifier,
        password: input.password,
        ...(input.code === null ? {} : { authFactorToken: input.code }),
      },
    },
    answer: wire.sessionSchema,
  });

/** The caller signs with the refresh token. The old one answers the same again for two hours: safe to repeat. */
export const refreshSession = (caller: Caller) =>
  xrpc(caller, {
    method: 'com.atproto.server.refreshSession',
    effect: 'read',
    body: { tag: 'none' },
    answer: wire.sessionSchema,
  });

/** The caller signs with the refresh token. */
export const deleteSession = (caller: Caller) =>
  xrpc(caller, {
    method: 'com.atproto.server.deleteSession',
    effect: 'read',
    body: { tag: 'none' },
    answer: noAnswer,
  });

export const getSession = (caller: Caller) =>
  xrpc(caller, {
    method: 'com.atproto.server.getSession',
    effect: 'read',
    answer: wire.currentSessionSchema,
  });

export const describeServer = (caller: Caller) =>
  xrpc(caller, { method: 'com.atproto.server.describeServer', effect: 'read', answer: wire.serverSchema });

export const resolveHandle = (caller: Caller, handle: string) =>
  xrpc(caller, {
    method: 'com.atproto.identity.resolveHandle',
    effect: 'read',
    params: { handle },
    answer: wire.didSchema,
  });

export const createRecord = (
  caller: Caller,
  input: { readonly at: AtUri; readonly record: Readonly<Record<string, unknown>> },
) =>
  xrpc(caller, {
    method: 'com.atproto.repo.createRecord',
    effect: 'write',
    body: {
      tag: 'json',
      value: {
        repo: input.at.repo,
        collection: input.at.collection,
        rkey: input.at.rkey,
        validate: true,
        record: input.record,
      },
    },
    answer: wire.createdSchema,
  });

/** Idempotent: a record that is not there any more is answered like one that was just deleted. */
export const deleteRecord = (caller: Caller, at: AtUri) =>
  xrpc(caller, {
    method: 'com.atproto.repo.deleteRecord',
    effect: 'write',
    body: { tag: 'json', value: { repo: at.repo, collection: at.collection, rkey: at.rkey } },
    answer: noAnswer,
  });

export const getRecord = (caller: Caller, at: AtUri) =>
  xrpc(caller, {
    method: 'com.atproto.repo.getRecord',
    effect: 'read',
    params: { repo: at.repo, collection: at.collection, rkey: at.rkey },
    answer: wire.recordSchema,
  });

/** The newest records of one kind in somebody's own repository, newest first; never late, as lists of views are. */
export const listRecords = (caller: Caller, repo: string, collection: string, limit: number) =>
  xrpc(caller, {
    method: 'com.atproto.repo.listRecords',
    effect: 'read',
    params: { repo, collection, limit: pageOf(limit) },
    answer: wire.recordsSchema,
  });

/** A repeat stores the same bytes under the same name, and what no post refers to is collected. */
export const uploadBlob = (caller: Caller, bytes: Uint8Array, type: string) =>
  xrpc(caller, {
    method: 'com.atproto.repo.uploadBlob',
    effect: 'write',
    body: { tag: 'bytes', bytes, type },
    answer: wire.uploadedBlobSchema,
  });

export const getProfile = (caller: Caller, actor: string) =>
  xrpc(caller, {
    method: 'app.bsky.actor.getProfile',
    effect: 'read',
    params: { actor },
    answer: wire.profileSchema,
  });

export const searchPeople = (caller: Caller, q: string, limit: number) =>
  xrpc(caller, {
    method: 'app.bsky.actor.searchActorsTypeahead',
    effect: 'read',
    params: { q, limit },
    answer: wire.actorsSchema,
  });

export const muteActor = (caller: Caller, actor: string, muted: boolean) =>
  xrpc(caller, {
    method: muted ? 'app.bsky.graph.muteActor' : 'app.bsky.graph.unmuteActor',
    effect: 'write',
    body: { tag: 'json', value: { actor } },
    answer: noAnswer,
  });

export const listNotifications = (
  caller: Caller,
  input: { readonly reasons: readonly string[]; readonly limit: number; readonly cursor: string | null },
) =>
  xrpc(caller, {
    method: 'app.bsky.notification.listNotifications',
    effect: 'read',
    params: {
      reasons: input.reasons,
      limit: pageOf(input.limit),
      // Otherwise a preference of the account may hide everybody whom it does not follow.
      priority: false,
      cursor: input.cursor ?? undefined,
    },
    answer: wire.notificationsSchema,
  });

export const getAuthorFeed = (
  caller: Caller,
  input: { readonly actor: string; readonly limit: number; readonly cursor: string | null },
) =>
  xrpc(caller, {
    method: 'app.bsky.feed.getAuthorFeed',
    effect: 'read',
    params: {
      actor: input.actor,
      filter: 'posts_with_replies',
      limit: pageOf(input.limit),
      cursor: input.cursor ?? undefined,
    },
    answer: wire.authorFeedSchema,
  });

export const getPostThread = (caller: Caller, uri: string, depth: number, parentHeight: number) =>
  xrpc(caller, {
    method: 'app.bsky.feed.getPostThread',
    effect: 'read',
    params: { uri, depth, parentHeight },
    answer: wire.threadSchema,
  });

/** Views of any number of posts, by address. Posts that are gone, or hidden by a block, are absent. */
export async function getPosts(
  caller: Caller,
  uris: readonly string[],
): Promise<Result<ReadonlyMap<string, wire.PostView>, ConnectorError>> {
  const wanted = [...new Set(uris)].filter((uri) => parseAtUri(uri) !== null);
  const chunks = Array.from({ length: Math.ceil(wanted.length / postsAtOnce) }, (_, index) =>
    wanted.slice(index * postsAtOnce, (index + 1) * postsAtOnce),
  );
  const answers = await Promise.all(
    chunks.map((chunk) =>
      xrpc(caller, {
        method: 'app.bsky.feed.getPosts',
        effect: 'read',
        params: { uris: chunk },
        answer: wire.postsSchema,
      }),
    ),
  );
  const found = new Map<string, wire.PostView>();
  for (const answer of answers) {
    if (answer.tag === 'err') return answer;
    for (const post of wire.eachOf(wire.postViewSchema, answer.value.value.posts).items)
      found.set(post.uri, post);
  }
  return ok(found);
}

export const listConvos = (
  caller: Caller,
  input: { readonly limit: number; readonly cursor: string | null },
) =>
  xrpc(caller, {
    method: 'chat.bsky.convo.listConvos',
    effect: 'read',
    proxy: chatService,
    params: { limit: pageOf(input.limit), cursor: input.cursor ?? undefined },
    answer: chat.convosSchema,
  });

export const getConvo = (caller: Caller, convoId: string) =>
  xrpc(caller, {
    method: 'chat.bsky.convo.getConvo',
    effect: 'read',
    proxy: chatService,
    params: { convoId },
    answer: chat.oneConvoSchema,
  });

export const getMessages = (
  caller: Caller,
  input: { readonly convoId: string; readonly limit: number; readonly cursor: string | null },
) =>
  xrpc(caller, {
    method: 'chat.bsky.convo.getMessages',
    effect: 'read',
    proxy: chatService,
    params: { convoId: input.convoId, limit: pageOf(input.limit), cursor: input.cursor ?? undefined },
    answer: chat.chatMessagesSchema,
  });

export const sendMessage = (
  caller: Caller,
  input: { readonly convoId: string; readonly message: Readonly<Record<string, unknown>> },
): Reply<{ readonly id: string; readonly sentAt: string }> =>
  xrpc(caller, {
    method: 'chat.bsky.convo.sendMessage',
    effect: 'write',
    proxy: chatService,
    body: { tag: 'json', value: { convoId: input.convoId, message: input.message } },
    answer: chat.sentMessageSchema,
  });

/** Pages hold 1 to 100 items here. */
const pageOf = (limit: number): number => Math.min(Math.max(Math.floor(limit), 1), 100);
