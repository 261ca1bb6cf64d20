import { createHash } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { constants, setPriority, tmpdir } from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { launchApp } from '../../scripts/launch.mjs';
import { createBridge } from '../../src-renderer/bridge.ts';
import { canonicalJson } from '../../src-shared/canonical-json.ts';
import { emptyContent } from '../../src-shared/domain/content.ts';
import type { Result } from '../../src-shared/result.ts';
import { createBlueskySim } from '../../src-simulator/bluesky/start.ts';
import { createRealClock } from '../../src-simulator/core/clock.ts';
import type { Sim } from '../../src-simulator/core/sim.ts';

/**
 * The outbox under load, in the real app: so many deliveries wait in the journal, over so many accounts; some of them
 * fall due while somebody types. What is measured is what a person would notice.
 */
export interface OutboxLoad {
  /** For each delivery that fell due: its moment → its request has arrived at the server, ms. */
  readonly departures: readonly number[];
  /** Of main with that journal, and with an empty one: the page's beginning → main's first answer, ms. */
  readonly answer: { readonly full: readonly number[]; readonly empty: readonly number[] };
  /** Memory of main (RSS), MB. */
  readonly memory: { readonly full: number; readonly empty: number };
  /** Keys typed while deliveries left → the next frame, ms; those below 16 ms count as 16. */
  readonly keys: readonly number[];
  /** Handing over, deliveries a second. */
  readonly submitted: number;
}

const second = 1_000;
const day = 86_400 * second;

export async function outboxUnderLoad(order: {
  readonly deliveries: number;
  readonly accounts: number;
  /** How many of them fall due, and within how many seconds. */
  readonly due: number;
  readonly overSeconds: number;
  readonly starts: number;
  /** A profile whose store is filled already; it is copied, and its first client is given the deliveries. */
  readonly filled?: string;
}): Promise<OutboxLoad> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vigie-load-'));
  const networks: Sim[] = [];
  try {
    for (let index = 0; index < Math.ceil(order.accounts / 2); index += 1)
      networks.push(await createBlueskySim({ clock: createRealClock(), seed: index + 1 }));
    const bare = path.join(folder, 'empty');
    const profile = path.join(folder, 'full');
    const empty = await inApp(bare, async (app, page) => {
      await firstClient(page);
      return { memory: await memoryOf(app) };
    });
    if (order.filled !== undefined) await cp(order.filled, profile, { recursive: true });
    const full = await inApp(profile, async (app, page) => {
      const workspaceId = await (order.filled === undefined ? firstClient(page) : clientOf(page));
      // Of several clients the one that the deliveries are of: a new post is begun for whom the deck shows.
      await page
        .getByRole('navigation', { name: 'Clients' })
        .getByRole('button', { name: /^Atelier Lumière/ })
        .click();
      // A load, not a pause that came to its end: posts of one account need not be minutes apart.
      valueOf(await bridgeOf(page).app.saveSettings({ postSpacing: { [workspaceId]: 0 } }));
      const accounts = await connect(page, workspaceId, networks, order.accounts);
      giveWay();
      const began = performance.now();
      const plan = planOf(order, accounts, workspaceId);
      await submit(page, plan.intents);
      const submitted = order.deliveries / ((performance.now() - began) / second);
      const dueFrom = Date.now() + 5 * second;
      const dueAt = (index: number): number =>
        dueFrom + Math.round((index * order.overSeconds * second) / order.due);
      const wanted = new Map(accounts.map(({ key }) => [key, [] as number[]]));
      const soon = Array.from({ length: order.due }, (_, index) => {
        const account = accounts[index % accounts.length];
        if (account === undefined) throw new Error('no account');
        wanted.get(account.key)?.push(dueAt(index));
        return intentOf(workspaceId, account.id, order.deliveries + index, dueAt(index));
      });
      await submit(page, soon);
      const keys = await type(page, order.overSeconds);
      const departures = await arrivals(networks, wanted);
      comeBack();
      return { memory: await memoryOf(app), departures, keys, submitted };
    });
    const [atFull, atEmpty] = [[] as number[], [] as number[]];
    for (let start = 0; start < order.starts; start += 1) {
      atFull.push(await answerOf(profile));
      atEmpty.push(await answerOf(bare));
    }
    return {
      departures: full.departures,
      answer: { full: atFull, empty: atEmpty },
      memory: { full: full.memory, empty: empty.memory },
      keys: full.keys,
      submitted: full.submitted,
    };
  } finally {
    await Promise.all(networks.map((one) => one.close()));
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function inApp<T>(
  profile: string,
  act: (app: ElectronApplication, page: Page) => Promise<T>,
): Promise<T> {
  const app = await launchApp({ profile, env: { LANG: 'fr_FR.UTF-8', LANGUAGE: 'fr', TZ: 'Europe/Paris' } });
  try {
    return await act(app, await app.firstWindow());
  } finally {
    // As the system does at the end of a session: a person would be asked about what still has to leave.
    const closed = new Promise<void>((resolve) => {
      app.once('close', () => resolve());
    });
    app.process().kill('SIGTERM');
    await closed;
  }
}

/** Makes the first client by hand and answers its id. */
async function firstClient(page: Page): Promise<string> {
  await page.getByRole('textbox', { name: 'Nom du client' }).fill('Atelier Lumière');
  await page.getByRole('button', { name: 'Créer et connecter un compte' }).click();
  await page.getByRole('dialog', { name: 'Connecter un compte' }).waitFor();
  await page.keyboard.press('Escape');
  return clientOf(page);
}

/** The id of a client that the store has. */
async function clientOf(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Rédiger', exact: true }).first().waitFor();
  return page.evaluate(async () => {
    const answer = <R>(request: IDBRequest<R>): Promise<R> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('no answer'));
      });
    const name = (await indexedDB.databases())
      .map((one) => one.name ?? '')
      .find((one) => one.endsWith('--workspaces'));
    if (name === undefined) throw new Error('the store has no clients');
    const database = await answer(indexedDB.open(name));
    const [row] = await answer(
      database.transaction('docs').objectStore('docs').getAll() as IDBRequest<{ id: string }[]>,
    );
    database.close();
    if (row === undefined) throw new Error('there is no client');
    return row.id;
  });
}

