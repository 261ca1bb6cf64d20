import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { renderToStaticMarkup } from 'react-dom/server';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectorOf } from '../../src-main/connectors/index.ts';
import { createLog } from '../../src-main/diagnostics/log.ts';
import { systemClock } from '../../src-main/engine/clock.ts';
import { openServices, type Services } from '../../src-main/services.ts';
import { ConnectFields } from '../../src-renderer/features/accounts/connect-fields.tsx';
import { lookOf } from '../../src-renderer/previews/index.ts';
import { createText } from '../../src-renderer/text/create-text.ts';
import { TextProvider } from '../../src-renderer/text/text-context.tsx';
import { canonicalJson } from '../../src-shared/canonical-json.ts';
import { checkContent } from '../../src-shared/composing/check.ts';
import { countText, overflowsAt } from '../../src-shared/composing/count.ts';
import { emptyContent, type Content } from '../../src-shared/domain/content.ts';
import type { Delivery } from '../../src-shared/domain/delivery.ts';
import type { Action, Intent } from '../../src-shared/domain/intent.ts';
import type { Message } from '../../src-shared/domain/message.ts';
import { failure } from '../../src-shared/errors.ts';
import {
  deliveryId,
  intentIdSchema,
  workspaceIdSchema,
  type AccountId,
  type DeliveryId,
} from '../../src-shared/ids.ts';
import { matrixOf, transportOf } from '../../src-shared/networks/matrix.ts';
import { networkIds } from '../../src-shared/networks/registry.ts';
import { err } from '../../src-shared/result.ts';
import { createRealClock } from '../../src-simulator/core/clock.ts';
import type { Sim } from '../../src-simulator/core/sim.ts';
import { startWorkspace, type SimWorkspace } from '../../src-simulator/workspace.ts';
import { value } from '../fixtures/connector-words.ts';

/**
 * The app with one network more, driven as its interface drives it. Everything here but the network's own name is what
 * every network goes through.
 */
const network = 'carillon';
const { manifest } = connectorOf(network);
const text = createText('fr');
const workspaceId = v.parse(workspaceIdSchema, '01JBELLS000000000000000000');
const keychain = new Map<string, string>();

let folder: string;
let networks: SimWorkspace;
let sim: Sim;
let services: Services;
let account: AccountId;
const messages = new Map<string, Message>();
const deliveries = new Map<string, Delivery>();
let acked = 0;

async function drain(): Promise<void> {
  for (;;) {
    const batch = value(await services.down.take('store', acked));
    if (batch === null) return;
    for (const row of batch.rows) {
      if (row.tag === 'message') messages.set(row.row.id, row.row);
      if (row.tag === 'delivery') deliveries.set(row.row.id, row.row);
    }
    value(await services.down.ack('store', batch.number));
    acked = batch.number;
  }
}
const stateOf = async (id: DeliveryId): Promise<string | undefined> => {
  await drain();
  return deliveries.get(id)?.state;
};

