import * as hands from './hands.ts';
import { comeBack, restartOffline, settleIn, workOffline } from './offline-steps.ts';
import { test } from './world.ts';

test('works without a network, ends, starts without one, and lets everything leave once on return', async ({
  world,
  running,
}) => {
  // A post is scheduled for the next minutes and is then too late: that much of it is real waiting.
  test.setTimeout(300_000);
  await test.step('connect and receive', () => settleIn(world, running));
  await test.step('work with no network', () => workOffline(world, running, hands));
  await test.step('end, and start with no network', () => restartOffline(running, hands));
  await test.step('the network is back', () => comeBack(world, running));
});
