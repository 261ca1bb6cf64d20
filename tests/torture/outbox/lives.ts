import type { Opening } from '../../../src-main/journal/open-journal.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import type { Result } from '../../../src-shared/result.ts';
import { EngineDied, type Engine, type OpenEngine } from './engine-host.ts';
import type { Kill } from './plan.ts';
import { waitFor, type Scene } from './scene.ts';
import type { ServersEye } from './servers-eye.ts';

/** One process after the other on the same folder. */
export interface Lives {
  /** Starts an engine and kills it as planned; null: it goes on living. `two`: two are started at once. */
  live(kill: Kill | null, two: boolean): Promise<void>;
  /** The accounts were connected long ago: a first life without incident. */
  prepare(): Promise<void>;
  /** Further instances that were started on a folder that one had, or was about to have. */
  twins(): number;
}

const unlessDead = (error: unknown): void => {
  if (!(error instanceof EngineDied)) throw error;
};

export function createLives(scene: Scene, eye: ServersEye): Lives {
  const { plan, host, folder, clock, held, page, machine, violations, report, trace, tell } = scene;
  let twins = 0;

  const openArgs = (dieAtStep: number | null): OpenEngine => ({
    folder,
    time: clock.base,
    skipped: clock.skipped(),
    jumped: machine.jumped,
    dieAtStep,
    diskFull: machine.diskFull,
    withSync: plan.withSync,
  });

  /** Whether it opened; null: it died. */
  const openOne = async (one: Engine, dieAtStep: number | null): Promise<boolean | null> => {
    one.onEvent((event) => {
      if (event.event === 'crash') violations.push(`the engine threw: ${event.what}`);
      if (event.event === 'notice') trace?.(`notice ${event.notice} ${event.delivery}`);
    });
    try {
      const opened = (await one.call('open', openArgs(dieAtStep))) as Result<{ opening: Opening }, Failure>;
      trace?.(`opened ${JSON.stringify(opened)}`);
      const opening = opened.tag === 'ok' ? opened.value.opening.tag : null;
      if (opening === 'set-aside' && !machine.isDamaged)
        violations.push('a journal was given up that nobody had damaged');
      if (opening !== null) machine.isDamaged = false;
      return opened.tag === 'ok';
    } catch (error) {
      if (error instanceof EngineDied) return null;
      throw error;
    }
  };

  /** Null: it died before it was open. */
  const begin = async (kill: Kill | null, two: boolean): Promise<Engine | null> => {
    const dieAtStep = kill?.trigger.tag === 'step' ? kill.trigger.count : null;
    for (let tries = 0; tries < 40; tries += 1) {
      const ours = await Promise.all(two && tries === 0 ? [host.take(), host.take()] : [host.take()]);
      if (ours.length > 1) twins += 1;
      const before = clock.skipped();
      const { jumped, diskFull } = machine;
      const opened = await Promise.all(ours.map((one) => openOne(one, dieAtStep)));
      if (clock.skipped() !== before) throw new Error('time was moved while an engine opened');
      if (opened.filter((how) => how === true).length > 1) violations.push('two engines run on one folder');
      for (const [index, one] of ours.entries()) if (opened[index] !== true) one.kill();
      await Promise.all(ours.filter((_, index) => opened[index] !== true).map(({ dead }) => dead));
      const winner = ours[opened.indexOf(true)];
      if (winner !== undefined) {
        // What befell the machine while it opened: nobody was there yet to be told.
        if (machine.jumped !== jumped) await winner.call('jump', machine.jumped - jumped).catch(unlessDead);
        if (machine.diskFull !== diskFull)
          await winner.call('disk', machine.diskFull ? 'full' : 'ok').catch(unlessDead);
        return winner;
      }
      if (opened.includes(null)) return null;
      // The disk may be full, or another had it open: the person starts it again.
      clock.skip(5_000);
    }
    throw new Error('no engine opened');
  };

  /** Another instance on the folder of one that lives. */
  const challenge = async (holder: Engine, n: number): Promise<void> => {
    await clock.wait(n * 3_000);
    if (holder.isDead()) return;
    const one = await host.take();
    twins += 1;
    // Whoever died meanwhile leaves the folder to the next: that is no fault.
    const opened = await openOne(one, null);
    if (opened === true && !holder.isDead())
      violations.push('a second engine opened the folder of one that lives');
    one.kill();
    await one.dead;
  };

  return {
    live: async (kill, two) => {
      const since = { requests: eye.requests(), effects: eye.effects() };
      const opening = performance.now();
      const next = await begin(kill, two);
      if (next === null) return;
      machine.engine = next;
      page.attach(next, plan.contest !== null);
      for (let n = 0; n < (plan.contest?.challengers ?? 0); n += 1) void challenge(next, n).catch(report);
      if (machine.jumped !== 0) trace?.(`clock is wrong by ${String(machine.jumped)}`);
      machine.mayWarp = true;
      if (kill === null) return;
      const { trigger } = kill;
      const die = (): void => {
        eye.onSight(null);
        machine.mayWarp = false;
        next.kill();
      };
      eye.onSight(() => {
        if (trigger.tag === 'request' && eye.requests() - since.requests >= trigger.count) die();
        if (trigger.tag === 'effect' && eye.effects() - since.effects >= trigger.count) die();
      });
      const lifeEnds = clock.now() + 3 * 60_000;
      const timer =
        trigger.tag === 'time'
          ? setTimeout(die, Math.max(0, trigger.ms - (performance.now() - opening)))
          : undefined;
      await waitFor(() => next.isDead() || clock.now() > lifeEnds, 20_000);
      clearTimeout(timer);
      die();
      await next.dead;
      machine.engine = null;
    },
    prepare: async () => {
      const first = await begin(null, false);
      if (first === null) throw new Error('the first engine died');
      machine.engine = first;
      page.attach(first);
      for (const one of held) await tell('connect', { account: one.account, secret: one.secret });
      const isReady = (): boolean =>
        held.every(({ account }) => page.accounts.has(account.id)) && page.isFollowing();
      // Many times what it needs: a machine that plays other campaigns as well takes its time to start a process.
      if (!(await waitFor(isReady, 120_000))) throw new Error('the accounts did not come down');
      first.kill();
      await first.dead;
    },
    twins: () => twins,
  };
}
