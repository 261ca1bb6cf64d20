import { createControlServer, type ControlServer } from './core/control.ts';
import type { SimClock } from './core/clock.ts';
import type { Sim } from './core/sim.ts';
import { simulators, withoutMessages } from './index.ts';

export interface WorkspaceSettings {
  /** Where everything is kept across restarts; in memory when absent. */
  readonly dir?: string;
  /** Network ids to start; all that are registered when absent. */
  readonly networks?: readonly string[];
  /** Fixed ports by network id, so that accounts of an earlier run still point to their server. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly seed?: number;
  /** How lively the audience is; 1 when absent. */
  readonly audienceRate?: number;
}

export interface SimWorkspace {
  readonly sims: readonly Sim[];
  readonly control: ControlServer;
  close(): Promise<void>;
}

/** Starts the servers of the training workspace. Throws when a network is unknown or a fixed port is taken. */
export async function startWorkspace(
  settings: WorkspaceSettings,
  deps: { readonly clock: SimClock; readonly onStop?: () => void; readonly log?: (line: string) => void },
): Promise<SimWorkspace> {
  const sims: Sim[] = [];
  try {
    const networks = settings.networks ?? Object.keys(simulators);
    const messaging = networks.filter((network) => !withoutMessages.has(network));
    const audienceRate = settings.audienceRate ?? 1;
    for (const [index, network] of networks.entries()) {
      const create = simulators[network];
      if (!create) throw new Error(`no simulator is registered for ${network}`);
      const port = settings.ports?.[network];
      sims.push(
        await create({
          clock: deps.clock,
          seed: settings.seed ?? 1,
          audienceRate,
          // A silent audience is a test's, which counts what it finds.
          ...(audienceRate > 0
            ? {
                past: {
                  index,
                  of: networks.length,
                  messages: { index: messaging.indexOf(network), of: messaging.length },
                },
              }
            : {}),
          ...(settings.dir === undefined ? {} : { dir: settings.dir }),
          ...(port === undefined ? {} : { port }),
          ...(deps.log ? { log: deps.log } : {}),
        }),
      );
    }
    const control = await createControlServer({
      clock: deps.clock,
      sims,
      ...(deps.onStop ? { onStop: deps.onStop } : {}),
    });
    return {
      sims,
      control,
      async close() {
        await control.close();
        await Promise.all(sims.map((sim) => sim.close()));
      },
    };
  } catch (error) {
    await Promise.all(sims.map((sim) => sim.close()));
    throw error;
  }
}
