import { readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { FaultRule } from '../../../src-simulator/core/faults.ts';
import { createRandom, type Random } from '../../../src-simulator/core/random.ts';
import { startApp, type Running } from '../../e2e/running-app.ts';
import { openDoor } from '../app/door.ts';
import { createSeats, usable, type Seat } from '../app/seat.ts';
import { publishedTexts } from '../app/server-words.ts';
import { drawOrders, hearOfOrders, storm, type Order } from '../app/storm.ts';
import type { Played, Row } from '../row.ts';

const kills = { full: 25, short: 3 };

/**
 * One seed: a machine whose Vigie is killed, all of it, again and again while posts leave; each life begins with a
 * look at whether it can be used, some with two programs started at once. Then the weather clears, and everything that
 * was written must be on every network once.
 */
export const appKills: Row = {
  id: 'R2',
  title: 'the real app, whole tree killed in publish storms, two started at once',
  target: '500 kills: 0 lost, 0 duplicated, every restart usable',
  runs: { full: 500 / kills.full, short: 1 },
  counted: { figure: 'kills', full: 500 },
  jobs: 2,
  onDisk: true,
  open: ({ network, isShort }) => {
    const seats = createSeats(network === null ? {} : { networks: [network] });
    return Promise.resolve({
      play: (seed) => seats.use((seat) => play(seat, seed, isShort)),
      close: seats.close,
    });
  },
};

async function play(seat: Seat, seed: number, isShort: boolean): Promise<Played> {
  const random = createRandom(seed);
  const count = isShort ? kills.short : kills.full;
  const violations: string[] = [];
  const orders: Order[] = [];
  const written = new Set<string>();
  let twins = 0;
  let anew = 0;
  let running = await startApp({ profile: seat.profile });
  try {
    for (let life = 1; life <= count; life += 1) {
      if (await usableWhateverIsLeft(running, seat)) anew += 1;
      await openDoor(running.page);
      setWeather(seat, random, isShort);
      const mine = drawOrders(random, seat.accounts, random.between(2, 6), `${String(seed)}.${String(life)}`);
      orders.push(...mine);
      const moment = killMoment(random, mine.length, isShort);
      const seen = seat.world.all.map((sim) => sim.control.ledger.entries().at(-1)?.seq ?? 0);
      let acks = 0;
      let strike = (): void => undefined;
      const ready = new Promise<void>((resolve) => {
        strike = resolve;
      });
      await hearOfOrders(running.page, (marker) => {
        written.add(marker);
        acks += 1;
        if (moment.tag === 'written' && acks === moment.count) strike();
      });
      const storming = storm(running.page, mine);
      if (moment.tag === 'request') void requestUnderWay(seat, seen).then(strike);
      await Promise.race([ready, storming.then(() => pause(3_000))]);
      await pause(moment.afterMs);
      await running.kill();
      await storming;
      if (life % 5 === 2 || (isShort && life === 1)) {
        twins += 1;
        running = await startTwins(seat, violations);
      } else running = await startApp({ profile: seat.profile });
    }
    if (await usableWhateverIsLeft(running, seat)) anew += 1;
    await openDoor(running.page);
    for (const sim of seat.world.all) sim.control.faults.clear();
    const settled = await settle(running.page, isShort ? 40_000 : 6 * 60_000);
    const figures = await compare(seat, orders, written, settled, violations, isShort);
    if (violations.length > 0 || (figures['asked'] ?? 0) > 0)
      console.log(`   evidence of seed ${String(seed)}: ${await keepEvidence(running.page, seat, seed)}`);
    if (running.pageErrors.length > 0)
      violations.push(`uncaught in the interface: ${running.pageErrors.join('; ')}`);
    return { figures: { kills: count, twins, 'began anew': anew, ...figures }, violations };
  } finally {
    await running.quit();
  }
}

/**
 * A start after a kill can be used. The browser may have taken a log that the kill cut for damage, and have begun anew:
 * then it is told, what was written is back from the copy, and only the messages take the time of a fetch. Answers
 * whether that happened.
 */
async function usableWhateverIsLeft({ page, profile }: Running, seat: Seat): Promise<boolean> {
  try {
    await usable(page, seat);
    return false;
  } catch (error) {
    if ((await page.getByText(/repris de la seconde copie/u).count()) === 0) throw error;
    console.log(`   the browser began anew: ${await whatTheBrowserSays(profile)}`);
    await usable(page, seat, 60_000);
    return true;
  }
}

/** The last words about the files of the interface's database. */
async function whatTheBrowserSays(profile: string): Promise<string> {
  const folder = path.join(profile, 'IndexedDB');
  const databases = await readdir(folder).catch(() => []);
  const files = databases.flatMap((name) => ['LOG.old', 'LOG'].map((log) => path.join(folder, name, log)));
  const words = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return `${databases.join(' ')}\n${words.map((all) => all.slice(-600)).join('\n')}`;
}

/** Resolves when a network has got a request that writes, before it answers; after 10 s in any case. */
async function requestUnderWay({ world }: Seat, seen: readonly number[]): Promise<void> {
  const isThere = (): boolean =>
    world.all.some(
      (sim, index) =>
        sim.control.ledger.entries({
          operation: writes[sim.network]?.post ?? '*',
          after: seen[index] ?? 0,
        }).length > 0,
    );
  for (const until = Date.now() + 10_000; !isThere() && Date.now() < until;) await pause(10);
}

type KillMoment = { readonly afterMs: number } & (
  { readonly tag: 'time' | 'request' } | { readonly tag: 'written'; readonly count: number }
);

function killMoment(random: Random, orders: number, isShort: boolean): KillMoment {
  // A few kills must each strike where it hurts: between a request and its answer.
  const draw = isShort ? 1 : random.next();
  if (draw < 0.3) return { tag: 'time', afterMs: random.between(100, 2_500) };
  if (draw < 0.6) return { tag: 'written', count: random.between(1, orders), afterMs: random.between(0, 60) };
  return { tag: 'request', afterMs: random.between(0, 400) };
}

/** What goes wrong on the networks in this life. Nothing in the short form that takes minutes to be sure of. */
function setWeather(seat: Seat, random: Random, isShort: boolean): void {
  for (const sim of seat.world.all) {
    const { faults } = sim.control;
    faults.clear();
    const possible: readonly FaultRule[] = [
      { fault: { tag: 'drop-reply' }, probability: 0.4 },
      { fault: { tag: 'slow', ms: random.between(50, 1_500) }, probability: 0.5 },
      ...(isShort ? [] : slowWeather(random)),
    ];
    if (isShort)
      faults.set({ fault: { tag: 'slow', ms: 1_000 }, operation: writes[sim.network]?.post ?? '*' });
    const { post, picture } = writes[sim.network] ?? { post: '*', picture: '*' };
    for (const rule of possible) if (random.chance(0.4)) faults.set({ ...rule, operation: post });
    for (const tag of ['drop-reply', 'reset'] as const)
      if (random.chance(0.3)) faults.set({ fault: { tag }, operation: picture, probability: 0.3 });
  }
}

const slowWeather = (random: Random): readonly FaultRule[] => [
  { fault: { tag: 'late-commit', minMs: 0, maxMs: 12_000 }, probability: 0.3 },
  { fault: { tag: 'key-ignored' } },
  { fault: { tag: 'repeat-500' } },
  { fault: { tag: 'rate-limit', ms: random.between(500, 5_000) }, probability: 0.3 },
  { fault: { tag: 'server-error' }, probability: 0.3 },
  { fault: { tag: 'html-page' }, probability: 0.2 },
  { fault: { tag: 'html-page', worked: true }, probability: 0.2 },
  { fault: { tag: 'reset' }, probability: 0.3 },
];

/** The operations by which posts and their pictures arrive. What is read stays readable: else a person is asked. */
const writes: Readonly<Record<string, { readonly post: string; readonly picture: string }>> = {
  bluesky: { post: 'com.atproto.repo.createRecord', picture: 'com.atproto.repo.uploadBlob' },
  mastodon: { post: 'statuses.create', picture: 'media.upload' },
};

/** Two programs on one profile at the same moment: one has the window, the other ends by itself. */
async function startTwins(seat: Seat, violations: string[]): Promise<Running> {
  const both = await Promise.allSettled([
    startApp({ profile: seat.profile }),
    startApp({ profile: seat.profile }),
  ]);
  const [one, ...others] = both.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  for (const other of others) {
    violations.push('two programs opened a window on one profile');
    await other.kill();
  }
  if (one !== undefined) return one;
  violations.push(
    `of two programs none opened a window: ${both.map((result) => (result.status === 'rejected' ? String(result.reason) : '')).join('; ')}`,
  );
  return startApp({ profile: seat.profile });
}

type States = Readonly<Record<string, string>>;

/** Waits until nothing moves any more. Answers the state of each delivery, by intent and account. */
async function settle(page: Page, patienceMs: number): Promise<States> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const states: States = await page.evaluate(async () => {
      const [deliveries, wishes] = await Promise.all([
        realm.databases.mirror.deliveries.find().exec(),
        realm.databases.authored.intents.find().exec(),
      ]);
      const known: Record<string, string> = Object.fromEntries(
        deliveries.map((one) => [`${one.intentId}/${one.accountId}`, one.state]),
      );
      for (const wish of wishes)
        for (const { accountId } of wish.intent.targets)
          known[`${wish.id}/${accountId}`] ??= wish.handed === 'refused' ? 'refused' : 'pending';
      return known;
    });
    const failed = Object.entries(states).filter(([, state]) => state === 'failed');
    // A person sees it and presses "try again": the server has come to its senses.
    for (const [id] of failed)
      await page.evaluate((deliveryId) => realm.bridge.outbox.retry({ deliveryId: deliveryId as never }), id);
    const isOver = Object.values(states).every((state) => state === 'sent' || state === 'needs-decision');
    if (isOver || Date.now() > until) return states;
    await pause(500);
  }
}

