import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { connectorBugs } from '../../../scripts/mutants/connectors.mjs';
import { testNetworks } from '../../fixtures/networks/all.ts';
import { suite } from '../../integration/connector-suite/suite.ts';

/** What `npm run mutants -- --of connectors` breaks: it is played by command, and must not fall behind the suite. */
const root = fileURLToPath(new URL('../../..', import.meta.url));
const caughtBy = (network: string, name: string): readonly string[] =>
  connectorBugs.flatMap((one) =>
    new RegExp(one.name ?? '').test(`the connector of ${network} ${name}`) ? [one.bug] : [],
  );

describe('the breaks of connectors', () => {
  it('are for every fault that the suite plays', () => {
    const without = suite
      .filter(({ kind }) => kind === 'fault')
      .map(({ name }) => name)
      .filter((name) => !Object.keys(testNetworks).some((network) => caughtBy(network, name).length > 0));
    expect(without).toEqual([]);
  });

  it('break each network', () => {
    const whole = Object.keys(testNetworks).filter(
      (network) => !suite.some(({ name }) => caughtBy(network, name).length > 0),
    );
    expect(whole).toEqual([]);
  });

  it.each(connectorBugs)('$bug: is a change of what is there', ({ file, from, to }) => {
    const text = fs.readFileSync(path.join(root, file), 'utf8');
    expect(text.split(from)).toHaveLength(2);
    expect(to).not.toBe(from);
  });
});
