#!/usr/bin/env node
/**
 * Checks what boundaries/rules.mjs says on every TypeScript file of the src-* folders, and prints one line a breach.
 *   node scripts/check-boundaries.mjs [folder with src-*]
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { folderCycles } from './boundaries/cycles.mjs';
import { freeNames } from './boundaries/free-names.mjs';
import { fit, fitsAny } from './boundaries/globs.mjs';
import { importsOf } from './boundaries/imports.mjs';
import { foreignNetworkNames, registeredNetworks } from './boundaries/network-names.mjs';
import { isListed, packageOf } from './boundaries/packages.mjs';
import { keptNames, keptPackages, networkNames, zones } from './boundaries/rules.mjs';
import { child, text, walk } from './boundaries/tree.mjs';
import { root as repository } from './setup/places.mjs';

/**
 * @typedef {object} Breach
 * @property {string} file from the root of the checked tree, with forward slashes
 * @property {number} line 1-based
 * @property {'import' | 'package' | 'global' | 'kept-name' | 'network-name' | 'cycle' | 'no-zone' | 'unreadable'} rule
 * @property {string} message
 *
 * @typedef {object} Source
 * @property {string} file
 * @property {import('./boundaries/tree.mjs').Node} program
 * @property {readonly import('./boundaries/imports.mjs').Import[]} imports
 * @property {(start: number) => number} lineOf
 */

/**
 * @param {string} root a folder that holds src-* folders
 * @returns {Breach[]} none: the tree keeps every rule
 */
export function checkBoundaries(root) {
  /** @type {Breach[]} */
  const breaches = [];
  const sources = sourceFiles(root).map((file) => parse(root, file, breaches));
  const registry = sources.find(({ file }) => file === networkNames.registry);
  const networks = registry && registeredNetworks(registry.program);
  if (!networks)
    breaches.push({
      file: networkNames.registry,
      line: 1,
      rule: 'unreadable',
      message: 'it exports no list networkIds',
    });

  /** @type {import('./boundaries/cycles.mjs').Edge[]} */
  const edges = [];
  for (const source of sources) {
    /** @type {(start: number, rule: Breach['rule'], message: string) => void} */
    const report = (start, rule, message) =>
      breaches.push({ file: source.file, line: source.lineOf(start), rule, message });
    checkZone(source, edges, report);
    checkKeptNames(source, report);
    for (const { network, start } of foreignNetworkNames(source.file, source.program, networks ?? []))
      report(
        start,
        'network-name',
        `names ${network}, which only its own folders, texts and the registries know`,
      );
  }
  for (const cycle of folderCycles(edges)) {
    const [first] = cycle.edges;
    const way = cycle.edges.map(({ from, to }) => `${from} imports ${to}`).join('; ');
    breaches.push({
      file: first?.from ?? '',
      line: 1,
      rule: 'cycle',
      message: `${[...cycle.folders, cycle.folders[0]].join(' → ')} (${way})`,
    });
  }
  return breaches;
}

/**
 * @param {Source} source
 * @param {import('./boundaries/cycles.mjs').Edge[]} edges the run-time imports found are added
 * @param {(start: number, rule: Breach['rule'], message: string) => void} report
 */
function checkZone({ file, program, imports }, edges, report) {
  const zone = zones.find(({ files }) => fitsAny(files, file));
  if (!zone) {
    report(0, 'no-zone', 'no zone of scripts/boundaries/rules.mjs says what this file may import');
    return;
  }
  const kept = keptPackages.filter(({ only }) => !fitsAny(only, file)).flatMap(({ packages }) => packages);
  const own = zone.files.map((glob) => fit(glob, file)?.own).find((name) => name !== undefined);
  for (const { specifier, typeOnly, start } of imports) {
    if (specifier === undefined)
      report(start, 'import', 'imports by a computed name, which nobody can check');
    else if (specifier.startsWith('.')) {
      const target = path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, ''));
      const allowed = typeOnly ? [...zone.mayImport, ...(zone.mayImportTypes ?? [])] : zone.mayImport;
      if (!fitsAny(allowed, target, own)) report(start, 'import', `${zone.name} may not import ${target}`);
      if (!typeOnly) edges.push({ from: file, to: target });
    } else if (specifier.startsWith('/'))
      report(start, 'import', `imports by an absolute path: ${specifier}`);
    else {
      const name = packageOf(specifier);
      const unlisted = zone.onlyPackages !== undefined && !isListed(zone.onlyPackages, name);
      if (unlisted || isListed([...(zone.noPackages ?? []), ...kept], name))
        report(start, 'package', `${zone.name} may not import ${name}`);
    }
  }
  const forbidden = new Set(zone.forbidden);
  if (forbidden.size > 0)
    for (const { name, start } of freeNames(program))
      if (forbidden.has(name)) report(start, 'global', `${zone.name} may not use ${name}`);
}

