import { ipcMain, type WebContents } from 'electron';
import * as v from 'valibot';
import { contract, type Contract } from '../../src-shared/bridge/index.ts';
import {
  callChannel,
  eventChannel,
  type Call,
  type Handlers,
  type Namespace,
  type Payload,
} from '../../src-shared/bridge/types.ts';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { isOurFrame } from '../app/origin.ts';
import type { Log } from '../diagnostics/log.ts';

export type AllHandlers = { readonly [N in keyof Contract]: Handlers<Contract[N]> };

type Handler = (args: unknown) => Promise<Result<unknown, Failure>>;

/**
 * Answers the interface's calls, all through one channel: the sender's frame and origin are checked, the arguments
 * parsed, the handler run, and the reply parsed again so that nothing that the contract does not name can leave.
 * Expected failures are values; a thrown error is a bug, logged by name and answered as `internal`.
 */
export function registerBridge(deps: {
  /** The interface may ask before the engine is open: it is answered when it is. */
  readonly handlers: Promise<AllHandlers>;
  readonly isOurWindow: (contents: WebContents) => boolean;
  readonly log: Log;
}): () => void {
  const tables = deps.handlers.then(tableOf);
  // Told to whoever composes main; here it only must not count as unhandled.
  tables.catch(() => undefined);

  const answer = async (name: unknown, args: unknown): Promise<Result<unknown, Failure>> => {
    const entry = typeof name === 'string' ? (await tables).get(name) : undefined;
    if (!entry) return err(failure('unknown-call'));
    const parsed = v.safeParse(entry.call.args, args);
    if (!parsed.success) {
      deps.log.warn('bridge.bad-arguments', { call: String(name), at: path(parsed.issues) });
      return err(failure('bad-arguments', { at: path(parsed.issues) }));
    }
    try {
      const result = await entry.handler(parsed.output);
      if (result.tag === 'err') return result;
      const reply = v.safeParse(entry.call.reply, result.value);
      if (!reply.success) {
        deps.log.error('bridge.bad-reply', { call: String(name), at: path(reply.issues) });
        return err(failure('internal'));
      }
      return ok(reply.output);
    } catch (error) {
      deps.log.error('bridge.threw', { call: String(name), error: errorName(error) });
      return err(failure('internal'));
    }
  };

  ipcMain.handle(callChannel, async (event, name: unknown, args: unknown) => {
    if (!deps.isOurWindow(event.sender) || !isOurFrame(event.senderFrame)) {
      deps.log.warn('bridge.forbidden-sender', { origin: event.senderFrame?.origin ?? 'none' });
      return err(failure('forbidden-sender'));
    }
    return answer(name, args);
  });
  return () => ipcMain.removeHandler(callChannel);
}

type Entry = { readonly call: Call; readonly handler: Handler };

function tableOf(all: AllHandlers): ReadonlyMap<string, Entry> {
  const table = new Map<string, Entry>();
  const namespaces: Readonly<Record<string, Namespace>> = contract;
  const handlers = all as unknown as Readonly<Record<string, Readonly<Record<string, Handler>>>>;
  for (const [name, namespace] of Object.entries(namespaces)) {
    for (const [key, call] of Object.entries(namespace.calls)) {
      const handler = handlers[name]?.[key];
      if (!handler) throw new Error(`No handler for ${name}.${key}`);
      table.set(`${name}.${key}`, { call, handler });
    }
  }
  return table;
}

/** Sends one event of the contract to the interface. */
export type SendEvent = <N extends keyof Contract & string, E extends keyof Contract[N]['events'] & string>(
  namespace: N,
  event: E,
  payload: Contract[N]['events'][E] extends v.GenericSchema<unknown, unknown>
    ? Payload<Contract[N]['events'][E]>
    : never,
) => void;

export function createSendEvent(target: () => WebContents | null): SendEvent {
  return (namespace, event, payload) => {
    const contents = target();
    if (contents && !contents.isDestroyed()) contents.send(eventChannel, `${namespace}.${event}`, payload);
  };
}

const path = (issues: readonly v.BaseIssue<unknown>[]): string =>
  issues
    .slice(0, 3)
    .map((issue) => v.getDotPath(issue) ?? '.')
    .join(' ');

export const errorName = (error: unknown): string =>
  error instanceof Error ? `${error.name}${'code' in error ? ` ${String(error.code)}` : ''}` : typeof error;
