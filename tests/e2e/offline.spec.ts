import { violations } from './axe.ts';
import * as hands from './hands.ts';
import { createKeyboardHands } from './keyboard-hands.ts';
import { watchPointer } from './keyboard.ts';
import { comeBack, restartOffline, settleIn, workOffline } from './offline-steps.ts';
import { expect, test } from './world.ts';

test('works without a network, ends, starts without one, and lets everything leave once on return', async ({
  world,
  running,
}) => {
  // A post is scheduled for the next minutes and is then too late: that much of it is real waiting.
  test.setTimeout(360_000);
  await test.step('connect and receive', () => settleIn(world, running, hands));
  await test.step('work with no network', () => workOffline(world, running, hands));
  await test.step('end, and start with no network', () => restartOffline(running, hands));
  await test.step('the network is back', () => comeBack(world, running));
});

test('the same day with the keyboard alone, with nothing at fault for axe', async ({ world, running }) => {
  test.setTimeout(540_000);
  const keyboard = createKeyboardHands(async (page) => {
    expect(await violations(page)).toEqual([]);
  });
  const beforeEnd = await watchPointer(running.page);
  await settleIn(world, running, keyboard);
  await workOffline(world, running, keyboard);
  expect(await beforeEnd()).toEqual([]);
  await restartOffline(running, {
    ...keyboard,
    // The first thing that is done in the program that was started again.
    goTo: async (page, screen) => {
      await watchPointer(page);
      await keyboard.goTo(page, screen);
    },
  });
  await comeBack(world, running);
  const sinceStart = await watchPointer(running.page);
  expect(await sinceStart()).toEqual([]);
});
