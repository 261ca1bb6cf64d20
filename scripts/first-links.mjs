/**
 * Names everything that the first paint needs in the page itself, so that it is asked for at once and not piece after
 * piece, each found only when the one before has been read. The pieces are those of `first-chunks.mjs`.
 *
 * @returns {import('vite').Plugin}
 */
export function firstLinks() {
  return {
    name: 'vigie:first-links',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {}, chunk }) => {
        const drawn = Object.values(bundle).find((one) => one.type === 'chunk' && one.name === 'drawn');
        if (!chunk || drawn?.type !== 'chunk') throw new Error('the interface has no chunk of its own');
        const code = new Set([...chunk.imports, drawn.fileName, ...drawn.imports]);
        const looks = drawn.viteMetadata?.importedCss ?? new Set();
        return [
          ...[...code].map((file) => link('modulepreload', file)),
          ...[...looks].map((file) => link('stylesheet', file)),
          // Found through the style sheets alone, it would come after the first layout, which is then done twice.
          ...Object.keys(bundle)
            .filter((file) => /\/inter-latin-wght-normal-[^/]*\.woff2$/.test(file))
            .map((file) => link('preload', file, { as: 'font', type: 'font/woff2' })),
        ];
      },
    },
  };
}

/** @param {string} rel @param {string} file @param {Record<string, string>} [more] */
const link = (rel, file, more = {}) => ({
  tag: 'link',
  attrs: { rel, ...more, crossorigin: true, href: `./${file}` },
  injectTo: /** @type {const} */ ('head'),
});
