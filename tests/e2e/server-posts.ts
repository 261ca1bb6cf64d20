import * as v from 'valibot';
import type { Sim } from '../../src-simulator/core/sim.ts';

/** What a network's own API shows of an account's posts: the other witness, beside its ledger. */

export interface ServerPost {
  readonly id: string;
  readonly text: string;
  /** Id of what it answers. */
  readonly answers: string | null;
  /** Epoch ms. */
  readonly createdAt: number;
}

const recordsSchema = v.object({
  records: v.array(
    v.object({
      uri: v.string(),
      value: v.object({
        text: v.string(),
        createdAt: v.string(),
        reply: v.optional(v.object({ parent: v.object({ uri: v.string() }) })),
      }),
    }),
  ),
});
const statusesSchema = v.array(
  v.object({
    id: v.string(),
    content: v.string(),
    created_at: v.string(),
    in_reply_to_id: v.nullable(v.string()),
  }),
);

/** The newest posts of the account that the tests connect, replies among them, newest first. */
export async function serverPosts(sim: Sim): Promise<readonly ServerPost[]> {
  const account = sim.accounts[0];
  if (account === undefined) throw new Error(`${sim.network} has no account`);
  const ask = async (address: string): Promise<unknown> => {
    const reply = await fetch(sim.baseUrl + address, {
      headers: { authorization: `Bearer ${account.token}` },
    });
    if (!reply.ok) throw new Error(`${address} answered ${String(reply.status)}`);
    return reply.json();
  };
  if (sim.network === 'mastodon')
    return v
      .parse(statusesSchema, await ask(`/api/v1/accounts/${account.id}/statuses?limit=40`))
      .map(({ id, content, created_at, in_reply_to_id }) => ({
        id,
        text: content,
        answers: in_reply_to_id,
        createdAt: Date.parse(created_at),
      }));
  const query = `repo=${encodeURIComponent(account.id)}&collection=app.bsky.feed.post&limit=100`;
  return v
    .parse(recordsSchema, await ask(`/xrpc/com.atproto.repo.listRecords?${query}`))
    .records.map(({ uri, value }) => ({
      id: uri,
      text: value.text,
      answers: value.reply?.parent.uri ?? null,
      createdAt: Date.parse(value.createdAt),
    }));
}

export const postsSaying = async (sim: Sim, words: string): Promise<readonly ServerPost[]> =>
  (await serverPosts(sim)).filter(({ text }) => text.includes(words));
