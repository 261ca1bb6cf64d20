import * as v from 'valibot';
import { inboundRow } from '../../../src-main/engine/inbound-rows.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import { deliveryId, intentIdSchema } from '../../../src-shared/ids.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import { batchSchema, rowIdOf, type StreamRow } from '../../../src-shared/sync/stream-row.ts';
import { createRandom } from '../../../src-simulator/core/random.ts';
import { createPoints, type Plan } from '../../fixtures/death-and-faults.ts';
import type { StoreDisk } from '../../fixtures/memory-store.ts';
import { account, accountRow, messageRow } from '../../fixtures/rows.ts';
import { gatedDisk, openPage, startMain, until, type Main, type Page } from '../../fixtures/stream-ends.ts';
import { begin, end, newDisk, none, parts, place } from '../../fixtures/stream-lives.ts';
import { rule } from '../../unit/outbox/samples.ts';
import { createLife } from '../../unit/outbox/simulated-life.ts';
import type { Played } from '../row.ts';

/** Kinds of rows that the store keeps as rows, and so can refuse. */
const kinds = ['account', 'message', 'conversation', 'person', 'metric', 'delivery'] as const;
type Kind = (typeof kinds)[number];

/**
 * `shape`: an older Vigie wrote it otherwise. `number`: a connector gave what is no number. `store`: the storage never
 * takes it.
 */
const poisons = ['shape', 'number', 'store'] as const;
type Poison = (typeof poisons)[number];

const rowsAKind = 6;
const t0 = 1_700_000_000_000;

interface Item {
  readonly row: StreamRow;
  readonly poison: Poison | null;
}

/**
 * Batches of every collection with poisoned rows among the others; one of the two ends may be killed at any moment.
 * What was pushed is in the store, set aside, or still on its way, whatever happens; and in the end nothing waits.
 */
export async function playPoisonedRows(seed: number): Promise<Played> {
  const random = createRandom(seed);
  const violations: string[] = [];
  const figures = {
    'rows in': 0,
    'rows in the store': 0,
    'rows set aside': 0,
    'rows waiting': 0,
    'rows missing': 0,
  };
  const items = itemsOf();
  const count = async (main: Main, page: Page | null): Promise<void> => {
    for (const item of items) {
      const where = await whereIs(item, main, page);
      figures['rows in'] += 1;
      figures[where] += 1;
      const isAside = where === 'rows set aside';
      if (where === 'rows missing') violations.push(`${said(item)} is nowhere`);
      else if (where !== 'rows waiting' && isAside !== (item.poison !== null))
        violations.push(`${said(item)} is among ${where}`);
      else if (page !== null && where === 'rows waiting') violations.push(`${said(item)} waits for ever`);
    }
  };
  await begin();
  try {
    const filled = await startMain(place.folder, {}, parts);
    for (const kind of kinds)
      await filled.down.push(
        items
          .filter(({ row }) => row.tag === kind)
          .map(({ row, poison }) => (poison === 'number' ? withoutNumber(row) : row)),
      );
    await spoil(filled, items);
    await count(filled, null);
    await filled.journal.close();

    const refused = new Set(items.filter(({ poison }) => poison === 'store').map(({ row }) => rowIdOf(row)));
    const poison = {
      how: random.chance(0.5) ? 'throws' : 'answers',
      has: (id: string) => refused.has(id),
    } as const;
    const real = newDisk();
    const disk: StoreDisk = { ...real, open: (points, refusal) => real.open(points, refusal, poison) };
    const kill: Plan = random.chance(0.7) ? { tag: 'kill', at: random.between(4, 90) } : none;
    const [mainPlan, pagePlan] = random.chance(0.5) ? [kill, none] : [none, kill];
    await live(disk, mainPlan, pagePlan, () => Promise.resolve());
    await live(disk, none, none, count);
  } finally {
    await end();
  }
  return { figures, violations };
}

/** Both ends live until nothing is on offer any more, or until one of them dies; `then` only if none did. */
async function live(
  disk: StoreDisk,
  mainPlan: Plan,
  pagePlan: Plan,
  then: (main: Main, page: Page) => Promise<void>,
): Promise<void> {
  const [mainPoints, pagePoints] = [createPoints(mainPlan), createPoints(pagePlan)];
  const files = gatedDisk(mainPoints);
  const isOver = (): boolean => mainPoints.dead() || pagePoints.dead();
  const lived = (async () => {
    const main = await startMain(place.folder, files, parts);
    const page = await openPage(disk, main, pagePoints);
    await until('nothing is on offer', () => isOver() || (page.greeted() && main.down.backlog() === 0));
    if (isOver()) return;
    page.stop();
    await then(main, page);
    await main.journal.close();
  })();
  await Promise.race([lived, mainPoints.death, pagePoints.death]);
  mainPoints.die();
  pagePoints.die();
  await files.release();
  disk.release();
}

