import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { createLog } from '../../src-main/diagnostics/log.ts';
import { systemClock } from '../../src-main/engine/clock.ts';
import { openServices, type Services } from '../../src-main/services.ts';
import type { StartSimulators } from '../../src-main/training/training.ts';
import type { Keytar } from '../../src-main/vault/keyring-vault.ts';
import type { Message } from '../../src-shared/domain/message.ts';
import { failure } from '../../src-shared/errors.ts';
import { workspaceIdSchema } from '../../src-shared/ids.ts';
import { networkIds } from '../../src-shared/networks/registry.ts';
import { connectorOf } from '../../src-main/connectors/index.ts';
import { err, ok } from '../../src-shared/result.ts';
import { createRealClock } from '../../src-simulator/core/clock.ts';
import { startWorkspace, type SimWorkspace } from '../../src-simulator/workspace.ts';
import { value } from '../fixtures/connector-words.ts';

/**
 * Main without its windows, on real sockets and real files, against the simulated networks: what the training offers
 * at first run, from the connection to the rows that a store would keep, across a restart.
 */
const log = createLog({ now: () => Date.now(), file: null });
const [lamps, bikes] = ['01JLAMPS000000000000000000', '01JBIKES000000000000000000'].map((id) =>
  v.parse(workspaceIdSchema, id),
);
if (lamps === undefined || bikes === undefined) throw new Error('two workspaces');

let folder: string;
let networks: SimWorkspace | null = null;
let services: Services;
/** What the keychain holds: outlives the program, as the system's does. */
const keychain = new Map<string, string>();
const keytar: Keytar = {
  getPassword: (service, name) => Promise.resolve(keychain.get(`${service}/${name}`) ?? null),
  setPassword: (service, name, password) => {
    keychain.set(`${service}/${name}`, password);
    return Promise.resolve();
  },
  deletePassword: (service, name) => Promise.resolve(keychain.delete(`${service}/${name}`)),
};

const startSimulators: StartSimulators = async (settings) => {
  networks = await startWorkspace(settings, { clock: createRealClock() });
  const { control, sims } = networks;
  return ok({
    control: { url: control.url, token: control.token },
    servers: sims.map(({ network, baseUrl, accounts }) => ({
      network: networkIds.find((id) => id === network) ?? expect.fail(`unknown network ${network}`),
      baseUrl,
      accounts,
    })),
    stop: () => Promise.resolve(),
  });
};

async function open(): Promise<void> {
  services = value(
    await openServices({
      folder,
      log,
      clock: systemClock,
      version: '0.0.0',
      loadKeytar: () => Promise.resolve(keytar),
      keychainService: 'vigie-test',
      openBrowser: () => Promise.resolve(err(failure('internal'))),
      startSimulators,
      events: {
        offer: () => undefined,
        status: () => undefined,
        connectProgress: () => undefined,
        connectAsk: () => undefined,
        syncProgress: () => undefined,
        brakes: () => undefined,
        askToResume: () => undefined,
      },
    }),
  );
  await services.start();
}

/** The store's side of the stream: messages by id, as they were last told. */
const messages = new Map<string, Message>();
const gone = new Set<string>();
let acked = 0;
async function drain(): Promise<void> {
  for (;;) {
    const batch = value(await services.down.take('store', acked));
    if (batch === null) return;
    for (const row of batch.rows) {
      if (row.tag === 'message') messages.set(row.row.id, row.row);
      if (row.tag === 'message-gone') gone.add(row.id);
    }
    value(await services.down.ack('store', batch.number));
    acked = batch.number;
  }
}
const of = (workspace: typeof lamps): readonly Message[] =>
  [...messages.values()].filter(({ workspaceId }) => workspaceId === workspace);
const withText = (text: string): Message | undefined =>
  [...messages.values()].find((message) => message.text.includes(text));

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-engine-'));
  await open();
  value(await services.down.hello('store', 0));
  // As the bridge does: a new store has nothing to be given again.
  value(await services.down.filled());
});
afterAll(async () => {
  await services.stop();
  await networks?.close();
  await rm(folder, { recursive: true, force: true });
});

const simulated = networkIds.filter((id) => connectorOf(id).manifest.byHand !== true);

