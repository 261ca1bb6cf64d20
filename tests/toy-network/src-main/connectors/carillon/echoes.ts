import * as v from 'valibot';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorError, Page, PullInput } from '../contract.ts';
import { ask, type CallContext } from './calls.ts';

const echoSchema = v.object({
  id: v.string(),
  bell: v.string(),
  name: v.string(),
  text: v.string(),
  at: v.number(),
  answering: v.nullable(v.string()),
});
type Echo = v.InferOutput<typeof echoSchema>;
const listSchema = v.object({ echoes: v.array(echoSchema), more: v.boolean() });

/** What others rang at the account: the only thing that the network lets be read. */
export async function pullEchoes(
  ctx: CallContext,
  { cursor, direction, limit }: PullInput,
): Promise<Result<Page, ConnectorError>> {
  const query = new URLSearchParams({ limit: String(limit) });
  if (cursor !== null) query.set(direction === 'newer' ? 'after' : 'before', cursor);
  const listed = await ask(ctx, 'read', listSchema, {
    method: 'GET',
    path: `/echoes?${query.toString()}`,
  });
  if (listed.tag === 'err') return listed;
  // The newest comes first.
  const { echoes, more } = listed.value;
  const [newest, oldest] = [echoes[0]?.id ?? null, echoes.at(-1)?.id ?? null];
  return ok({
    items: echoes.map((echo) => inboundOf(echo)),
    cursor: (direction === 'newer' ? newest : oldest) ?? cursor,
    opposite: cursor === null ? oldest : null,
    more,
  });
}

const inboundOf = ({ id, bell, name, text, at, answering }: Echo): Inbound => ({
  tag: 'message',
  message: {
    remoteId: id,
    box: 'public',
    kind: answering === null ? 'mention' : 'reply',
    conversationId: answering ?? id,
    url: null,
    author: { remoteId: bell, name, handle: bell, avatarUrl: null },
    mine: false,
    body: [{ tag: 'text', text }],
    warning: null,
    attachments: [],
    poll: null,
    parent: answering === null ? null : { remoteId: answering, excerpt: null },
    createdAt: at,
    editedAt: null,
    counts: { likes: null, replies: null, reposts: null, quotes: null },
    liked: false,
    likeRemoteId: null,
    reposted: false,
    visibility: null,
    language: null,
    handleData: '{}',
  },
});
