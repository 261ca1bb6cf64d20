import { describe, expect, it } from 'vitest';
import { connectors } from '../../../src-main/connectors/index.ts';
import { composePage, postLink } from '../../../src-renderer/state/own-pages.ts';

const mastodon = { origin: 'https://piaille.fr', manifest: connectors.mastodon.manifest };
const bluesky = { origin: 'https://pds.example', manifest: connectors.bluesky.manifest };
const of = (network: keyof typeof connectors) => ({
  origin: 'https://api.example',
  manifest: connectors[network].manifest,
});
const [twitter, linkedin] = [of('twitter'), of('linkedin')];
const [facebook, instagram] = [of('facebook'), of('instagram')];
const forum = {
  origin: 'https://forum.exemple.fr',
  manifest: { web: { compose: 'https://forum.exemple.fr/nouveau', hosts: [] } },
};
const board = {
  origin: 'https://board.exemple.fr',
  manifest: { web: { compose: 'https://board.exemple.fr/index.php?action=post', hosts: [] } },
};
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
    [bluesky, 'https://bsky.app/intent/compose', 'compose'],
    [bluesky, 'https://bsky.app/intent/compose?text=Ouvert', 'compose'],
    [bluesky, 'https://bsky.app/profile/lumiere.bsky.social', 'unlike'],
    [bluesky, 'https://bsky.app/?feed=1', 'no-post'],
    [mastodon, 'https://piaille.fr/share?text=Ouvert', 'compose'],
    [mastodon, 'https://piaille.fr/@lumiere', 'unlike'],
    [mastodon, 'https://piaille.fr/@lumiere/with_replies', 'unlike'],
    [mastodon, 'https://piaille.fr/users/lumiere/statuses/1142', 'ok'],
    [mastodon, 'https://piaille.fr/@lumiere/statuses/01J8', 'ok'],
    [twitter, 'https://x.com/intent/post?text=Ouvert', 'compose'],
    [twitter, 'https://twitter.com/lumiere/status/42?s=20', 'ok'],
    [twitter, 'https://x.com/lumiere', 'unlike'],
    [linkedin, 'https://www.linkedin.com/feed/?shareActive=true', 'compose'],
    [linkedin, 'https://www.linkedin.com/feed/update/urn:li:share:7/', 'ok'],
    [linkedin, 'https://www.linkedin.com/posts/lumiere_7', 'ok'],
    [linkedin, 'https://www.linkedin.com/company/lumiere', 'unlike'],
    [facebook, 'https://www.facebook.com/lumiere/posts/pfbid02', 'ok'],
    [facebook, 'https://www.facebook.com/permalink.php?story_fbid=1&id=2', 'ok'],
    [facebook, 'https://fb.watch/abc/', 'ok'],
    [facebook, 'https://www.facebook.com/lumiere', 'unlike'],
    [instagram, 'https://instagram.com/p/C8/', 'ok'],
    [instagram, 'https://www.instagram.com/lumiere/reel/C8/', 'ok'],
    [instagram, 'https://www.instagram.com/lumiere/', 'unlike'],
    [forum, 'https://forum.exemple.fr/nouveau', 'compose'],
    [forum, 'https://www.forum.exemple.fr/nouveau/', 'compose'],
    [forum, 'https://forum.exemple.fr/', 'no-post'],
    [forum, 'https://forum.exemple.fr/sujet/42', 'ok'],
    [forum, 'https://forum.exemple.fr/?p=42', 'ok'],
    [board, 'https://board.exemple.fr/index.php?action=post', 'compose'],
    [board, 'https://board.exemple.fr/index.php?topic=42', 'ok'],
  ] as const)('%# is judged by its form', (site, pasted, tag) => {
    expect(postLink(site, pasted).tag).toBe(tag);
  });
});
