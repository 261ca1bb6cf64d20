import type { FaultRule } from '../../../src-simulator/core/faults.ts';
import { createRandom, type Random } from '../../../src-simulator/core/random.ts';
import type { FlavourName } from '../../../src-simulator/mastodon/flavour.ts';
import type { NetworkId } from '../../../src-shared/networks/registry.ts';
import type { Form } from './forms.ts';

/** Everything that a seed decides, drawn before anything happens. Moments are ms of shared time since the start. */
export interface Plan {
  readonly seed: number;
  /** Epoch ms at which the storm begins. */
  readonly start: number;
  readonly zone: string;
  readonly networks: readonly NetworkId[];
  readonly flavour: FlavourName;
  /** The last account's server promises nothing at all (class N). */
  readonly withoutPromises: boolean;
  readonly withSync: boolean;
  readonly wishes: readonly PlannedWish[];
  readonly acts: readonly Act[];
  readonly faults: readonly PlannedFault[];
  readonly kills: readonly Kill[];
  /** Reading stays hard to the end. */
  readonly neverReadable: boolean;
  /**
   * Instances that fight for the folder: so many more are started while one lives, and each that opens is handed every
   * intent again. Null: only what a kill says.
   */
  readonly contest: { readonly challengers: number } | null;
  /** Bytes that go up to the servers before a connection is cut, one number for each cut; absent: none is. */
  readonly leaks?: readonly number[];
  /** The account is a member's, whose posts nobody can read back; absent: a page's. Where the network has both. */
  readonly asMember?: boolean;
  /** Draws what the person does about what is given back to them. */
  readonly personSeed: number;
}

export interface PlannedWish {
  readonly at: number;
  readonly kind:
    | 'publish'
    | 'reply'
    | 'like'
    | 'hide'
    | 'delete'
    /** An answer in a private conversation; one in private to a public comment. */
    | 'message'
    | 'private-reply'
    /** Of what is hidden from the beginning. */
    | 'unhide'
    /** Of somebody else's comment under an own post. */
    | 'delete-comment';
  /** Indexes of accounts, taken modulo their number; the first alone unless it is published. */
  readonly accounts: readonly number[];
  /** Index of the target or of the old post. */
  readonly object: number;
  readonly text: string;
  readonly media: number;
  /** What kind of post it is, where the network knows several; absent: words with so many pictures. */
  readonly form?: Form;
  /** Further parts of a thread, each with so many images. */
  readonly parts: readonly number[];
  readonly comment: boolean;
  readonly when:
    | { readonly tag: 'now'; readonly graceMs: number }
    /** So long after the wish was written. */
    | { readonly tag: 'in'; readonly ms: number; readonly toleranceMs: number };
  readonly native: boolean;
}

export type Act = { readonly at: number } & (
  | { readonly tag: 'cancel' | 'publish-now'; readonly wish: number }
  | { readonly tag: 'edit'; readonly wish: number; readonly text: string }
  | { readonly tag: 'sleep'; readonly ms: number }
  | { readonly tag: 'jump'; readonly ms: number }
  | { readonly tag: 'revoke'; readonly account: number; readonly signInAfterMs: number }
  /** Its owner signs in anew, though nothing was refused. */
  | { readonly tag: 'sign-in'; readonly account: number }
  | { readonly tag: 'freeze'; readonly forMs: number }
  | { readonly tag: 'disk-full'; readonly forMs: number }
  | { readonly tag: 'cut'; readonly network: number }
  | { readonly tag: 'page-asleep'; readonly forMs: number }
);

export interface PlannedFault {
  readonly at: number;
  readonly forMs: number;
  readonly network: number;
  readonly rule: FaultRule;
}

export interface Kill {
  readonly trigger:
    /** Ms of the machine's after the process was told to open. */
    | { readonly tag: 'time'; readonly ms: number }
    /** At so many steps of its disk. */
    | { readonly tag: 'step'; readonly count: number }
    /** As the server receives its n-th request. */
    | { readonly tag: 'request'; readonly count: number }
    /** As soon as the server has done the n-th thing for it, before its answer leaves. */
    | { readonly tag: 'effect'; readonly count: number };
  /** What happens to its files while it is dead. */
  readonly damage: Damage | null;
  readonly downMs: number;
  /** Two are started next. */
  readonly twins: boolean;
}

