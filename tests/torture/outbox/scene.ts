import { withoutPromises } from './class-n.ts';
import { EngineDied, type Engine, type EngineHost } from './engine-host.ts';
import type { Held, Server } from './networks.ts';
import { createPage, type Page } from './page.ts';
import type { Plan } from './plan.ts';
import type { StormClock } from './storm-clock.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import type { Result } from '../../../src-shared/result.ts';

/** What every part of a storm shares: the machine, the networks, the interface, and what went wrong. */
export interface Scene {
  readonly plan: Plan;
  readonly host: EngineHost;
  readonly folder: string;
  readonly clock: StormClock;
  readonly servers: readonly Server[];
  readonly held: readonly Held[];
  readonly page: Page;
  readonly machine: Machine;
  readonly violations: string[];
  /** Deliveries that the person moved by hand. */
  readonly byHand: Set<string>;
  /** A fault of the campaign's own. */
  readonly report: (error: unknown) => void;
  readonly trace: ((line: string) => void) | null;
  /** The engine that runs; null: none does. */
  readonly alive: () => Engine | null;
  /** Null: nobody lives to answer. */
  readonly tell: (call: string, args?: unknown) => Promise<Result<unknown, Failure> | null>;
}

/** The machine that the engine runs on, as it is now, and what has happened to it. */
export interface Machine {
  engine: Engine | null;
  /** Shared time at which the storm began. */
  startedAt: number;
  /** How far its clock is wrong now, and was at most, ms. */
  jumped: number;
  worstJump: number;
  sleptMs: number;
  downMs: number;
  diskFull: boolean;
  /** Its journal was damaged, and nobody has opened it since. */
  isDamaged: boolean;
  /** Time may be moved forward by hand. */
  mayWarp: boolean;
}

export function createScene(plan: Plan, place: Pick<Scene, 'host' | 'folder' | 'clock' | 'servers'>): Scene {
  const { clock } = place;
  const violations: string[] = [];
  const began = performance.now();
  const machine: Machine = {
    engine: null,
    startedAt: clock.now(),
    jumped: 0,
    worstJump: 0,
    sleptMs: 0,
    downMs: 0,
    diskFull: false,
    isDamaged: false,
    mayWarp: false,
  };
  const alive = (): Engine | null =>
    machine.engine !== null && !machine.engine.isDead() ? machine.engine : null;
  return {
    ...place,
    plan,
    held: withoutPromises(
      place.servers.flatMap(({ accounts }) => accounts),
      plan.withoutPromises,
    ),
    page: createPage(clock, `store-${String(plan.seed)}`),
    machine,
    violations,
    byHand: new Set(),
    report: (error) => void violations.push(`harness: ${String(error)}`),
    trace:
      process.env['TORTURE_TRACE'] === undefined
        ? null
        : (line) => {
            const shared = ((clock.now() - machine.startedAt) / 1000).toFixed(1);
            console.log(`     ${shared} s (${((performance.now() - began) / 1000).toFixed(2)})  ${line}`);
          },
    alive,
    tell: async (call, args = null) => {
      try {
        return ((await alive()?.call(call, args)) ?? null) as Result<unknown, Failure> | null;
      } catch (error) {
        if (error instanceof EngineDied) return null;
        throw error;
      }
    },
  };
}

/** Whether it holds before so many ms of the machine's are over. */
export const waitFor = (holds: () => boolean, machineMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const deadline = performance.now() + machineMs;
    const poll = setInterval(() => {
      if (!holds() && performance.now() < deadline) return;
      clearInterval(poll);
      resolve(holds());
    }, 2);
  });
