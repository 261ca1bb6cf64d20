import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openServices, type Services } from '../../src-main/services.ts';
import { deliveryId, intentIdSchema } from '../../src-shared/ids.ts';
import { failure } from '../../src-shared/errors.ts';
import { err } from '../../src-shared/result.ts';
import { createManualClock, type ManualClock } from '../../src-simulator/core/clock.ts';
import * as v from 'valibot';
import { account } from '../fixtures/rows.ts';
import { quiet } from '../fixtures/stream-ends.ts';

/** At a start the outbox waits for the store, which alone can tell that the journal has gone back in time. */
let folder: string;
let clock: ManualClock;
let services: Services;

const start = async (
  awaitsStore: boolean,
  before: (opened: Services) => Promise<void> = () => Promise.resolve(),
): Promise<void> => {
  const opened = await openServices({
    folder,
    version: '0.0.0',
    clock: { ...clock, monotonic: clock.now },
    log: quiet,
    loadKeytar: () => Promise.reject(new Error('no keychain')),
    keychainService: 'vigie-test',
    openBrowser: () => Promise.resolve(err(failure('internal'))),
    startSimulators: () => Promise.resolve(err(failure('internal'))),
    awaitsStore,
    events: {
      offer: () => undefined,
      status: () => undefined,
      connectProgress: () => undefined,
      connectAsk: () => undefined,
      syncProgress: () => undefined,
      brakes: () => undefined,
      askToResume: () => undefined,
    },
  });
  if (opened.tag === 'err') throw new Error(opened.error.code);
  services = opened.value;
  // A new folder owes a rebuild, of nothing.
  await services.debt.settle();
  await services.outbox.restore([]);
  await before(services);
  await services.start();
};

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-awaited-'));
  clock = createManualClock();
});
afterEach(async () => {
  const stopped = services.stop();
  await clock.advance(10_000);
  await stopped;
  await rm(folder, { recursive: true, force: true });
});

/** A command, which is answered once the outbox is free to act. */
function asked(): { answered: boolean } {
  const state = { answered: false };
  const id = deliveryId(v.parse(intentIdSchema, '01JABCDEFGHJKMNPQRSTVWXYZ1'), account);
  void services.outbox.cancel(id).then(() => (state.answered = true));
  return state;
}
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

it('acts once the store was met', async () => {
  await start(true);
  const command = asked();
  await turns();
  expect(command.answered).toBe(false);
  await services.met();
  await turns();
  expect(command.answered).toBe(true);
});

it('waits for nothing when the page was quicker than the start of the engine', async () => {
  await start(true, (opened) => opened.met());
  const command = asked();
  await turns();
  expect(command.answered).toBe(true);
});

it('acts without a store that does not come', async () => {
  await start(true);
  const command = asked();
  await clock.advance(19_000);
  await turns();
  expect(command.answered).toBe(false);
  await clock.advance(1_500);
  await turns();
  expect(command.answered).toBe(true);
});

it('stays held when the store says that the journal has gone back, also after the wait', async () => {
  await start(true);
  const command = asked();
  services.outbox.hold();
  await services.debt.incur();
  await services.met();
  await clock.advance(60_000);
  await turns();
  expect(command.answered).toBe(false);
});
