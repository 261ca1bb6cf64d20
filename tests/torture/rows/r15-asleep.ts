import type { DeliveryId } from '../../../src-shared/ids.ts';
import { outboxPolicy } from '../../../src-shared/outbox/policy.ts';
import type { Random } from '../../../src-simulator/core/random.ts';
import type { OutboxWorld } from '../../fixtures/outbox-world.ts';
import type { Played, Row } from '../row.ts';
import { hour, inOneWorld, minute, second } from '../time/one-world.ts';
import { at, type Made, type Watch } from '../time/watch.ts';

/** A process that has just begun, or woken, reads the servers' clocks before anything leaves. */
const toWakeMs = 10 * second;
/** A post that leaves within this long of its moment is on time, and waits for no other. */
const itsMinuteMs = minute;

/** The machine sleeps, is off, or has no network when posts are due; and is awake for others. */
export const asleep: Row = {
  id: 'R15',
  title: 'asleep, off, killed or without a network at the hour, told or not, in any order over half a day',
  target: 'no silent late post; every post is published or told as missed; awake: 99 % within 2 s; no burst',
  runs: { full: 1_000, short: 12 },
  open: (options) =>
    Promise.resolve({
      ...inOneWorld(options, campaign),
      judge: (figures) => {
        const on = figures['awake: within 2 s'] ?? 0;
        const late = figures['awake: later'] ?? 0;
        return on >= 0.99 * (on + late) ? null : `${late} of ${on + late} left later than 2 s while awake`;
      },
    }),
};

interface Planned {
  readonly id: DeliveryId;
  readonly dueAt: number;
  readonly toleranceMs: number;
  readonly account: string;
}

async function campaign(w: OutboxWorld, watch: Watch, random: Random): Promise<Played> {
  const start = w.clock.now();
  const planned: Planned[] = [];
  /** When the process could have sent something: it runs, is awake and has a network. */
  const awake: { from: number; to: number }[] = [];
  let since: number | null = start;

  // Some moments are shared: campaigns leave at the full hour.
  for (let n = random.between(10, 24); n > 0; n -= 1) {
    const raw = start + random.between(2 * minute, 12 * hour);
    const dueAt = random.chance(0.4) ? Math.ceil(raw / hour) * hour : raw;
    const toleranceMs = (random.pick([0, 1, 30, 30, 240]) ?? 30) * minute;
    const on = random.chance(0.4) ? w.second : w.account;
    const id = await w.submit(w.intent({ tag: 'publish' }, { when: at(dueAt, toleranceMs), on }));
    planned.push({ id, dueAt, toleranceMs, account: on.id });
  }

  const fallsAsleep = (): void => {
    if (since !== null) awake.push({ from: since, to: w.clock.now() });
    since = null;
  };
  const wakes = (): void => {
    since = w.clock.now();
  };

  const end = start + 13 * hour;
  const count = { sleeps: 0, 'times off': 0, 'times offline': 0 };
  while (w.clock.now() < end) {
    await watch.live(random.between(10, 150) * minute);
    const away = random.between(1, 100) * minute;
    fallsAsleep();
    const turn = random.next();
    if (turn < 0.5) {
      count.sleeps += 1;
      const told = random.chance(0.5);
      if (told) w.runner.suspend();
      if (told && random.chance(0.3)) await w.jump(away);
      else await w.ours.sleep(away);
      if (told) w.runner.resume();
    } else if (turn < 0.8) {
      count['times off'] += 1;
      w.kill();
      await w.clock.advance(away);
      await w.boot();
    } else {
      count['times offline'] += 1;
      const rule = w.sim.control.faults.set({ fault: { tag: 'offline' } });
      await watch.live(away);
      w.sim.control.faults.clear(rule);
      // Servers are asked at most a minute apart; the system's hint comes sooner, when it comes.
      if (random.chance(0.5)) w.connectivity.hint(true);
      else await watch.live(90 * second);
    }
    wakes();
  }
  await watch.until(() => planned.every(({ id }) => ['sent', 'missed'].includes(w.delivery(id).state)), hour);
  fallsAsleep();

  return judged(w, watch.made, planned, awake, count);
}

