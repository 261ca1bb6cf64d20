import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SimClock } from './clock.ts';
import type { Faults } from './faults.ts';

const RETRY_MS = 250;

/** Whether a server listens, following the `offline` switch. */
export interface Listening {
  readonly port: () => number;
  /** Begins to listen; rejects when the port is taken. */
  start(): Promise<void>;
  /** Stops for good. */
  stop(): Promise<void>;
}

export function createListening(deps: {
  readonly http: Server;
  readonly clock: SimClock;
  readonly faults: Faults;
  readonly port: number;
  /** Destroys every open connection: a server that stops listening would otherwise wait for them. */
  readonly cut: () => void;
}): Listening {
  const { http, clock, faults } = deps;
  let port = deps.port;
  let open = false;
  let stopped = false;
  let cancelReopening: (() => void) | undefined;
  /** Openings and closings are queued, so that two quick changes of the switch cannot overlap. */
  let transition = Promise.resolve();

  async function listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject);
      http.listen(port, '127.0.0.1', () => {
        http.off('error', reject);
        resolve();
      });
    });
    open = true;
    port = portOf(http.address());
  }

  async function stopListening(): Promise<void> {
    if (!open) return;
    open = false;
    await new Promise<void>((resolve) => {
      http.close(() => resolve());
      deps.cut();
    });
  }

  async function follow(): Promise<void> {
    if (stopped) return;
    const offline = faults.offline();
    if (!offline && !open) {
      cancelReopening?.();
      await listen();
    }
    if (!offline || !open) return;
    await stopListening();
    if (offline.ms === undefined) return;
    cancelReopening = clock.after(offline.ms, () => {
      for (const rule of faults.list()) if (rule.fault === offline) faults.clear(rule.id);
      return transition;
    });
  }

  /** Somebody else may have taken the port meanwhile: it is tried again until it is free. */
  function followSwitch(): void {
    transition = transition.then(follow).catch(() => {
      cancelReopening = clock.after(RETRY_MS, followSwitch);
    });
  }
  const unfollow = faults.onChange(followSwitch);

  return {
    port: () => port,
    start: listen,
    async stop() {
      stopped = true;
      unfollow();
      cancelReopening?.();
      await transition;
      await stopListening();
    },
  };
}

function portOf(address: string | AddressInfo | null): number {
  return address === null || typeof address === 'string' ? 0 : address.port;
}
