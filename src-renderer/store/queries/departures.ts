import { ulid } from 'ulid';
import * as v from 'valibot';
import type { Fetched } from '../../../src-shared/departure/fetching.ts';
import {
  departurePartSchema,
  departureSchema,
  type DepartureHead,
  type DeparturePart,
  type FateLine,
} from '../../../src-shared/departure/departure.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Box, Message } from '../../../src-shared/domain/message.ts';
import { newestFirst } from '../../../src-shared/domain/message.ts';
import { workspaceIdSchema, type DeliveryId, type WorkspaceId } from '../../../src-shared/ids.ts';
import type { RecordRow } from '../collections/records/schema.ts';
import type { Databases } from '../databases.ts';
import { createLiveTable, type LiveTable } from '../live-table.ts';
import { readRange, readRanges } from '../ranges.ts';
import { openStates } from './deliveries.ts';

/**
 * Departures ("Je pars hors ligne"), kept as records: the moments are nobody's, and what concerns a client is a row of
 * that client's, so that it goes with it.
 */
const kinds = { head: 'departure', part: 'departure-part' } as const;
/** So many are kept to be read again. */
const mostKept = 20;
/** A person who has more than this open at once is told of the first ones. */
const mostRows = 5_000;

export interface Departure extends DepartureHead {
  readonly id: string;
  readonly parts: ReadonlyMap<WorkspaceId, DeparturePart>;
}

export const liveDepartures = (databases: Databases): LiveTable<RecordRow> =>
  createLiveTable(
    databases.authored.records,
    (a, b) => (a.id < b.id ? 1 : -1),
    ({ kind }) => kind === kinds.head || kind === kinds.part,
  );

const partId = (departure: string, client: WorkspaceId): string => `${departure}:${client}`;

/** The latest first. What cannot be parsed (a newer version's) is left alone. */
export function parseDepartures(rows: readonly RecordRow[]): readonly Departure[] {
  const parts = rows.filter(({ kind }) => kind === kinds.part);
  return rows
    .filter(({ kind }) => kind === kinds.head)
    .flatMap((row) => {
      const head = v.safeParse(departureSchema, row.data);
      if (!head.success) return [];
      const own = parts
        .filter(({ id }) => id.startsWith(`${row.id}:`))
        .flatMap((part) => {
          const data = v.safeParse(departurePartSchema, part.data);
          const client = v.safeParse(workspaceIdSchema, part.workspaceId);
          return data.success && client.success ? [[client.output, data.output] as const] : [];
        });
      return [{ ...head.output, id: row.id, parts: new Map(own) }];
    })
    .sort((a, b) => b.leftAt - a.leftAt);
}

/** Keeps that the person leaves now, with what the ledger says at this moment. Answers the departure's id. */
export async function startDeparture(
  databases: Databases,
  input: {
    readonly until: number;
    readonly clients: readonly WorkspaceId[];
    readonly fetched: (client: WorkspaceId) => Fetched | null;
  },
  now: number,
): Promise<string> {
  const id = `departure:${ulid(now)}`;
  const { records } = databases.authored;
  const head: DepartureHead = {
    leftAt: now,
    until: input.until,
    awayFrom: now,
    returnedAt: null,
    closedAt: null,
    seen: false,
  };
  for (const client of input.clients) {
    const due = await openDue(databases, client, now);
    const part: DeparturePart = {
      open: due.map(({ id: delivery, sequence }) => ({ id: delivery, sequence })),
      fetched: input.fetched(client),
      lines: null,
    };
    await records.incrementalUpsert({
      id: partId(id, client),
      workspaceId: client,
      kind: kinds.part,
      data: { ...part },
      updatedAt: now,
    });
  }
  // Last: a departure is there once its parts are.
  await records.incrementalUpsert({
    id,
    workspaceId: 'all',
    kind: kinds.head,
    data: { ...head },
    updatedAt: now,
  });
  await forgetOld(databases);
  return id;
}

export async function changeDeparture(
  databases: Databases,
  id: string,
  change: Partial<DepartureHead>,
  now: number,
): Promise<void> {
  const document = await databases.authored.records.findOne(id).exec();
  await document?.incrementalModify((row) => ({ ...row, data: { ...row.data, ...change }, updatedAt: now }));
}

/** More was fetched ahead after leaving was said. */
export async function keepFetched(
  databases: Databases,
  id: string,
  fetched: (client: WorkspaceId) => Fetched | null,
  clients: readonly WorkspaceId[],
  now: number,
): Promise<void> {
  for (const client of clients) {
    const own = fetched(client);
    if (own !== null) await changePart(databases, id, client, { fetched: own }, now);
  }
}

/** The second moment of the ledger: the report says from now on what it says now. */
export async function closeDeparture(
  databases: Databases,
  id: string,
  lines: ReadonlyMap<WorkspaceId, readonly FateLine[]>,
  now: number,
): Promise<void> {
  for (const [client, own] of lines) await changePart(databases, id, client, { lines: [...own] }, now);
  await changeDeparture(databases, id, { closedAt: now }, now);
}

async function changePart(
  databases: Databases,
  id: string,
  client: WorkspaceId,
  change: Partial<DeparturePart>,
  now: number,
): Promise<void> {
  const { records } = databases.authored;
  const known = await records.findOne(partId(id, client)).exec();
  const empty: DeparturePart = { open: [], fetched: null, lines: null };
  await records.incrementalUpsert({
    id: partId(id, client),
    workspaceId: client,
    kind: kinds.part,
    data: { ...empty, ...known?.toMutableJSON().data, ...change },
    updatedAt: now,
  });
}

