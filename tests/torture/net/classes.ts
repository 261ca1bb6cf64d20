import type { Fault, FaultRule } from '../../../src-simulator/core/faults.ts';
import type { Random } from '../../../src-simulator/core/random.ts';
import type { Act, Kill, PlannedFault } from '../outbox/plan.ts';
import type { Network } from './cells.ts';
import { ownRefusals, posting, uploading, writing } from './operations.ts';

/** What goes wrong in one run, drawn. */
export interface Weather {
  readonly faults?: readonly PlannedFault[];
  readonly acts?: readonly Act[];
  readonly kills?: readonly Kill[];
  readonly leaks?: readonly number[];
}

/** One way in which writing goes wrong. */
export interface FaultClass {
  readonly name: string;
  /** Networks that have no such thing, and why. */
  readonly without?: readonly Network[];
  draw(dice: Random, network: Network): Weather;
}

const second = 1_000;
const minute = 60 * second;
/** Within this all that was wished has left, were the weather good. */
export const stormMs = 3 * minute;

const pickOf = <T>(dice: Random, items: readonly T[]): T => items[dice.between(0, items.length - 1)] as T;
const often = (dice: Random): number => pickOf(dice, [0.3, 0.5, 0.8]);

/** From the beginning, for most of the storm and a while after it. */
const lasting = (dice: Random, rule: FaultRule): PlannedFault => ({
  at: 0,
  forMs: dice.between(3 * minute, 9 * minute),
  network: 0,
  rule,
});

const on = (
  dice: Random,
  operations: readonly string[],
  fault: Fault | (() => Fault),
  probability = often(dice),
): readonly PlannedFault[] =>
  operations.map((operation) =>
    lasting(dice, { fault: typeof fault === 'function' ? fault() : fault, operation, probability }),
  );

export const killedBy = (dice: Random): Kill['trigger'] => {
  switch (pickOf(dice, ['request', 'effect', 'effect', 'step', 'time'] as const)) {
    case 'request':
      return { tag: 'request', count: dice.between(1, 14) };
    case 'effect':
      return { tag: 'effect', count: dice.between(1, 4) };
    case 'step':
      return { tag: 'step', count: dice.between(3, 90) };
    case 'time':
      return { tag: 'time', ms: dice.between(20, 400) };
  }
};

const kill = (dice: Random, damage: Kill['damage'] = null): Kill => ({
  trigger: killedBy(dice),
  damage,
  downMs: dice.chance(0.5) ? 0 : dice.between(second, 3 * minute),
  twins: false,
});

const simple = (
  name: string,
  fault: (dice: Random) => Fault,
  where: (network: Network) => readonly string[] = writing,
  probability?: number,
): FaultClass => ({
  name,
  draw: (dice, network) => ({ faults: on(dice, where(network), () => fault(dice), probability) }),
});

const lost = (dice: Random): Fault => ({ tag: dice.chance(0.5) ? 'drop-reply' : 'late-commit' });

/** A fault that only shows where answers are lost as well. */
const beside = (
  name: string,
  fault: (dice: Random) => Fault,
  lossOf: (dice: Random, network: Network) => Fault = lost,
): FaultClass => ({
  name,
  draw: (dice, network) => ({
    faults: [
      lasting(dice, { fault: fault(dice), operation: '*' }),
      ...on(dice, posting(network), lossOf(dice, network)),
    ],
  }),
});

