import type { Intent } from '../../../src-shared/domain/intent.ts';
import { deliveryId, type DeliveryId } from '../../../src-shared/ids.ts';
import type { Cut } from './cuts.ts';
import type { CutWorld } from './cut-world.ts';

export interface Ending {
  readonly id: DeliveryId;
  readonly state: string;
  /** Steps of the last life that was planned; without a plan, of the only one. */
  readonly steps: readonly string[];
  /** Steps that were cut. */
  readonly cuts: readonly string[];
  /** How often a person had to say "again". */
  readonly helped: number;
}

const minute = 60_000;
const mostHelp = 4;

/**
 * Plays one intent from the person's word until it is over: a process after the other, each cut as planned, and one
 * more in peace. What was not answered is handed over again, as the interface does.
 */
export async function liveOn(world: CutWorld, intent: Intent, plans: readonly Cut[]): Promise<Ending> {
  const { w, cuts } = world;
  const id = deliveryId(intent.id, intent.targets[0]?.accountId ?? w.account.id);
  const made: string[] = [];
  let helped = 0;
  let steps: readonly string[] = [];
  cuts.plan({ tag: 'none' });
  await w.reopen();
  await w.boot();
  for (let life = 0; ; life += 1) {
    const plan = plans[life] ?? { tag: 'none' };
    cuts.plan(plan);
    const peace = async (): Promise<void> => {
      if (life > 0) {
        // Without room for its mark the journal is not opened; the person is told, and tries again.
        await w.reopen().catch(() => w.reopen());
        await w.boot();
      }
      await handOver(world, intent);
      for (;;) {
        await w.until(() => cuts.isDead() || isAtRest(world, id), 60 * minute);
        if (cuts.isDead() || helped >= mostHelp || !(await help(world, id))) return;
        helped += 1;
      }
    };
    await Promise.race([peace(), cuts.death()]);
    steps = life === 0 ? cuts.steps() : steps;
    const cut = cuts.cutAt();
    if (cut !== null) made.push(cut);
    if (!cuts.isDead()) break;
  }
  const { state } = w.delivery(id);
  cuts.plan({ tag: 'none' });
  // What a server does late, it does within two minutes.
  await w.pass(3 * minute, 15_000);
  return { id, state, steps, cuts: made, helped };
}

/** Until it is taken: a refusal is shown, and said again. */
async function handOver({ w, cuts }: CutWorld, intent: Intent): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    const answers = await w.runner.submit(intent);
    if (cuts.isDead() || answers.every(({ answer }) => answer.tag === 'ok')) return;
    await w.pass(5_000);
  }
  throw new Error('it is never taken');
}

const isAtRest = ({ w }: CutWorld, id: DeliveryId): boolean =>
  ['sent', 'failed', 'missed', 'blocked', 'needs-decision', 'cancelled'].includes(w.delivery(id).state);

/** What a person does about what the interface shows; false: nothing is to be done. */
async function help({ w }: CutWorld, id: DeliveryId): Promise<boolean> {
  switch (w.delivery(id).state) {
    case 'failed':
    case 'missed':
      await w.runner.retry(id);
      return true;
    case 'blocked':
      await w.reconnect();
      return true;
    default:
      return false;
  }
}
