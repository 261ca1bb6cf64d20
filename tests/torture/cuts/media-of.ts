import type { OutboxWorld } from '../../fixtures/outbox-world.ts';

/** How many media a post has on the server, as anybody may ask it there. */
export async function mediaOf(w: OutboxWorld, id: string): Promise<number> {
  const ask = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${w.sim.baseUrl}${path}`, {
      headers: { authorization: `Bearer ${w.me.token}` },
    });
    return answer.json();
  };
  if (w.network === 'mastodon') {
    const status = (await ask(`/api/v1/statuses/${id}`)) as {
      readonly media_attachments?: readonly unknown[];
    };
    return status.media_attachments?.length ?? 0;
  }
  const [, , repo = '', collection = '', rkey = ''] = id.split('/');
  const query = new URLSearchParams({ repo, collection, rkey });
  const record = (await ask(`/xrpc/com.atproto.repo.getRecord?${query.toString()}`)) as {
    readonly value?: { readonly embed?: { readonly images?: readonly unknown[] } };
  };
  return record.value?.embed?.images?.length ?? 0;
}
