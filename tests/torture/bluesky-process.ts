import { rename, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { createLog } from '../../src-main/diagnostics/log.ts';
import { systemClock } from '../../src-main/engine/clock.ts';
import { openServices } from '../../src-main/services.ts';
import type { Keytar } from '../../src-main/vault/keyring-vault.ts';
import { failure } from '../../src-shared/errors.ts';
import { deliveryIdSchema, workspaceIdSchema } from '../../src-shared/ids.ts';
import { outboxPolicy } from '../../src-shared/outbox/policy.ts';
import { toDelivery } from '../../src-shared/outbox/delivery-view.ts';
import { err } from '../../src-shared/result.ts';
import type { Answered, Asked, Numbered } from './bluesky/engine-words.ts';

/** The engine as main builds it, on the folder that is named, without a window. It is there to be killed. */
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: bluesky-process FOLDER');

// How far apart posts leave that are due together is for people's sake, and has a campaign of its own.
Object.assign(outboxPolicy, { spacingMs: 2_000 });

const services = await openServices({
  folder,
  log: createLog({ now: () => Date.now(), file: path.join(folder, 'log') }),
  clock: systemClock,
  version: '0.0.0',
  loadKeytar: () => Promise.resolve(fileKeychain(path.join(folder, 'keychain'))),
  keychainService: 'vigie-torture',
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
});
if (services.tag === 'err') throw new Error(`the engine does not open: ${services.error.code}`);
const engine = services.value;
await engine.start();
if (engine.debt.owed()) {
  // A new profile: the interface has nothing to give back, and says so.
  const restored = await engine.outbox.restore([]);
  if (restored.tag === 'ok') await engine.debt.settle();
}

process.on('message', (message: Numbered<Asked>) => {
  void answer(message.said).then((said) => {
    process.send?.({ number: message.number, said } satisfies Numbered<Answered>);
  });
});
// The campaign is gone.
process.on('disconnect', () => process.exit(0));
process.send?.({ number: 0, said: { tag: 'accepted' } } satisfies Numbered<Answered>);

async function answer(asked: Asked): Promise<Answered> {
  switch (asked.tag) {
    case 'connect': {
      const connected = await engine.connecting.connect({
        attempt: 'torture',
        workspaceId: v.parse(workspaceIdSchema, asked.workspaceId),
        network: 'bluesky',
        fields: asked.fields,
        reconnect: null,
      });
      return connected.tag === 'ok'
        ? { tag: 'connected', accountId: connected.value[0] ?? '' }
        : { tag: 'refused', code: JSON.stringify(connected.error) };
    }
    case 'submit': {
      for (const { answer: said } of await engine.outbox.submit(asked.intent))
        if (said.tag === 'err') return { tag: 'refused', code: said.error.code };
      return { tag: 'accepted' };
    }
    case 'retry': {
      const said = await engine.outbox.retry(v.parse(deliveryIdSchema, asked.id));
      return said.tag === 'ok' ? { tag: 'accepted' } : { tag: 'refused', code: said.error.code };
    }
    case 'deliveries':
      return { tag: 'deliveries', deliveries: engine.outbox.records().map(toDelivery) };
  }
}

/** What the system's keychain keeps outlives a process that is killed. */
function fileKeychain(file: string): Keytar {
  const entries = v.record(v.string(), v.string());
  const read = async (): Promise<Record<string, string>> => {
    try {
      return v.parse(entries, JSON.parse(await readFile(file, 'utf8')));
    } catch {
      return {};
    }
  };
  let last: Promise<unknown> = Promise.resolve();
  /** One change after the other, each whole. */
  const change = <T>(make: (all: Record<string, string>) => T): Promise<T> => {
    const next = last.then(async () => {
      const all = await read();
      const made = make(all);
      await writeFile(`${file}.new`, JSON.stringify(all));
      await rename(`${file}.new`, file);
      return made;
    });
    last = next.catch(() => undefined);
    return next;
  };
  return {
    getPassword: async (service, name) => {
      await last;
      return (await read())[`${service}/${name}`] ?? null;
    },
    setPassword: (service, name, password) =>
      change((all) => {
        all[`${service}/${name}`] = password;
      }),
    deletePassword: (service, name) => change((all) => delete all[`${service}/${name}`]),
  };
}
