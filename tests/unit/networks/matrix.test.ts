import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { connectorOf } from '../../../src-main/connectors/index.ts';
import { absencesOf } from '../../../src-renderer/features/inbox/absences.tsx';
import { en } from '../../../src-renderer/text/en/index.ts';
import { fr } from '../../../src-renderer/text/fr/index.ts';
import { capabilityNames, type Capability, type Manifest } from '../../../src-shared/networks/manifest.ts';
import {
  matrixOf,
  onItsPage,
  proofOf,
  transportOf,
  type Transport,
} from '../../../src-shared/networks/matrix.ts';
import { networkIds } from '../../../src-shared/networks/registry.ts';
import { operationSchema } from '../../../src-shared/outbox/operation.ts';
import { accountManifests } from '../../fixtures/account-manifests.ts';

const manifests: readonly Manifest[] = networkIds.map((id) => connectorOf(id).manifest);
const words = en.networks as Readonly<Record<string, string>>;
const frenchWords = fr.networks as Readonly<Record<string, string>>;
const nameOf = ({ network, name }: Manifest): string => words[`${network}.name`] ?? name;
const proofWords = (proof: string): string => words[`proof.${proof}`] ?? proof;

function cellWords(cell: Transport, manifest: Manifest): string {
  const why = 'why' in cell && cell.why !== null ? (words[`absent.${cell.why}`] ?? cell.why) : '';
  if (cell.tag === 'none') return `not offered: ${why}`;
  if (cell.tag === 'assisted') return `by hand: ${why}`;
  const how = cell.tag === 'native' ? 'held by the network' : 'direct';
  return cell.proof === manifest.proof ? how : `${how}, ${proofWords(cell.proof)}`;
}
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The capabilities that a document about a network's requests names in the last column of its tables. */
function namedIn(network: string): readonly string[] {
  const text = readFileSync(new URL(`../../../docs/networks/${network}.md`, import.meta.url), 'utf8');
  const rows = text.split('\n').filter((row) => row.startsWith('| '));
  const named = rows.flatMap((row) => [...(row.split('|').at(-2) ?? '').matchAll(/`([^`]+)`/gu)]);
  return [...new Set(named.map(([, name = '']) => name))].toSorted();
}

describe('what each network allows', () => {
  it.each([...manifests.map((one) => [one.network, one] as const), ...accountManifests()])(
    'is said with its reason where it is not offered: %s',
    (_, manifest) => {
      for (const capability of capabilityNames) {
        const why = manifest.absent?.[capability];
        const about = `${manifest.network} ${capability}`;
        // What is offered is not said to be absent at once.
        if (manifest.capabilities.includes(capability)) expect(why, about).toBeUndefined();
        else {
          expect(why, about).toBeDefined();
          for (const known of [words, frenchWords])
            expect(known[`absent.${String(why)}`], about).toBeDefined();
        }
      }
    },
  );

  it('has an answer for every network and capability', () => {
    for (const row of matrixOf(manifests)) expect(row.cells).toHaveLength(manifests.length);
    expect(matrixOf(manifests).map(({ capability }) => capability)).toEqual(capabilityNames);
  });

  it('is never called by hand where no hand can do it in Vigie', () => {
    const nobodys: readonly Capability[] = ['stream', 'native-schedule', 'post-metrics', 'account-metrics'];
    for (const [, manifest] of accountManifests())
      for (const capability of nobodys) expect(transportOf(manifest, capability).tag).not.toBe('assisted');
    // Of an account by hand nothing arrives that could be answered.
    const [, unconnected] = accountManifests().find(([name]) => name === 'bluesky by hand')!;
    expect(transportOf(unconnected, 'publish')).toEqual({ tag: 'assisted', why: 'by-hand-only' });
    expect(transportOf(unconnected, 'reply')).toEqual({ tag: 'none', why: 'by-hand-only' });
    // What the network has not, nobody does by hand either.
    const { manifest } = connectorOf('mastodon');
    expect(transportOf(manifest, 'delete-comment')).toEqual({ tag: 'none', why: 'no-such-thing' });
  });

  it('is by hand where a message’s menu opens its page, and says why', () => {
    for (const manifest of manifests.filter(({ byHand }) => byHand !== true)) {
      const told = [true, false].flatMap((mine) => absencesOf({ mine, box: 'public' }, { manifest }));
      for (const capability of onItsPage) {
        const transport = transportOf(manifest, capability);
        if (transport.tag !== 'assisted') continue;
        expect(told, `${manifest.network} ${capability}`).toContainEqual({
          what: capability,
          why: transport.why,
        });
      }
    }
  });

  it('is by hand in all its forms where nothing can be published', () => {
    const [, manifest] = accountManifests().find(([name]) => name === 'instagram without a host')!;
    expect(transportOf(manifest, 'publish')).toEqual({ tag: 'assisted', why: 'needs-public-address' });
    expect(transportOf(manifest, 'stories')).toEqual({ tag: 'assisted', why: 'needs-public-address' });
    expect(transportOf(manifest, 'poll')).toEqual({ tag: 'none', why: 'no-api' });
  });

  it('promises no write that no connector performs', () => {
    const performed = operationSchema.options.map(({ entries }) => entries.tag.literal);
    for (const { network, operations } of manifests)
      for (const name of Object.keys(operations)) expect(performed, network).toContain(name);
  });
});

describe('what it was proved against', () => {
  it.each(['facebook', 'instagram'] as const)(
    'is the sheet alone for what docs/networks/%s.md names',
    (network) => {
      const { manifest } = connectorOf(network);
      const byTheSheet = manifest.capabilities.filter((name) => proofOf(manifest, name) === 'data-sheet');
      expect(byTheSheet.toSorted()).toEqual(namedIn(network));
    },
  );

  it('is told of a capability that differs from the rest', () => {
    const { manifest } = connectorOf('bluesky');
    expect(transportOf(manifest, 'publish')).toEqual({ tag: 'direct', proof: 'real-software' });
    expect(transportOf(manifest, 'direct-messages')).toEqual({
      tag: 'direct',
      proof: 'official-description',
    });
    for (const { capabilities, proofs } of manifests)
      for (const name of Object.keys(proofs ?? {})) expect(capabilities).toContain(name);
  });

  it('is said in these words where the real network was never asked', () => {
    expect(frenchWords['proof.data-sheet']).toBe('non vérifié sur le réseau réel');
    expect(words['proof.data-sheet']).toBe('not verified on the real network');
  });
});

it('docs/networks.md says the same (`npx vitest run tests/unit/networks -u` writes it anew)', async () => {
  const text = [
    '# Networks',
    '',
    'Made from the manifests (`src-main/connectors/*/manifest.ts`) by `tests/unit/networks/matrix.test.ts`.',
    '',
    '- **direct**: Vigie does it.',
    '- **held by the network**: its own scheduler keeps it.',
    '- **by hand**: a person does it on the network’s own pages, where Vigie takes them with everything ready.',
    '- **not offered**: neither; the cell says whether that is the network’s doing, the permission’s, or Vigie’s.',
    '',
    'What an account may do is less where its server, its way of connecting or its permissions take something away.',
    '',
    line(['', ...manifests.map(nameOf)]),
    line(['---', ...manifests.map(() => '---')]),
    line([
      'verification, unless the cell says otherwise',
      ...manifests.map(({ proof, byHand }) => (byHand === true ? '–' : proofWords(proof))),
    ]),
    ...matrixOf(manifests).map(({ capability, cells }) =>
      line([
        words[`can.${capability}`] ?? capability,
        ...cells.map((cell, place) => cellWords(cell, manifests[place]!)),
      ]),
    ),
    '',
  ].join('\n');
  await expect(text).toMatchFileSnapshot('../../../docs/networks.md');
});
