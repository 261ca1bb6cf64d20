import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deliveryId } from '../../../src-shared/ids.ts';
import type { NetworkId } from '../../../src-shared/networks/registry.ts';
import type { Played } from '../row.ts';
import { beginStorm } from './acts.ts';
import { damageJournal } from './damage.ts';
import type { EngineHost } from './engine-host.ts';
import { createLives, type Lives } from './lives.ts';
import { openHttp, startServer, type Server, type Standing } from './networks.ts';
import { isAtRest, judge, said, type Evidence } from './oracle.ts';
import { createPassingTime, rate } from './passing-time.ts';
import { createPerson, type Person } from './person.ts';
import type { Plan } from './plan.ts';
import { createRedButton, type RedButton } from './red-button.ts';
import { createScene, waitFor, type Scene } from './scene.ts';
import { createServersEye } from './servers-eye.ts';
import { createStormClock } from './storm-clock.ts';
import { workspaceId } from './wanted.ts';

const minute = 60_000;
const restHours = 6;

/** How the networks of a plan are started; `folder` is the run's own and ends with it. */
export type StartServer = (
  network: NetworkId,
  deps: Parameters<typeof startServer>[1] & { readonly plan: Plan; readonly folder: string },
) => Promise<Server>;

/** Plays one plan with real processes, and judges it. */
export async function play(plan: Plan, host: EngineHost, start: StartServer = startServer): Promise<Played> {
  const folder = fs.mkdtempSync(path.join(tmpdir(), 'vigie-torture-'));
  const clock = createStormClock(plan.start, rate);
  const http = openHttp();
  const servers: Server[] = [];
  try {
    for (const network of plan.networks)
      servers.push(
        await start(network, {
          clock,
          seed: plan.seed,
          http,
          workspaceId,
          flavour: plan.flavour,
          plan,
          folder,
        }),
      );
    return await storm(createScene(plan, { host, folder, clock, servers }));
  } finally {
    clock.stop();
    await Promise.all(servers.map(({ sim }) => sim.close()));
    await http.close();
    if (process.env['TORTURE_KEEP'] === undefined) fs.rmSync(folder, { recursive: true, force: true });
    else console.log(`kept ${folder}`);
  }
}

async function storm(scene: Scene): Promise<Played> {
  const { machine, report, trace } = scene;
  const eye = createServersEye(scene.servers);
  const button = createRedButton(scene);
  const person = createPerson(scene);
  const passTime = createPassingTime(scene, eye);
  const lives = createLives(scene, eye);
  const heart = setInterval(() => {
    person.lookAtAccounts();
    void passTime().catch(report);
  }, 2);
  try {
    await lives.prepare();
    beginStorm(scene, button);
    const done = await killAgainAndAgain(scene, lives);
    await calmDown(scene, person, button);
    machine.mayWarp = false;
    const evidence = await gather(scene, button);
    const { figures, violations } = judge(evidence);
    if (trace !== null || process.env['TORTURE_TOLD'] !== undefined) tellAll(scene);
    return {
      figures: {
        kills: done.kills,
        ...figures,
        twins: lives.twins(),
        decided: person.decided(),
        damaged: done.damaged,
        rebuilt: evidence.rebuilds,
        'slept (min)': Math.round((machine.sleptMs + machine.downMs) / minute),
      },
      violations: [...scene.violations, ...violations],
    };
  } finally {
    eye.close();
    clearInterval(heart);
    machine.engine?.kill();
    await machine.engine?.dead;
  }
}

/** What became of each delivery, for whoever looks for the reason of something. */
function tellAll({ page, plan }: Scene): void {
  for (const delivery of page.deliveries.values())
    if (process.env['TORTURE_TOLD'] !== 'unsent' || delivery.state !== 'sent')
      console.log(
        `     ${String(plan.seed)} ${plan.networks.join(' ')} ${said(delivery)} ${JSON.stringify(delivery.failure)}`,
      );
}

