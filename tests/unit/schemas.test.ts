import { describe, expect, it } from 'vitest';
import { authored, mirrored, storeVersion } from '../../src-renderer/store/collections.ts';
import { hashOf, schemaProblems, type Guarded, type Recorded } from '../fixtures/schema-guard.ts';
import { schemaHashes } from '../fixtures/schema-hashes.ts';

/**
 * A schema is a promise to stores that exist. Whoever changes one gives it the next version, writes what leads there
 * from the version before, and records the new hash in `schema-hashes.ts`, leaving the old ones.
 */
const collections: Readonly<Record<string, Guarded>> = { ...authored, ...mirrored };

describe('the schemas of the store', () => {
  it('are those that were recorded for their versions, with a way from each version to the next', () => {
    expect(schemaProblems(collections, schemaHashes)).toEqual([]);
  });

  it('give the store as a whole a version that grows with each of theirs', () => {
    const versions = Object.values(collections).map(({ schema }) => schema.version);
    expect(storeVersion).toBe(1 + versions.reduce((sum, version) => sum + version, 0));
  });
});

describe('the guard', () => {
  const schema = { version: 0, properties: { id: { type: 'string' } } };
  const known: Recorded = { things: { '0': hashOf(schema) } };
  const step = (row: object): object => row;

  it('sees a change without a version, whatever the order of its keys', () => {
    const same = { properties: { id: { type: 'string' } }, version: 0 };
    expect(schemaProblems({ things: { schema: same, migrationStrategies: {} } }, known)).toEqual([]);
    const changed = { ...schema, properties: { id: { type: 'string' }, name: {} } };
    expect(schemaProblems({ things: { schema: changed, migrationStrategies: {} } }, known)).toEqual([
      expect.stringContaining('changed without a new version'),
    ]);
  });

  it('sees a version without a record or without a way to it', () => {
    const next = { ...schema, version: 1 };
    expect(schemaProblems({ things: { schema: next, migrationStrategies: {} } }, known)).toEqual([
      expect.stringContaining('version 1 is not recorded'),
      'things: nothing leads to version 1',
    ]);
    const both: Recorded = { things: { '0': hashOf(schema), '1': hashOf(next) } };
    expect(schemaProblems({ things: { schema: next, migrationStrategies: { 1: step } } }, both)).toEqual([]);
    expect(
      schemaProblems(
        { things: { schema: next, migrationStrategies: { 1: step } } },
        { things: { '1': hashOf(next) } },
      ),
    ).toEqual(['things: version 0 was forgotten']);
  });

  it('sees a collection that is new, or gone', () => {
    expect(schemaProblems({}, known)).toEqual(['things: the collection is gone']);
    expect(schemaProblems({ things: { schema, migrationStrategies: {} } }, {})).toHaveLength(1);
  });
});
