import path from 'node:path';
import { defineConfig } from 'electron-vite';
import react from '@vitejs/plugin-react';
import { firstChunks } from './scripts/first-chunks.mjs';
import { firstLinks } from './scripts/first-links.mjs';
import { mediaInfoModule } from './scripts/media-info-module.mjs';
import { reactAria } from './scripts/vite-react-aria.mjs';

/** Packages that the main bundle requires at run time, because they carry native code or read their own files. */
const external = ['@napi-rs/keyring', 'classic-level', 'electron-updater'];

const here = (file: string): string => path.join(import.meta.dirname, file);

/** CommonJS with a `.cjs` name: package.json says "module", and a sandboxed preload can be nothing else. */
const commonJs = {
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs',
} as const;

/**
 * Three bundles: main and the simulator (plain Node code, so that the simulator runs under Electron's utility process
 * and under node alike), preload, and the interface, which the app always serves from out/ through `app://`.
 */
export default defineConfig({
  main: {
    // MediaInfo's build for Node: the one that bundlers are offered is for pages.
    resolve: { alias: { 'mediainfo.js': here('node_modules/mediainfo.js/dist/cjs/index.cjs') } },
    plugins: [mediaInfoModule()],
    build: {
      target: 'node20',
      sourcemap: true,
      externalizeDeps: { include: external },
      rolldownOptions: {
        input: {
          main: here('src-main/main.ts'),
          simulator: here('src-simulator/main.ts'),
          'media-probe': here('src-main/media/facts/probe-thread.ts'),
        },
        output: commonJs,
      },
    },
  },
  preload: {
    build: {
      target: 'node20',
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: here('src-preload/preload.ts') },
        output: commonJs,
      },
    },
  },
  renderer: {
    root: here('src-renderer'),
    publicDir: false,
    plugins: [react(), reactAria(), firstLinks()],
    build: {
      target: 'chrome130',
      minify: true,
      sourcemap: true,
      // The content security policy allows neither inline scripts nor data: URLs.
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: { index: here('src-renderer/index.html') },
        output: { codeSplitting: { groups: [{ name: firstChunks(here('src-renderer')) }] } },
      },
    },
    worker: { format: 'es' },
  },
});
