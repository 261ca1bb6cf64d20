import { expect, it } from 'vitest';
import * as v from 'valibot';
import { connectors, connectorOf } from '../../../src-main/connectors/index.ts';
import type { Connector } from '../../../src-main/connectors/contract.ts';
import { simulators } from '../../../src-simulator/index.ts';
import { call, type Handlers } from '../../../src-shared/bridge/types.ts';
import { networkIds, type NetworkId } from '../../../src-shared/networks/registry.ts';
import { ok } from '../../../src-shared/result.ts';

/** What does not compile is shown by `@ts-expect-error`: were it to compile, the check of types would fail here. */
const one = {
  calls: { ask: call(v.object({ id: v.string() }), v.object({ name: v.string() })) },
  events: {},
} as const;

it('a name given twice, a call without a handler, and a reply of another shape do not compile', () => {
  /* oxlint-disable no-dupe-keys -- that is what is shown */
  const twice = {
    ask: call(v.null(), v.null()),
    // @ts-expect-error -- the same name again
    ask: call(v.string(), v.null()),
  };
  /* oxlint-enable no-dupe-keys */
  // @ts-expect-error -- nobody answers `ask`
  const nobody: Handlers<typeof one> = {};
  const wrong: Handlers<typeof one> = {
    // @ts-expect-error -- not the reply that the contract names
    ask: () => Promise.resolve(ok({ label: 'x' })),
  };
  const other: Handlers<typeof one> = {
    // @ts-expect-error -- not the arguments that it names
    ask: (args: { readonly id: number }) => Promise.resolve(ok({ name: String(args.id) })),
  };
  expect([twice, nobody, wrong, other]).toHaveLength(4);
});

it('a network without a connector does not compile, and each one’s is its own', () => {
  // @ts-expect-error -- one network is missing
  const lacking: Readonly<Record<NetworkId, Connector>> = { mastodon: connectors.mastodon };
  expect(Object.keys(lacking)).toHaveLength(1);
  expect(Object.keys(connectors).toSorted()).toEqual([...networkIds].toSorted());
  // What a person publishes by hand speaks to nobody, and nobody has to be simulated.
  expect(Object.keys(simulators).toSorted()).toEqual(
    networkIds.filter((id) => connectorOf(id).manifest.byHand !== true).toSorted(),
  );
  for (const id of networkIds) expect(connectorOf(id).manifest.network).toBe(id);
});
