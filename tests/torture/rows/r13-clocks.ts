import type { DeliveryId } from '../../../src-shared/ids.ts';
import { departsAt, latestDeparture } from '../../../src-shared/outbox/lateness.ts';
import type { Random } from '../../../src-simulator/core/random.ts';
import type { OutboxWorld } from '../../fixtures/outbox-world.ts';
import type { Played, Row } from '../row.ts';
import { day, hour, inOneWorld, minute, second } from '../time/one-world.ts';
import { at, grainMs, maxSkewMs, recordOf, type Watch } from '../time/watch.ts';

const year = 365 * day;

/** How wrong a clock may be: within what is allowed, just beyond, and out of all reason. */
const offsets = [
  0,
  0.5 * minute,
  1.9 * minute,
  2.1 * minute,
  3 * minute,
  10 * minute,
  hour,
  26 * hour,
  30 * day,
  year,
];
/** Gained in each second, ms: a good clock, a bad one, a broken one. */
const drifts = [0.05, 0.2, 2, 20];

/** The clock of this machine and of the server lie in every way, at every moment, and posts are planned all the while. */
export const clocks: Row = {
  id: 'R13',
  title: 'the clock of this machine or of the server is wrong, jumps, drifts; sleeps and restarts between',
  target: '0 early, 0 duplicated, 0 missed wrongly; a skew over 2 min holds and is shown',
  runs: { full: 2_000, short: 16 },
  open: (options) =>
    Promise.resolve({
      ...inOneWorld(options, campaign),
      judge: (figures) =>
        (figures['held and shown'] ?? 0) > 0 || (figures['deliveries'] ?? 0) < 50
          ? null
          : 'no skew was ever held',
    }),
};

