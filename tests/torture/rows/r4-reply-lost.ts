import type { DeliveryId } from '../../../src-shared/ids.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import { createRandom, type Random } from '../../../src-simulator/core/random.ts';
import { createOutboxWorld, type OutboxWorld } from '../../fixtures/outbox-world.ts';
import { drawFate, type Fate } from '../reply-lost/fates.ts';
import { kinds, type Kind } from '../reply-lost/kinds.ts';
import type { Played, Row } from '../row.ts';
import { isBlindRetry, watchConnector, type Seen } from '../watched-connector.ts';

const casesASeed = { full: 100, short: 40 } as const;
/** After the settling time. */
const graceMs = 60_000;
/** Lists lag by at most this, and looks that prove absence must lie further apart. */
const mostLagMs = 30_000;
const minute = 60_000;

interface Case {
  readonly id: DeliveryId;
  readonly words: string;
  readonly fate: Fate;
}

export const replyLost: Row = {
  id: 'R4',
  title:
    'reply lost after accept, class R: dropped, late by up to 120 s, lists that lag, keys ignored, kills',
  target:
    '≥ 99.9 % settled by reading back within the settling time + 60 s, 0 blind retries, 0 twice, 0 lost',
  runs: { full: 112, short: 4 },
  counted: { figure: 'lost after accept', full: 10_000 },
  open: ({ network, isShort }) => {
    const ours = kinds.filter((kind) => network === null || kind.network === network);
    return Promise.resolve({
      play: async (seed) => {
        const kind = ours[seed % ours.length];
        if (kind === undefined) throw new Error(`no such network: ${String(network)}`);
        return play(kind, seed, isShort ? casesASeed.short : casesASeed.full);
      },
      judge: ({ 'lost after accept': cases = 0, 'settled in time': inTime = 0 }) =>
        inTime >= cases * 0.999 ? null : `settled in time: ${inTime} of ${cases}`,
      close: () => Promise.resolve(),
    });
  },
};

async function play(kind: Kind, seed: number, count: number): Promise<Played> {
  const random = createRandom(seed);
  let now = (): number => 0;
  let first = (_words: string): void => undefined;
  const watch = watchConnector(
    () => now(),
    (words) => first(words),
  );
  const w = await createOutboxWorld(kind.network, {
    ...(kind.mastodon === undefined ? {} : { mastodon: kind.mastodon }),
    connector: watch.connector,
  });
  now = () => w.clock.now();
  try {
    const fates = new Map<string, Fate>();
    first = (words) => {
      const fate = fates.get(words);
      if (fate) w.sim.control.faults.set({ fault: fate.fault, operation: kind.writes, times: 1 });
    };
    const cases = await sendAll(w, kind, random, count, watch.seen, fates);
    const records = new Map(w.runner.records().map((record) => [record.id, record]));
    return judged(w, kind, cases, records, watch.seen);
  } finally {
    await w.close();
  }
}

/** Lets each write leave and meet its fate; the looks of the earlier ones go on beside. */
async function sendAll(
  w: OutboxWorld,
  kind: Kind,
  random: Random,
  count: number,
  seen: ReadonlyMap<string, readonly Seen[]>,
  fates: Map<string, Fate>,
): Promise<readonly Case[]> {
  const intentOf = await kind.prepare(w);
  const { faults } = w.sim.control;
  for (const operation of kind.lists)
    faults.set({ fault: { tag: 'lagging-lists', ms: random.between(0, mostLagMs) }, operation });
  faults.set({ fault: { tag: 'key-ignored' }, operation: kind.writes });
  const cases: Case[] = [];
  for (let n = 0; n < count; n += 1) {
    const fate = drawFate(random);
    const words = wordsOf(random, n);
    const [action, more] = intentOf(n);
    fates.set(words, fate);
    const id = await w.submit(w.intent(action, { ...more, content: { ...emptyContent, text: words } }));
    const left = (): boolean => seen.get(words)?.some(({ tag }) => tag === 'publish') ?? false;
    if (fate.dies) {
      // Nothing may wait for an answer that is not to come before the death.
      for (let step = 0; step < 200 && !left(); step += 1) {
        await w.clock.advance(100);
        for (let turn = 0; turn < 30 && !left(); turn += 1) await new Promise((done) => setImmediate(done));
      }
      const { seq } = w.sim.control.ledger.entries().at(-1) ?? { seq: 0 };
      await w.sim.control.ledger.waitFor((entry) => entry.seq >= seq && entry.faults.includes('slow'));
      w.kill();
      await w.boot();
    } else await w.until(left, 2 * minute, 500);
    cases.push({ id, words, fate });
    await w.pass(random.between(0, 3_000), 1_000);
  }
  const open = (record: OutboxRecord): boolean =>
    !['sent', 'handed-over', 'needs-decision', 'failed', 'missed'].includes(record.phase.tag);
  for (let passed = 0; w.runner.records().some(open) && passed < 30 * minute; passed += 1_000)
    await w.pass(1_000);
  return cases;
}

