import { expect, test } from 'vitest';
import { createStatusTeller } from '../../../src-main/engine/status-teller.ts';
import type { Status } from '../../../src-shared/bridge/status.ts';
import { createManualClock } from '../../../src-simulator/core/clock.ts';

const quiet: Status = {
  connectivity: { tag: 'online', since: 0 },
  lastSyncAt: null,
  syncing: false,
  disk: 'ok',
  room: { free: null, wanted: null },
};

function teller() {
  const clock = createManualClock();
  const told: Status[] = [];
  let status = quiet;
  const { look, stop } = createStatusTeller({
    clock: { monotonic: () => clock.now(), after: clock.after },
    read: () => status,
    tell: (now) => told.push(now),
  });
  const become = (change: Partial<Status>): void => {
    status = { ...status, ...change };
    look();
  };
  return { clock, told, become, stop };
}

test('tells once a second that fetches come and go, and in the end the latest', async () => {
  const { clock, told, become } = teller();
  become({ syncing: true });
  for (let at = 1; at <= 90; at += 1) {
    await clock.advance(25);
    become({ syncing: at % 2 === 1, lastSyncAt: at });
  }
  await clock.advance(1_000);
  expect(told.map(({ lastSyncAt }) => lastSyncAt)).toEqual([null, 39, 79, 90]);
  expect(told.at(-1)?.syncing).toBe(false);
});

test('tells at once that the connection was lost or that a disk is full', async () => {
  const { clock, told, become } = teller();
  become({ syncing: true });
  await clock.advance(10);
  become({ connectivity: { tag: 'offline', since: 1 } });
  become({ disk: 'full' });
  expect(told.slice(1).map(({ connectivity, disk }) => [connectivity.tag, disk])).toEqual([
    ['offline', 'ok'],
    ['offline', 'full'],
  ]);
  await clock.advance(5_000);
  expect(told).toHaveLength(3);
});

test('says nothing of what did not change, and nothing once it is stopped', async () => {
  const { clock, told, become, stop } = teller();
  become({});
  become({});
  become({ lastSyncAt: 5 });
  stop();
  await clock.advance(5_000);
  expect(told).toHaveLength(1);
});
