import { describe, expect, it } from 'vitest';
import { connectors } from '../../../src-main/connectors/index.ts';
import { capabilityNames, type Capability, type Manifest } from '../../../src-shared/networks/manifest.ts';
import { offeringOf } from '../../integration/connector-suite/offering.ts';
import { suite } from '../../integration/connector-suite/suite.ts';
import { createTable, printed, problemsOf, type Row } from '../../integration/connector-suite/table.ts';

const rows: readonly Row[] = [
  { name: 'like', kind: 'capability' },
  { name: 'dropped reply', kind: 'fault' },
];
const networks = ['bluesky', 'twitter'];

function full() {
  const table = createTable();
  for (const network of networks)
    for (const { name } of rows) table.set(network, name, { tag: 'passed', what: 'like' });
  return table;
}

describe('the table of the connector suite', () => {
  it('is whole when every cell says what the network did, or why it does not offer it', () => {
    const table = full();
    table.set('twitter', 'like', { tag: 'not-offered', reason: 'paid-plan' });
    expect(problemsOf(networks, rows, table)).toEqual([]);
    expect(printed(networks, rows, table)).toContain('twitter  not offered: paid-plan');
  });

  it('is not whole with a cell missing, a row missing, or nothing at all', () => {
    const table = createTable();
    for (const { name } of rows) table.set('bluesky', name, { tag: 'passed', what: 'like' });
    expect(problemsOf(networks, rows, table)).toEqual([
      'twitter × like: empty',
      'twitter × dropped reply: empty',
    ]);
    expect(problemsOf(networks, [], full())).toHaveLength(1);
    expect(problemsOf([], rows, full())).toHaveLength(1);
  });

  it('takes no fault that was skipped, no reason without words, no pass without what was done, and no failure', () => {
    const table = full();
    table.set('twitter', 'dropped reply', { tag: 'not-offered', reason: 'paid-plan' });
    table.set('bluesky', 'dropped reply', { tag: 'failed', why: 'published twice' });
    table.set('twitter', 'like', { tag: 'not-offered', reason: ' ' });
    table.set('bluesky', 'like', { tag: 'passed', what: '' });
    expect(problemsOf(networks, rows, table)).toHaveLength(4);
  });
});

describe('the cases', () => {
  it('leave out no capability, and name none twice', () => {
    const played = new Set(suite.flatMap((one) => (one.kind === 'capability' ? [one.needs.capability] : [])));
    // Forms of post are cases of their own.
    const forms: readonly Capability[] = ['video', 'reels', 'stories', 'documents'];
    expect(capabilityNames.filter((name) => !played.has(name) && !forms.includes(name))).toEqual([]);
    expect(new Set(suite.map(({ name }) => name)).size).toBe(suite.length);
  });
});

describe('what a network does not offer', () => {
  const { bluesky, facebook, twitter } = connectors;
  it('is said by its manifest, in the manifest’s own words', () => {
    expect(offeringOf(twitter.manifest, { capability: 'like' })).toEqual({
      tag: 'not-offered',
      reason: 'paid-plan',
    });
    expect(offeringOf(facebook.manifest, { format: 'document' })).toEqual({
      tag: 'not-offered',
      reason: 'no-such-thing',
    });
    expect(offeringOf(bluesky.manifest, { capability: 'edit' })).toEqual({
      tag: 'not-offered',
      reason: 'no-such-thing',
    });
    expect(offeringOf(bluesky.manifest, { capability: 'hide-reply' })).toEqual({
      tag: 'not-offered',
      reason: 'not-built',
    });
    expect(offeringOf(facebook.manifest, { format: 'article' })).toEqual({
      tag: 'not-offered',
      reason: 'its post takes it',
    });
    expect(offeringOf(bluesky.manifest, { capability: 'publish', format: 'post' })).toEqual({
      tag: 'offered',
    });
  });

  it('has a reason in every cell', () => {
    for (const { manifest } of Object.values(connectors))
      for (const one of suite) {
        if (one.kind !== 'capability') continue;
        const offering = offeringOf(manifest, one.needs);
        if (offering.tag === 'not-offered')
          expect(offering.reason, `${manifest.network} × ${one.name}`).not.toBe('');
      }
  });

  it('is never a capability that the manifest names', () => {
    for (const { manifest } of Object.values(connectors)) {
      const named: Manifest = manifest;
      if (named.byHand === true) continue;
      for (const capability of capabilityNames)
        if (named.capabilities.includes(capability) && named.absent?.[capability] === undefined)
          expect(offeringOf(named, { capability }).tag).toBe('offered');
    }
  });
});
