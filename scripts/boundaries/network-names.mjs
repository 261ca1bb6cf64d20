import { fitsAny } from './globs.mjs';
import { families, networkNames } from './rules.mjs';
import { child, list, stringValue, text, walk } from './tree.mjs';

/** @typedef {import('./tree.mjs').Node} Node */

/**
 * The string literals of `export const networkIds = […] as const`.
 *
 * @param {Node} program the registry
 * @returns {string[] | undefined} undefined: there is no such list
 */
export function registeredNetworks(program) {
  /** @type {string[] | undefined} */
  let ids;
  walk(program, (node) => {
    if (node.type !== 'VariableDeclarator' || text(child(node, 'id'), 'name') !== 'networkIds') return;
    let value = child(node, 'init');
    while (value && value.type !== 'ArrayExpression') value = child(value, 'expression');
    ids = list(value, 'elements').flatMap((element) => stringValue(element) ?? []);
  });
  return ids;
}

/**
 * Where a file names a network that it must not know: in an identifier, a string without spaces, a property, an
 * import, or its own path. `Bluesky`, `siBluesky`, `"bluesky.title"` and `"../bluesky/map.ts"` all name bluesky;
 * a sentence does not (sentences belong to text/ anyway, and a comment may say what it likes).
 *
 * @param {string} file
 * @param {Node} program
 * @param {readonly string[]} networks
 * @returns {{ network: string, start: number }[]}
 */
export function foreignNetworkNames(file, program, networks) {
  if (fitsAny(networkNames.any, file)) return [];
  // A family's members name each other: one logs in through the other.
  const known = families
    .filter(({ folder, networks: members }) =>
      [folder, ...members].some((own) =>
        fitsAny([`src-main/connectors/${own}/**`, `src-simulator/${own}/**`], file),
      ),
    )
    .flatMap((family) => family.networks);
  const foreign = new Set(
    networks.filter((id) => !fitsAny(networkNames.own, file, id) && !known.includes(id)),
  );
  if (foreign.size === 0) return [];
  /** @type {{ network: string, start: number }[]} */
  const found = [];
  const look = (/** @type {string | undefined} */ written, /** @type {number} */ start) => {
    const network = wordsOf(written ?? '').find((word) => foreign.has(word));
    // `import { name }` holds the same word twice, as what is taken and as what it is called here.
    if (network !== undefined && found.at(-1)?.start !== start) found.push({ network, start });
  };
  look(file, 0);
  walk(program, (node) => {
    switch (node.type) {
      case 'Identifier':
      case 'JSXIdentifier':
      case 'PrivateIdentifier':
        look(text(node, 'name'), node.start);
        break;
      case 'Literal':
        look(text(node, 'value'), node.start);
        break;
      case 'JSXText':
        look(text(node, 'value')?.trim(), node.start);
        break;
      case 'TemplateElement': {
        const value = node['value'];
        if (typeof value === 'object' && value !== null && 'cooked' in value)
          look(String(value.cooked), node.start);
        break;
      }
    }
  });
  return found;
}

/**
 * The words of an identifier, a key, a path or an address, in lower case; a sentence has none.
 *
 * @param {string} written
 */
function wordsOf(written) {
  if (/\s/.test(written)) return [];
  return written
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}