async function forgetOld(databases: Databases): Promise<void> {
  const { records } = databases.authored;
  const found = await records.find({ selector: { kind: { $in: [kinds.head, kinds.part] } } }).exec();
  const heads = found
    .filter((row) => row.kind === kinds.head)
    .map((row) => row.id)
    .sort()
    .reverse();
  const old = heads.slice(mostKept);
  await records.bulkRemove(
    found.map((row) => row.id).filter((id) => old.some((one) => id === one || id.startsWith(`${one}:`))),
  );
}

/** What is due by then and not over. */
const openDue = async (databases: Databases, client: WorkspaceId, by: number): Promise<readonly Delivery[]> =>
  (
    await readRanges<Delivery>(
      databases.mirror.deliveries,
      openStates.map((state) => ({
        range: { index: ['workspaceId', 'state', 'dueAt'], prefix: [client, state], to: by },
        limit: mostRows,
      })),
    )
  ).flat();

/** What was due and not over when the person left, with its number in the ledger. */
export const openOf = (departure: Departure): ReadonlyMap<DeliveryId, number> =>
  new Map(
    [...departure.parts.values()].flatMap(({ open }) =>
      open.map(({ id, sequence }) => [id, sequence] as const),
    ),
  );

/** So far ahead a post may be planned and yet have left before its hour, by the person's word, while they were away. */
const aheadMs = 31 * 86_400_000;

/**
 * Every delivery that may be part of an absence: what was open when it began, what was due since, and what was asked
 * for since (intents carry their moment in their ids).
 */
export async function readLedger(
  databases: Databases,
  departure: Departure,
  clients: readonly WorkspaceId[],
  now: number,
): Promise<readonly Delivery[]> {
  const { deliveries } = databases.mirror;
  const { leftAt } = departure;
  const to = Math.max(departure.returnedAt ?? now, departure.until) + aheadMs;
  const due = await readRanges<Delivery>(
    deliveries,
    clients.map((client) => ({
      range: { index: ['workspaceId', 'dueAt'], prefix: [client], from: leftAt, to },
      limit: mostRows,
    })),
  );
  const asked = await readRange<Delivery>(
    deliveries,
    { index: ['intentId', 'accountId'], prefix: [], from: ulid(leftAt).slice(0, 10) },
    mostRows,
  );
  const open = await deliveries.findByIds([...openOf(departure).keys()]).exec();
  const wanted = new Set<string>(clients);
  const rows = [
    ...due.flat(),
    ...asked,
    ...[...open.values()].map((document) => document.toMutableJSON() as unknown as Delivery),
  ];
  return [...new Map(rows.filter((row) => wanted.has(row.workspaceId)).map((row) => [row.id, row])).values()];
}

/** These deliveries as main's ledger says now; those that are gone are absent. */
export async function readDeliveries(
  databases: Databases,
  ids: readonly DeliveryId[],
): Promise<ReadonlyMap<DeliveryId, Delivery>> {
  const found = await databases.mirror.deliveries.findByIds([...ids]).exec();
  return new Map(
    [...found.values()].map((document) => {
      const row = document.toMutableJSON() as unknown as Delivery;
      return [row.id, row];
    }),
  );
}

/** Calls back when any delivery changed, at most every `everyMs`. */
export function watchLedger(databases: Databases, changed: () => void, everyMs = 250): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const told = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      changed();
    }, everyMs);
  };
  const subscription = databases.mirror.deliveries.eventBulks$.subscribe(told);
  return () => {
    clearTimeout(timer);
    subscription.unsubscribe();
  };
}

type Place = Pick<Account, 'id' | 'workspaceId'>;

/** Conversations are looked for among so many unread and so many open messages of an account and box. */
const mostCandidates = 400;

/** Messages that still ask for something: where the conversations to fetch ahead are found. */
export async function readAsking(
  databases: Databases,
  accounts: readonly Place[],
): Promise<readonly Message[]> {
  const boxes: readonly Box[] = ['public', 'private'];
  const found = await readRanges<Message>(
    databases.mirror.messages,
    accounts.flatMap(({ workspaceId, id }) =>
      boxes.flatMap((box) =>
        (['unread', 'open'] as const).map((state) => ({
          range: {
            index: ['workspaceId', 'accountId', 'box', 'state', 'order'],
            prefix: [workspaceId, id, box, state],
          },
          limit: mostCandidates,
        })),
      ),
    ),
  );
  return found.flat();
}

/** The newest messages of every list of these accounts: what the columns show first. */
export async function readShown(
  databases: Databases,
  accounts: readonly Place[],
  each: number,
): Promise<readonly Message[]> {
  const boxes: readonly Box[] = ['public', 'private', 'own', 'activity'];
  const found = await readRanges<Message>(
    databases.mirror.messages,
    accounts.flatMap(({ workspaceId, id }) =>
      boxes.map((box) => ({
        range: { index: ['workspaceId', 'accountId', 'box', 'order'], prefix: [workspaceId, id, box] },
        limit: each,
      })),
    ),
  );
  return found.flat();
}

/** What others wrote to these accounts and boxes within `(from, to]` (epoch ms), counted no further than `most`. */
export async function countArrived(
  databases: Databases,
  accounts: readonly Place[],
  boxes: readonly Box[],
  from: number,
  to: number,
  most: number,
): Promise<number> {
  const found = await readRanges<Message>(
    databases.mirror.messages,
    accounts.flatMap(({ workspaceId, id }) =>
      boxes.map((box) => ({
        range: {
          index: ['workspaceId', 'accountId', 'box', 'order'],
          prefix: [workspaceId, id, box],
          from: newestFirst(to),
          to: newestFirst(from) - 1,
        },
        limit: most,
      })),
    ),
  );
  return Math.min(most, found.flat().filter(({ mine }) => !mine).length);
}