describe('the training', () => {
  it('connects both clients on every network, and their past comes down', async () => {
    const accounts = value(await services.training.start([lamps, bikes]));
    expect(accounts).toHaveLength(2 * simulated.length);
    expect(
      services.book
        .list()
        .map(({ workspaceId, network }) => `${workspaceId} ${network}`)
        .toSorted(),
    ).toEqual(
      [bikes, lamps].flatMap((workspace) => simulated.map((network) => `${workspace} ${network}`)).toSorted(),
    );
    expect(services.book.list().every(({ health }) => health.tag === 'ok')).toBe(true);
    await expect
      .poll(
        async () => {
          await drain();
          return [lamps, bikes].every(
            (workspace) =>
              of(workspace).filter(({ box }) => box === 'public').length >= 20 &&
              of(workspace).some(({ box }) => box === 'private') &&
              of(workspace).some(({ box }) => box === 'activity') &&
              of(workspace).some(({ box }) => box === 'own'),
          );
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    await expect.poll(() => services.book.list().filter(({ lastSyncAt }) => lastSyncAt === null)).toEqual([]);
  });

  it('stirs the audience, and what it does comes down', async () => {
    const before = of(lamps).length;
    for (let time = 0; time < 6; time += 1) value(await services.training.stir(lamps));
    await expect
      .poll(
        async () => {
          await services.sync.refresh(null);
          await drain();
          return of(lamps).length;
        },
        { timeout: 20_000, interval: 200 },
      )
      .toBeGreaterThan(before);
  });

  it('brings edits and deletions live, where the network tells of them', async () => {
    const sim = networks?.sims.find(({ network }) => network === 'mastodon') ?? expect.fail('no network');
    const account = sim.accounts[0]?.id ?? '';
    const say = sim.control.audience.say.bind(sim.control.audience);
    const post =
      (await say({ kind: 'mention', person: 'jeanne_d', account, text: 'Vous ouvrez dimanche ?' })) ?? '';
    const arrives = (what: () => unknown) =>
      expect.poll(
        async () => {
          await drain();
          return what();
        },
        { timeout: 20_000 },
      );
    await arrives(() => withText('Vous ouvrez dimanche')?.box).toBe('public');
    await say({ kind: 'edit', person: 'jeanne_d', post, text: 'Vous ouvrez samedi, pardon ?' });
    await arrives(() => withText('samedi, pardon')?.editedAt).toBeTypeOf('number');
    expect(withText('Vous ouvrez dimanche')).toBeUndefined();
    await say({ kind: 'remove', person: 'jeanne_d', post });
    await arrives(() => gone.has(withText('samedi, pardon')?.id ?? '')).toBe(true);
  });

  it('leaves no secret in any file but the networks’ own', async () => {
    const secrets = [...keychain.values()].flatMap((text) =>
      [
        ...text.matchAll(
          /"(?:accessToken|refreshToken|accessJwt|refreshJwt|access|refresh|clientSecret)":"([^"]{16,})"/g,
        ),
      ].map((match) => match[1] ?? ''),
    );
    expect(secrets.length).toBeGreaterThanOrEqual(2 * simulated.length);
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile() && !path.relative(folder, entry.parentPath).startsWith('training'),
    );
    expect(files.length).toBeGreaterThan(3);
    for (const { parentPath, name } of files) {
      const bytes = await readFile(path.join(parentPath, name));
      for (const secret of secrets) expect(bytes.includes(secret), name).toBe(false);
    }
    expect(
      JSON.stringify([...messages.values(), ...services.book.list(), log.recent(2_000, false)]),
    ).not.toMatch(new RegExp(secrets.join('|')));
  });

  it('goes on after a restart: same servers, same accounts, nothing connected twice', async () => {
    const places = () =>
      services.book
        .list()
        .map(({ id, origin }) => `${id} ${origin}`)
        .toSorted();
    const before = places();
    await services.stop();
    await networks?.close();
    await open();
    expect(value(await services.down.hello('store', acked)).known).toBe(true);
    expect(places()).toEqual(before);
    const sim = networks?.sims.find(({ network }) => network === 'bluesky') ?? expect.fail('no network');
    await sim.control.audience.say({
      kind: 'mention',
      person: 'camille_roche',
      account: sim.accounts[1]?.id ?? '',
      text: 'Après le redémarrage',
    });
    await expect
      .poll(
        async () => {
          await services.sync.refresh(null);
          await drain();
          return withText('Après le redémarrage')?.workspaceId;
        },
        { timeout: 20_000, interval: 200 },
      )
      .toBe(bikes);
    expect(services.book.list().every(({ health }) => health.tag === 'ok')).toBe(true);
  });
});