export const classes: readonly FaultClass[] = [
  simple('drop-reply', () => ({ tag: 'drop-reply' })),
  simple('late-commit', () => ({ tag: 'late-commit' }), posting),
  beside('lagging-lists', (dice) => ({ tag: 'lagging-lists', ms: dice.between(second, 60 * second) })),
  // On Bluesky the key is the address of what is made (bluesky §7): what is not there can be sent again at once, for two
  // under one address cannot be. A server that commits late *and* under an address of its own would be another network.
  beside(
    'key-ignored',
    () => ({ tag: 'key-ignored' }),
    (dice, network) => (network === 'bluesky' ? { tag: 'drop-reply' } : lost(dice)),
  ),
  beside('repeat-500', () => ({ tag: 'repeat-500' })),
  simple(
    'rate-limit',
    (dice) => ({ tag: 'rate-limit', ms: dice.between(second, 90 * second) }),
    writing,
    0.2,
  ),
  simple('server-error', (dice) => ({
    tag: 'server-error',
    status: pickOf(dice, [500, 502, 503]),
    worked: dice.chance(0.5),
  })),
  {
    name: 'processing',
    draw: (dice) => ({
      faults: [
        lasting(dice, {
          fault: { tag: 'slow-media', ms: dice.between(2 * second, 4 * minute) },
          operation: '*',
        }),
      ],
      kills: dice.chance(0.5) ? [kill(dice)] : [],
    }),
  },
  simple('refused-token', () => ({ tag: 'revoked-token' }), writing, 0.15),
  simple('html-page', (dice) => ({
    tag: 'html-page',
    status: pickOf(dice, [200, 502]),
    worked: dice.chance(0.6),
  })),
  {
    name: 'own-refusal',
    // They know no refusal of which their simulator has a play of its own.
    without: ['bluesky', 'mastodon', 'linkedin'],
    draw: (dice, network) => ({
      faults: ownRefusals(network).map(({ name, worked, operation }) =>
        lasting(dice, {
          fault: { tag: 'own-refusal', name, worked: worked && dice.chance(0.5) },
          operation,
          probability: 0.25,
        }),
      ),
    }),
  },
  simple('reset', () => ({ tag: 'reset' })),
  {
    name: 'cut-upload',
    draw: (dice, network) => ({
      leaks: Array.from({ length: dice.between(3, 8) }, () => dice.between(200, 60_000)),
      faults: on(dice, uploading(network), { tag: dice.chance(0.5) ? 'reset' : 'drop-reply' }, 0.3),
    }),
  },
  simple('slow', (dice) => ({ tag: 'slow', ms: dice.between(second, 70 * second) })),
  simple(
    'skewed-date',
    (dice) => ({ tag: 'skewed-date', ms: pickOf(dice, [-1, 1]) * dice.between(10 * second, 60 * minute) }),
    () => ['*'],
    1,
  ),
  {
    name: 'offline',
    draw: (dice) => ({
      faults: Array.from({ length: dice.between(1, 4) }, () => ({
        at: dice.between(0, stormMs),
        forMs: 5 * minute,
        network: 0,
        rule: { fault: { tag: 'offline', ms: dice.between(second, 90 * second) } },
      })),
    }),
  },
  { name: 'kill', draw: (dice) => ({ kills: Array.from({ length: dice.between(3, 5) }, () => kill(dice)) }) },
  {
    name: 'token-revoked',
    draw: (dice) => ({
      acts: Array.from({ length: dice.between(1, 2) }, (_, account) => ({
        at: dice.between(0, stormMs),
        tag: 'revoke',
        account,
        signInAfterMs: dice.between(second, 5 * minute),
      })),
    }),
  },
  {
    name: 'token-rotated',
    draw: (dice) => ({
      acts: [
        // An access that lives for an hour or two ends within this.
        ...(dice.chance(0.5)
          ? ([{ at: dice.between(0, minute), tag: 'sleep', ms: dice.between(50, 150) * minute }] as const)
          : []),
        ...Array.from({ length: dice.between(1, 4) }, () => ({
          at: dice.between(0, stormMs),
          tag: 'sign-in' as const,
          account: dice.between(0, 1),
        })),
      ],
    }),
  },
  {
    name: 'clock-jump',
    draw: (dice) => {
      const at = dice.between(0, stormMs);
      const ms = pickOf(dice, [
        -60 * minute,
        60 * minute,
        365 * 24 * 60 * minute,
        -90 * second,
        100 * second,
      ]);
      return {
        acts: [
          { at, tag: 'jump', ms },
          { at: at + dice.between(minute, 4 * minute), tag: 'jump', ms: -ms },
        ],
        faults: on(dice, [], { tag: 'reset' }),
      };
    },
  },
  {
    name: 'torn-journal',
    draw: (dice) => ({
      kills: Array.from({ length: 2 }, () =>
        kill(dice, {
          how: pickOf(dice, ['tear', 'tear', 'flip', 'gone'] as const),
          what: pickOf(dice, ['rows', 'rows', 'mark', 'journal'] as const),
          seed: dice.between(0, 1_000_000),
        }),
      ),
    }),
  },
  {
    name: 'disk-refused',
    draw: (dice) => ({
      acts: Array.from({ length: dice.between(1, 3) }, () => ({
        at: dice.between(0, stormMs),
        tag: 'disk-full',
        forMs: dice.between(second, 2 * minute),
      })),
      kills: dice.chance(0.3) ? [kill(dice)] : [],
    }),
  },
];