/**
 * @param {Source} source
 * @param {(start: number, rule: Breach['rule'], message: string) => void} report
 */
function checkKeptNames({ file, program, imports }, report) {
  const kept = keptNames.filter(({ within, only }) => fitsAny([within], file) && !fitsAny(only, file));
  for (const { specifier, names, start } of imports) {
    if (specifier === undefined || specifier.startsWith('.')) continue;
    const name = packageOf(specifier);
    if (names === 'everything') {
      if (kept.some(({ from }) => from === name))
        report(start, 'kept-name', `imports ${name} whole: name what is used`);
      continue;
    }
    for (const { imported, from, why } of kept)
      if (imported !== undefined && from === name && names.includes(imported))
        report(start, 'kept-name', `may not import ${imported}: ${why}`);
  }
  walk(program, (node, parent, field) => {
    const written = memberName(node, parent, field);
    const rule = written === undefined ? undefined : kept.find(({ member }) => member === written);
    if (rule) report(node.start, 'kept-name', `may not use ${rule.member}: ${rule.why}`);
  });
}

/**
 * The name when a node is a property that is read, written, destructured or given as an attribute. A key of an object
 * literal or of a type is not: it reads nothing.
 *
 * @param {import('./boundaries/tree.mjs').Node} node
 * @param {import('./boundaries/tree.mjs').Node | undefined} parent
 * @param {string} field
 */
function memberName(node, parent, field) {
  if (parent?.type === 'MemberExpression' && field === 'property')
    return parent['computed'] === true ? text(node, 'value') : text(node, 'name');
  if (parent?.type === 'JSXAttribute' && field === 'name') return text(node, 'name');
  if (node.type !== 'ObjectPattern') return undefined;
  const properties = node['properties'];
  if (!Array.isArray(properties)) return undefined;
  for (const property of properties) {
    const key = text(child(property, 'key'), 'name');
    if (key !== undefined && keptNames.some(({ member }) => member === key)) return key;
  }
  return undefined;
}

/**
 * @param {string} root
 * @param {string} file
 * @param {Breach[]} breaches
 * @returns {Source}
 */
function parse(root, file, breaches) {
  const code = fs.readFileSync(path.join(root, file), 'utf8');
  const { program, comments, errors } = parseSync(file, code);
  const lineOf = (/** @type {number} */ start) => code.slice(0, start).split('\n').length;
  for (const error of errors)
    breaches.push({
      file,
      line: lineOf(error.labels[0]?.start ?? 0),
      rule: 'unreadable',
      message: error.message,
    });
  // oxc types its nodes one by one; the walkers here only need that they are nodes.
  const tree = /** @type {import('./boundaries/tree.mjs').Node} */ (/** @type {unknown} */ (program));
  return { file, program: tree, imports: importsOf(tree, comments), lineOf };
}

/**
 * @param {string} root
 * @returns {string[]} every TypeScript file under a src-* folder
 */
function sourceFiles(root) {
  return fs
    .readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith('src-'))
    .flatMap((entry) =>
      fs
        .readdirSync(path.join(root, entry.name), { recursive: true, encoding: 'utf8' })
        .map((file) => `${entry.name}/${file.replaceAll('\\', '/')}`),
    )
    .filter((file) => /\.[cm]?[jt]sx?$/.test(file) && !file.includes('/node_modules/'))
    .sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const breaches = checkBoundaries(path.resolve(process.argv[2] ?? repository));
  for (const { file, line, rule, message } of breaches) console.log(`${file}:${line} ${rule}: ${message}`);
  if (breaches.length > 0) console.log(`${breaches.length} breaches of scripts/boundaries/rules.mjs`);
  process.exitCode = breaches.length > 0 ? 1 : 0;
}