/** Main, called through the page as the interface calls it. */
const bridgeOf = (page: Page) =>
  createBridge({
    call: (name, args) =>
      page.evaluate(([called, given]) => window.vigie.call(called, given), [name, args] as const),
    onEvent: () => () => undefined,
  });

/** What a call answered; fails when it was refused. */
function valueOf<T>(answer: Result<T, unknown>): T {
  if (answer.tag !== 'ok') throw new Error(JSON.stringify(answer));
  return answer.value;
}

const keyOf = (network: Sim, account: string | undefined): string => `${network.baseUrl} ${String(account)}`;

interface Connected {
  readonly id: string;
  /** Server and the network's own id of it, as the ledger has them. */
  readonly key: string;
}

async function connect(
  page: Page,
  workspaceId: string,
  networks: readonly Sim[],
  count: number,
): Promise<readonly Connected[]> {
  const connected: Connected[] = [];
  for (const network of networks) {
    for (const account of network.accounts.slice(0, count - connected.length)) {
      const { accountIds } = valueOf(
        await bridgeOf(page).accounts.connect({
          attempt: `${network.baseUrl} ${account.id}`,
          workspaceId,
          network: 'bluesky',
          fields: { handle: account.login, password: account.password, server: network.baseUrl },
          reconnect: null,
        }),
      );
      for (const id of accountIds) connected.push({ id, key: keyOf(network, account.id) });
    }
  }
  if (connected.length < count) throw new Error(`${connected.length} accounts, not ${count}`);
  return connected;
}

/** Deliveries of the coming month, account by account. */
function planOf(
  order: { readonly deliveries: number },
  accounts: readonly Connected[],
  workspaceId: string,
): { readonly intents: readonly unknown[] } {
  const from = Date.now() + day;
  const intents = Array.from({ length: order.deliveries }, (_, index) =>
    intentOf(
      workspaceId,
      accounts[index % accounts.length]?.id ?? '',
      index,
      from + Math.floor((index * 30 * day) / order.deliveries),
    ),
  );
  return { intents };
}

