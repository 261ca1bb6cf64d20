import type { Server } from './networks.ts';

/** What the servers have seen so far. */
export interface ServersEye {
  requests(): number;
  /** Things done. */
  effects(): number;
  /** Machine's clock (`performance.now`) when they last saw anything. */
  busyAt(): number;
  /** Called at each request and each thing done, in place of whoever was called before; null: nobody. */
  onSight(look: (() => void) | null): void;
  close(): void;
}

export function createServersEye(servers: readonly Server[]): ServersEye {
  let requests = 0;
  let effects = 0;
  let busyAt = performance.now();
  let look: (() => void) | null = null;
  const seen = new Map<string, number>();
  const unwatch = servers.map(({ sim, network }) =>
    sim.control.ledger.watch((entry) => {
      busyAt = performance.now();
      const key = `${network} ${String(entry.seq)}`;
      const before = seen.get(key);
      if (before === undefined) requests += 1;
      effects += entry.effects.length - (before ?? 0);
      seen.set(key, entry.effects.length);
      look?.();
    }),
  );
  return {
    requests: () => requests,
    effects: () => effects,
    busyAt: () => busyAt,
    onSight: (next) => {
      look = next;
    },
    close: () => {
      for (const stop of unwatch) stop();
    },
  };
}
