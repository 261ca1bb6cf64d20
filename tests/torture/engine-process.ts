import path from 'node:path';
import { brakesHandlers } from '../../src-main/bridge/handlers/brakes.ts';
import { outboxHandlers } from '../../src-main/bridge/handlers/outbox.ts';
import { streamsHandlers } from '../../src-main/bridge/handlers/streams.ts';
import type { Secret } from '../../src-main/connectors/contract.ts';
import { createLog } from '../../src-main/diagnostics/log.ts';
import { openServices, type Services } from '../../src-main/services.ts';
import type { Account } from '../../src-shared/domain/account.ts';
import { failure } from '../../src-shared/errors.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { createFileKeychain } from './outbox/file-keychain.ts';
import { createFaultyDisk, type FaultyDisk } from './outbox/faulty-disk.ts';
import { createEngineClock, type EngineClock, type TimeBase } from './outbox/storm-clock.ts';

/**
 * Main's engine as a program that may be killed: the real services on a real folder, commanded over the channel to its
 * parent, who plays the interface and holds the networks.
 */
export interface OpenEngine {
  readonly folder: string;
  readonly time: TimeBase;
  readonly skipped: number;
  readonly jumped: number;
  /** Dies at this step of the disk's; null: never by itself. */
  readonly dieAtStep: number | null;
  readonly diskFull: boolean;
  /** With what fetches, too; otherwise the outbox alone. */
  readonly withSync: boolean;
}

let services: Services | null = null;
let clock: EngineClock | null = null;
let disk: FaultyDisk | null = null;
interface Handling {
  readonly streams: ReturnType<typeof streamsHandlers>;
  readonly outbox: ReturnType<typeof outboxHandlers>;
  readonly brakes: ReturnType<typeof brakesHandlers>;
}
let handlers: Handling | null = null;

let withSync = false;

const say = (message: object): void => {
  // Whoever started it may be gone before anybody listens for that.
  if (!process.connected) process.exit(0);
  process.send?.(message);
};

async function open(given: OpenEngine): Promise<Result<unknown, unknown>> {
  const timed = createEngineClock(given.time, given);
  clock = timed;
  const log = createLog({
    now: () => timed.now(),
    file: process.env['TORTURE_LOG'] === undefined ? null : path.join(given.folder, 'log.jsonl'),
  });
  disk = createFaultyDisk(given);
  const opened = await openServices({
    folder: given.folder,
    version: '0.0.0',
    clock: timed,
    log,
    loadKeytar: () => Promise.resolve(createFileKeychain(path.join(given.folder, 'keychain.json'))),
    keychainService: 'Vigie torture',
    openBrowser: () => Promise.resolve(err(failure('internal'))),
    startSimulators: () => Promise.reject(new Error('no training here')),
    disk,
    events: {
      offer: (number) => say({ event: 'offer', number }),
      status: () => undefined,
      brakes: () => undefined,
      askToResume: () => undefined,
      connectProgress: () => undefined,
      connectAsk: () => undefined,
      syncProgress: () => undefined,
    },
  });
  if (opened.tag === 'err') return opened;
  const ours = opened.value;
  services = ours;
  ours.outbox.onNotice((notice, delivery) => say({ event: 'notice', notice, delivery: delivery.id }));
  handlers = {
    streams: streamsHandlers({
      down: ours.down,
      book: ours.book,
      outbox: ours.outbox,
      debt: ours.debt,
      rewind: given.withSync ? ours.sync.rewind : () => Promise.resolve(ok(null)),
      now: () => timed.now(),
      log,
    }),
    outbox: outboxHandlers(ours.outbox),
    brakes: brakesHandlers(ours.brakes, ours.outbox.braking),
  };
  withSync = given.withSync;
  await (withSync ? ours.start() : ours.outbox.start());
  return ok({ opening: ours.opening });
}

async function connect({ account, secret }: { account: Account; secret: Secret }) {
  const ours = running();
  const kept = await ours.access.keep(account.id, secret);
  if (kept.tag === 'err') return kept;
  return ours.book.save({ ...account, health: { tag: 'ok' } });
}

function running(): Services {
  if (services === null) throw new Error('nothing is open');
  return services;
}

function timed(): EngineClock {
  if (clock === null) throw new Error('no clock');
  return clock;
}

async function answer(call: string, args: unknown): Promise<unknown> {
  const [namespace, name] = call.split('.');
  if (namespace === 'streams' || namespace === 'outbox' || namespace === 'brakes') {
    const table = (handlers?.[namespace] ?? {}) as Record<string, (given: unknown) => Promise<unknown>>;
    return table[name ?? '']?.(args);
  }
  switch (call) {
    case 'open':
      return open(args as OpenEngine);
    case 'connect':
      return connect(args as Parameters<typeof connect>[0]);
    case 'suspend':
      running().suspend();
      return ok(null);
    case 'wake':
      timed().slept(Number(args));
      if (withSync) await running().resume();
      else running().outbox.resume();
      return ok(null);
    case 'jump':
      timed().jump(Number(args));
      return ok(null);
    case 'pause':
      return ok(timed().pause());
    case 'go':
      timed().go(Number(args));
      return ok(null);
    case 'disk':
      disk?.fill(args === 'full');
      return ok(null);
    case 'records':
      return ok(running().outbox.records());
    default:
      throw new Error(`no such call: ${call}`);
  }
}

process.on('message', (message: { id: number; call: string; args: unknown }) => {
  answer(message.call, message.args).then(
    (value) => say({ id: message.id, answer: value }),
    (error: unknown) => say({ id: message.id, threw: error instanceof Error ? error.stack : String(error) }),
  );
});
// A parent that is gone has no use for us.
process.on('disconnect', () => process.exit(0));
process.on('unhandledRejection', (error) => {
  say({ event: 'crash', what: error instanceof Error ? error.stack : String(error) });
});
process.on('uncaughtException', (error) => {
  say({ event: 'crash', what: error.stack });
});
say({ event: 'warm' });