const said = ({ row, poison }: Item): string =>
  `${row.tag}${poison === null ? '' : `, poisoned by ${poison},`}`;

function itemsOf(): readonly Item[] {
  return kinds.flatMap((kind) =>
    Array.from({ length: rowsAKind }, (_, n): Item => {
      // The first is good, so that the store is seen to work; each kind is poisoned in each way.
      const poison = n % 2 === 1 ? (poisons[(n - 1) / 2] ?? null) : null;
      return { row: rowOf(kind, n), poison };
    }),
  );
}

function rowOf(kind: Kind, n: number): StreamRow {
  const one = (item: Inbound): StreamRow => inboundRow(accountRow(), item, t0);
  const name = `${kind}-${String(n)}`;
  switch (kind) {
    case 'account':
      return {
        tag: 'account',
        row: { ...accountRow(name), id: `${account}-${String(n)}` as typeof account },
      };
    case 'message':
      return messageRow(n);
    case 'conversation':
      return one({
        tag: 'conversation',
        conversation: {
          remoteId: name,
          kind: 'thread',
          people: [],
          unread: false,
          lastAt: t0 + n,
          handleData: '',
        },
      });
    case 'person':
      return one({
        tag: 'person',
        person: { remoteId: name, name, handle: name, avatarUrl: null, url: null, bio: '', followers: n },
      });
    case 'metric':
      return one({ tag: 'metric', subject: name, name: 'likes', value: n });
    case 'delivery': {
      const life = createLife({ rule: rule('R'), media: 0, leaving: 'at', executor: 'machine' });
      const intentId = v.parse(intentIdSchema, `01JABCDEFGHJKMNPQRSTVWXYZ${String(n)}`);
      return {
        tag: 'delivery',
        row: { ...toDelivery(life.record()), intentId, id: deliveryId(intentId, account) },
      };
    }
  }
}

type Where = 'rows in the store' | 'rows set aside' | 'rows waiting' | 'rows missing';

/** `page` null: nobody has taken anything yet. */
async function whereIs({ row }: Item, main: Main, page: Page | null): Promise<Where> {
  const id = rowIdOf(row);
  const aside = await main.parking.list(1_000);
  if (aside.some(({ kind, text }) => kind === row.tag && text.includes(JSON.stringify(id))))
    return 'rows set aside';
  if (page !== null && (await isStored(row, page))) return 'rows in the store';
  const offered = await main.journal.range('down/', 'down/~', 1_000);
  return offered.some(({ value }) => JSON.stringify(value).includes(JSON.stringify(id)))
    ? 'rows waiting'
    : 'rows missing';
}

async function isStored(row: StreamRow, { databases: { mirror } }: Page): Promise<boolean> {
  const collections = {
    account: mirror.accounts,
    message: mirror.messages,
    conversation: mirror.conversations,
    person: mirror.people,
    metric: mirror.metrics,
    delivery: mirror.deliveries,
  };
  const kind = kinds.find((one) => one === row.tag);
  if (kind === undefined) return false;
  const found = await collections[kind].storageInstance.findDocumentsById([rowIdOf(row)], false);
  return found.length > 0;
}

/** What a connector would hand over that counted wrongly. */
function withoutNumber(row: StreamRow): StreamRow {
  const spoilt = structuredClone(row) as { readonly row: Record<string, unknown> };
  for (const [name, value] of Object.entries(spoilt.row))
    if (typeof value === 'number') spoilt.row[name] = Number.NaN;
  return spoilt as unknown as StreamRow;
}

/** Writes rows in the journal as an older Vigie would have left them. */
async function spoil({ journal }: Main, items: readonly Item[]): Promise<void> {
  const old = new Set(items.filter(({ poison }) => poison === 'shape').map(({ row }) => rowIdOf(row)));
  for (const { key, value } of await journal.range('down/', 'down/~', 1_000)) {
    const { number, rows } = v.parse(batchSchema, value);
    const spoilt = rows.map((row) =>
      'row' in row && old.has(row.row.id) ? { tag: row.tag, row: { id: row.row.id, before: row.row } } : row,
    );
    await journal.write([{ tag: 'put', key, value: { number, rows: spoilt } }]);
  }
}