export interface Damage {
  readonly how: 'tear' | 'flip' | 'gone';
  readonly what: 'rows' | 'mark' | 'journal';
  /** Draws the place. */
  readonly seed: number;
}

const starts = [
  Date.UTC(2026, 10, 25, 9, 0),
  // An hour before the clocks of Europe and of New York change, both ways.
  Date.UTC(2027, 2, 28, 0, 30),
  Date.UTC(2026, 9, 25, 0, 30),
  Date.UTC(2027, 2, 14, 6, 30),
  Date.UTC(2026, 10, 1, 5, 30),
  Date.UTC(2026, 11, 31, 23, 50),
];
const zones = ['Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'UTC', 'Asia/Kathmandu'];

const second = 1_000;
const minute = 60 * second;

export function drawPlan(
  seed: number,
  options: { readonly network: string | null; readonly kills: number },
): Plan {
  const random = createRandom(Math.imul(seed, 2654435761) ^ 0x51ed270b);
  const { between, chance } = random;
  const pick = <T>(items: readonly T[]): T => items[between(0, items.length - 1)] as T;
  const all: readonly NetworkId[] = ['bluesky', 'mastodon'];
  const networks = all.filter((one) => options.network === null || one === options.network);
  const drawnFlavour = pick<FlavourName>(['mastodon', 'gotosocial', 'gotosocial', 'mastodon-4.2']);
  // From dice of their own, too.
  const isLossy = createRandom(Math.imul(seed, 0x85ebca6b) ^ 0x27d4eb2f).chance(0.15);
  const flavour = isLossy ? 'gotosocial' : drawnFlavour;

  const wishes: PlannedWish[] = [];
  const count = between(12, 20);
  for (let n = 0; n < count; n += 1) {
    const earlier = wishes.length > 0 && chance(0.1) ? pick(wishes) : null;
    const kind = pick(['publish', 'publish', 'publish', 'publish', 'reply', 'like', 'delete'] as const);
    const native = kind === 'publish' && chance(0.15);
    const some = kind === 'publish' && chance(0.25) ? between(2, 4) : 1;
    const first = between(0, 3);
    wishes.push({
      at: between(0, 3 * minute),
      kind,
      accounts: Array.from({ length: some }, (_, index) => first + index),
      object: between(0, 1),
      // Equal words are equal posts, each of which was wanted; some only resemble one another.
      text:
        earlier?.kind === kind
          ? earlier.text
          : chance(0.2)
            ? `Envoi ${String(seed)} de la série, numéro ${String(n)}`
            : `Envoi ${String(seed)} ${words(random)} ${String(n)}`,
      media: (kind === 'publish' || kind === 'reply') && chance(0.3) ? between(1, 2) : 0,
      when: native
        ? { tag: 'in', ms: between(7 * minute, 14 * minute), toleranceMs: 30 * minute }
        : kind === 'publish' && chance(0.4)
          ? {
              tag: 'in',
              ms: between(5 * second, 6 * minute),
              toleranceMs: pick([minute, 30 * minute, 30 * minute]),
            }
          : { tag: 'now', graceMs: pick([0, 0, 10 * second, 60 * second]) },
      parts: [],
      comment: false,
      native,
    });
  }
  // From dice of their own: whatever else a seed decides stays as it was before there were threads.
  const threads = createRandom(Math.imul(seed, 0x9e3779b1) ^ 0x7f4a7c15);
  for (const [index, wish] of wishes.entries()) {
    if ((wish.kind !== 'publish' && wish.kind !== 'reply') || !threads.chance(0.35)) continue;
    const parts = Array.from({ length: threads.between(0, 3) }, () =>
      threads.chance(0.3) ? threads.between(1, 2) : 0,
    );
    wishes[index] = { ...wish, parts, comment: parts.length === 0 || threads.chance(0.4) };
  }
  wishes.sort((a, b) => a.at - b.at);

  const acts: Act[] = [];
  for (let n = between(0, 4); n > 0; n -= 1) {
    const wish = between(0, wishes.length - 1);
    const at = (wishes[wish]?.at ?? 0) + between(0, 2 * minute);
    const tag = pick(['cancel', 'publish-now', 'edit'] as const);
    acts.push(
      tag === 'edit'
        ? { at, tag, wish, text: `Envoi ${String(seed)} corrigé ${String(n)}` }
        : { at, tag, wish },
    );
  }
  if (chance(0.3))
    acts.push({ at: between(0, 4 * minute), tag: 'sleep', ms: pick([minute, 10 * minute, 3 * 60 * minute]) });
  if (chance(0.2)) {
    const at = between(0, 3 * minute);
    const ms = pick([
      -60 * minute,
      60 * minute,
      365 * 24 * 60 * minute,
      -90 * second,
      100 * second,
      10 * minute,
    ]);
    acts.push({ at, tag: 'jump', ms }, { at: at + between(minute, 4 * minute), tag: 'jump', ms: -ms });
  }
  if (chance(0.25))
    acts.push({
      at: between(0, 4 * minute),
      tag: 'revoke',
      account: between(0, 3),
      signInAfterMs: between(second, 5 * minute),
    });
  if (chance(0.15))
    acts.push({ at: between(0, 4 * minute), tag: 'freeze', forMs: between(second, 5 * minute) });
  if (chance(0.2))
    acts.push({ at: between(0, 4 * minute), tag: 'disk-full', forMs: between(second, 3 * minute) });
  for (let n = between(0, 3); n > 0; n -= 1)
    acts.push({ at: between(0, 5 * minute), tag: 'cut', network: between(0, 1) });
  if (chance(0.3))
    acts.push({ at: between(0, 3 * minute), tag: 'page-asleep', forMs: between(second, 3 * minute) });
  acts.sort((a, b) => a.at - b.at);

  const kills: Kill[] = [];
  for (let n = 0; n < options.kills; n += 1)
    kills.push({
      trigger: drawTrigger(random),
      damage: chance(0.12) ? drawDamage(random) : null,
      downMs: chance(0.5) ? 0 : chance(0.85) ? between(second, minute) : between(minute, 20 * minute),
      twins: chance(0.1),
    });

  return {
    seed,
    start: pick(starts),
    zone: pick(zones),
    networks,
    flavour,
    withoutPromises: chance(0.25),
    withSync: chance(0.1),
    wishes,
    acts,
    faults: [
      ...(chance(0.1) ? [] : Array.from({ length: between(2, 7) }, () => drawFault(random))),
      ...(isLossy ? lostAnswers : []),
    ],
    kills,
    neverReadable: chance(0.08),
    contest: null,
    personSeed: between(0, 1_000_000_000),
  };
}

/** Many items, and several instances for one folder, started together and again after each kill. */
export function drawContest(
  seed: number,
  options: { readonly network: string | null; readonly items: number; readonly kills: number },
): Plan {
  const base = drawPlan(seed, options);
  const random = createRandom(Math.imul(seed, 40503) ^ 0x2545f491);
  const { between, chance } = random;
  const torn = createRandom(Math.imul(seed, 69_069) ^ 0x1b873593);
  return {
    ...base,
    withoutPromises: false,
    withSync: false,
    neverReadable: false,
    wishes: Array.from({ length: options.items }, (_, n): PlannedWish => ({
      at: between(0, minute),
      kind: 'publish',
      accounts: [n],
      object: 0,
      text: `Envoi ${String(seed)} ${words(random)} ${String(n)}`,
      media: 0,
      parts: [],
      comment: false,
      when: { tag: 'now', graceMs: 0 },
      native: false,
    })).sort((a, b) => a.at - b.at),
    acts: [],
    faults: base.faults.filter(({ rule }) =>
      ['drop-reply', 'late-commit', 'slow', 'reset'].includes(rule.fault.tag),
    ),
    kills: base.kills.map((kill): Kill => ({
      ...kill,
      // In one run of four the journal is damaged between the lives, too; else the processes are what is tried.
      damage: chance(0.3) ? kill.damage : seed % 4 === 1 && torn.chance(0.5) ? drawDamage(torn) : null,
      downMs: chance(0.9) ? 0 : kill.downMs,
      twins: true,
    })),
    contest: { challengers: 2 },
  };
}

const vocabulary =
  'atelier lumière vélo marché dimanche ouverture bougie jasmin roue pignon concert terrasse soldes quartier fenêtre recette orage voisin promenade lanterne'.split(
    ' ',
  );

const words = (random: Random): string =>
  Array.from({ length: 5 }, () => random.pick(vocabulary) ?? '').join(' ');

function drawDamage(random: Random): Damage {
  const pick = <T>(items: readonly T[]): T => items[random.between(0, items.length - 1)] as T;
  return {
    how: pick(['tear', 'flip', 'flip', 'gone'] as const),
    what: pick(['rows', 'rows', 'mark', 'journal'] as const),
    seed: random.between(0, 1_000_000),
  };
}

function drawTrigger({ between, chance, pick }: Random): Kill['trigger'] {
  const tag = pick(['time', 'step', 'step', 'request', 'effect', 'effect'] as const);
  switch (tag) {
    case undefined:
    case 'time':
      return { tag: 'time', ms: chance(0.3) ? between(0, 30) : between(20, 300) };
    case 'step':
      return { tag, count: chance(0.3) ? between(1, 8) : between(9, 90) };
    case 'request':
      return { tag, count: between(1, 25) };
    case 'effect':
      return { tag, count: between(1, 5) };
  }
}

/** Half of all answers to posts are lost, early or late, on a server that honours no key: whoever repeats is seen. */
const lostAnswers: readonly PlannedFault[] = [
  { fault: { tag: 'drop-reply' } as const, probability: 0.3 },
  { fault: { tag: 'late-commit' } as const, probability: 0.2 },
].map((rule) => ({
  at: 0,
  forMs: 6 * minute,
  network: 1,
  rule: { ...rule, operation: 'statuses.create' },
}));

const writes = [
  'com.atproto.repo.createRecord',
  'com.atproto.repo.uploadBlob',
  'com.atproto.repo.deleteRecord',
  'statuses.create',
  'statuses.create',
  'media.upload',
  'statuses.favourite',
  'statuses.delete',
  'scheduled*',
];

function drawFault(random: Random): PlannedFault {
  const { between, chance } = random;
  const pick = <T>(items: readonly T[]): T => items[between(0, items.length - 1)] as T;
  const probability = pick([0.15, 0.3, 0.6]);
  const scoped: FaultRule[] = [
    { fault: { tag: 'drop-reply' }, operation: pick(writes), probability },
    { fault: { tag: 'late-commit' }, operation: pick(writes), probability },
    {
      fault: { tag: 'late-commit' },
      operation: pick(['statuses.create', 'com.atproto.repo.createRecord']),
      probability,
    },
    { fault: { tag: 'lagging-lists', ms: between(1, 30) * second }, operation: '*' },
    { fault: { tag: 'key-ignored' }, operation: '*', probability },
    { fault: { tag: 'repeat-500' }, operation: '*', probability },
    {
      fault: { tag: 'rate-limit', ms: between(1, 90) * second },
      operation: pick([...writes, '*']),
      probability: probability / 3,
    },
    {
      fault: { tag: 'server-error', status: pick([500, 502, 503]) },
      operation: pick([...writes, '*']),
      probability: probability / 2,
    },
    { fault: { tag: 'slow-media', ms: between(1, 60) * second }, operation: '*' },
    {
      fault: { tag: 'html-page', worked: chance(0.5), status: pick([200, 502]) },
      operation: pick(writes),
      probability: probability / 2,
    },
    { fault: { tag: 'reset' }, operation: pick([...writes, '*']), probability: probability / 2 },
    {
      fault: { tag: 'slow', ms: between(1, 45) * second },
      operation: pick(writes),
      probability: probability / 2,
    },
    { fault: { tag: 'revoked-token' }, operation: '*', probability: 0.02 },
    { fault: { tag: 'offline', ms: between(5, 90) * second } },
  ];
  return {
    at: between(0, 4 * minute),
    forMs: between(30 * second, 8 * minute),
    network: between(0, 1),
    rule: pick(scoped),
  };
}
