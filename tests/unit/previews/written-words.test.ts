import { describe, expect, it } from 'vitest';
import { networkIds } from '../../../src-shared/networks/registry.ts';
import { lookOf } from '../../../src-renderer/previews/index.ts';

const found = (network: (typeof networkIds)[number], text: string): readonly string[] =>
  lookOf(network)
    .findWords(text)
    .map(({ tag, start, end }) => `${tag} ${text.slice(start, end)}`);

describe.each(networkIds)('what %s makes of a text', (network) => {
  it('has a mark', () => {
    expect(lookOf(network).mark.path.length).toBeGreaterThan(50);
  });
  it('leaves the end of the sentence out of the address', () => {
    expect(found(network, 'Voir https://exemple.fr/a(b). Puis (https://exemple.fr).')).toEqual([
      'link https://exemple.fr/a(b)',
      'link https://exemple.fr',
    ]);
  });
  it('finds tags with accents, not inside an address, not a number alone', () => {
    expect(found(network, '#été, #2026 https://exemple.fr/#ici #fait_main')).toEqual([
      'tag #été',
      'link https://exemple.fr/#ici',
      'tag #fait_main',
    ]);
  });
  it('does not take a mail address for a mention', () => {
    expect(found(network, 'a@exemple.fr')).toEqual([]);
  });
});

describe('mentions', () => {
  it('are whole handles with a host where hosts name people', () => {
    expect(found('bluesky', 'merci @ines.bsky.social et @ines')).toEqual(['mention @ines.bsky.social']);
  });
  it('may be without a host where the server names people', () => {
    expect(found('mastodon', 'merci @ines@piaille.fr et @ines')).toEqual([
      'mention @ines@piaille.fr',
      'mention @ines',
    ]);
  });
});
