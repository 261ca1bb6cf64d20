import { ipcMain, type WebContents } from 'electron';
import * as v from 'valibot';
import { contract, type Contract } from '../../src-shared/bridge/index.ts';
import { callChannel, eventChannel, type Namespace, type Payload } from '../../src-shared/bridge/types.ts';
import { failure } from '../../src-shared/errors.ts';
import { err } from '../../src-shared/result.ts';
import { isOurFrame } from '../app/origin.ts';
import type { Log } from '../diagnostics/log.ts';
import { createAnswer, type AllHandlers } from './answer.ts';

export type { AllHandlers } from './answer.ts';

/** Answers the interface's calls, all through one channel, for our own window's own page only. */
export function registerBridge(deps: {
  /** The interface may ask before the engine is open: it is answered when it is. */
  readonly handlers: Promise<AllHandlers>;
  readonly isOurWindow: (contents: WebContents) => boolean;
  readonly log: Log;
}): () => void {
  const answer = deps.handlers.then((handlers) => createAnswer({ handlers, log: deps.log }));
  // Told to whoever composes main; here it only must not count as unhandled.
  answer.catch(() => undefined);

  ipcMain.handle(callChannel, async (event, name: unknown, args: unknown) => {
    if (!deps.isOurWindow(event.sender) || !isOurFrame(event.senderFrame)) {
      deps.log.warn('bridge.forbidden-sender', { origin: event.senderFrame?.origin ?? 'none' });
      return err(failure('forbidden-sender'));
    }
    return (await answer)(name, args);
  });
  return () => ipcMain.removeHandler(callChannel);
}

/** Sends one event of the contract to the interface. */
export type SendEvent = <N extends keyof Contract & string, E extends keyof Contract[N]['events'] & string>(
  namespace: N,
  event: E,
  payload: Contract[N]['events'][E] extends v.GenericSchema<unknown, unknown>
    ? Payload<Contract[N]['events'][E]>
    : never,
) => void;

/** What the contract does not name does not leave; what does not fit it is a bug, logged and not sent. */
export function createSendEvent(target: () => WebContents | null, log: Log): SendEvent {
  const namespaces: Readonly<Record<string, Namespace>> = contract;
  return (namespace, event, payload) => {
    const contents = target();
    const schema = namespaces[namespace]?.events[event];
    if (!contents || contents.isDestroyed() || !schema) return;
    const parsed = v.safeParse(schema, payload);
    if (parsed.success) contents.send(eventChannel, `${namespace}.${event}`, parsed.output);
    else log.error('bridge.bad-event', { event: `${namespace}.${event}` });
  };
}
