'use strict';
/**
 * Preloaded (`electron -r`) by launches under Playwright: the app becomes ready only once Playwright has attached, which
 * says so by calling `__playwright_run`. Playwright does this by itself only for an Electron that it found by itself;
 * without it a window may already be loading when it attaches, and in one launch of a hundred it then waits for ever
 * for a navigation that it has missed.
 */
const { app } = require('electron');

const emit = app.emit.bind(app);
const wasReady = app.whenReady();
let isReady = false;

/** @type {() => void} */
let attach = () => {};
const attached = new Promise((resolve) => (attach = () => resolve(undefined)));
Reflect.set(globalThis, '__playwright_run', () => attach());

const ready = Promise.all([wasReady, attached]).then(() => {
  isReady = true;
});
app.whenReady = () => ready;
app.isReady = () => isReady;
app.emit = (/** @type {string | symbol} */ name, /** @type {any[]} */ ...args) => {
  if (name !== 'ready' || isReady) return emit(name, ...args);
  void ready.then(() => emit(name, ...args));
  return true;
};
