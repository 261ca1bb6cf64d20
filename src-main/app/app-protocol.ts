import { readFile } from 'node:fs/promises';
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
 * Resolves when the page has been given its first script: it now has work of its own.
 */
export function serveApp(root: string): Promise<void> {
  let resolve = (): void => undefined;
  const served = new Promise<void>((done) => {
    resolve = done;
  });
  protocol.handle(appScheme, async (request) => {
    const url = new URL(request.url);
    const file = path.normalize(path.join(root, decodeURIComponent(url.pathname)));
    const inside = file.startsWith(root + path.sep);
    const type = types[path.extname(file)];
    if (url.host !== 'vigie' || request.method !== 'GET' || !inside || !type)
      return new Response(null, { status: 404 });
    try {
      const body = await readFile(file);
      if (type === types['.js']) setImmediate(resolve);
      return new Response(new Uint8Array(body), {
        headers: {
          'content-type': type,
          'content-security-policy': contentSecurityPolicy,
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-resource-policy': 'same-origin',
        },
      });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
  return served;
}
