'use strict';
/**
 * Stands in for the `default_app.asar` of an official Electron: `electron [-r module] <folder>` runs the app in that
 * folder. The app's main is loaded with `require`, not `import()`: a promise would let Electron become ready
 * first, and `protocol.registerSchemesAsPrivileged` and `app.enableSandbox()` must come before.
 */
const { app } = require('electron');
const fs = require('node:fs');
const path = require('node:path');

const argv = process.argv.slice(1);
const preloads = [];
let folder;
for (let i = 0; i < argv.length; i += 1) {
  if (argv[i] === '-r' || argv[i] === '--require') preloads.push(argv[(i += 1)]);
  else if (!argv[i].startsWith('-')) {
    folder = path.resolve(argv[i]);
    break;
  }
}

if (argv.includes('--version') || argv.includes('-v')) {
  console.log(`v${process.versions.electron}`);
  process.exit(0);
}
if (!folder) {
  console.error('usage: electron [-r module] <folder of an app>');
  process.exit(1);
}

Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
app.name = manifest.productName ?? manifest.name;
app.setVersion(manifest.version);
if (manifest.desktopName) app.setDesktopName(manifest.desktopName);
app.setAppPath(folder);
for (const preload of preloads) require(path.resolve(preload));
require(path.resolve(folder, manifest.main ?? 'index.js'));
