import * as v from 'valibot';

/**
 * Remote text as a tree. A connector turns whatever the network sends (facets, HTML) into these nodes, and the
 * interface renders them as text nodes: remote text never becomes HTML.
 */
export const richNodeSchema = v.variant('tag', [
  v.object({ tag: v.literal('text'), text: v.string() }),
  v.object({ tag: v.literal('break') }),
  v.object({ tag: v.literal('mention'), text: v.string(), handle: v.string(), url: v.nullable(v.string()) }),
  v.object({ tag: v.literal('link'), text: v.string(), url: v.string() }),
  v.object({ tag: v.literal('tag'), text: v.string(), name: v.string() }),
  v.object({ tag: v.literal('emoji'), shortcode: v.string(), url: v.string() }),
]);
export type RichNode = Readonly<v.InferOutput<typeof richNodeSchema>>;
export type RichText = readonly RichNode[];

/** The words of a tree, as a person would read them aloud: what search, excerpts and screen readers use. */
export function plainText(nodes: RichText): string {
  return nodes
    .map((node) => {
      switch (node.tag) {
        case 'break':
          return '\n';
        case 'emoji':
          return `:${node.shortcode}:`;
        default:
          return node.text;
      }
    })
    .join('');
}
