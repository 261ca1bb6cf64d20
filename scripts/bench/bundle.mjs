import fs from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { keepScripts } from '../keep-scripts.mjs';
import { cache, root } from '../setup/places.mjs';

/** The folder that Electron is given: `main` is the bench's own main, everything else lies beside it. */
export const benchApp = path.join(cache, 'bench', 'app');

/** The outbox under load, as a module to import. */
export const outboxBench = path.join(cache, 'bench', 'outbox', 'outbox.mjs');

/** Bundles the bench's main and page from the app's own modules. */
export async function bundleBench() {
  const from = path.join(root, 'tests', 'bench');
  const common = /** @type {const} */ ({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
  });
  await build({
    ...common,
    root: from,
    build: {
      outDir: path.join(benchApp, 'page'),
      emptyOutDir: true,
      target: 'chrome130',
      modulePreload: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 5_000,
    },
  });
  await build({
    ...common,
    root,
    build: {
      ssr: path.join(from, 'main.ts'),
      outDir: path.join(benchApp, 'main'),
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: {
        external: ['electron', 'classic-level'],
        output: { format: 'cjs', entryFileNames: 'main.cjs' },
      },
    },
    ssr: { noExternal: true, external: ['electron', 'classic-level'] },
  });
  await build({
    ...common,
    root,
    plugins: [keepScripts()],
    build: {
      ssr: path.join(from, 'outbox.ts'),
      outDir: path.dirname(outboxBench),
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: {
        output: { format: 'esm', entryFileNames: path.basename(outboxBench) },
      },
    },
  });
  fs.writeFileSync(
    path.join(benchApp, 'package.json'),
    JSON.stringify({
      name: 'vigie-bench',
      version: '0.0.0',
      private: true,
      type: 'commonjs',
      main: 'main/main.cjs',
    }),
  );
  // The preload is the app's own.
  fs.cpSync(path.join(root, 'out', 'preload'), path.join(benchApp, 'out', 'preload'), { recursive: true });
}
