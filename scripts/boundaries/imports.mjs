import { child, list, stringValue, text, walk } from './tree.mjs';

/** @typedef {import('./tree.mjs').Node} Node */

/**
 * @typedef {object} Import one dependency of a module, however it is written
 * @property {string | undefined} specifier undefined: computed, nobody can check it
 * @property {boolean} typeOnly it leaves no trace at run time
 * @property {readonly string[] | 'everything'} names what is taken from it, run-time names only
 * @property {number} start
 */

/**
 * Static and dynamic imports, re-exports, `require`, `import x = require()`, `import('…').Type`, workers and other files
 * named by `new URL('…', import.meta.url)`, and `/// <reference>` lines.
 *
 * @param {Node} program
 * @param {readonly { value: string, start: number }[]} comments
 * @returns {Import[]}
 */
export function importsOf(program, comments) {
  /** @type {Import[]} */
  const found = [];
  walk(program, (node) => {
    const one = importOf(node);
    if (one) found.push({ ...one, start: node.start });
  });
  for (const { value, start } of comments) {
    const reference = /^\/\s*<reference\s+(?:types|path|lib)="([^"]+)"/.exec(value)?.[1];
    if (reference) found.push({ specifier: reference, typeOnly: true, names: [], start });
  }
  return found;
}

/**
 * @param {Node} node
 * @returns {Omit<Import, 'start'> | undefined}
 */
function importOf(node) {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration': {
      const source = child(node, 'source');
      if (!source) return undefined;
      const specifiers = list(node, 'specifiers');
      const running = specifiers.filter((one) => (one['importKind'] ?? one['exportKind']) !== 'type');
      const typeOnly =
        (node['importKind'] ?? node['exportKind']) === 'type' ||
        (specifiers.length > 0 && running.length === 0);
      const named = running.map((one) =>
        text(child(one, node.type === 'ImportDeclaration' ? 'imported' : 'local'), 'name'),
      );
      return {
        specifier: stringValue(source),
        typeOnly,
        // A default or namespace import has no imported name.
        names: typeOnly ? [] : named.some((name) => name === undefined) ? 'everything' : named.map(String),
      };
    }
    case 'ExportAllDeclaration':
      return everything(child(node, 'source'), node['exportKind'] === 'type');
    case 'ImportExpression':
      return everything(child(node, 'source'));
    case 'TSImportEqualsDeclaration': {
      const reference = child(node, 'moduleReference');
      if (reference?.type !== 'TSExternalModuleReference') return undefined;
      return everything(child(reference, 'expression'), node['importKind'] === 'type');
    }
    case 'TSImportType':
      return { specifier: stringValue(child(node, 'source')), typeOnly: true, names: [] };
    case 'CallExpression':
      return callImport(node);
    case 'NewExpression': {
      const [file, base] = list(node, 'arguments');
      const isUrl = text(child(node, 'callee'), 'name') === 'URL' && base?.type === 'MemberExpression';
      if (!isUrl || child(base, 'object')?.type !== 'MetaProperty') return undefined;
      return everything(file);
    }
    default:
      return undefined;
  }
}

/**
 * `require('…')`, `require.resolve('…')`, `import.meta.glob('…')`.
 *
 * @param {Node} node
 * @returns {Omit<Import, 'start'> | undefined}
 */
function callImport(node) {
  const callee = child(node, 'callee');
  const name = text(callee, 'name') ?? text(callee && child(callee, 'object'), 'name');
  if (name === 'require') return everything(list(node, 'arguments')[0]);
  const isGlob =
    callee?.type === 'MemberExpression' &&
    child(callee, 'object')?.type === 'MetaProperty' &&
    text(child(callee, 'property'), 'name') === 'glob';
  return isGlob ? { specifier: undefined, typeOnly: false, names: 'everything' } : undefined;
}

/**
 * @param {Node | undefined} source
 * @param {boolean} [typeOnly]
 * @returns {Omit<Import, 'start'>}
 */
function everything(source, typeOnly = false) {
  return { specifier: stringValue(source), typeOnly, names: typeOnly ? [] : 'everything' };
}
