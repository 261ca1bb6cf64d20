import { describe, expect, it } from 'vitest';
import { connectors } from '../../../src-main/connectors/index.ts';
import { composePage, postLink } from '../../../src-renderer/state/own-pages.ts';

const mastodon = { origin: 'https://piaille.fr', manifest: connectors.mastodon.manifest };
const bluesky = { origin: 'https://pds.example', manifest: connectors.bluesky.manifest };
const unknown = { origin: 'https://piaille.fr', manifest: {} };

describe('where a post is written by hand', () => {
  it('takes the words along', () => {
    const words = 'Ouvert samedi & dimanche #été\n100 %';
    for (const [site, start] of [
      [mastodon, 'https://piaille.fr/share?'],
      [bluesky, 'https://bsky.app/intent/compose?'],
    ] as const) {
      const page = new URL(composePage(site, words));
      expect(page.href.startsWith(start)).toBe(true);
      expect(page.searchParams.get('text')).toBe(words);
    }
  });

  it('is the server’s front page where nothing better is known', () => {
    expect(composePage(unknown, 'x')).toBe('https://piaille.fr/');
  });
});

describe('a link that a person pasted', () => {
  it.each([
    [mastodon, ' https://piaille.fr/@lumiere/1142 ', 'ok'],
    [bluesky, 'https://bsky.app/profile/lumiere.bsky.social/post/3k', 'ok'],
    [bluesky, 'https://bsky.app', 'no-post'],
    [mastodon, 'https://piaille.fr/', 'no-post'],
    [mastodon, 'piaille.fr/@lumiere/1142', 'no-link'],
    [mastodon, 'javascript:alert(1)', 'no-link'],
    [mastodon, 'http://piaille.fr@evil.example/@lumiere/1', 'no-link'],
    [mastodon, 'http://elsewhere.example/1', 'no-link'],
    [mastodon, 'https://bsky.app/profile/x/post/3k', 'elsewhere'],
  ] as const)('%# is judged by its form', (site, pasted, tag) => {
    expect(postLink(site, pasted).tag).toBe(tag);
  });
});
