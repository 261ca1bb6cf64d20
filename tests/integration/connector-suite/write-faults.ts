import { connect } from 'node:net';
import { expect } from 'vitest';
import type { ConnectorError } from '../../../src-main/connectors/contract.ts';
import type { Fault } from '../../../src-simulator/core/faults.ts';
import { value } from '../../fixtures/connector-words.ts';
import { deedOf, deedsOf, type DeedName } from './deeds.ts';
import { minute, type Since, type Stand } from './stand.ts';

/** What becomes of a write under a fault, whichever write it is. */
export interface Expected {
  readonly fault: Fault;
  /** What the connector says of it; `ok`: the write goes through. */
  readonly told: ConnectorError['tag'] | 'ok';
  /** Whether the network did the work all the same: at once, later, or not. */
  readonly work: 'done' | 'late' | 'none';
}

/** Nobody sees these, and a second one harms nobody: what was lost of them is simply done again. */
const material: readonly DeedName[] = ['upload', 'prepare'];

/**
 * Plays a fault against every kind of write that the network offers, by the contract: what is told is the right thing,
 * looking finds out, and the ledger counts one. Answers the writes.
 */
export async function everyWrite(stand: Stand, expected: Expected): Promise<string> {
  const names = deedsOf(stand);
  for (const name of names) await oneWrite(stand, name, expected);
  return `${names.join(', ')}: ${wordsOf[expected.work]}`;
}
const wordsOf = {
  done: 'done once, and found by looking',
  late: 'done once, absent at first and then found',
  none: 'not done, and done once the next time',
} as const;

async function oneWrite(stand: Stand, name: DeedName, { fault, told, work }: Expected): Promise<void> {
  const { world, manifest } = stand;
  const deed = deedOf(name);
  const there = await stand.doneLooks(name);
  const operation = await deed.ready(stand);
  const drawn = stand.draw(operation);
  const sentAt = world.clock.now();
  const promised = manifest.operations[name]?.class;
  const isMaterial = material.includes(name);
  const since = stand.mark();
  const rule = stand.strike(fault, { kind: 'write', times: 1 });
  const outcome = await stand.perform(operation, drawn);
  world.sim.control.faults.clear(rule);
  const about = `${name} under ${JSON.stringify(fault)}: ${JSON.stringify(outcome)}`;
  const struck =
    since.entries().find(({ faults }) => faults.includes(fault.tag)) ??
    expect.fail(`${about}: nothing was struck`);
  const look = () => stand.look(operation, drawn, sentAt);
  const again = () => stand.perform(operation, drawn);

  const tag = outcome.tag === 'ok' ? 'ok' : outcome.error.tag;
  if (isMaterial && !isAtHome(stand, name) && tag !== told) expect(materialTold(told), about).toContain(tag);
  else if (!isMaterial) expect(tag, about).toBe(told);
  if (outcome.tag === 'err' && outcome.error.tag === 'rate-limited')
    expect(outcome.error.until, about).toBeGreaterThan(world.clock.now());
  if (isMaterial) {
    expect(promised, about).toBe('K');
    if (told === 'unknown-outcome') expect(await look(), about).toBe('absent');
    expect((await again()).tag, about).toBe('ok');
    return;
  }
  if (work === 'late') {
    expect(await look(), about).toBe('absent');
    // What has a key may be repeated before the first one is known to be over.
    if (promised === 'K' && (name === 'create' || name === 'message'))
      expect((await again()).tag, about).toBe('ok');
    await world.clock.advance(2 * minute);
  }
  if (work !== 'none') {
    expect(await look(), about).toBe(there);
    expect(count(since, struck.operation), about).toBe(1);
    await repeated(stand, name, { again, look, there, since, struck: struck.operation, about });
  } else {
    if (told === 'unknown-outcome') expect(await look(), about).toBe('absent');
    expect(count(since, struck.operation), about).toBe(0);
    const second = value(await again());
    expect(second.tag, about).not.toBe('partial');
    expect(await look(), about).toBe(there);
    expect(count(since, struck.operation), about).toBe(1);
  }
  const back = deed.undo?.(operation) ?? null;
  if (back !== null) await stand.done(back);
}

