import { failure } from '../../../src-shared/errors.ts';
import type { Manifest } from '../../../src-shared/networks/manifest.ts';
import { offers } from '../../../src-shared/networks/manifest.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Author } from '../../../src-shared/domain/person.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { Connector, ConnectorContext, ConnectorError, Identity, Page, PullInput } from '../contract.ts';
import { describeServer, getAuthorFeed, getProfile, getSession, listConvos, searchPeople } from './api.ts';
import { accessOf } from './access.ts';
import { appPassword } from './app-password.ts';
import { callerOf, newcomer } from './caller.ts';
import { confirm } from './confirm.ts';
import { effectiveManifest, manifest } from './manifest.ts';
import { authorOf, postMetrics, profileMetrics } from './map.ts';
import { activityReasons, mentionReasons } from './notices.ts';
import { pullNotifications } from './notifications.ts';
import { pullOwn } from './own-posts.ts';
import { pullPrivate, readConvo } from './private-messages.ts';
import { publish } from './publish.ts';
import { pullRecheck } from './recheck.ts';
import { readThread } from './thread.ts';
import { createTid } from './tid.ts';
import { eachOf, feedItemSchema, profileSchema } from './wire.ts';
import type { Caller } from './xrpc.ts';

/** The one way of signing in so far; OAuth would be chosen here by the secret's kind. */
const auth = appPassword;
/** Own posts whose numbers are taken at each measure. */
const measuredPosts = 50;

export const blueskyConnector: Connector = {
  manifest,
  authorise: async (ctx) => {
    const signedIn = await auth.authorise(ctx);
    if (signedIn.tag === 'err') return signedIn;
    const { did, handle, origin, secret } = signedIn.value;
    ctx.progress('reading-profile');
    const identity = await identityOf(newcomer(ctx, auth, origin, secret), did, handle, null);
    return identity.tag === 'err' ? identity : ok([{ identity: identity.value, secret }]);
  },
  refreshAt: (secret) => auth.expiresAt(secret),
  accessOf: (secret, { capabilities }) => accessOf(secret, capabilities.includes('direct-messages')),
  refresh: (ctx) => auth.refresh(ctx),
  revoke: (ctx) => auth.revoke(ctx),
  identify: async (ctx) => {
    const caller = callerOf(ctx, auth);
    const session = await getSession(caller);
    if (session.tag === 'err') return session;
    const { did, handle, active } = session.value.value;
    if (did !== ctx.me.remoteId) return err({ tag: 'auth', failure: failure('authorisation-mismatch') });
    if (!active) return err({ tag: 'auth', failure: failure('account-suspended') });
    return identityOf(caller, did, handle, ctx.manifest);
  },
  serverTime: async (ctx) => {
    const answer = await describeServer(callerOf(ctx, auth));
    if (answer.tag === 'err') return answer;
    const { serverTime } = answer.value;
    if (serverTime !== null) return ok(serverTime);
    return err({ tag: 'protocol', failure: failure('protocol', { what: 'date' }), raw: '' });
  },
  pull: (ctx, input) => pull(ctx, callerOf(ctx, auth), input),
  thread: (ctx, input) =>
    input.box === 'private'
      ? readConvo(callerOf(ctx, auth), ctx.me.remoteId, input.conversationId)
      : readThread(callerOf(ctx, auth), ctx.me.remoteId, input.remoteId),
  listen: null,
  draw: (_, now, random) => ({ key: createTid(now, random), at: now }),
  publish: (ctx, operation, drawn) => publish(ctx, callerOf(ctx, auth), operation, drawn),
  // Nothing is worked on after it was accepted.
  poll: () => Promise.resolve(err({ tag: 'rejected', failure: failure('not-offered') })),
  confirm: (ctx, input) => confirm(ctx, callerOf(ctx, auth), input),
  measure: (ctx) => measure(callerOf(ctx, auth), ctx.me.remoteId),
  findPeople: (ctx, query) => findPeople(callerOf(ctx, auth), query),
};

function pull(
  ctx: ConnectorContext,
  caller: Caller,
  input: PullInput,
): Promise<Result<Page, ConnectorError>> {
  const me = ctx.me.remoteId;
  switch (input.feed) {
    case 'mentions':
      return pullNotifications(caller, me, mentionReasons, input);
    case 'activity':
      return pullNotifications(caller, me, activityReasons, input);
    case 'own':
      return pullOwn(caller, me, input);
    case 'private':
      return pullPrivate(caller, me, input);
    case 'recheck':
      return pullRecheck(ctx, caller, input);
    default:
      return Promise.resolve(err({ tag: 'rejected', failure: failure('not-offered', { feed: input.feed }) }));
  }
}

/** The profile and what the server allows. `before`: the manifest so far, kept where the server cannot say now. */
async function identityOf(
  caller: Caller,
  did: string,
  handle: string,
  before: Manifest | null,
): Promise<Result<Identity, ConnectorError>> {
  const profile = await getProfile(caller, did);
  if (profile.tag === 'err') return profile;
  const server = await describeServer(caller);
  if (server.tag === 'err') return server;
  const convos = await listConvos(caller, { limit: 1, cursor: null });
  const author = authorOf(profile.value.value);
  return ok({
    remoteId: did,
    handle,
    name: author.name,
    avatarUrl: author.avatarUrl,
    server: serverName(caller.origin),
    origin: caller.origin,
    manifest: effectiveManifest({
      uploadBytes: server.value.value.blobUploadLimit ?? null,
      directMessages: reachesMessages(convos, before),
    }),
  });
}

/** A refusal is an answer: this sign-in does not reach the messages. A failure is none, so what held before holds. */
function reachesMessages(convos: Result<unknown, ConnectorError>, before: Manifest | null): boolean {
  if (convos.tag === 'ok') return true;
  const isTrouble =
    convos.error.tag === 'server' || convos.error.tag === 'offline' || convos.error.tag === 'rate-limited';
  return isTrouble && before !== null && offers(before, 'direct-messages');
}

/** Accounts move between the machines of the public service: they all are one server to their owners. */
function serverName(origin: string): string {
  const { host } = new URL(origin);
  return host.endsWith('.host.bsky.network') ? 'bsky.social' : host;
}

async function measure(caller: Caller, me: string): Promise<Result<readonly Inbound[], ConnectorError>> {
  const profile = await getProfile(caller, me);
  if (profile.tag === 'err') return profile;
  const feed = await getAuthorFeed(caller, { actor: me, limit: measuredPosts, cursor: null });
  if (feed.tag === 'err') return feed;
  const own = eachOf(feedItemSchema, feed.value.value.feed).items.filter(
    ({ post, reason }) => post.author.did === me && reason === undefined,
  );
  return ok([...profileMetrics(profile.value.value), ...own.flatMap(({ post }) => postMetrics(post))]);
}

async function findPeople(caller: Caller, query: string): Promise<Result<readonly Author[], ConnectorError>> {
  const q = query.trim().replace(/^@/, '');
  if (q === '') return ok([]);
  const answer = await searchPeople(caller, q, 8);
  if (answer.tag === 'err') return answer;
  return ok(eachOf(profileSchema, answer.value.value.actors).items.map(authorOf));
}
