import { createRandom, type Random } from '../../../src-simulator/core/random.ts';
import type { FlavourName } from '../../../src-simulator/mastodon/flavour.ts';
import type { Act, Plan, PlannedWish } from '../outbox/plan.ts';
import { killedBy, stormMs } from './classes.ts';
import type { Cell } from './cells.ts';
import { repertoires, type Repertoire } from './repertoire.ts';

const second = 1_000;
const minute = 60 * second;

/** A small storm on one network, under one kind of fault. The same seed and cell draw the same. */
export function drawPlan(seed: number, { network, fault }: Cell): Plan {
  const dice = createRandom(Math.imul(seed, 2654435761) ^ 0x6c8e9cf5);
  const { between, chance } = dice;
  const weather = fault.draw(createRandom(Math.imul(seed, 0x85ebca6b) ^ 0x1f83d9ab), network);
  const asMember = network === 'linkedin' && chance(0.35);
  const repertoire = repertoires[network];
  const first = drawWishes(seed, dice, asMember ? { ...repertoire, acts: ['delete'] } : repertoire);
  const acts = [...drawActs(seed, dice, first), ...(weather.acts ?? [])].sort((a, b) => a.at - b.at);
  // Behind the others, and by dice of their own: all that a seed drew before there were these stays as it was.
  const more = createRandom(Math.imul(seed, 0xc2b2ae35) ^ 0x3c6ef372);
  const wishes = [...first, ...drawMore(seed, more, repertoire, first.length)];
  return {
    seed,
    start: Date.UTC(2026, 10, 25, 9, 0),
    zone: 'Europe/Paris',
    networks: [network],
    flavour: pickOf<FlavourName>(dice, ['mastodon', 'mastodon', 'mastodon-4.2', 'gotosocial']),
    asMember,
    withoutPromises: false,
    withSync: false,
    wishes,
    acts,
    faults: weather.faults ?? [],
    // A process that never dies is rare enough: half of the other runs have a death in them as well.
    kills:
      weather.kills ??
      (chance(0.5)
        ? [{ trigger: killedBy(dice), damage: null, downMs: between(0, minute), twins: false }]
        : []),
    ...(weather.leaks === undefined ? {} : { leaks: weather.leaks }),
    neverReadable: false,
    contest: null,
    personSeed: between(0, 1_000_000_000),
  };
}

const pickOf = <T>(dice: Random, items: readonly T[]): T => items[dice.between(0, items.length - 1)] as T;

/** Posts of different forms, and what else the network offers. */
function drawWishes(seed: number, dice: Random, of: Repertoire): readonly PlannedWish[] {
  const { between, chance } = dice;
  const left = [...of.forms];
  const wishes: PlannedWish[] = [];
  const count = between(4, 6);
  for (let n = 0; n < count; n += 1) {
    if (left.length === 0) left.push(...of.forms);
    const [form] = left.splice(between(0, left.length - 1), 1);
    if (form === undefined) continue;
    const isNative = of.native !== null && of.native.forms.includes(form.name) && chance(0.35);
    const isMute = form.mute === true;
    const parts =
      of.threads && !isNative && chance(0.3)
        ? Array.from({ length: between(1, 2) }, () => (chance(0.3) ? 1 : 0))
        : [];
    wishes.push({
      ...base(seed, dice, n),
      kind: 'publish',
      form,
      parts,
      comment: of.firstComment && !isMute && !isNative && chance(0.3),
      native: isNative,
      when: isNative
        ? {
            tag: 'in',
            ms: between(of.native.fromMinutes, of.native.fromMinutes + 6) * minute,
            toleranceMs: 30 * minute,
          }
        : chance(0.3)
          ? { tag: 'in', ms: between(5 * second, 4 * minute), toleranceMs: pickOf(dice, [2, 30]) * minute }
          : { tag: 'now', graceMs: pickOf(dice, [0, 0, 10 * second]) },
    });
  }
  for (const kind of of.acts)
    if (chance(0.7))
      // What is hidden takes no answer any more (instagram §3): each has a target of its own.
      wishes.push({
        ...base(seed, dice, wishes.length),
        kind,
        ...(of.acts.includes('hide') && { object: kind === 'hide' ? 0 : 1 }),
      });
  return wishes.sort((a, b) => a.at - b.at);
}

/** What is said to one person alone, and what few networks know. */
const drawMore = (seed: number, dice: Random, { more }: Repertoire, from: number): readonly PlannedWish[] =>
  more
    .filter(() => dice.chance(0.6))
    .map((kind, index): PlannedWish => ({
      ...base(seed, dice, from + index),
      kind,
      // Of two comments the first may be hidden, and takes no answer then.
      ...(kind === 'private-reply' && { object: 1 }),
    }));

const base = (seed: number, dice: Random, n: number): Omit<PlannedWish, 'kind'> => ({
  at: dice.between(0, stormMs - minute),
  accounts: [dice.between(0, 1)],
  object: dice.between(0, 1),
  // Some only resemble one another; none is equal to another, which three of these networks would refuse.
  text: dice.chance(0.3)
    ? `Envoi ${String(seed)} de la série, numéro ${String(n)}`
    : `Envoi ${String(seed)} ${String(n)} ${pickOf(dice, ['une lampe (à l’atelier)', 'le vélo du dimanche', 'marché, 10 % de moins'])}`,
  media: 0,
  parts: [],
  comment: false,
  when: { tag: 'now', graceMs: 0 },
  native: false,
});

/** Second thoughts of the person: also about what the network's own scheduler holds, which is then taken back. */
function drawActs(seed: number, dice: Random, wishes: readonly PlannedWish[]): readonly Act[] {
  const acts: Act[] = [];
  for (const [wish, { at: from, native, form }] of wishes.entries()) {
    if (form === undefined || !dice.chance(native ? 0.6 : 0.15)) continue;
    const at = from + dice.between(native ? 20 * second : 0, native ? 5 * minute : 90 * second);
    const tag = pickOf(
      dice,
      native ? (['cancel', 'edit'] as const) : (['cancel', 'publish-now', 'edit'] as const),
    );
    if (tag !== 'edit') acts.push({ at, tag, wish });
    else if (form.mute !== true)
      acts.push({ at, tag, wish, text: `Envoi ${String(seed)} corrigé ${String(wish)}` });
  }
  return acts;
}