/**
 * Every kind of write while nobody listens: it surely never left, so that nothing is in doubt, and it is done the next
 * time. Answers the writes.
 */
export async function everyWriteUnheard(stand: Stand): Promise<string> {
  const names = deedsOf(stand).filter((name) => !isAtHome(stand, name));
  for (const name of names) await oneUnheard(stand, name);
  return `${names.join(', ')}: never left, and done once somebody listened`;
}

async function oneUnheard(stand: Stand, name: DeedName): Promise<void> {
  const { world, connector } = stand;
  const deed = deedOf(name);
  const there = material.includes(name) ? null : await stand.doneLooks(name);
  const operation = await deed.ready(stand);
  const drawn = stand.draw(operation);
  const sentAt = world.clock.now();
  const ctx = await stand.ctx();
  const since = stand.mark();
  const rule = stand.strike({ tag: 'offline' });
  await listens(stand, false);
  const outcome = await connector.publish(ctx, operation, drawn);
  world.sim.control.faults.clear(rule);
  await listens(stand, true);
  const about = `${name} while nobody listens: ${JSON.stringify(outcome)}`;
  expect(outcome.tag === 'ok' ? 'ok' : outcome.error.tag, about).toBe('offline');
  expect(since.entries(), about).toEqual([]);
  expect((await stand.perform(operation, drawn)).tag, about).toBe('ok');
  if (there !== null) expect(await stand.look(operation, drawn, sentAt), about).toBe(there);
  const back = deed.undo?.(operation) ?? null;
  if (back !== null) await stand.done(back);
}

/** Waits until somebody listens, or nobody: a connection is tried, and nothing asked. */
const listens = ({ world }: Stand, wanted: boolean): Promise<void> =>
  expect
    .poll(
      () =>
        new Promise<boolean>((resolve) => {
          const socket = connect(Number(new URL(world.sim.baseUrl).port), '127.0.0.1');
          socket.once('connect', () => {
            socket.destroy();
            resolve(true);
          });
          socket.once('error', () => resolve(false));
        }),
      { interval: 2 },
    )
    .toBe(wanted);

/** Where posts have containers, a file is put at the person's own host, which is no part of the network. */
const isAtHome = ({ manifest }: Stand, name: DeedName): boolean =>
  name === 'upload' && manifest.operations.prepare !== undefined;

/** What a lost piece of material may be called, besides what a write is. */
const materialTold = (told: Expected['told']): readonly string[] =>
  told === 'unknown-outcome' ? ['server', 'unknown-outcome'] : [told];

/** Where the server promised to know a repeat (K), the repeat changes nothing, and looking says the same. */
async function repeated(
  { manifest }: Stand,
  name: DeedName,
  one: {
    readonly again: () => Promise<{ readonly tag: 'ok' | 'err'; readonly error?: ConnectorError }>;
    readonly look: () => Promise<string>;
    readonly there: string;
    readonly since: Since;
    readonly struck: string;
    readonly about: string;
  },
): Promise<void> {
  if (manifest.operations[name]?.class !== 'K') return;
  const second = await one.again();
  // A key that is taken says no more than: look. What was to go and is gone needs no more.
  if (second.tag === 'err')
    expect(
      ['delete', 'unlike', 'unhide', 'unmute', 'unblock'].includes(name) ? ['gone'] : ['unknown-outcome'],
      one.about,
    ).toContain(second.error?.tag);
  expect(await one.look(), one.about).toBe(one.there);
  if (name === 'create' || name === 'message') expect(count(one.since, one.struck), one.about).toBe(1);
}

/** How often the network did this: what it made, where that is counted; else how often it was not refused. */
function count(since: Since, operation: string): number {
  const entries = since.entries().filter((entry) => entry.operation === operation && entry.worked);
  const made = new Map<string, Set<string>>();
  for (const { kind, id } of entries.flatMap(({ effects }) => effects))
    made.set(kind, (made.get(kind) ?? new Set()).add(id));
  return made.size === 0 ? entries.length : Math.max(...[...made.values()].map(({ size }) => size));
}
