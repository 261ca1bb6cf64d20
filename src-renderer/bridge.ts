import { contract, type BridgeClient } from '../src-shared/bridge/index.ts';
import type { Namespace, Port } from '../src-shared/bridge/types.ts';

declare global {
  interface Window {
    readonly vigie: Port;
  }
}

/**
 * The interface's only way to main: one typed function a call, one subscription an event. Main has parsed both ends
 * already; the types are the contract's.
 */
export function createBridge(port: Port): BridgeClient {
  const client: Record<string, unknown> = {};
  const namespaces: Readonly<Record<string, Namespace>> = contract;
  for (const [name, namespace] of Object.entries(namespaces)) {
    const calls: Record<string, unknown> = {
      on: (event: string, listener: (payload: unknown) => void) =>
        port.onEvent((sent, payload) => {
          if (sent === `${name}.${event}`) listener(payload);
        }),
    };
    for (const call of Object.keys(namespace.calls)) {
      calls[call] = (args: unknown) => port.call(`${name}.${call}`, args);
    }
    client[name] = calls;
  }
  // The loop above builds exactly the keys of the contract, which a mapped type cannot see.
  return client as BridgeClient;
}
