import type { Fault } from '../../src-simulator/core/faults.ts';
import type { Sim } from '../../src-simulator/core/sim.ts';
import { connectBoth, goTo, leaveAtOnce, outboxGroup, publishNow, write } from './hands.ts';
import { postsSaying } from './server-posts.ts';
import { expect, test } from './world.ts';

/**
 * The one question that a person cannot answer for themselves: the request left, the line was cut, the program died.
 * Did the post go out? It did, once, and the program must find that out by reading.
 */
const words = 'La nocturne de samedi est complète.';

const writes: Readonly<Record<string, string>> = {
  bluesky: 'com.atproto.repo.createRecord',
  mastodon: 'statuses.create',
};
const writeOf = (sim: Sim): string => writes[sim.network] ?? '';

/** The requests that carried the post, as the server saw them. */
const attempts = (sim: Sim, since: number) =>
  sim.control.ledger.entries({ operation: writeOf(sim), method: 'POST', after: since });

const cuts: readonly {
  readonly name: string;
  readonly fault: Fault;
  readonly outcome: string;
  readonly patienceMs: number;
}[] = [
  {
    name: 'the server has done the work, its answer is cut',
    fault: { tag: 'drop-reply' },
    outcome: 'reply-dropped',
    patienceMs: 40_000,
  },
  {
    name: 'the line is cut, and the server does the work twelve seconds later',
    fault: { tag: 'late-commit', minMs: 12_000, maxMs: 12_000 },
    outcome: 'cut-before-work',
    // Nothing is there at the first look. A server that promises to honour the post's key is looked at again after
    // 40 s, one that promises less after 15 s.
    patienceMs: 100_000,
  },
];

for (const { name, fault, outcome, patienceMs } of cuts)
  test(`${name}, the program is killed: one post, found and said to have left`, async ({
    world,
    running,
  }) => {
    test.setTimeout(120_000 + patienceMs);
    await leaveAtOnce(running.page);
    const { bluesky, mastodon } = await connectBoth(running, world, 'Librairie du Port');

    const sent = [world.bluesky, world.mastodon].map((sim) => {
      const since = sim.control.ledger.entries().at(-1)?.seq ?? 0;
      sim.control.faults.set({ fault, operation: writeOf(sim), times: 1 });
      // A second request would make a second post: nothing but reading helps here.
      sim.control.faults.set({ fault: { tag: 'key-ignored' }, operation: writeOf(sim) });
      return { sim, since };
    });
    await write(running.page, {
      text: words,
      accounts: [bluesky.handle, mastodon.handle],
    });
    await publishNow(running.page);
    await Promise.all(
      sent.map(({ sim, since }) =>
        sim.control.ledger.waitFor((entry) => entry.seq > since && entry.outcome.tag === outcome, 20_000),
      ),
    );
    await running.kill();

    await running.restart();
    await goTo(running.page, 'Boîte d’envoi');
    const left = outboxGroup(running.page, 'Partis récemment')
      .getByRole('listitem')
      .filter({ hasText: words });
    await expect(left).toHaveCount(2, { timeout: patienceMs });
    for (const { sim, since } of sent) {
      await expect(left.filter({ has: running.page.getByLabel(new RegExp(sim.network, 'i')) })).toContainText(
        'Parti',
      );
      expect(await postsSaying(sim, words), sim.network).toHaveLength(1);
      expect(sim.control.ledger.effects('post', { after: since }), sim.network).toHaveLength(1);
      expect(attempts(sim, since), sim.network).toHaveLength(1);
    }
    // The person is not asked anything, and nothing waits.
    await expect(outboxGroup(running.page, 'À vérifier ou à décider')).toBeHidden();
  });
