import * as v from 'valibot';
import type { Box, MessageKind } from '../../../src-shared/domain/message.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorError } from '../contract.ts';
import { getPostThread, getRecord } from './api.ts';
import { parseAtUri } from './at-uri.ts';
import { messageOf } from './map.ts';
import { quotedUri } from './map-embed.ts';
import { excerptOf } from './rich-text.ts';
import { facetSchema, postViewSchema, threadNodeSchema, type PostView } from './wire.ts';
import type { Caller } from './xrpc.ts';

const depth = 12;
const parentHeight = 80;
/** The network tells this many authors above a post that they were answered. */
const answeredLevels = 4;

/** A conversation around one post: what it answers, itself, and what answers it; posts found missing are `gone`. */
export async function readThread(
  caller: Caller,
  me: string,
  uri: string,
): Promise<Result<readonly Inbound[], ConnectorError>> {
  const answer = await getPostThread(caller, uri, depth, parentHeight);
  if (answer.tag === 'err') return answer.error.tag === 'gone' ? missing(caller, uri) : err(answer.error);
  const found = flattened(answer.value.value.thread);
  if (found.absent.includes(uri)) return missing(caller, uri);
  const posts = new Map(found.posts.map(({ post }) => [post.uri, post]));
  const excerpt = (of: string): string | null => {
    const post = posts.get(of);
    return post === undefined ? null : excerptOf(post.record.text);
  };
  return ok([
    ...found.posts.map(({ post, above }): Inbound => ({
      tag: 'message',
      message: messageOf(post, { me, ...placeOf(post, above, me), excerpt }),
    })),
    ...found.absent.map((remoteId): Inbound => ({ tag: 'gone', remoteId })),
  ]);
}

/** A post that the view does not show may only be too new for it; its own record decides. */
async function missing(caller: Caller, uri: string): Promise<Result<readonly Inbound[], ConnectorError>> {
  const at = parseAtUri(uri);
  if (at === null) return ok([]);
  const record = await getRecord(caller, at);
  if (record.tag === 'ok' || record.error.tag === 'rejected') return ok([]);
  return record.error.tag === 'gone' ? ok([{ tag: 'gone', remoteId: uri }]) : record;
}

interface Placed {
  readonly post: PostView;
  /** What it answers, nearest first. */
  readonly above: readonly PostView[];
}

/** The tree as a list; the ancestors hang on the first node, the answers below each. */
function flattened(root: unknown): { readonly posts: readonly Placed[]; readonly absent: readonly string[] } {
  const posts: Placed[] = [];
  const absent: string[] = [];
  const ancestors: PostView[] = [];
  const top = v.safeParse(threadNodeSchema, root);
  for (let parent: unknown = top.success ? top.output.parent : undefined; parent !== undefined;) {
    const node = v.safeParse(threadNodeSchema, parent);
    if (!node.success) break;
    const post = v.safeParse(postViewSchema, node.output.post);
    if (!post.success) {
      if (node.output.notFound && node.output.uri !== undefined) absent.push(node.output.uri);
      break;
    }
    ancestors.push(post.output);
    parent = node.output.parent;
  }
  posts.push(...ancestors.map((post, index) => ({ post, above: ancestors.slice(index + 1) })));

  const waiting: { readonly node: unknown; readonly above: readonly PostView[] }[] = [
    { node: root, above: ancestors },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const node = v.safeParse(threadNodeSchema, next.node);
    if (!node.success) continue;
    const post = v.safeParse(postViewSchema, node.output.post);
    if (!post.success) {
      if (node.output.notFound && node.output.uri !== undefined) absent.push(node.output.uri);
      continue;
    }
    posts.push({ post: post.output, above: next.above });
    const above = [post.output, ...next.above];
    for (const reply of node.output.replies) waiting.push({ node: reply, above });
  }
  return { posts, absent };
}

/**
 * Which list a post of a thread belongs to. It must be the one that its notification gave it, or opening a thread
 * would move messages between lists; so the network's own rule decides here too: mentioned, quoted, answered.
 */
export function placeOf(
  post: PostView,
  above: readonly PostView[],
  me: string,
): { readonly box: Box; readonly kind: MessageKind } {
  const kind: MessageKind = post.record.reply === null ? 'post' : 'reply';
  if (post.author.did === me) return { box: 'own', kind };
  const { viewer } = post.author;
  if (viewer?.muted === true || viewer?.blocking !== undefined) return { box: 'context', kind };
  if (mentions(post, me)) return { box: 'public', kind: 'mention' };
  if (parseAtUri(quotedUri(post.record.embed) ?? '')?.repo === me) return { box: 'public', kind: 'quote' };
  if (above.slice(0, answeredLevels).some(({ author }) => author.did === me))
    return { box: 'public', kind: 'reply' };
  return { box: 'context', kind };
}

const mentions = (post: PostView, me: string): boolean =>
  post.record.facets.some((facet) => {
    const read = v.safeParse(facetSchema, facet);
    return (
      read.success &&
      read.output.features.some(
        (feature) => feature.$type === 'app.bsky.richtext.facet#mention' && feature.did === me,
      )
    );
  });
