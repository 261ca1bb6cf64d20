import path from 'node:path';

/**
 * Says in which piece of the interface's code a module goes: what is there before the first paint is two pieces, and
 * not one for each icon that two screens happen to share. Each piece is a question to main, and one that is found only
 * when the one before it has been read.
 *
 * @param {string} folder of the interface's sources
 * @returns {(id: string, graph: { getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null }) => string | null}
 */
export function firstChunks(folder) {
  /** @type {{ readonly start: ReadonlySet<string>, readonly drawn: ReadonlySet<string> } | null} */
  let reached = null;
  return (id, graph) => {
    const from = (/** @type {string} */ file) => {
      const found = new Set([path.join(folder, file).replaceAll('\\', '/')]);
      for (const one of found)
        for (const imported of graph.getModuleInfo(one)?.importedIds ?? []) found.add(imported);
      return found;
    };
    reached ??= { start: from('main.ts'), drawn: from('interface.tsx') };
    if (!reached.drawn.has(id)) return null;
    return reached.start.has(id) ? 'common' : 'drawn';
  };
}
