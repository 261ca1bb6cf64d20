import * as v from 'valibot';
import { createRandom } from '../../src-simulator/core/random.ts';
import type { Sim } from '../../src-simulator/core/sim.ts';
import { connectBoth } from './hands.ts';
import { storedMessages } from './stored-rows.ts';
import { expect, test, type World } from './world.ts';

const rounds = 5;
const each = 250;

const notificationsSchema = v.array(
  v.object({ id: v.string(), status: v.nullish(v.object({ id: v.string() })) }),
);

// Six starts and the lists that are read here use up what five minutes allow: the rest would be fetched after them.
test.use({ isGenerous: true });

/** Ids of the messages behind these notifications, as the server itself lists them. */
async function statusIds(sim: Sim, notifications: ReadonlySet<string>): Promise<readonly string[]> {
  const found: string[] = [];
  for (let before = ''; ;) {
    const reply = await fetch(`${sim.baseUrl}/api/v1/notifications?limit=80&types[]=mention${before}`, {
      headers: { authorization: `Bearer ${sim.accounts[0]?.token ?? ''}` },
    });
    const page = v.parse(notificationsSchema, await reply.json());
    for (const { id, status } of page) if (status && notifications.has(id)) found.push(status.id);
    const last = page.at(-1);
    if (last === undefined) return found;
    before = `&max_id=${last.id}`;
  }
}

/** People write a lot while the program does not run. */
async function crowd(world: World): Promise<readonly string[]> {
  const made: string[] = [];
  for (const sim of [world.bluesky, world.mastodon]) {
    const ids = await sim.control.bulk({
      account: sim.accounts[0]?.id ?? '',
      kind: 'mention',
      count: each,
      overMs: 500,
    });
    made.push(...(sim.network === 'mastodon' ? await statusIds(sim, new Set(ids)) : ids));
  }
  return made;
}

test('killed at random moments while thousands of messages come in, the store lacks none of them', async ({
  world,
  running,
}, testInfo) => {
  test.setTimeout(240_000);
  const seed = Number(process.env['VIGIE_SEED'] ?? Date.now() % 100_000);
  testInfo.annotations.push({ type: 'seed', description: String(seed) });
  const random = createRandom(seed);
  await connectBoth(running, world, 'Librairie du Port');
  await expect(running.page.getByRole('group', { name: 'État' })).toContainText(/Synchro \d/);

  const expected: string[] = [];
  const cutShort: boolean[] = [];
  let held = 0;
  for (let round = 0; round < rounds; round += 1) {
    await running.kill();
    expected.push(...(await crowd(world)));
    expect(expected).toHaveLength((round + 1) * each * 2);
    await running.restart();
    // Anywhere between this round's first row and its last.
    const wanted = held + random.between(1, each * 1.8);
    const atLeast = expect.poll(
      async () => {
        const stored = new Set(await storedMessages(running.page));
        held = expected.filter((id) => stored.has(id)).length;
        return held;
      },
      { timeout: 60_000, intervals: [20] },
    );
    await atLeast.toBeGreaterThanOrEqual(wanted);
    cutShort.push(held < expected.length);
  }
  await running.kill();
  await running.restart();
  const missing = async (): Promise<readonly string[]> => {
    const stored = new Set(await storedMessages(running.page));
    return expected.filter((id) => !stored.has(id));
  };
  await expect
    .poll(async () => (await missing()).length, { timeout: 60_000, message: `seed ${String(seed)}` })
    .toBe(0);
  const stored = await storedMessages(running.page);
  expect(new Set(stored).size).toBe(stored.length);
  // It was truly killed in the middle, or this proved nothing.
  expect(cutShort.filter(Boolean).length).toBeGreaterThan(rounds / 2);
});