/** All planned deaths, what happens to the files between them, and the life that is not ended. */
async function killAgainAndAgain(
  { plan, folder, clock, machine, servers, trace }: Scene,
  lives: Lives,
): Promise<{ readonly kills: number; readonly damaged: number }> {
  let [kills, damaged, two] = [0, 0, false];
  for (const kill of plan.kills) {
    if (clock.now() - machine.startedAt - machine.sleptMs > 60 * minute) break;
    await lives.live(kill, two);
    kills += 1;
    trace?.(`killed by ${JSON.stringify(kill.trigger)}`);
    if (kill.damage !== null && damageJournal(folder, kill.damage)) {
      damaged += 1;
      machine.isDamaged = true;
      trace?.(`damaged ${JSON.stringify(kill.damage)}`);
    }
    if (kill.downMs > 0) clock.skip(kill.downMs);
    machine.downMs += kill.downMs;
    two = kill.twins;
  }
  if (!plan.neverReadable)
    clock.after(Math.max(0, 12 * minute - (clock.now() - machine.startedAt)), () => clearFaults(servers));
  await lives.live(null, two);
  return { kills, damaged };
}

const clearFaults = (servers: readonly Server[]): void => {
  for (const { sim } of servers) sim.control.faults.clear();
};

/** Time passes until nothing moves by itself and the person has nothing more to say. */
async function calmDown(scene: Scene, person: Person, button: RedButton): Promise<void> {
  const { clock, page, servers, violations, alive } = scene;
  const deadline = clock.now() + restHours * 60 * minute;
  const isFrozen = (): boolean => [...page.deliveries.values()].some(({ state }) => state === 'frozen');
  const isOver = (): boolean => isSettled(scene) || isFrozen() || clock.now() > deadline || alive() === null;
  const acted = new Set<string>();
  for (;;) {
    if (isFrozen()) await button.release();
    // A machine that does much else besides is slow, and that is nobody's loss.
    await waitFor(isOver, 600_000);
    if (alive() === null) {
      violations.push('the engine ended by itself');
      return;
    }
    // What was in doubt when everything was let go shows as frozen once that is settled: the person sees it then.
    if (isFrozen() && clock.now() <= deadline) continue;
    if (clock.now() > deadline || !isSettled(scene)) return;
    clearFaults(servers);
    // Whatever is still on its way at a server arrives.
    const calm = clock.now() + 150_000;
    await waitFor(() => clock.now() > calm, 30_000);
    // What the person set going may show only now: idle time passes faster than a busy disk answers.
    if (!isSettled(scene)) continue;
    const asked = [...page.deliveries.values()].filter(
      ({ id, state }) => ['missed', 'failed', 'needs-decision'].includes(state) && !acted.has(id),
    );
    if (asked.length === 0) return;
    for (const { id } of asked) acted.add(id);
    if (await person.dealWith(asked)) await waitFor(() => !isSettled(scene), 300);
  }
}

/** Everything was written and answered, and nothing moves by itself any more. */
const isSettled = ({ plan, page }: Scene): boolean =>
  page.intents.size === plan.wishes.length &&
  [...page.intents.values()].every(
    ({ intent, handed }) =>
      handed !== 'pending' &&
      intent.targets.every(({ accountId }) => {
        const delivery = page.deliveries.get(deliveryId(intent.id, accountId));
        // Of what was refused there is none; where only its edit was, the one from before goes on.
        return delivery === undefined ? handed === 'refused' : isAtRest(delivery);
      }),
  );

async function gather({ page, held, machine, byHand }: Scene, { freezes }: RedButton): Promise<Evidence> {
  const standing = new Map<string, Standing>();
  for (const one of held) standing.set(one.account.id, await one.read());
  return {
    intents: page.intents,
    deliveries: page.deliveries,
    held,
    standing,
    rebuilds: page.rebuilds() - 1,
    worstJumpMs: machine.worstJump,
    byHand,
    freezes,
    slackMs: minute,
  };
}
