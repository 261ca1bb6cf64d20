import { defaultTreeAdapter, parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { richTextOf } from '../../../src-main/connectors/bluesky/rich-text.ts';
import { htmlToRichText } from '../../../src-main/connectors/mastodon/html.ts';
import type { RichText as Tree } from '../../../src-shared/rich-text.ts';
import { RichText } from '../../../src-renderer/ui/rich-text/rich-text.tsx';

/** What a page would be made of if a stranger's words were taken for HTML, anywhere on their way. */
const payloads = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><a xlink:href="javascript:alert(1)">x</a></svg>',
  '<a href="javascript:alert(1)">x</a>',
  '"><iframe srcdoc="<script>alert(1)</script>">',
  '\'"--></style></script><script>alert(1)</script>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&amp;lt;img src=x onerror=alert(1)&amp;gt;',
  '{{constructor.constructor("alert(1)")()}}',
  '${alert(1)}',
  '<style>@import "https://evil.example/x.css"</style>',
  '<form action=https://evil.example><input name=q autofocus onfocus=alert(1)></form>',
  '<math><mtext><table><mglyph><style><img src=x onerror=1></style>',
  '<base href="https://evil.example/"><link rel=stylesheet href=x>',
  '\u202E<b>gpj.exe</b>\u2066',
  '<p>un</p><p>deux<br>trois</p>',
];

type Element = DefaultTreeAdapterTypes.Element;
function* elementsIn(node: DefaultTreeAdapterTypes.Node): Generator<Element> {
  if (defaultTreeAdapter.isElementNode(node)) yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* elementsIn(child);
}

/** Whatever the page would hold: every element and attribute of what React writes for these words. */
function partsOf(nodes: Tree): readonly string[] {
  const markup = renderToStaticMarkup(
    <RichText nodes={nodes} onOpenLink={() => undefined} onOpenTag={() => undefined} emojiSrc={() => null} />,
  );
  return [...elementsIn(parseFragment(markup))].flatMap((element) => [
    `<${element.tagName}>`,
    ...element.attrs.map(({ name }) => `${element.tagName}@${name}`),
  ]);
}
/** Buttons and plain words; of what a button carries only what the kit itself writes. */
const harmless =
  /^(?:<(?:span|button|br)>|(?:span|button|br)@(?:class|type|tabindex|data-[\w-]+|id|aria-[\w-]+))$/;

const bytes = (text: string): number => Buffer.byteLength(text);
const facets = (text: string) =>
  ['javascript:alert(1)', 'data:text/html,x', 'https://ok.example/"><script>x</script>', text].map((uri) => ({
    index: { byteStart: 0, byteEnd: bytes(text) },
    features: [{ $type: 'app.bsky.richtext.facet#link', uri }],
  }));

describe('a stranger’s words on the page', () => {
  it.each(payloads)('stay words: %s', (payload) => {
    const context = {
      mentions: [{ id: '1', username: payload, acct: payload, url: payload }],
      emojis: [{ shortcode: payload, url: payload, static_url: payload }],
      domain: 'example.social',
    };
    const trees: readonly Tree[] = [
      htmlToRichText(payload, context),
      htmlToRichText(`<p>${payload}</p>`, context),
      htmlToRichText(`<a class="mention" href="https://ok.example/@x">${payload}</a> :${payload}:`, context),
      htmlToRichText(`<a href="${payload}">${payload}</a>`, context),
      richTextOf(payload, []),
      ...facets(payload).map((facet) => richTextOf(payload, [facet])),
      [{ tag: 'text', text: payload }],
      [{ tag: 'link', text: payload, url: payload }],
      [{ tag: 'mention', text: payload, handle: payload, url: payload }],
      [{ tag: 'tag', text: payload, name: payload }],
      [{ tag: 'emoji', shortcode: payload, url: payload }],
    ];
    for (const tree of trees) expect(partsOf(tree).filter((part) => !harmless.test(part))).toEqual([]);
  });

  it('are looked at with eyes that see: real HTML would be found', () => {
    const page = [...elementsIn(parseFragment('<p>x<script>1</script></p>'))].map(
      ({ tagName }) => `<${tagName}>`,
    );
    expect(page.filter((part) => !harmless.test(part))).toEqual(['<p>', '<script>']);
  });
});