/** What each post came to, beside what the machine could have done. */
function judged(
  w: OutboxWorld,
  all: readonly Made[],
  planned: readonly Planned[],
  awake: readonly { readonly from: number; readonly to: number }[],
  count: Readonly<Record<string, number>>,
): Played {
  const violations: string[] = [];
  const figures = {
    deliveries: planned.length,
    published: 0,
    'late but within tolerance': 0,
    'missed and told': 0,
    'silent late': 0,
    lost: 0,
    'awake: within 2 s': 0,
    'awake: later': 0,
    ...count,
  };
  const madeOf = new Map(
    planned.flatMap((one) => {
      const { remoteId } = w.delivery(one.id);
      const made = all.find((other) => other.remoteId === remoteId);
      return made === undefined ? [] : [[one, made.at] as const];
    }),
  );
  const wasAwake = (from: number, to: number): boolean =>
    awake.some((span) => span.from + toWakeMs <= from && to <= span.to);
  /** Another post of the account kept it waiting: what is due together leaves apart. */
  const waitedItsTurn = (one: Planned, until: number): boolean =>
    planned.some((other) => {
      if (other === one || other.account !== one.account) return false;
      if (other.dueAt <= one.dueAt && one.dueAt - other.dueAt < itsMinuteMs) return true;
      const at = madeOf.get(other) ?? 0;
      return at - other.dueAt >= itsMinuteMs && at + outboxPolicy.spacingMs > one.dueAt && at < until;
    });

  for (const one of planned) {
    const delivery = w.delivery(one.id);
    const at = madeOf.get(one);
    if (delivery.state === 'missed') {
      figures['missed and told'] += 1;
      const latest = one.dueAt + one.toleranceMs + second;
      if (at !== undefined) violations.push(`${one.id} says missed and was published`);
      if (delivery.failure?.code !== 'too-late') violations.push(`${one.id} says missed and not why`);
      if (wasAwake(one.dueAt, latest) && !waitedItsTurn(one, latest))
        violations.push(`${one.id} was missed although the machine was awake`);
      continue;
    }
    if (delivery.state !== 'sent' || at === undefined) {
      figures.lost += 1;
      violations.push(`${one.id} is ${delivery.state}, ${JSON.stringify(delivery.waiting)}`);
      continue;
    }
    figures.published += 1;
    const late = at - one.dueAt;
    if (late > one.toleranceMs + 2 * second) {
      figures['silent late'] += 1;
      violations.push(`${one.id} left ${late} ms late, tolerance ${one.toleranceMs}`);
    }
    if (!wasAwake(one.dueAt, one.dueAt) || waitedItsTurn(one, at)) {
      if (late > 2 * second) figures['late but within tolerance'] += 1;
    } else if (late <= 2 * second) figures['awake: within 2 s'] += 1;
    else figures['awake: later'] += 1;
  }
  const notices = w.notices.filter((notice) => notice === 'missed').length;
  if (notices < figures['missed and told'])
    violations.push(`${figures['missed and told']} were missed and ${notices} were told`);
  if (w.effects('post').length !== figures.published)
    violations.push(`${w.effects('post').length} posts for ${figures.published} deliveries`);
  violations.push(...bursts(planned, madeOf));
  return { figures, violations };
}

/** Late posts of one account that left closer together than people are promised. */
function bursts(planned: readonly Planned[], madeOf: ReadonlyMap<Planned, number>): readonly string[] {
  const inOrder = planned
    .flatMap((one) => {
      const at = madeOf.get(one);
      return at === undefined ? [] : [{ one, at }];
    })
    .sort((a, b) => a.at - b.at);
  return inOrder.flatMap(({ one, at }, index) => {
    const before = inOrder.slice(0, index).findLast((other) => other.one.account === one.account);
    if (before === undefined) return [];
    const apart = at - before.at;
    const least = at - one.dueAt >= itsMinuteMs ? outboxPolicy.spacingMs - second : second;
    return apart < least ? [`${one.id} left ${apart} ms after another post of its account`] : [];
  });
}
