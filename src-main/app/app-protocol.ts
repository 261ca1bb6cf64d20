import fs from 'node:fs';
import path from 'node:path';
import { protocol } from 'electron';
import { appScheme, mediaScheme } from './origin.ts';
import { contentSecurityPolicy } from './security.ts';

/** Must run before the app is ready. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
    {
      scheme: mediaScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, corsEnabled: true },
    },
  ]);
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

/**
 * Serves the built interface, and only it, each answer with the whole policy. `root`: folder of the built pages.
 * Resolves when the page has been given every file that it names: it now has work of its own.
 */
export function serveApp(root: string): Promise<void> {
  let resolve = (): void => undefined;
  const served = new Promise<void>((done) => {
    resolve = done;
  });
  let wanted: Set<string> | null = null;
  // Not `protocol.handle`: its bodies go through this thread as streams, and a page waits for them while main has work
  // of its own (60 ms of a start). Here the browser reads the file.
  protocol.registerFileProtocol(appScheme, (request, answer) => {
    const file = fileOf(root, request);
    const type = file === null ? undefined : types[path.extname(file)];
    if (file === null || type === undefined) {
      answer({ error: notFound });
      return;
    }
    if (type === types['.html']) wanted ??= namedIn(file);
    else if (wanted?.delete(path.basename(file)) && wanted.size === 0) setImmediate(resolve);
    answer({
      path: file,
      headers: {
        'content-type': type,
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      },
    });
  });
  return served;
}

/** Chromium's net::ERR_FILE_NOT_FOUND. */
const notFound = -6;

/** The file of a request, absolute; null: none of ours. */
function fileOf(root: string, request: { readonly url: string; readonly method: string }): string | null {
  try {
    const url = new URL(request.url);
    const file = path.normalize(path.join(root, decodeURIComponent(url.pathname)));
    const isOurs = url.host === 'vigie' && request.method === 'GET' && file.startsWith(root + path.sep);
    return isOurs ? file : null;
  } catch {
    // Percent signs that mean nothing.
    return null;
  }
}

/** The names of the files that a built page asks for at once. */
function namedIn(file: string): Set<string> {
  const page = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  return new Set(
    [...page.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map((found) => path.basename(found[1] ?? '')),
  );
}
