import type { BridgeClient } from '../src-shared/bridge/index.ts';

/** The interface met an error that it cannot go on from. */
export function Failed(props: { readonly bridge: BridgeClient }) {
  return <p>{typeof props.bridge}</p>;
}

/** The store was written by a newer Vigie: it is not opened, and can be exported. */
export function Newer(props: {
  readonly bridge: BridgeClient;
  readonly found: number;
  readonly ours: number;
}) {
  return <p>{`${String(props.found)} > ${String(props.ours)}`}</p>;
}