/** Words that nobody would mistake for those of another case. */
function wordsOf(random: Random, n: number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const word = (): string =>
    Array.from({ length: random.between(3, 9) }, () => letters[random.between(0, 25)]).join('');
  return `${String(n)} ${Array.from({ length: 8 }, word).join(' ')}`;
}

function judged(
  w: OutboxWorld,
  kind: Kind,
  cases: readonly Case[],
  records: ReadonlyMap<DeliveryId, OutboxRecord>,
  seen: ReadonlyMap<string, readonly Seen[]>,
): Played {
  const violations: string[] = [];
  const figures = {
    cases: cases.length,
    'lost after accept': 0,
    'settled in time': 0,
    'settled late': 0,
    asked: 0,
    'never accepted': 0,
    'sent again after proof': 0,
    'blind retries': 0,
    lost: 0,
    twice: 0,
  };
  const effects = w.effects(kind.effect);
  const claimed = new Set<string>();
  for (const { id, words, fate } of cases) {
    const record = records.get(id);
    const diary = seen.get(words) ?? [];
    const story = (what: string): string => {
      const told = record?.attempts.map(
        ({ at, step, event }) => `${at - (diary[0]?.at ?? 0)} ${step} ${event}`,
      );
      return `${what}: ${kind.name}, ${JSON.stringify(fate)} ${JSON.stringify({ told, diary })}`;
    };
    const say = (what: string): void => void violations.push(story(what));
    const step = record?.steps.find(({ key }) => key === kind.step);
    if (record === undefined || step === undefined || step.rule.class !== 'R') {
      say('not of class R');
      continue;
    }
    const { settleMs } = step.rule;
    if (isBlindRetry(diary, settleMs, mostLagMs)) {
      figures['blind retries'] += 1;
      say('sent again before absence was proven');
    }
    const publishes = diary.filter(({ tag }) => tag === 'publish').length;
    const of = (events: readonly string[]) =>
      record.attempts.find((entry) => entry.step === kind.step && events.includes(entry.event))?.at;
    const lostAt = of(['lost', 'crashed']);
    const settledAt = of(['confirmed', 'absent']);
    const isDone = record.phase.tag === kind.settled;
    if (record.phase.tag === 'needs-decision') figures.asked += 1;
    else if (!isDone) {
      figures.lost += 1;
      say(`ended as ${record.phase.tag}`);
    }
    const remote = step.state.tag === 'done' ? step.state.remote.remoteId : null;
    if (isDone && (remote === null || !effects.includes(remote) || claimed.has(remote))) {
      figures.lost += 1;
      say(`said to be there, and ${String(remote)} is not, or is another's`);
    }
    if (remote !== null) claimed.add(remote);
    if (lostAt === undefined) {
      say('its answer was not lost');
      continue;
    }
    if (fate.accepted) {
      figures['lost after accept'] += 1;
      if (settledAt !== undefined && isDone && settledAt <= lostAt + settleMs + graceMs)
        figures['settled in time'] += 1;
      else {
        figures['settled late'] += 1;
        // A few may be: which, and why, is not to be guessed afterwards.
        console.log(`     ${story('settled late')}`);
      }
      if (publishes > 1) say('accepted, and sent again');
    } else {
      figures['never accepted'] += 1;
      if (publishes > 1) figures['sent again after proof'] += 1;
    }
  }
  figures.twice = effects.length - cases.length + figures.lost + figures.asked;
  if (effects.length > cases.length)
    violations.push(`${effects.length} made for ${cases.length} cases: ${kind.name}`);
  return { figures, violations };
}