/** Writes down what Vigie and each network knew of everything, for whoever looks for the cause. */
async function keepEvidence(page: Page, seat: Seat, seed: number): Promise<string> {
  const file = path.join(tmpdir(), `vigie-R2-${String(seed)}.json`);
  const deliveries = await page.evaluate(async () =>
    (await realm.databases.mirror.deliveries.find().exec()).map((one) => one.toMutableJSON()),
  );
  const requests = seat.world.all.flatMap((sim) => sim.control.ledger.entries({ method: 'POST' }));
  await writeFile(file, JSON.stringify({ deliveries, requests }, null, 1));
  return file;
}

/** Every order against what each network's own API shows. */
async function compare(
  seat: Seat,
  orders: readonly Order[],
  written: ReadonlySet<string>,
  states: States,
  violations: string[],
  isShort: boolean,
): Promise<Readonly<Record<string, number>>> {
  const figures = { intents: 0, published: 0, lost: 0, duplicated: 0, asked: 0, open: 0, unwritten: 0 };
  for (const account of seat.accounts) {
    const sim = seat.world.all.find(({ network }) => network === account.network);
    const texts = sim ? await publishedTexts(sim) : [];
    for (const { marker, row } of orders) {
      const found = texts.filter((text) => text.includes(marker)).length;
      const state = states[`${row.id}/${account.id}`];
      const about = `${marker} on ${account.network}: ${String(found)} posts, ${state ?? 'unknown to Vigie'}`;
      figures.intents += 1;
      figures.published += Math.min(found, 1);
      if (found > 1) {
        figures.duplicated += 1;
        violations.push(`duplicated: ${about}`);
      } else if (state === undefined && !written.has(marker) && found === 0) figures.unwritten += 1;
      else if (state === 'needs-decision') figures.asked += 1;
      else if (state === 'sent' && found === 1) continue;
      else if (state === undefined || state === 'sent' || state === 'cancelled') {
        figures.lost += 1;
        violations.push(`lost: ${about}`);
      } else {
        figures.open += 1;
        if (!isShort) violations.push(`not settled: ${about}`);
      }
    }
  }
  return figures;
}
