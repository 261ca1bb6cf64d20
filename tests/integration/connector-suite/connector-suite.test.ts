import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testNetworks } from '../../fixtures/networks/all.ts';
import type { OutboxNetwork } from '../../fixtures/world-networks.ts';
import { offeringOf } from './offering.ts';
import { createStand, type Stand } from './stand.ts';
import { suite } from './suite.ts';
import { createTable, printed, problemsOf } from './table.ts';

/**
 * The one suite that every connector passes, over real sockets against its simulator: capability by capability, fault
 * by fault. What a network does not offer is said by its manifest; a fault is played on all of them. The table at the
 * end has a cell for each.
 */
const table = createTable();
const isNetwork = (name: string): name is OutboxNetwork => name in testNetworks;
const networks = Object.keys(testNetworks).filter(isNetwork);

describe.each(networks)('the connector of %s', (network) => {
  let stand: Stand | null = null;
  /** One for all cases of a network; one that a case left in disorder is thrown away. */
  const current = async (): Promise<Stand> => (stand ??= await createStand(network));
  const discard = async (): Promise<void> => {
    const old = stand;
    stand = null;
    await old?.close();
  };
  beforeAll(async () => {
    await current();
  });
  afterAll(discard);

  // `%s`: a `$name` is put in quotes and cut off, and no pattern would find it.
  it.each(suite.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const on = await current();
    if (one.kind === 'capability') {
      const offering = offeringOf(on.manifest, one.needs);
      if (offering.tag === 'not-offered') return table.set(network, one.name, offering);
    }
    try {
      table.set(network, one.name, { tag: 'passed', what: await one.play(on) });
      on.world.sim.control.faults.clear();
    } catch (error) {
      const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      table.set(network, one.name, { tag: 'failed', why: why.slice(0, 200) });
      await discard();
      throw error;
    }
  });
});

it('the table network × case has no empty cell', () => {
  console.log(printed(networks, suite, table));
  expect(problemsOf(networks, suite, table)).toEqual([]);
});
