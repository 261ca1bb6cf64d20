import type { Connector, ConnectorError } from '../../../src-main/connectors/contract.ts';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import { failure } from '../../../src-shared/errors.ts';
import type { DeliveryId } from '../../../src-shared/ids.ts';
import type { WorldNetwork } from '../../fixtures/world-networks.ts';
import type { Operation } from '../../../src-shared/outbox/operation.ts';
import { err } from '../../../src-shared/result.ts';
import { createRandom } from '../../../src-simulator/core/random.ts';
import { createOutboxWorld, type OutboxWorld } from '../../fixtures/outbox-world.ts';
import type { Played } from '../row.ts';
import { watchConnector } from '../watched-connector.ts';

/** Whatever is done with it, it never works. */
const poisons = ['draw-throws', 'throws', 'unknown', 'server', 'protocol', 'rejected', 'unreadable'] as const;
type Poison = (typeof poisons)[number];

const minute = 60_000;
const healthy = 8;
/** A departure may wait for another that is under way. */
const patienceMs = 5_000;

/** Posts at a minute each, with poisoned ones between them: the others leave at their moments as if these were not. */
export async function playPoison(network: WorldNetwork, seed: number): Promise<Played> {
  const random = createRandom(seed);
  const poisonOf = new Map<string, Poison>();
  let now = (): number => 0;
  const watch = watchConnector(
    () => now(),
    () => undefined,
  );
  const w = await createOutboxWorld(network, {
    connector: (real) => poisoned(watch.connector(real), poisonOf),
  });
  now = () => w.clock.now();
  const violations: string[] = [];
  const figures = {
    'items in': 0,
    published: 0,
    parked: 0,
    waiting: 0,
    missing: 0,
    'poisoned items': 0,
    'others on time': 0,
    'others late': 0,
    'poisoned lost from sight': 0,
  };
  try {
    const start = Math.ceil(w.clock.now() / minute) * minute + 10 * minute;
    const posts: { readonly id: DeliveryId; readonly words: string; readonly dueAt: number }[] = [];
    for (let n = 0; n < healthy * 2; n += 1) {
      const dueAt = start + n * minute;
      const words = `Numéro ${n} ${random.next().toString(36)}`;
      if (n % 2 === 0) poisonOf.set(words, random.pick(poisons) ?? 'throws');
      const moment = { wall: new Date(dueAt).toISOString().slice(0, 16), zone: 'UTC', dueAt };
      const when = { tag: 'at', moment, toleranceMs: 30 * minute } as const;
      const id = await w.submit(
        w.intent({ tag: 'publish' }, { content: { ...emptyContent, text: words }, when }),
      );
      posts.push({ id, words, dueAt });
    }
    const broken = posts.filter(({ words }) => poisonOf.get(words) === 'unreadable');
    w.kill();
    await w.settle();
    for (const { id } of broken) {
      const row = await w.journal.get(`outbox/${id}`);
      await w.journal.write([
        { tag: 'put', key: `outbox/${id}`, value: { ...(row as object), phase: 'gone' } },
      ]);
    }
    await w.boot();
    while (w.clock.now() < start + healthy * 2 * minute + 30 * minute) await w.pass(1_000);
    for (const { id, words, dueAt } of posts) {
      const poison = poisonOf.get(words);
      const row = await w.journal.get(`outbox/${id}`);
      figures['items in'] += 1;
      figures[placeOf(w, id, row)] += 1;
      if (poison !== undefined) {
        figures['poisoned items'] += 1;
        const state = poison === 'unreadable' ? 'kept' : w.delivery(id).state;
        if (row !== undefined && state !== 'sent') continue;
        figures['poisoned lost from sight'] += 1;
        violations.push(`${network}: poisoned by ${poison}: ${state}`);
        continue;
      }
      const left = watch.seen.get(words)?.find(({ tag }) => tag === 'publish')?.at ?? Infinity;
      if (w.delivery(id).state === 'sent' && left >= dueAt && left <= dueAt + patienceMs)
        figures['others on time'] += 1;
      else {
        figures['others late'] += 1;
        violations.push(
          `${network}: ${w.delivery(id).state} after ${(left - dueAt) / 1_000} s among ${[...poisonOf.values()].join(', ')}`,
        );
      }
    }
    if (figures.missing > 0) violations.push(`${network}: ${figures.missing} are nowhere`);
  } finally {
    await w.close();
  }
  return { figures, violations };
}

/** Where a post is for the person: what cannot be read counts as parked only where it is told as such. */
function placeOf(
  w: OutboxWorld,
  id: DeliveryId,
  row: unknown,
): 'published' | 'parked' | 'waiting' | 'missing' {
  if (w.runner.unreadable().includes(`outbox/${id}`)) return row === undefined ? 'missing' : 'parked';
  if (row === undefined) return 'missing';
  switch (w.delivery(id).state) {
    case 'sent':
      return 'published';
    case 'failed':
    case 'missed':
    case 'needs-decision':
      return 'parked';
    default:
      return 'waiting';
  }
}

function poisoned(real: Connector, poisonOf: ReadonlyMap<string, Poison>): Connector {
  const of = (operation: Operation): Poison | undefined =>
    operation.tag === 'create' ? poisonOf.get(operation.content.text) : undefined;
  return {
    ...real,
    draw: (operation, now, random) => {
      if (of(operation) === 'draw-throws') throw new Error('poisoned');
      return real.draw(operation, now, random);
    },
    publish: (ctx, operation, drawn) => {
      const answer = answerOf(of(operation));
      return answer === null ? real.publish(ctx, operation, drawn) : Promise.resolve(err(answer));
    },
    confirm: (ctx, input) => {
      if (of(input.operation) === 'throws') throw new Error('poisoned');
      return of(input.operation) === 'unknown'
        ? Promise.resolve(err({ tag: 'server', failure: failure('server-error') }))
        : real.confirm(ctx, input);
    },
  };
}

function answerOf(poison: Poison | undefined): ConnectorError | null {
  switch (poison) {
    case undefined:
    case 'draw-throws':
    case 'unreadable':
      return null;
    case 'throws':
      throw new Error('poisoned');
    case 'unknown':
      return { tag: 'unknown-outcome', failure: failure('server-error') };
    case 'server':
      return { tag: 'server', failure: failure('server-error') };
    case 'protocol':
      return { tag: 'protocol', failure: failure('protocol'), raw: '' };
    case 'rejected':
      return { tag: 'rejected', failure: failure('not-offered') };
  }
}
