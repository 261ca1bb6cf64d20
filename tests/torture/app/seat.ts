import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Account } from '../../../src-shared/domain/account.ts';
import { worldNetworks } from '../../fixtures/world-networks.ts';
import { signIn } from '../../../src-main/training/robot-browser.ts';
import { catchLinks } from '../../e2e/browser.ts';
import { expect, type Page } from '@playwright/test';
import { ask, leaveAtOnce, makeFirstClient } from '../../e2e/hands.ts';
import { openWorld, type World } from '../../e2e/open-world.ts';
import { startApp, type Running } from '../../e2e/running-app.ts';
import { openDoor } from './door.ts';

export const client = 'Librairie du Port';
export const mention = 'Est-ce que la nocturne a lieu ?';

/**
 * A machine with Vigie on it: a folder, simulated networks, a client with an account on each of them and one message
 * in the deck. Made once, through the real connection; each seed begins with a copy of it in the same place, because
 * the keychain knows a profile by its place.
 */
export interface Seat {
  readonly profile: string;
  readonly world: World;
  readonly accounts: readonly Account[];
  /** Puts everything in the profile back to what it was when the seat was made. */
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface SeatOptions {
  /** Which networks have an account; all of them unless said otherwise. */
  readonly networks?: readonly string[];
  /** The folder to use, kept; a temporary one when left out. */
  readonly folder?: string;
  /** More that is there at the beginning of each seed. */
  readonly furnish?: (running: Running, seat: Pick<Seat, 'accounts' | 'world'>) => Promise<void>;
}

export async function openSeat(options: SeatOptions = {}): Promise<Seat> {
  const networks = options.networks ?? worldNetworks;
  const place = await mkdtemp(path.join(tmpdir(), 'vigie-torture-'));
  const profile = options.folder ?? path.join(place, 'profile');
  const before = path.join(place, 'before');
  const { world, close } = await openWorld({ isGenerous: true });
  const end = async (): Promise<void> => {
    await close();
    await rm(place, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    for (const sim of world.all.filter(({ network }) => networks.includes(network))) {
      const account = sim.accounts[0]?.id ?? '';
      await sim.control.audience.say({ kind: 'mention', person: 'theo_marchand', account, text: mention });
    }
    const running = await startApp({ profile });
    try {
      await makeFirstClient(running.page, client);
      await running.page.keyboard.press('Escape');
      await openDoor(running.page);
      await leaveAtOnce(running.page);
      for (const network of networks) await connect(running, world, network);
      const { page } = running;
      await expect(page.getByRole('article', { name: mention })).toHaveCount(networks.length, {
        timeout: 30_000,
      });
      const accounts = await page.evaluate(() => realm.tables.accounts.snapshot() ?? []);
      await options.furnish?.(running, { accounts, world });
      await running.quit();
      await cp(profile, before, {
        recursive: true,
        filter: (file) => !path.basename(file).startsWith('Singleton'),
      });
      return {
        profile,
        world,
        accounts,
        reset: async () => {
          for (const name of await readdir(profile))
            await rm(path.join(profile, name), {
              recursive: true,
              force: true,
              maxRetries: 5,
              retryDelay: 100,
            });
          await cp(before, profile, { recursive: true });
          for (const sim of world.all) {
            sim.control.faults.clear();
            sim.control.ledger.clear();
          }
        },
        close: end,
      };
    } finally {
      await running.quit();
    }
  } catch (error) {
    await end();
    throw error;
  }
}

/** Connects the first account of a network over the bridge, with a robot in the place of the person's browser. */
async function connect({ app, page }: Running, world: World, network: string): Promise<void> {
  const sim = world.all.find((one) => one.network === network);
  const account = sim?.accounts[0];
  if (!sim || !account) throw new Error(`no simulated ${network}`);
  const links = await catchLinks(app);
  const isPassword = network === 'bluesky';
  const answering = page.evaluate(
    ([of, fields]) =>
      realm.bridge.accounts.connect({
        attempt: `attempt ${of}`,
        workspaceId: realm.tables.workspaces.snapshot()?.[0]?.id ?? ('' as never),
        network: of as never,
        fields,
        reconnect: null,
      }),
    [
      network,
      {
        server: sim.baseUrl,
        ...(isPassword ? { handle: account.handle, password: account.password } : {}),
      } as Record<string, string>,
    ] as const,
  );
  if (!isPassword) {
    await expect.poll(links, { timeout: 20_000 }).toHaveLength(1);
    const [address = ''] = await links();
    const redirect = new URL(address).searchParams.get('redirect_uri') ?? '';
    const agreed = await signIn(address, redirect, account);
    if (agreed.tag === 'err') throw new Error(`${network} does not let us in: ${agreed.error.code}`);
    await fetch(`${redirect}?${agreed.value.toString()}`);
  }
  const answer = await answering;
  if (answer.tag === 'err') throw new Error(`${network} is not connected: ${answer.error.code}`);
}

/** What "usable" means after a start: the window, the deck with its message, an outbox that answers. */
export async function usable(
  page: Page,
  seat: Pick<Seat, 'accounts'>,
  /** Longer where the browser may have begun anew, and everything has to be fetched again. */
  deckMs = 10_000,
): Promise<void> {
  const clients = page.getByRole('navigation', { name: 'Clients' });
  await expect(clients.getByRole('button', { name: client })).toBeVisible({ timeout: 10_000 });
  try {
    await expect(page.getByRole('article', { name: mention })).toHaveCount(seat.accounts.length, {
      timeout: deckMs,
    });
  } catch (error) {
    throw new Error(
      `the deck does not show what it should, but:\n${await page.locator('body').innerText()}`,
      {
        cause: error,
      },
    );
  }
  const answer = JSON.stringify(await ask(page, 'outbox.cancel', { deliveryId: 'nobody/knows' }));
  if (!answer.includes('unknown-delivery')) throw new Error(`the outbox answers ${answer}`);
}

/** Seats that seeds share: as many as may play at once, each made when it is first needed. */
export function createSeats(options: SeatOptions = {}): {
  readonly use: <T>(work: (seat: Seat) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
} {
  const free: Seat[] = [];
  const all: Seat[] = [];
  return {
    use: async (work) => {
      let seat = free.pop();
      if (seat === undefined) {
        seat = await openSeat(options);
        all.push(seat);
      }
      try {
        await seat.reset();
        return await work(seat);
      } finally {
        free.push(seat);
      }
    },
    close: async () => {
      for (const seat of all) await seat.close();
    },
  };
}
