import fs from 'node:fs';
import path from 'node:path';
import { electronPathFile, root } from './setup/places.mjs';

/**
 * The Electron that setup found for this machine.
 *
 * @returns {import('./setup/electron-runtime.mjs').Runtime}
 */
export function electronRuntime() {
  if (!fs.existsSync(electronPathFile)) throw new Error('no Electron yet: run node scripts/setup.mjs');
  return JSON.parse(fs.readFileSync(electronPathFile, 'utf8'));
}

/** Absolute path of the Electron executable. */
export function electronPath() {
  return electronRuntime().executable;
}

/**
 * Switches that a development or test launch on this machine needs, and that the product never gets: Chromium's
 * sandbox refuses to run as root. They come before the app's folder.
 *
 * @returns {string[]}
 */
export function electronArgs() {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  return asRoot ? ['--no-sandbox', '-r', path.join(root, 'scripts/without-sandbox.cjs')] : [];
}

/**
 * The same, for launches by Playwright: the app waits until it has attached.
 *
 * @returns {string[]}
 */
export function playwrightArgs() {
  return [...electronArgs(), '-r', path.join(root, 'scripts/await-playwright.cjs')];
}

/** Whether windows can be shown to somebody. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * What to put before a command so that it has a display: nothing where there is one, else `xvfb-run` with a screen
 * of the given size.
 *
 * @param {{ virtual?: boolean, width?: number, height?: number }} [options] virtual: use a virtual display
 * even where a real one exists (tests must not take a person's focus)
 * @returns {string[]}
 */
export function ensureDisplay({ virtual = false, width = 1680, height = 1050 } = {}) {
  if (process.platform !== 'linux' || (hasDisplay() && !virtual)) return [];
  if (!commandExists('xvfb-run')) {
    if (hasDisplay()) return [];
    throw new Error('there is no display, and xvfb-run is not installed');
  }
  // Two that begin at the same time would find the same free number: each looks from a place of its own.
  const from = String(100 + (process.pid % 30_000));
  return ['xvfb-run', '-a', '-n', from, '-s', `-screen 0 ${width}x${height}x24 -nolisten tcp`];
}

/**
 * What to put before a command so that it has a real and throw-away keychain: macOS and Windows always have one.
 *
 * @returns {string[]} nothing where the Linux packages for it are missing
 */
export function keychainPrefix() {
  const tools = ['bash', 'dbus-run-session', 'gnome-keyring-daemon'];
  const available = process.platform === 'linux' && tools.every(commandExists);
  return available ? [path.join(root, 'scripts/with-keychain.sh')] : [];
}

/** @param {string} name */
function commandExists(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.some((folder) => fs.existsSync(path.join(folder, name)));
}
