import { describe, expect, it } from 'vitest';
import { byHandSession } from '../../../src-main/connectors/by-hand.ts';
import { described, describedSession } from '../../../src-main/connectors/handmade/connector.ts';
import { connectorFor } from '../../../src-main/connectors/index.ts';
import { mastodonManifest } from '../../../src-main/connectors/mastodon/manifest.ts';
import { checkContent } from '../../../src-shared/composing/check.ts';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import { manifestSchema, offers } from '../../../src-shared/networks/manifest.ts';
import { whoPublishes } from '../../../src-renderer/state/who-publishes.ts';
import { sole } from '../../fixtures/connector-words.ts';
import * as v from 'valibot';

const form = {
  network: 'Forum des photographes',
  account: 'Atelier Lumière',
  page: 'https://forum.exemple.fr/nouveau',
  limit: '1200',
  images: '2',
  colour: 'sapin',
};

describe('a network that a person describes', () => {
  it('has the name, limits, colour and page that were typed, and is published on by hand', () => {
    const manifest = described(form) ?? expect.fail('not described');
    expect(manifest).toMatchObject({
      name: 'Forum des photographes',
      counting: { max: 1_200 },
      images: { max: 2 },
      custom: { colour: 'sapin' },
      web: { compose: 'https://forum.exemple.fr/nouveau' },
      byHand: true,
    });
    expect(v.is(manifestSchema, manifest)).toBe(true);
    expect(whoPublishes(manifest, Date.UTC(2027, 0, 1), 0, 'machine')).toEqual({ tag: 'person' });
    const long = { ...emptyContent, text: 'a'.repeat(1_201) };
    expect(checkContent(long, manifest, 'post').map(({ code }) => code)).toEqual(['text-too-long']);
  });

  it('takes its usual limits where nothing was typed, and refuses what describes nothing', () => {
    expect(described({ ...form, limit: '', images: '', colour: '' })).toMatchObject({
      counting: { max: 2_000 },
      images: { max: 4 },
      custom: { colour: 'ambre' },
    });
    for (const wrong of [
      { network: ' ' },
      { page: 'forum' },
      { page: 'javascript:alert(1)' },
      { page: 'https://moi:secret@exemple.fr/' },
      { limit: '0' },
      { limit: 'beaucoup' },
      { images: '51' },
      { network: 'x'.repeat(61) },
    ])
      expect(described({ ...form, ...wrong }), JSON.stringify(wrong)).toBeNull();
  });
});

describe('accounts of described networks', () => {
  it('are told apart by their names where all write on one page, and are one when described twice', () => {
    const idOf = (more: Partial<typeof form>) =>
      sole(describedSession({ ...form, ...more })).identity.remoteId;
    expect(idOf({})).toBe(idOf({ account: 'atelier lumière', limit: '80' }));
    const others = [idOf({ account: 'Vélo & Co' }), idOf({ network: 'Petites annonces' }), idOf({})];
    expect(new Set(others).size).toBe(3);
    expect(describedSession({ ...form, page: 'forum' }).tag).toBe('err');
  });
});

describe('an account that is connected to nothing', () => {
  it('keeps what a post may hold and gives up what asks the network', () => {
    const { identity, secret } = sole(
      byHandSession(mastodonManifest, { account: 'Lumière', page: 'https://example.social/@lumiere' }),
    );
    expect(secret).toEqual({});
    expect(identity).toMatchObject({ server: 'example.social', remoteId: '@lumiere', handle: 'Lumière' });
    const { manifest } = identity;
    expect(manifest.counting).toEqual(mastodonManifest.counting);
    expect(offers(manifest, 'poll')).toBe(true);
    expect(offers(manifest, 'like')).toBe(false);
    expect(manifest.feeds).toEqual([]);
    expect(connectorFor({ network: 'mastodon', manifest }).manifest.byHand).toBe(true);
    expect(connectorFor({ network: 'mastodon', manifest: mastodonManifest }).manifest.byHand).toBeUndefined();
  });

  it('is one account for one page, and another for another', () => {
    const of = (page: string) =>
      sole(byHandSession(mastodonManifest, { account: 'a', page })).identity.remoteId;
    expect(of('https://example.social/@a')).toBe(of('https://example.social/@a/'));
    expect(of('https://example.social/@a')).not.toBe(of('https://example.social/@b'));
  });
});