async function campaign(w: OutboxWorld, watch: Watch, random: Random): Promise<Played> {
  const violations: string[] = [];
  const ids: DeliveryId[] = [];
  const wishes = new Map<DeliveryId, { readonly departsAt: number; readonly latest: number | null }>();
  const count = { changes: 0, held: 0, missed: 0 };
  const wronglyMissed = new Set<DeliveryId>();
  const judgedMisses = new Set<string>();
  const signed = (): number => (random.pick(offsets) ?? 0) * (random.chance(0.5) ? 1 : -1);

  const noteWishes = (): void => {
    for (const { id, wish } of w.runner.records())
      wishes.set(id, { departsAt: departsAt(wish), latest: latestDeparture(wish) });
  };
  watch.onStep(() => {
    for (const { id, phase, wish } of w.runner.records()) {
      const latest = latestDeparture(wish);
      if (phase.tag !== 'missed' || latest === null || judgedMisses.has(`${id} ${phase.at}`)) continue;
      // Once, by the clocks as they were: they are set to anything later.
      judgedMisses.add(`${id} ${phase.at}`);
      const shown = w.ours.now() + watch.skewMs();
      if (shown < latest - maxSkewMs - grainMs) {
        wronglyMissed.add(id);
        violations.push(`${id} was called missed ${latest - shown} ms before its tolerance was over`);
      }
    }
  });

  const plan = async (): Promise<void> => {
    // What a person sees and means is the clock of their own machine, unless a colleague planned it elsewhere.
    const base = random.chance(0.5) ? w.ours.now() : w.clock.now();
    const dueAt = base + random.between(1, 180) * minute + random.between(0, 59) * second;
    const when = random.chance(0.2)
      ? ({ tag: 'now', graceMs: random.pick([0, 10_000, 60_000]) ?? 0 } as const)
      : at(dueAt, random.pick([5, 30, 120]) ?? 30);
    const intent = w.intent(
      { tag: 'publish' },
      {
        when: when.tag === 'at' ? at(dueAt, when.toleranceMs * minute) : when,
        on: random.chance(0.3) ? w.second : w.account,
      },
    );
    ids.push(await w.submit(intent));
    noteWishes();
  };

  /** What is due by our clock and may not leave must say why. */
  const lookAtHeld = async (): Promise<void> => {
    const skew = watch.skewMs();
    if (Math.abs(skew) <= maxSkewMs + grainMs) return;
    await watch.live(2 * minute);
    if (Math.abs(watch.skewMs() - skew) > second) return;
    for (const id of ids) {
      const delivery = w.delivery(id);
      const wish = wishes.get(id);
      if (['sent', 'missed', 'blocked', 'needs-decision'].includes(delivery.state)) continue;
      // What may have left already is read back under any clock, and says so.
      if (delivery.waiting?.tag === 'verifying') continue;
      if (wish === undefined || wish.departsAt > w.ours.now() - 90 * second) continue;
      if (delivery.waiting?.tag === 'clock-skew' && delivery.failure?.code === 'clock-skew') count.held += 1;
      else
        violations.push(
          `${id} is due, the clocks are ${skew} ms apart, and it says ${JSON.stringify([delivery.state, delivery.waiting, delivery.failure])}`,
        );
    }
  };

  /** What a process does first is judged by the clocks that it found. */
  const boot = async (): Promise<void> => {
    await w.boot();
    await watch.live(0);
  };
  const restart = async (): Promise<void> => {
    w.kill();
    if (random.chance(0.5)) await watchless(w, random.between(1, 90) * minute);
    if (random.chance(0.3)) {
      await watch.live(0);
      w.ours.set(signed());
    }
    await boot();
  };

  for (let n = random.between(2, 4); n > 0; n -= 1) await plan();
  for (let n = random.between(6, 12); n > 0; n -= 1) {
    const turn = random.next();
    count.changes += 1;
    // What is under way is judged by the clocks that it left by, before they are set.
    if (turn < 0.45) await watch.live(0);
    if (turn < 0.3) w.ours.set(signed());
    else if (turn < 0.45) w.ours.set(0);
    else if (turn < 0.55) w.ours.drift((random.pick(drifts) ?? 0) * (random.chance(0.5) ? 1 : -1));
    else if (turn < 0.65) {
      const told = random.chance(0.5);
      if (told) w.runner.suspend();
      await w.ours.sleep(random.between(1, 120) * minute);
      if (random.chance(0.2)) w.ours.set(signed());
      if (told) w.runner.resume();
    } else if (turn < 0.8) await restart();
    else if (turn < 0.9) {
      // The server is asked at a start, so a wrong one is met there.
      w.kill();
      await watch.live(0);
      w.theirs.set(random.chance(0.4) ? 0 : signed());
      await boot();
    } else
      w.sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: w.operation('create'), times: 1 });
    if (random.chance(0.6)) await plan();
    if (random.chance(0.4)) await lookAtHeld();
    await watch.live(random.between(0, 40) * minute);
  }

  // Everything is right again, and what was missed is sent by the person.
  w.kill();
  w.ours.drift(0);
  w.ours.set(0);
  w.theirs.set(0);
  await boot();
  // For a server whose clock was a year ahead every session was over.
  for (const account of [w.account, w.second])
    if (w.book.get(account.id)?.health.tag !== 'ok') await w.reconnect(account);
  // A moment planned by a clock that was a year ahead is a year ahead: the person, who sees it now, moves it.
  for (const [id, wish] of wishes) {
    if (wish.departsAt < w.clock.now() + day || w.delivery(id).state === 'sent') continue;
    const when = at(w.clock.now() + random.between(1, 60) * minute, 30 * minute);
    await w.runner.reschedule(id, when);
  }
  noteWishes();
  const last = Math.max(...[...wishes.values()].map((wish) => wish.departsAt));
  const isDone = (): boolean => ids.every((id) => ['sent', 'missed'].includes(w.delivery(id).state));
  await watch.until(isDone, Math.max(0, last - w.clock.now()) + hour);
  noteWishes();
  judgeMade(w, watch, wishes, violations);
  count.missed += ids.filter((id) => w.delivery(id).state === 'missed').length;
  // A session that ended under a wrong clock may be refused only now: the person connects again, and says it again.
  for (let round = 0; round < 3; round += 1) {
    for (const account of [w.account, w.second])
      if (w.book.get(account.id)?.health.tag !== 'ok') await w.reconnect(account);
    for (const id of ids) if (w.delivery(id).state === 'missed') await w.runner.publishNow(id);
    if (await watch.until(() => ids.every((id) => w.delivery(id).state === 'sent'), hour)) break;
  }

  const lost = ids.filter((id) => w.delivery(id).state !== 'sent');
  for (const id of lost)
    violations.push(
      `${id} was never sent: ${JSON.stringify(w.delivery(id), ['state', 'waiting', 'failure', 'tag', 'code', 'dueAt', 'attempts', 'at', 'step', 'event', 'candidates', 'createdAt', 'text'])}`,
    );
  const remotes = new Set(ids.map((id) => w.delivery(id).remoteId));
  const made = w.effects('post');
  const duplicated = made.length - remotes.size;
  if (duplicated !== 0 && lost.length === 0)
    violations.push(`${made.length} posts were made for ${ids.length} deliveries`);
  return {
    figures: {
      deliveries: ids.length,
      published: made.length,
      lost: lost.length,
      duplicated: Math.max(0, duplicated),
      early: violations.filter((one) => one.includes('early')).length,
      'missed and told': count.missed,
      'missed wrongly': wronglyMissed.size,
      'held and shown': count.held,
      changes: count.changes,
    },
    violations,
  };
}

/** Time passes and nobody looks. */
async function watchless(w: OutboxWorld, ms: number): Promise<void> {
  await w.clock.advance(ms);
  await w.settle();
}

/** No post may stand on the network before its moment by the server's clock, nor have left while the clocks disagreed. */
function judgeMade(
  w: OutboxWorld,
  watch: Watch,
  wishes: ReadonlyMap<DeliveryId, { readonly departsAt: number }>,
  violations: string[],
): void {
  for (const [id, wish] of wishes) {
    const { remoteId } = w.delivery(id);
    const made = watch.made.find((one) => one.remoteId === remoteId);
    if (made === undefined) continue;
    const sent = (recordOf(w, id)?.attempts ?? []).filter(({ event }) => event === 'sent');
    const [first] = sent;
    // A clock that was set while the request was under way says nothing about the departure.
    if (!sent.some((attempt) => Math.abs(attempt.at - made.ourNow) < minute)) continue;
    if (first !== undefined && first.at < wish.departsAt)
      violations.push(`${id} left ${wish.departsAt - first.at} ms early by our own clock`);
    const shown = made.ourNow + made.skewMs;
    if (shown < wish.departsAt - maxSkewMs - grainMs)
      violations.push(`${id} was made ${wish.departsAt - shown} ms early by the server's clock`);
    if (Math.abs(made.skewMs) > maxSkewMs + grainMs)
      violations.push(`${id} left while the clocks were ${made.skewMs} ms apart`);
  }
}