function intentOf(workspaceId: string, accountId: string, number: number, dueAt: number): unknown {
  const content = { ...emptyContent, text: `Numéro ${number} : atelier ouvert ce jour-là, on vous attend.` };
  return {
    id: `01K${String(number).padStart(23, '0')}`,
    workspaceId,
    revision: 1,
    postId: null,
    action: { tag: 'publish' },
    targets: [
      { accountId, content, hash: createHash('sha256').update(canonicalJson(content)).digest('hex') },
    ],
    when: {
      tag: 'at',
      moment: { wall: new Date(dueAt).toISOString().slice(0, 23), zone: 'UTC', dueAt },
      toleranceMs: 30 * 60 * second,
    },
    executor: 'machine',
    createdAt: Date.now(),
  };
}

async function submit(page: Page, intents: readonly unknown[]): Promise<void> {
  for (let at = 0; at < intents.length; at += 200)
    await page.evaluate(
      async (some) => {
        for (const intent of some) {
          const answer = (await window.vigie.call('outbox.submit', intent)) as { tag: string };
          if (answer.tag !== 'ok') throw new Error(JSON.stringify(answer));
        }
      },
      intents.slice(at, at + 200),
    );
}

/**
 * The networks live in this process, and on nobody's laptop: while the app is measured they get what it leaves of the
 * processor. Only where that can be undone: what is started later would inherit it.
 */
const mayComeBack = process.getuid?.() === 0;
const giveWay = (): void => {
  if (mayComeBack) setPriority(constants.priority.PRIORITY_LOW);
};
const comeBack = (): void => {
  if (mayComeBack) setPriority(constants.priority.PRIORITY_NORMAL);
};

/** Types into a new post for so long, and answers how long each key took to be on the screen. */
async function type(page: Page, seconds: number): Promise<readonly number[]> {
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { keysSeen: seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if (entry.name === 'keydown' || entry.name === 'keypress' || entry.name === 'input')
          seen.push(entry.duration);
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
  await page.getByRole('button', { name: 'Rédiger', exact: true }).first().click();
  const field = page.getByRole('textbox', { name: /^Texte/ }).first();
  await field.click();
  const until = Date.now() + seconds * second;
  let typed = 0;
  while (Date.now() < until) {
    await page.keyboard.type('Rendez-vous samedi ', { delay: 70 });
    typed += 19;
    if (typed % 190 === 0) await field.fill('');
  }
  const slow = await page.evaluate(() => (window as unknown as { keysSeen: number[] }).keysSeen);
  return [...slow, ...Array.from({ length: Math.max(0, typed - slow.length) }, () => 16)];
}

/** How late each request was, once all are there. */
async function arrivals(
  networks: readonly Sim[],
  wanted: ReadonlyMap<string, readonly number[]>,
): Promise<readonly number[]> {
  const all = [...wanted.values()].reduce((sum, moments) => sum + moments.length, 0);
  const posts = () =>
    networks.flatMap((network) =>
      network.control.ledger
        .entries({ operation: 'com.atproto.repo.createRecord', worked: true })
        .filter((entry) => entry.effects.some(({ kind }) => kind === 'post'))
        .map((entry) => ({ account: keyOf(network, entry.account), at: entry.at })),
    );
  const patience = Date.now() + 120 * second;
  while (posts().length < all && Date.now() < patience)
    await new Promise((resolve) => setTimeout(resolve, 200));
  if (posts().length !== all) throw new Error(`${posts().length} posts arrived, not ${all}`);
  // One account's posts leave in the order in which they are due.
  return [...wanted].flatMap(([account, moments]) => {
    const came = posts()
      .filter((post) => post.account === account)
      .map(({ at }) => at)
      .toSorted((one, other) => one - other);
    return moments.map((due, index) => (came[index] ?? NaN) - due);
  });
}

/** Megabytes that main holds. */
const memoryOf = (app: ElectronApplication): Promise<number> =>
  app.evaluate(() => process.memoryUsage().rss / 1_048_576);

/** Starts on a profile: the page's beginning → main's answer to its first question, ms. */
const answerOf = (profile: string): Promise<number> =>
  inApp(profile, async (_app, page) => {
    await page.waitForFunction(() => performance.getEntriesByName('vigie:main').length > 0);
    return page.evaluate(() => performance.getEntriesByName('vigie:main')[0]?.startTime ?? NaN);
  });
