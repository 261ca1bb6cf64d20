import { alone, folders } from './rules.mjs';
import { fitsAny } from './globs.mjs';

/** @typedef {{ from: string, to: string }} Edge one run-time import between two files */

/**
 * One cycle for each knot of folders that import each other, as the files that make it.
 *
 * @param {readonly Edge[]} edges
 * @returns {{ folders: readonly string[], edges: readonly Edge[] }[]}
 */
export function folderCycles(edges) {
  /** @type {Map<string, Map<string, Edge>>} */
  const graph = new Map();
  for (const edge of edges) {
    const from = folderOf(edge.from);
    const to = folderOf(edge.to);
    if (from === to) continue;
    const targets = graph.get(from) ?? new Map();
    if (!targets.has(to)) targets.set(to, edge);
    graph.set(from, targets);
  }
  const cycles = [];
  /** @type {Set<string>} */
  const reported = new Set();
  for (const start of [...graph.keys()].sort()) {
    if (reported.has(start)) continue;
    const path = shortestWayBack(graph, start);
    if (!path) continue;
    for (const folder of path) reported.add(folder);
    const steps = path.map((folder, index) => graph.get(folder)?.get(path[(index + 1) % path.length] ?? ''));
    cycles.push({ folders: path, edges: steps.filter((edge) => edge !== undefined) });
  }
  return cycles;
}

/**
 * @param {ReadonlyMap<string, ReadonlyMap<string, Edge>>} graph
 * @param {string} start
 * @returns {string[] | undefined} the folders on the way from `start` to itself
 */
function shortestWayBack(graph, start) {
  /** @type {string[][]} */
  const queue = [[start]];
  const seen = new Set();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for (const next of graph.get(path.at(-1) ?? '')?.keys() ?? []) {
      if (next === start) return path;
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push([...path, next]);
    }
  }
  return undefined;
}

/** @param {string} file */
function folderOf(file) {
  if (fitsAny(alone, file)) return file;
  const glob = folders.find((one) => fitsAny([one], file));
  // As many leading segments as the glob names: `src-main/connectors/*/**` gives three.
  return glob
    ? file
        .split('/')
        .slice(0, glob.split('/').length - 1)
        .join('/')
    : file;
}
