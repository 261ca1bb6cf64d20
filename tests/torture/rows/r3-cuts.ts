import { emptyContent } from '../../../src-shared/domain/content.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import type { DeliveryId } from '../../../src-shared/ids.ts';
import { worldNetworks, type WorldNetwork } from '../../fixtures/world-networks.ts';
import type { Cut } from '../cuts/cuts.ts';
import { createCutWorld, type CutWorld } from '../cuts/cut-world.ts';
import { liveOn, type Ending } from '../cuts/live-on.ts';
import { mediaOf } from '../cuts/media-of.ts';
import type { Played, Row } from '../row.ts';

/** The first seed cuts once; the others cut each life that comes after a death as well, a share of them each. */
const shares = 40;
/** A world grows slower with each post that it holds. */
const livesAWorld = 40;

export const cuts: Row = {
  id: 'R3',
  title:
    'every step of a post with two media to disk, keychain, media and network: killed, refused, and twice',
  target: '100 % of steps, 0 violations',
  runs: { full: 1 + shares, short: 1 },
  open: ({ network, isShort }) => {
    const ours = worldNetworks.filter((id) => network === null || id === network);
    return Promise.resolve({
      play: async (seed) => {
        const played = createTally();
        for (const id of ours)
          await (seed === 1 ? cutOnce(id, isShort, played) : cutTwice(id, (seed - 2) % shares, played));
        return played.result();
      },
      judge: ({ 'steps there are': all = 0, 'steps cut': cut = 0 }) =>
        cut === all ? null : `${cut} of ${all} steps were cut`,
      close: () => Promise.resolve(),
    });
  },
};

function createTally() {
  const figures = {
    'steps there are': 0,
    'steps cut': 0,
    killed: 0,
    'killed, and done late': 0,
    refused: 0,
    'cut twice': 0,
    'helped by a person': 0,
    lost: 0,
    twice: 0,
  };
  const violations: string[] = [];
  return {
    figures,
    violations,
    result: (): Played => ({ figures, violations }),
  };
}
type Tally = ReturnType<typeof createTally>;

/** What refuses at a step that follows a write would refuse nothing any more. */
const canRefuse = (step: string): boolean => !step.includes(' after ');

/** In the short form every second cut: the other halves on the two networks. */
async function cutOnce(network: WorldNetwork, isShort: boolean, tally: Tally): Promise<void> {
  const lives = createLives(network, tally);
  const { steps } = await lives.live([]);
  let n = worldNetworks.indexOf(network);
  for (const step of steps) {
    const way = (one: 'kill' | 'refuse' | 'late'): Cut => ({ tag: 'step', step, way: one });
    const plans = [
      way('kill'),
      ...(canRefuse(step) ? [way('refuse')] : []),
      ...(step.startsWith('request sent') ? [way('late')] : []),
    ];
    for (const plan of plans) {
      n += 1;
      if (isShort && n % 2 === 0) continue;
      tally.figures['steps there are'] += 1;
      const life = await lives.live([plan]);
      if (life.cuts[0] === step) tally.figures['steps cut'] += 1;
      else tally.violations.push(`${network}: ${step} was not reached a second time`);
      if (plan.tag === 'step')
        tally.figures[
          plan.way === 'kill' ? 'killed' : plan.way === 'late' ? 'killed, and done late' : 'refused'
        ] += 1;
    }
  }
  await lives.close();
}

/** Dies at a step of the first life, and then at each step of the second. */
async function cutTwice(network: WorldNetwork, share: number, tally: Tally): Promise<void> {
  const lives = createLives(network, tally);
  const { steps } = await lives.live([]);
  for (const [index, step] of steps.entries()) {
    if (index % shares !== share) continue;
    for (const way of ['kill', 'refuse'] as const)
      for (let nth = 1; ; nth += 1) {
        const { cuts: made } = await lives.live([
          { tag: 'step', step, way: 'kill' },
          { tag: 'nth', nth, way },
        ]);
        if (made.length < 2) break;
        tally.figures['cut twice'] += 1;
      }
  }
  await lives.close();
}

function createLives(network: WorldNetwork, tally: Tally) {
  let world: CutWorld | null = null;
  let lives = 0;
  const close = async (): Promise<void> => {
    await world?.close();
    world = null;
  };
  return {
    close,
    /** One post from the person's word to the end, cut as planned; what is wrong goes to the tally. */
    live: async (
      plans: readonly Cut[],
    ): Promise<{ readonly steps: readonly string[]; readonly cuts: readonly string[] }> => {
      lives += 1;
      if (lives % livesAWorld === 0) await close();
      world ??= await createCutWorld(network);
      const { w } = world;
      const say = (what: string): void => {
        tally.violations.push(`${network} ${JSON.stringify(plans)}: ${what}`);
      };
      const intent = intentOf(world, lives);
      const before = w.effects('post');
      let ending: Ending;
      try {
        ending = await liveOn(world, intent, plans);
      } catch (error) {
        say(`threw: ${error instanceof Error ? error.message : String(error)}`);
        await close();
        return { steps: [], cuts: [] };
      }
      if (ending.helped > 0) tally.figures['helped by a person'] += 1;
      const made = w.effects('post').filter((id) => !before.includes(id));
      if (ending.state !== 'sent') say(`ended as ${ending.state}`);
      if (made.length === 0) {
        tally.figures.lost += 1;
        say('is not there');
      }
      if (made.length > 1) {
        tally.figures.twice += 1;
        say(`is there ${made.length} times`);
      }
      const [only] = made;
      if (only !== undefined && (await mediaOf(w, only)) !== 2) say('does not have its two media');
      if (!(await toldSent(world, ending.id))) say('the store was not told that it was sent');
      return { steps: ending.steps, cuts: ending.cuts };
    },
  };
}

function intentOf({ w }: CutWorld, n: number): Intent {
  const text = `Numéro ${n} ${'abcdefghij'.repeat(1 + (n % 7))}`;
  const media = [w.medium(`${text}, un`), w.medium(`${text}, deux`)];
  return w.intent(
    { tag: 'publish' },
    { content: { ...emptyContent, text, media }, when: { tag: 'now', graceMs: 0 } },
  );
}

async function toldSent({ w }: CutWorld, id: DeliveryId): Promise<boolean> {
  const rows = await w.rows();
  const last = rows.flatMap((row) => (row.tag === 'delivery' && row.row.id === id ? [row.row] : [])).at(-1);
  return last?.state === 'sent';
}
