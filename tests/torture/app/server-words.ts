import * as v from 'valibot';
import type { Sim } from '../../../src-simulator/core/sim.ts';

const recordsSchema = v.object({
  cursor: v.optional(v.string()),
  records: v.array(v.object({ uri: v.string(), value: v.object({ text: v.string() }) })),
});
const statusesSchema = v.array(v.object({ id: v.string(), content: v.string() }));

/** What the connected account has published, all of it, as the network's own API shows it. */
export async function publishedTexts(sim: Sim): Promise<readonly string[]> {
  const account = sim.accounts[0];
  if (account === undefined) throw new Error(`${sim.network} has no account`);
  const ask = async (address: string): Promise<unknown> => {
    const reply = await fetch(sim.baseUrl + address, {
      headers: { authorization: `Bearer ${account.token}` },
    });
    if (!reply.ok) throw new Error(`${address} answered ${String(reply.status)}`);
    return reply.json();
  };
  const texts: string[] = [];
  if (sim.network === 'mastodon') {
    for (let before = ''; ;) {
      const page = v.parse(
        statusesSchema,
        await ask(`/api/v1/accounts/${account.id}/statuses?limit=40${before}`),
      );
      texts.push(...page.map(({ content }) => content));
      const last = page.at(-1);
      if (last === undefined) return texts;
      before = `&max_id=${last.id}`;
    }
  }
  const query = `repo=${encodeURIComponent(account.id)}&collection=app.bsky.feed.post&limit=100`;
  for (let after = ''; ;) {
    const page = v.parse(recordsSchema, await ask(`/xrpc/com.atproto.repo.listRecords?${query}${after}`));
    texts.push(...page.records.map(({ value }) => value.text));
    if (page.cursor === undefined || page.records.length === 0) return texts;
    after = `&cursor=${encodeURIComponent(page.cursor)}`;
  }
}
