import { expect, it } from 'vitest';
import { createFeedBook } from '../../src-main/engine/sync/feed-book.ts';
import { newFeed } from '../../src-shared/sync/machine.ts';
import { accountRow } from '../fixtures/rows.ts';
import { startMain } from '../fixtures/stream-ends.ts';
import '../fixtures/stream-lives-hooks.ts';
import { parts, place } from '../fixtures/stream-lives.ts';

it('a cursor that cannot be read is kept, and its feed begins anew', async () => {
  const main = await startMain(place.folder, {}, parts);
  const account = accountRow();
  const [feed] = account.manifest.feeds;
  if (feed === undefined) throw new Error('no feeds');
  const { journal, parking } = main;
  const clock = { now: () => 1_000, monotonic: () => 1_000, after: () => () => undefined };
  const book = createFeedBook({ journal, clock, aside: parking.aside });
  const { key } = book.put(newFeed(account.id, feed.name, feed.everyMs, 0)) as { readonly key: string };
  await journal.write([{ tag: 'put', key, value: { newest: 'of another Vigie' } }]);
  const feeds = await book.read(account);
  expect(feeds.get(feed.name)?.state).toMatchObject({ newest: null });
  const [kept, ...others] = await parking.list(10);
  expect(others).toEqual([]);
  expect(kept).toMatchObject({ place: 'journal', kind: 'feed', isRetryable: false });
  expect(kept?.text).toContain('of another Vigie');
  await journal.close();
});
