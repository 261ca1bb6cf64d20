import { EngineDied } from './engine-host.ts';
import type { Scene } from './scene.ts';
import type { ServersEye } from './servers-eye.ts';

/** Shared time runs so many times as fast as the machine's, and skips what is idle. */
export const rate = 20;
/** Of the machine's: so long without anything happening counts as idle. */
const idleMs = 8;
const longestMs = 30_000;

/** Moves time forward whenever nothing happens anywhere; call it every few ms. */
export function createPassingTime(
  { clock, page, machine, alive }: Scene,
  eye: ServersEye,
): () => Promise<void> {
  let under = false;
  return async () => {
    const target = alive();
    if (!machine.mayWarp || target === null || under) return;
    if (performance.now() - eye.busyAt() < idleMs || clock.quietMs() < idleMs || page.busy()) return;
    under = true;
    try {
      const paused = (await target.call('pause')) as { value: { nextMs: number | null; quietMs: number } };
      const { nextMs, quietMs } = paused.value;
      const step = Math.min(nextMs ?? Infinity, clock.nextDue() - clock.now(), longestMs);
      const far = quietMs >= idleMs && step > rate && machine.mayWarp ? Math.floor(step) : 0;
      // In this order, and nothing of the engine's in between: see `storm-clock.ts`.
      if (far > 0) clock.skip(far);
      await target.call('go', far);
    } catch (error) {
      if (!(error instanceof EngineDied)) throw error;
    } finally {
      under = false;
    }
  };
}
