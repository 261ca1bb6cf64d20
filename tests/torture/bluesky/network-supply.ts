import { startBlueskyNetwork, type BlueskyNetwork } from '../../servers/bluesky/start.ts';

/** A server takes a thousand uploads a day from one address, which all runs share: about 170 runs, on a bad day fewer. */
const runsEach = 100;

interface Used {
  readonly network: BlueskyNetwork;
  given: number;
  inUse: number;
}

/** Real networks, a new one for every hundred runs. Each is closed when its last run is over, all of them by `close`. */
export function createNetworkSupply(first: BlueskyNetwork): {
  readonly use: <T>(work: (network: BlueskyNetwork) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
} {
  let current: Promise<Used> = Promise.resolve({ network: first, given: 0, inUse: 0 });
  const open = new Set<BlueskyNetwork>([first]);

  const renew = async (): Promise<Used> => {
    const network = await startBlueskyNetwork();
    if ('unavailable' in network) throw new Error(network.unavailable);
    open.add(network);
    return { network, given: 0, inUse: 0 };
  };
  const close = async (network: BlueskyNetwork): Promise<void> => {
    open.delete(network);
    await network.close();
  };

  return {
    use: async (work) => {
      let asked = current;
      let used = await asked;
      while (used.given >= runsEach) {
        // Of all who find it used up at once, the first renews it.
        if (current === asked) current = renew();
        asked = current;
        used = await asked;
      }
      used.given += 1;
      used.inUse += 1;
      try {
        return await work(used.network);
      } finally {
        used.inUse -= 1;
        if (used.inUse === 0 && used.given >= runsEach) await close(used.network);
      }
    },
    close: async () => {
      await Promise.all([...open].map(close));
    },
  };
}
