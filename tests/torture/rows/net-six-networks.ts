import { cellOf, cellsOf, networks } from '../net/cells.ts';
import { drawPlan } from '../net/draw-plan.ts';
import { startNetwork } from '../net/start-server.ts';
import { tableOfCells } from '../net/table-of-cells.ts';
import { createEngineHost } from '../outbox/engine-host.ts';
import { play } from '../outbox/play.ts';
import type { Row } from '../row.ts';

/** Of each cell. */
const runsACell = 50;

/** Every network under every kind of fault: everything that it offers, on real processes and real sockets. */
export const sixNetworks: Row = {
  id: 'NET',
  title: 'six networks × every fault that touches writing: storms of all that each network offers',
  target: `${String(runsACell)} runs a network and kind of fault: 0 lost, 0 duplicated, doubts only where left open`,
  runs: { full: cellsOf(null).length * runsACell, short: networks.length },
  jobs: 2,
  open: ({ network }) => {
    const cells = cellsOf(network);
    const host = createEngineHost();
    return Promise.resolve({
      play: (seed) => {
        const cell = cellOf(seed, cells);
        if (cell === null) throw new Error(`no such network: ${String(network)}`);
        return play(drawPlan(seed, cell), host, startNetwork);
      },
      report: (finished) => tableOfCells(cells, finished),
      close: host.close,
    });
  },
};
