import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './setup/places.mjs';

/**
 * Leaves the modules of scripts/ out of a bundle: they know where they lie.
 *
 * @returns {import('vite').Plugin}
 */
export const keepScripts = () => ({
  name: 'vigie:keep-scripts',
  enforce: 'pre',
  resolveId: (source, importer) => {
    if (importer === undefined || !source.startsWith('.')) return null;
    const file = path.resolve(path.dirname(importer), source);
    return file.startsWith(path.join(root, 'scripts') + path.sep)
      ? { id: pathToFileURL(file).href, external: 'absolute' }
      : null;
  },
});