let wishes = 0;
async function submit(action: Action, content: Content): Promise<DeliveryId> {
  wishes += 1;
  const id = v.parse(intentIdSchema, `01JPEAL${String(wishes).padStart(19, '0')}`);
  const hash = createHash('sha256').update(canonicalJson(content)).digest('hex');
  const intent: Intent = {
    id,
    workspaceId,
    revision: 1,
    postId: null,
    action,
    targets: [{ accountId: account, content, hash }],
    when: { tag: 'now', graceMs: 0 },
    executor: 'machine',
    createdAt: Date.now(),
  };
  for (const { answer } of await services.outbox.submit(intent)) value(answer);
  return deliveryId(id, account);
}
const peal = (words: string): Content => ({ ...emptyContent, text: words, settings: { loudness: 'soft' } });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-toy-'));
  networks = await startWorkspace({ networks: [network], audienceRate: 0 }, { clock: createRealClock() });
  sim = networks.sims[0] ?? expect.fail('no tower');
  services = value(
    await openServices({
      folder,
      log: createLog({ now: () => Date.now(), file: null }),
      clock: systemClock,
      version: '0.0.0',
      loadKeytar: () =>
        Promise.resolve({
          getPassword: (service, name) => Promise.resolve(keychain.get(`${service}/${name}`) ?? null),
          setPassword: (service, name, password) =>
            Promise.resolve(void keychain.set(`${service}/${name}`, password)),
          deletePassword: (service, name) => Promise.resolve(keychain.delete(`${service}/${name}`)),
        }),
      keychainService: 'vigie-toy',
      openBrowser: () => Promise.resolve(err(failure('internal'))),
      startSimulators: () => Promise.resolve(err(failure('internal'))),
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
  value(await services.down.hello('store', 0));
  value(await services.down.filled());
  value(await services.debt.settle());
  value(await services.outbox.restore([]));
});
afterAll(async () => {
  await services.stop();
  await networks.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

const connect = (key: string) =>
  services.connecting.connect({
    attempt: `attempt ${key}`,
    workspaceId,
    network,
    way: 'token',
    fields: { bell: sim.accounts[0]?.username ?? '', key, server: sim.baseUrl },
    reconnect: null,
  });

describe('a network that was added by one line', () => {
  it('is asked for in the form that its manifest describes, in its own words', () => {
    const said = renderToStaticMarkup(
      <TextProvider text={text}>
        <ConnectFields
          manifest={manifest}
          fields={manifest.auth.fields}
          values={{}}
          errors={{}}
          right={[]}
          inputs={{ current: new Map() }}
          onChange={() => undefined}
          onSubmit={() => undefined}
          onLeave={() => undefined}
        />
      </TextProvider>,
    );
    for (const words of ['Nom de la cloche', 'Clé de sonneur', 'remis par le gardien', 'Tour'])
      expect(said).toContain(words);
    expect(createText('en').find('networks.carillon.auth.key')).toBe('Ringer’s key');
  });

  it('connects by a key that never travels, and refuses another key', async () => {
    const refused = await connect('0'.repeat(64));
    expect(refused).toMatchObject({ tag: 'err', error: { code: 'wrong-password' } });
    const key = sim.accounts[0]?.form?.['key'] ?? '';
    account = value(await connect(key))[0] ?? expect.fail('nobody was connected');
    expect(services.book.get(account)).toMatchObject({
      network,
      name: 'Atelier Lumière',
      health: { tag: 'ok' },
    });
    expect([...keychain.values()].join()).toContain(key);
    const seen = JSON.stringify(sim.control.ledger.entries());
    expect(seen).not.toContain(key);
    expect(seen).not.toContain('authorization');
  });

  it('counts in its own unit, while typing and before sending', () => {
    const twelve = 'Ce soir, rendez-vous à l’atelier : on allume une à une les lampes';
    expect(countText(twelve, '', manifest.counting)).toEqual({ length: 12, max: 12, over: 0 });
    const more = `${twelve} neuves, vraiment`;
    expect(countText(more, '', manifest.counting)).toEqual({ length: 14, max: 12, over: 2 });
    expect(more.slice(overflowsAt(more, '', manifest.counting) ?? 0).trim()).toMatch(/^neuves/u);
    expect(checkContent(peal(twelve), manifest, 'post').map(({ code }) => code)).toEqual([]);
    expect(checkContent(peal(more), manifest, 'post')).toMatchObject([
      { code: 'text-too-long', severity: 'error', detail: { length: 14, max: 12, over: 2, unit: 'own' } },
    ]);
  });

  it('shows how a post will look there', () => {
    const { Preview, mark } = lookOf(network);
    const own = services.book.get(account) ?? expect.fail('no account');
    const shown = renderToStaticMarkup(
      <TextProvider text={text}>
        <Preview
          account={own}
          content={peal('Volée pour ♪velo-et-co ce soir')}
          when="26 nov."
          avatarSrc={null}
          mediumSrc={() => ''}
        />
      </TextProvider>,
    );
    expect(shown.replaceAll(/<[^>]*>/gu, '')).toContain('Volée pour ♪velo-et-co ce soir');
    expect(shown).toContain('Doucement');
    expect(mark.path).not.toBe('');
  });

  it('stands in the matrix with what it does, and with what it does not and why', () => {
    const manifests = networkIds.map((id) => connectorOf(id).manifest);
    const column = networkIds.indexOf(network);
    const cell = (capability: string) =>
      matrixOf(manifests).find((row) => row.capability === capability)?.cells[column];
    expect(cell('publish')).toEqual({ tag: 'direct', proof: 'data-sheet' });
    expect(cell('report')).toEqual({ tag: 'assisted', why: 'no-api' });
    expect(transportOf(manifest, 'thread')).toEqual({ tag: 'none', why: 'no-such-thing' });
    expect(text.t(`networks.proof.${manifest.proof}`)).toBe('non vérifié sur le réseau réel');
  });

  it('publishes once', async () => {
    const id = await submit({ tag: 'publish' }, peal('La cloche sonne.'));
    await expect.poll(() => stateOf(id)).toBe('sent');
    expect(sim.control.ledger.effects('post')).toHaveLength(1);
  });

  it('asks the person when an answer was lost, and never rings twice', async () => {
    sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: 'peals.ring', times: 1 });
    const id = await submit({ tag: 'publish' }, peal('La cloche sonne encore.'));
    await expect.poll(() => stateOf(id)).toBe('needs-decision');
    expect(sim.control.ledger.effects('post')).toHaveLength(2);
    expect(sim.control.ledger.entries({ operation: 'peals.ring' })).toHaveLength(2);
    value(
      await services.outbox.decide(id, {
        tag: 'this-one',
        remote: { remoteId: 'p00000002', url: null, handle: '', createdAt: null },
      }),
    );
    await expect.poll(() => stateOf(id)).toBe('sent');
    expect(sim.control.ledger.entries({ operation: 'peals.ring' })).toHaveLength(2);
  });

  it('refuses what is too long before anything is asked of the network', async () => {
    const before = sim.control.ledger.entries({ operation: 'peals.ring' }).length;
    const long = peal(Array.from({ length: 13 }, (_, n) => `mot${String(n)}`).join(' '));
    await expect(submit({ tag: 'publish' }, long)).rejects.toThrow(/text-too-long/u);
    expect(sim.control.ledger.entries({ operation: 'peals.ring' })).toHaveLength(before);
  });

  it('fills the inbox, answers there, and has nothing private', async () => {
    const { audience } = sim.control;
    const to = sim.accounts[0]?.id ?? '';
    const person = audience.persons[0]?.handle ?? '';
    await audience.say({ kind: 'mention', person, account: to, text: 'Qui sonne à midi ?' });
    await audience.say({ kind: 'message', person, account: to, text: 'Un secret.' });
    await services.sync.refresh(account, 'person');
    const asked = async (): Promise<Message | undefined> => {
      await drain();
      return [...messages.values()].find(({ text: words }) => words.includes('midi'));
    };
    await expect.poll(asked).toBeDefined();
    const message = (await asked()) ?? expect.fail('nobody asked');
    expect(new Set([...messages.values()].map(({ box }) => box))).toEqual(new Set(['public']));
    const { id: messageId, remoteId, conversationId, handleData, author } = message;
    const target = {
      messageId,
      remoteId,
      conversationId,
      handleData,
      box: 'public' as const,
      authorHandle: author.handle,
    };
    const id = await submit({ tag: 'reply', target }, peal('Nous, comme toujours.'));
    await expect.poll(() => stateOf(id)).toBe('sent');
    await expect(
      submit({ tag: 'reply', target: { ...target, box: 'private' } }, peal('Rien que pour vous.')),
    ).rejects.toThrow(/not-offered/u);
  });

  it('is left alone once its key is no longer taken, and says so', async () => {
    await sim.control.revoke(sim.accounts[0]?.id ?? '');
    await services.sync.refresh(account, 'person');
    await expect.poll(() => services.book.get(account)?.health.tag).toBe('refused');
  });
});
