import { describe, expect, it } from 'vitest';
import { connectorOf } from '../../../src-main/connectors/index.ts';
import { en } from '../../../src-renderer/text/en/index.ts';
import { capabilityNames, type Manifest } from '../../../src-shared/networks/manifest.ts';
import { matrixOf, transportOf, type Transport } from '../../../src-shared/networks/matrix.ts';
import { networkIds } from '../../../src-shared/networks/registry.ts';

const manifests: readonly Manifest[] = networkIds.map((id) => connectorOf(id).manifest);
const words = en.networks as Readonly<Record<string, string>>;
const nameOf = ({ network, name }: Manifest): string => words[`${network}.name`] ?? name;

const cellWords = (cell: Transport): string => {
  if (cell.tag === 'none') return '–';
  if (cell.tag === 'assisted') return `by hand: ${words[`absent.${cell.why}`] ?? cell.why}`;
  return cell.tag === 'native' ? 'held by the network' : 'direct';
};
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

describe('what each network allows', () => {
  it('has an answer for every network and capability', () => {
    for (const row of matrixOf(manifests)) expect(row.cells).toHaveLength(manifests.length);
    for (const manifest of manifests)
      for (const capability of capabilityNames) {
        const cell = transportOf(manifest, capability);
        if (cell.tag === 'assisted') expect(words[`absent.${cell.why}`], cell.why).toBeDefined();
        // What is offered is not said to be absent at once.
        if (manifest.capabilities.includes(capability) && manifest.byHand !== true)
          expect(manifest.absent?.[capability], `${manifest.network} ${capability}`).toBeUndefined();
      }
  });

  it('is what docs/networks.md says (`npx vitest run tests/unit/networks -u` writes it anew)', async () => {
    const text = [
      '# Networks',
      '',
      'Made from the manifests (`src-main/connectors/*/manifest.ts`) by `tests/unit/networks/matrix.test.ts`.',
      'By hand: a person does it on the network’s own pages, for which Vigie readies what is published.',
      '',
      line(['', ...manifests.map(nameOf)]),
      line(['---', ...manifests.map(() => '---')]),
      ...matrixOf(manifests).map(({ capability, cells }) =>
        line([words[`can.${capability}`] ?? capability, ...cells.map(cellWords)]),
      ),
      line([
        'proved against',
        ...manifests.map(({ proof, byHand }) => (byHand === true ? '–' : proof.replaceAll('-', ' '))),
      ]),
      '',
    ].join('\n');
    await expect(text).toMatchFileSnapshot('../../../docs/networks.md');
  });
});
