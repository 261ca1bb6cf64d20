import { keptSeeds } from '../kept-seeds.ts';
import { createEngineHost } from '../outbox/engine-host.ts';
import { drawContest } from '../outbox/plan.ts';
import { play } from '../outbox/play.ts';
import type { Row } from '../row.ts';

const itemsARun = 40;
const killsARun = 5;

/** Instances on one folder, started together, beside one another and again after each kill, with the same items. */
export const twoInstances: Row = {
  id: 'R12',
  title: 'two instances on one profile, each handed the same items; in one run of four on damaged journals',
  target: '10,000 contested items: 0 published twice, never two engines on one folder',
  runs: { full: 10_000 / itemsARun, short: 2 },
  kept: keptSeeds.R12,
  counted: { figure: 'deliveries', full: 10_000 },
  jobs: 2,
  open: (options) => {
    const host = createEngineHost(4);
    return Promise.resolve({
      play: (seed) =>
        play(drawContest(seed, { network: options.network, items: itemsARun, kills: killsARun }), host),
      close: host.close,
    });
  },
};
