import fs from 'node:fs';
import { createRequire } from 'node:module';

/**
 * Puts MediaInfo's WebAssembly beside the program that loads it.
 *
 * @returns {import('vite').Plugin}
 */
export function mediaInfoModule() {
  return {
    name: 'media-info-module',
    apply: 'build',
    generateBundle() {
      const place = createRequire(import.meta.url).resolve('mediainfo.js/MediaInfoModule.wasm');
      this.emitFile({ type: 'asset', fileName: 'MediaInfoModule.wasm', source: fs.readFileSync(place) });
    },
  };
}
