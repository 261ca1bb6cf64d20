import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { wakeOf } from '../../../src-shared/outbox/wake.ts';
import { createRandom, type Random } from '../../../src-simulator/core/random.ts';
import { createLife, InvariantBroken, type LifeSetup } from '../../unit/outbox/simulated-life.ts';
import { minute, rule } from '../../unit/outbox/samples.ts';
import type { Played } from '../row.ts';

/** Items at once. */
const items = 40;

type Life = ReturnType<typeof createLife>;
type Place = 'published' | 'parked' | 'waiting' | 'missing';

interface Item {
  readonly life: Life;
  /** A person asked to cancel it. */
  cancelled: boolean;
}

/**
 * A crowd of deliveries that random things happen to, one at a time: each is at every moment published, parked where
 * a person sees it, or waiting for something that will come; and cancelled only by a person.
 */
export function playCrowd(seed: number, transitions: number): Played {
  const random = createRandom(seed);
  const violations: string[] = [];
  const figures = {
    transitions: 0,
    'items in': 0,
    published: 0,
    parked: 0,
    waiting: 0,
    missing: 0,
    deleted: 0,
  };
  while (figures.transitions < transitions) {
    const crowd = Array.from({ length: items }, (): Item => ({
      life: createLife(setup(random)),
      cancelled: false,
    }));
    try {
      for (let acts = items * random.between(20, 120); acts > 0; acts -= 1) {
        const item = random.pick(crowd);
        if (item === undefined) break;
        act(random, item);
        check(item);
      }
      for (const item of crowd) {
        // Half of them are counted in the middle of their lives.
        if (random.chance(0.5)) item.life.calmDown();
        figures['items in'] += 1;
        figures[check(item)] += 1;
        figures.transitions += item.life.transitions();
      }
    } catch (error) {
      if (!(error instanceof InvariantBroken)) throw error;
      violations.push(error.message);
      if (error.message.startsWith('missing')) figures.missing += 1;
      if (error.message.startsWith('deleted')) figures.deleted += 1;
      break;
    }
  }
  const { published, parked, waiting } = figures;
  if (published + parked + waiting !== figures['items in'] && violations.length === 0)
    violations.push(`${figures['items in']} in, ${published + parked + waiting} found`);
  return { figures, violations };
}

function setup(random: Random): LifeSetup {
  const rules = [rule('K', 60 * minute), rule('K'), rule('R'), rule('N')] as const;
  return {
    rule: random.pick(rules) ?? rule('R'),
    media: random.between(0, 2),
    leaving: random.chance(0.5) ? 'now' : 'at',
    executor: random.chance(0.2) ? 'native' : 'machine',
  };
}

function act(random: Random, item: Item): void {
  const [kind, how] = [random.between(0, 7), random.between(0, 1_000)];
  if (kind === 7 && how % 14 === 0) item.cancelled = true;
  item.life.act(kind, how, random.between(0, 1_000));
}

/** Where the item is; throws when it is nowhere. */
function check(item: Item): Exclude<Place, 'missing'> {
  const record = item.life.record();
  const { phase, holds } = record;
  switch (phase.tag) {
    case 'sent':
      if (item.life.published() !== 1) throw new InvariantBroken('missing: said to be sent');
      return 'published';
    case 'cancelled':
      if (!item.cancelled) throw new InvariantBroken(`deleted by us: ${story(record)}`);
      return 'parked';
    case 'needs-decision':
    case 'missed':
    case 'failed':
    case 'assisted':
      return 'parked';
    default: {
      const held = holds.frozen || holds.blocked !== null;
      // Nothing under way, nothing planned, nobody who holds it: it would stay there for ever, unseen.
      if (item.life.asleep() && wakeOf(record) === null && !held)
        throw new InvariantBroken(`missing: ${story(record)}`);
      return 'waiting';
    }
  }
}

const story = ({ phase, holds, steps, attempts, createdAt }: OutboxRecord): string =>
  JSON.stringify({
    phase,
    holds,
    steps: steps.map(({ key, doubt, state }) => ({ key, doubt, state })),
    told: attempts.map(({ at, step, event, code }) => `${at - createdAt} ${step} ${event} ${code ?? ''}`),
  });
