import { worldNetworks } from '../../fixtures/world-networks.ts';
import { playCrowd } from '../conservation/crowd.ts';
import { playPoison } from '../conservation/poison.ts';
import { playPoisonedRows } from '../conservation/poisoned-rows.ts';
import { playStreams } from '../conservation/streams.ts';
import type { Row } from '../row.ts';

const transitionsASeed = { full: 50_000, short: 20_000 } as const;

/** Four kinds of seeds in turn, so that the short form has one of each. */
const kinds = 4;

export const conservation: Row = {
  id: 'R5',
  title:
    'items in = published + parked + waiting; poisoned items and rows; each store write failed, each kill in the streams',
  target:
    '0 missing, 0 deleted by us over 1,000,000 transitions; a poisoned item delays nobody; 0 rows missing',
  runs: { full: 80, short: 4 },
  open: ({ network, isShort }) => {
    const ours = worldNetworks.filter((id) => network === null || id === network);
    return Promise.resolve({
      play: async (seed) => {
        const turn = Math.floor((seed - 1) / kinds);
        switch ((seed - 1) % kinds) {
          case 0:
            return playCrowd(seed, isShort ? transitionsASeed.short : transitionsASeed.full);
          case 1:
            return playStreams(turn);
          case 2:
            return playPoisonedRows(seed);
          default:
            return playPoison(ours[turn % ours.length] ?? 'mastodon', seed);
        }
      },
      close: () => Promise.resolve(),
    });
  },
};
