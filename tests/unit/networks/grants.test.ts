import { describe, expect, it } from 'vitest';
import { connectorOf } from '../../../src-main/connectors/index.ts';
import { createText } from '../../../src-renderer/text/create-text.ts';
import { waysOf } from '../../../src-shared/networks/manifest.ts';
import { networkIds } from '../../../src-shared/networks/registry.ts';

const scopes = [
  ...new Set(
    networkIds
      .map((id) => connectorOf(id).manifest)
      .flatMap((manifest) => waysOf(manifest))
      .flatMap(({ grants = [] }) => grants)
      .flatMap((grant) => grant.scopes),
  ),
];

describe('what a network will ask the person to allow', () => {
  it.each(['fr', 'en'] as const)('is told permission by permission (%s)', (locale) => {
    const { find } = createText(locale);
    expect(scopes.length).toBeGreaterThan(20);
    expect(scopes.filter((scope) => find(`networks.scope.${scope}`) === null)).toEqual([]);
  });
});
