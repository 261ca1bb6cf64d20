/**
 * Gives the French texts their typography, in place: narrow no-break spaces before `; ! ?` and `%`, full ones before
 * `:` and inside « » (as French printers set them; narrow ones all but vanish in Inter), typographic apostrophes, one-character ellipses. `node scripts/typeset-french.mjs` after writing any;
 * tests/unit/text/typography.test.ts refuses texts without it.
 */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

const folder = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'src-renderer/text/fr');
const narrow = '\u202f';
const full = '\u00a0';

const typeset = (/** @type {string} */ text) =>
  text
    .replaceAll("'", '’')
    .replaceAll('...', '…')
    .replaceAll(/[ \u00a0\u202f]+([;!?%€])/g, `${narrow}$1`)
    .replaceAll(/[ \u00a0\u202f]+([:»])/g, `${full}$1`)
    .replaceAll(/«[ \u00a0\u202f]*/g, `«${full}`)
    .replaceAll(/([^\s])»/g, `$1${full}»`);

/**
 * Every string that is a value: not a key, not an import.
 *
 * @param {any} node any part of a syntax tree
 * @param {{ start: number, end: number, value: string }[]} [found]
 */
function valuesIn(node, found = []) {
  if (Array.isArray(node)) {
    for (const one of node) valuesIn(one, found);
  } else if (node !== null && typeof node === 'object') {
    if (node.type === 'ImportDeclaration' || node.type?.startsWith('TS')) {
      if (node.type !== 'TSAsExpression' && node.type !== 'TSSatisfiesExpression') return found;
      return valuesIn(node.expression, found);
    }
    if (node.type === 'Literal' && typeof node.value === 'string') found.push(node);
    for (const [name, child] of Object.entries(node)) {
      if (name !== 'key') valuesIn(child, found);
    }
  }
  return found;
}

for (const name of (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'))) {
  const file = path.join(folder, name);
  const source = await readFile(file, 'utf8');
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${name}: ${errors[0]?.message}`);
  const literals = valuesIn(program.body).toSorted((a, b) => b.start - a.start);
  let written = source;
  for (const { start, end, value } of literals) {
    const set = typeset(value);
    if (set !== value)
      written = `${written.slice(0, start)}'${set.replaceAll('\\', '\\\\')}'${written.slice(end)}`;
  }
  if (written !== source) {
    await writeFile(file, written);
    console.log(`set ${name}`);
  }
}
