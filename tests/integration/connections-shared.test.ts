import { afterEach, beforeEach, expect, it } from 'vitest';
import { createConnecting, type Ask, type Connecting } from '../../src-main/accounts/connect.ts';
import { createDisconnect, type Disconnect } from '../../src-main/accounts/disconnect.ts';
import { createSharersOf } from '../../src-main/accounts/shared-access.ts';
import { connectorOf } from '../../src-main/connectors/index.ts';
import { signIn } from '../../src-main/training/robot-browser.ts';
import type { Vault } from '../../src-main/vault/vault.ts';
import { accountId, type AccountId } from '../../src-shared/ids.ts';
import { err, ok } from '../../src-shared/result.ts';
import { failure } from '../../src-shared/errors.ts';
import type { LinkedinSim } from '../../src-simulator/linkedin/sim.ts';
import { error, value } from '../fixtures/connector-words.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

/** One login that speaks for several accounts: what becomes of the access of one is the matter of all (linkedin §1). */
let w: OutboxWorld;
let connecting: Connecting;
let disconnect: Disconnect;
/** Whom the person chooses when asked. */
let chosen: readonly string[] = [];
const signal = new AbortController().signal;
const works = (id: AccountId) => w.access.use(id, signal, (connector, ctx) => connector.identify(ctx));
const sim = (): LinkedinSim => w.sim as LinkedinSim;
const login = () => w.sim.accounts[0] ?? expect.fail('no account');
const idOf = (remoteId: string): AccountId => accountId('linkedin', w.account.server, remoteId);
const letGo = (id: AccountId) =>
  disconnect({ accountId: id, keepHistory: true, queued: 'cancel', native: 'leave' });

beforeEach(async () => {
  let vault: Vault | null = null;
  w = await createOutboxWorld('linkedin', { vault: (real) => (vault = real) });
  const kept = vault ?? expect.fail('no vault');
  for (const { id } of [w.account, w.second]) value(await w.book.remove(id, true));
  const sharersOf = createSharersOf({
    book: w.book,
    vault: kept,
    connectorFor: ({ network }) => connectorOf(network),
  });
  const answer = async (attempt: string, ask: Ask): Promise<void> => {
    if (ask.tag === 'choose') return connecting.answer(attempt, { tag: 'chosen', ids: chosen });
    const redirect = new URL(opened).searchParams.get('redirect_uri') ?? '';
    const landed = value(await signIn(opened, redirect, login()));
    connecting.answer(attempt, { tag: 'pasted', text: `${redirect}?${landed.toString()}` });
  };
  let opened = '';
  connecting = createConnecting({
    book: w.book,
    access: w.access,
    sharersOf,
    vault: kept,
    http: w.http,
    clock: { now: w.ours.now, monotonic: w.ours.monotonic, after: w.ours.after },
    connectorOf,
    loopback: () => () => Promise.reject(new Error('no browser here')),
    random: (bytes) => 'x'.repeat(bytes),
    naming: (_, work) => work(),
    progress: () => undefined,
    ask: (attempt, ask) => void answer(attempt, ask),
    openBrowser: (url) => {
      opened = url;
      return Promise.resolve(url === '' ? err(failure('internal')) : ok(null));
    },
  });
  disconnect = createDisconnect({
    book: w.book,
    access: w.access,
    sharersOf,
    clock: { now: w.ours.now, monotonic: w.ours.monotonic, after: w.ours.after },
    recallAll: () => Promise.resolve(0),
    settleQueued: () => Promise.resolve(),
    removed: () => Promise.resolve(),
  });
});
afterEach(() => w.close());

const connect = async (grants: string, reconnect: AccountId | null = null): Promise<readonly AccountId[]> => {
  const { id, secret } = sim().apps.partner;
  const fields = { 'app-id': id, 'app-secret': secret, grants, server: w.sim.baseUrl };
  const input = { attempt: 'a', workspaceId: w.account.workspaceId, network: 'linkedin', fields } as const;
  return value(await connecting.connect({ ...input, reconnect, way: 'own-app' }));
};

it('the access is given back with the last account that needs it', async () => {
  const member = sim().keeper('atelier-lumiere');
  chosen = [...w.sim.accounts.map(({ id }) => id), member];
  const [first, second, third] = await connect('publish comments numbers');
  if (first === undefined || second === undefined || third === undefined) return expect.fail('not three');
  const before = value(await letGo(second));
  expect(before).toMatchObject({ revoked: false });
  expect(before.sharedWith).toHaveLength(2);
  expect(value(await works(first)).remoteId).toBe(login().id);
  expect(value(await letGo(third))).toMatchObject({ revoked: false, sharedWith: ['atelierlumiere'] });
  const revocations = () => w.sim.control.ledger.entries({ operation: 'oauth.revoke' });
  expect(revocations()).toHaveLength(0);
  expect(value(await letGo(first))).toMatchObject({ revoked: true, sharedWith: [] });
  expect(revocations()).toHaveLength(1);
});

it('an access that is renewed for one is renewed for all who shared it', async () => {
  chosen = w.sim.accounts.map(({ id }) => id);
  await connect('publish comments numbers');
  // Other permissions end every earlier token of the person; only one page is chosen this time.
  chosen = [login().id];
  const renewed = await connect('publish', idOf(login().id));
  expect(renewed).toHaveLength(2);
  const other = idOf(w.sim.accounts[1]?.id ?? '');
  expect(value(await works(other)).remoteId).toBe(w.sim.accounts[1]?.id);
  expect(w.book.get(other)?.manifest.feeds.map(({ name }) => name)).not.toContain('notifications');
});

it('an account of another login is left as it is', async () => {
  chosen = [login().id];
  const [first] = await connect('publish comments numbers');
  value(await w.book.save(w.second));
  expect(value(await letGo(first ?? expect.fail('nothing')))).toMatchObject({ revoked: true });
  expect(value(await works(w.second.id)).remoteId).toBe(w.second.remoteId);
  expect(error(await works(first ?? w.account.id)).tag).toBe('auth');
});
