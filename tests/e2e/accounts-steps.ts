import type { Page } from '@playwright/test';
import { startBlueskySim, type BlueskySim } from '../../src-simulator/bluesky/start.ts';
import { createRealClock } from '../../src-simulator/core/clock.ts';
import { test as base } from './fixtures.ts';
import { freshPort } from './fresh-port.ts';
import { connectBluesky, makeFirstClient, sendBlueskyForm } from './hands.ts';

/** A test beside a simulated network of its own, on real sockets. */
export const test = base.extend<{ readonly sim: BlueskySim }>({
  sim: async ({}, use) => {
    const sim = await startBlueskySim({ clock: createRealClock(), port: await freshPort() });
    await use(sim);
    await sim.close();
  },
});

/** The account that the tests connect. */
export function accountOf(sim: BlueskySim): BlueskySim['accounts'][number] {
  const account = sim.accounts[0];
  if (account === undefined) throw new Error('the simulator has no account');
  return account;
}

/** Fills the connection form with this password and sends it. */
export const sendForm = (page: Page, sim: BlueskySim, password: string): Promise<void> =>
  sendBlueskyForm(page, { handle: accountOf(sim).login, password, server: sim.baseUrl });

/** A client with the simulator's account connected to it. */
export async function connectClient(page: Page, sim: BlueskySim, name: string): Promise<void> {
  await makeFirstClient(page, name);
  const { login, password } = accountOf(sim);
  await connectBluesky(page, { handle: login, password, server: sim.baseUrl });
}
