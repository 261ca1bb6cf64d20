import { createEngineHost } from '../outbox/engine-host.ts';
import { drawPlan } from '../outbox/plan.ts';
import { play } from '../outbox/play.ts';
import { keptSeeds } from '../kept-seeds.ts';
import type { Row } from '../row.ts';

const killsARun = 8;

/** The outbox under SIGKILL, on real processes and real sockets, with the servers' own books as the judge. */
export const outboxStorm: Row = {
  id: 'R1',
  title: 'the engine killed in publish storms, on every network, under every fault',
  target: '10,000 kills: 0 lost, 0 duplicated, nothing silent',
  runs: { full: 10_000 / killsARun, short: 4 },
  kept: keptSeeds.R1,
  counted: { figure: 'kills', full: 10_000 },
  jobs: 2,
  open: (options) => {
    const host = createEngineHost();
    return Promise.resolve({
      play: (seed) => play(drawPlan(seed, { network: options.network, kills: killsARun }), host),
      close: host.close,
    });
  },
};
