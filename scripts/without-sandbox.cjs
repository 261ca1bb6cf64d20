'use strict';
/**
 * Preloaded (`electron -r`) by development and test launches as root only, where Chromium's sandbox refuses to
 * run: `app.enableSandbox()` would take the `--no-sandbox` switch back and no window would open. The product's own
 * code stays unconditional.
 */
const { app } = require('electron');

app.enableSandbox = () => {};
