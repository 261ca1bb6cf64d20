import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { htmlToRichText, maxHtmlLength } from '../../../src-main/connectors/mastodon/html.ts';
import { plainText, type RichNode } from '../../../src-shared/rich-text.ts';

const context = {
  domain: 'piaille.fr',
  mentions: [
    { id: '1', username: 'lea', acct: 'lea', url: 'https://piaille.fr/@lea' },
    { id: '2', username: 'bob', acct: 'bob@m.social', url: 'https://m.social/@bob' },
  ],
  emojis: [{ shortcode: 'blob_cat', url: 'https://piaille.fr/blob.png', static_url: null }],
};
const tree = (html: string): readonly RichNode[] => htmlToRichText(html, context);
const words = (html: string): string => plainText(tree(html));

describe('what Mastodon and its kind send', () => {
  it('turns paragraphs and line breaks into breaks', () => {
    expect(tree('<p>Bonjour<br />à vous</p><p>Suite &amp; fin</p>')).toEqual([
      { tag: 'text', text: 'Bonjour' },
      { tag: 'break' },
      { tag: 'text', text: 'à vous' },
      { tag: 'break' },
      { tag: 'break' },
      { tag: 'text', text: 'Suite & fin' },
    ]);
  });

  it('reads mentions of this server and of others by what the status says of them', () => {
    const html =
      '<p><span class="h-card" translate="no"><a href="https://piaille.fr/@lea" class="u-url mention">@<span>lea</span></a></span> et ' +
      '<span class="h-card"><a href="https://m.social/@bob" class="u-url mention">@<span>bob</span></a></span></p>';
    expect(tree(html)).toEqual([
      { tag: 'mention', text: '@lea', handle: 'lea@piaille.fr', url: 'https://piaille.fr/@lea' },
      { tag: 'text', text: ' et ' },
      { tag: 'mention', text: '@bob', handle: 'bob@m.social', url: 'https://m.social/@bob' },
    ]);
  });

  it.each([
    // Nobody in the list: the link tells where the person lives.
    ['<a class="mention" href="https://x.test/@eve">@eve</a>', 'eve@x.test'],
    ['<a class="u-url mention" href="https://x.test/users/eve">@eve@x.test</a>', 'eve@x.test'],
    // Friendica leaves the sign outside the link.
    ['@<a class="u-url mention" href="https://m.social/@bob">bob</a>', 'bob@m.social'],
    ['<a class="mention" href="javascript:alert(1)">@eve</a>', 'eve'],
  ])('finds the handle in %s', (html, handle) => {
    expect(tree(html).find(({ tag }) => tag === 'mention')).toMatchObject({ handle });
  });

  it('takes a link that only poses as a mention for a link', () => {
    expect(tree('<a class="mention" href="https://evil.test/">your bank</a>')).toEqual([
      { tag: 'link', text: 'your bank', url: 'https://evil.test/' },
    ]);
    // The words of somebody mentioned, the address of somebody else.
    expect(tree('<a href="https://evil.test/">lea</a>')[0]?.tag).toBe('link');
  });

  it('reads tags, with accents, and not whatever calls itself one', () => {
    expect(
      tree(
        '<a href="https://piaille.fr/tags/v%C3%A9lo" class="mention hashtag" rel="tag">#<span>vélo</span></a>',
      ),
    ).toEqual([{ tag: 'tag', text: '#vélo', name: 'vélo' }]);
    expect(tree('<a class="hashtag" rel="tag" href="https://evil.test/">click me</a>')[0]?.tag).toBe('link');
  });

  it('shows a long address as Mastodon shortens it, and keeps the whole of it', () => {
    const html =
      '<a href="https://ex.com/a/very/long/path?q=1"><span class="invisible">https://</span>' +
      '<span class="ellipsis">ex.com/a/very</span><span class="invisible">/long/path?q=1</span></a>';
    expect(tree(html)).toEqual([
      { tag: 'link', text: 'ex.com/a/very…', url: 'https://ex.com/a/very/long/path?q=1' },
    ]);
  });

  it('shows words that somebody hides in a link that is not their address', () => {
    const html = '<a href="https://evil.test/"><span class="invisible">https://</span>bank.example</a>';
    expect(tree(html)).toEqual([{ tag: 'link', text: 'https://bank.example', url: 'https://evil.test/' }]);
    expect(words('<span class="invisible">not lost</span>')).toBe('not lost');
  });

  it('draws the emojis of the server, in text, in pictures, and no others', () => {
    expect(tree('a :blob_cat::blob_cat: :nobody: 12:30:45')).toEqual([
      { tag: 'text', text: 'a ' },
      { tag: 'emoji', shortcode: 'blob_cat', url: 'https://piaille.fr/blob.png' },
      { tag: 'emoji', shortcode: 'blob_cat', url: 'https://piaille.fr/blob.png' },
      { tag: 'text', text: ' :nobody: 12:30:45' },
    ]);
    expect(tree('<img class="emoji" alt=":wave:" src="https://p.test/w.png">')).toEqual([
      { tag: 'emoji', shortcode: 'wave', url: 'https://p.test/w.png' },
    ]);
    expect(words('<img alt="a red lamp" src="https://p.test/x.png">')).toBe('a red lamp');
  });

  it('keeps lists, quotes, code and tables readable', () => {
    expect(words('<ul><li>un</li><li>deux<ol><li>a</li><li>b</li></ol></li></ul><p>fin</p>')).toBe(
      '• un\n• deux\n1. a\n2. b\n\nfin',
    );
    expect(words('<blockquote><p>dit</p></blockquote><p>réponse</p>')).toBe('> dit\n\nréponse');
    expect(words('<pre><code>a\n  b</code></pre>')).toBe('a\n  b');
    expect(words('<p>a\n  b</p>')).toBe('a   b');
    expect(words('<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>')).toBe('1 2\n3');
    expect(words('<ul><li></li><li>x</li></ul>')).toBe('• x');
  });
});

