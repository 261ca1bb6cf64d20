import { app, session, shell, type WebContents } from 'electron';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Log } from '../diagnostics/log.ts';
import { linkToOpen } from './link.ts';
import { isOurPage } from './origin.ts';

/**
 * The one list of what a page may load: our own files and our own media. `wasm-unsafe-eval` is there for the search
 * worker, the policy name for the URLs of our workers.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' media:",
  'media-src media:',
  "connect-src 'self' media:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types vigie-worker',
].join('; ');

/** Locks every page that will ever exist: no navigation away, no new window, no embedded page, no permission. */
export function lockDown(log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    lockContents(contents, log);
  });
}

export function lockSession(): void {
  const ours = session.defaultSession;
  ours.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  ours.setPermissionCheckHandler(() => false);
  ours.setDevicePermissionHandler(() => false);
  ours.on('will-download', (event) => event.preventDefault());
  // The page has no business with the network at all: whatever gets past the CSP ends here.
  ours.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file://*/*'] },
    (_details, decide) => decide({ cancel: true }),
  );
}

function lockContents(contents: WebContents, log: Log): void {
  const refuse = (event: { preventDefault: () => void }, url: string, how: string): void => {
    if (isOurPage(url)) return;
    event.preventDefault();
    log.warn('security.navigation-refused', { how });
  };
  contents.on('will-navigate', (event) => refuse(event, event.url, 'navigate'));
  contents.on('will-redirect', (event) => refuse(event, event.url, 'redirect'));
  contents.on('will-frame-navigate', (event) => refuse(event, event.url, 'frame'));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Opens a link in the system's browser or mail program: nothing leaves but through here. */
export async function openLink(
  text: string,
  isNamed: (host: string) => boolean,
): Promise<Result<null, Failure>> {
  const url = linkToOpen(text, isNamed);
  if (url === null) return err(failure('bad-arguments', { at: 'url' }));
  await shell.openExternal(url);
  return ok(null);
}