/** Ways to smuggle a script past a reader of HTML. Every one carries the word `kept` in plain sight. */
const payloads: readonly string[] = [
  ...[
    'script',
    'style',
    'iframe',
    'noscript',
    'noembed',
    'noframes',
    'xmp',
    'template',
    'textarea',
    'title',
    'svg',
    'math',
    'object',
    'embed',
    'applet',
    'marquee',
    'plaintext',
    'select',
    'frameset',
    'isindex',
    'keygen',
    'dialog',
    'details',
  ].flatMap((tag) => [
    `<${tag}>kept</${tag}>`,
    `<${tag} onload=alert(1)>kept`,
    `<p><${tag}><b onclick="x()">kept</b></${tag}></p>`,
    `<${tag}/src="data:text/html,x">kept</${tag}>`,
  ]),
  ...[
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    '&#106;avascript:alert(1)',
    'data:text/html,<script>1</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://x/1',
    'app://x',
    'media://remote/x',
    '//evil.test/x',
    '/relative',
    'https://[',
    'about:blank',
  ].flatMap((url) => [
    `<a href="${url}">kept</a>`,
    `<a class="mention" href="${url}">@kept</a>`,
    `<p>kept <img class="emoji" alt=":x:" src="${url}"></p>`,
  ]),
  '<img src=x onerror=alert(1)>kept',
  '<img """><script>alert(1)</script>kept">',
  '<<script>alert(1)//<</script>kept',
  '<svg><script>alert(1)</script><a xlink:href="javascript:x">kept</a></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=1></style>kept',
  '<form action="javascript:x"><button formaction="javascript:x">kept</button></form>',
  '<a href="https://ok.test"><a href="javascript:x">kept</a></a>',
  '<a href="https://ok.test" href="javascript:x">kept</a>',
  '<p title="</p><script>alert(1)</script>">kept</p>',
  '<!--><script>alert(1)</script>-->kept',
  '<!-- x --!><b>kept</b>',
  '<![CDATA[ <b> ]]>kept',
  '<?xml version="1.0"?>kept',
  '<!DOCTYPE html [<!ENTITY x "y">]>kept',
  '<body onload=alert(1)>kept</body>',
  '<base href="https://evil.test/"><a href="x">kept</a>',
  '<meta http-equiv="refresh" content="0;url=https://evil.test">kept',
  '<link rel=stylesheet href=//evil.test>kept',
  '<b><i></b>kept</i>',
  '</p></div></a>kept',
  '<p><p><p>kept',
  '\u0000<scr\u0000ipt>kept',
  '&lt;script&gt;kept&lt;/script&gt;',
  '<table>kept<tr><td></table>',
  '<div style="background:url(javascript:x)">kept</div>',
];

describe('hostile and odd HTML', () => {
  it(`of ${payloads.length} payloads loses no word and keeps no HTML`, () => {
    expect(payloads.length).toBeGreaterThan(100);
    for (const payload of payloads) {
      const nodes = tree(payload);
      expect(plainText(nodes), payload).toContain('kept');
      for (const node of nodes) {
        expect(['text', 'break', 'mention', 'link', 'tag', 'emoji'], payload).toContain(node.tag);
        const url = 'url' in node ? node.url : null;
        if (url !== null) expect(url, payload).toMatch(/^https?:\/\//);
      }
    }
  });

  it('shows escaped markup as the words that it is', () => {
    expect(tree('<p>&lt;b&gt;gras&lt;/b&gt;</p>')).toEqual([{ tag: 'text', text: '<b>gras</b>' }]);
  });

  it('keeps every letter and digit of any text between any tags', () => {
    const tag = fc.constantFrom(
      'p',
      'b',
      'a',
      'script',
      'li',
      'ul',
      'td',
      'span',
      'pre',
      'select',
      'svg',
      'blockquote',
    );
    const text = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .map((value) => value.replace(/[<>&\p{Cc}\s:#@]/gu, ''));
    const piece = fc.oneof(
      text,
      tag.map((name) => `<${name}>`),
      tag.map((name) => `</${name}>`),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const bare = (value: string): string => value.replace(/[^\p{L}\p{N}]/gu, '');
        const sent = bare(pieces.filter((one) => !one.startsWith('<')).join(''));
        // A list adds its own numbers.
        expect(bare(words(pieces.join('')))).toBe(sent);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['nested blocks', '<div>'],
    ['unclosed links', '<a href=x>'],
    ['formatting that browsers would rebuild', '<font size=1><p>'],
    ['nested tables', '<table><tr><td>'],
    ['nested lists', '<ul><li>'],
    ['templates', '<template>'],
  ])('reads %s of the greatest length in a moment', (_, piece) => {
    // Work, not waiting: the machine may have other tests to run.
    const started = process.cpuUsage();
    expect(words(`${piece.repeat(Math.floor((maxHtmlLength - 10) / piece.length))}kept`)).toContain('kept');
    expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
  });
});
