import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { failure, type Failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { AuthoriseContext } from '../../connectors/contract.ts';
import type { Clock } from '../../engine/clock.ts';
import { closingPage, closingPageHeaders, type ClosingPage } from './closing-page.ts';
import { createPkce } from './pkce.ts';
import { sameText } from './same-text.ts';

export interface LoopbackDeps {
  readonly clock: Clock;
  /** Cryptographically random URL-safe text of n bytes. */
  readonly random: (bytes: number) => string;
  /** Shows an address in the system browser. */
  readonly openBrowser: (url: string) => Promise<Result<null, Failure>>;
}

/** A person who has not answered after this long has gone; the listener does not outlive them. */
export const loopbackLifetimeMs = 5 * 60_000;
/** Answers that carry a foreign state before somebody is surely guessing. */
export const strangersTolerated = 20;

const callbackPath = '/oauth/callback';

/**
 * Where a network's authorisation page sends the browser back to (RFC 8252, 7.3): a server on 127.0.0.1 that lives
 * for one answer or five minutes.
 *
 * It accepts one GET on one exact path, addressed to the very host and port that were registered (a page that rebinds
 * its name to 127.0.0.1 is turned away), whose `state` is ours, with one `code` or one `error`. Anything else is
 * answered with a page that says so and changes nothing; nothing received is logged or echoed.
 */
export function createLoopback(deps: LoopbackDeps): (signal: AbortSignal) => AuthoriseContext['loopback'] {
  const { clock } = deps;
  return (signal) =>
    async (options = {}) => {
      type Outcome = Result<URLSearchParams, Failure>;
      let expected: string | null = null;
      let outcome: Outcome | null = null;
      let tell: ((outcome: Outcome) => void) | null = null;
      let strangers = 0;

      const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000, keepAliveTimeout: 1 });
      server.maxConnections = 32;

      const finish = (end: Outcome): void => {
        if (outcome !== null) return;
        outcome = end;
        stopTimer();
        signal.removeEventListener('abort', onAbort);
        // Stops listening at once; a page being written is still delivered.
        server.close();
        tell?.(end);
      };
      const onAbort = (): void => finish(err(failure('authorisation-cancelled')));
      const stopTimer = clock.after(loopbackLifetimeMs, () => {
        finish(err(failure('authorisation-expired')));
        server.closeAllConnections();
      });

      const refuse = (request: IncomingMessage, response: ServerResponse): void => {
        if (outcome !== null) return show(request, response, 410, 'already-used');
        show(request, response, 400, 'not-ours');
      };

      const receive = (request: IncomingMessage, response: ServerResponse): void => {
        const host = `127.0.0.1:${port}`;
        if (request.headers.host !== host) return show(request, response, 421, 'not-ours');
        const [path = '', ...queries] = (request.url ?? '').split('?');
        if (path !== callbackPath) return show(request, response, 404, 'not-ours');
        if (request.method !== 'GET') return show(request, response, 405, 'not-ours');
        if (outcome !== null || expected === null) return refuse(request, response);
        const query = new URLSearchParams(queries.join('?'));
        const states = query.getAll('state');
        if (states.length !== 1 || !sameText(states[0] ?? '', expected)) {
          strangers += 1;
          refuse(request, response);
          if (strangers >= strangersTolerated) finish(err(failure('authorisation-mismatch')));
          return;
        }
        const answers = query.getAll('code').length + query.getAll('error').length;
        if (answers !== 1) return refuse(request, response);
        show(request, response, 200, query.has('error') ? 'refused' : 'received');
        finish(ok(query));
      };
      server.on('request', receive);
      server.on('clientError', (_error, socket) => socket.destroy());

      const port = await new Promise<number>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host: '127.0.0.1', port: options.port ?? 0, exclusive: true }, () => {
          server.off('error', reject);
          const address = server.address();
          resolve(typeof address === 'object' && address !== null ? address.port : 0);
        });
      });
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });

      return {
        redirectUri: `http://127.0.0.1:${port}${callbackPath}`,
        pkce: createPkce(deps.random),
        wait: (authorizeUrl, state) => {
          if (outcome !== null) return Promise.resolve(outcome);
          // One attempt, one browser page: a listener that waits already belongs to somebody.
          if (expected !== null) return Promise.resolve(err(failure('internal')));
          expected = state;
          const answer = new Promise<Outcome>((resolve) => {
            tell = resolve;
          });
          // Not awaited: the answer may come, or the time run out, before the system says that a browser opened.
          void deps.openBrowser(authorizeUrl).then((opened) => {
            if (opened.tag === 'err') finish(opened);
          });
          return answer;
        },
        close: () => {
          finish(err(failure('authorisation-cancelled')));
        },
      };
    };
}

function show(request: IncomingMessage, response: ServerResponse, status: number, page: ClosingPage): void {
  // A body that nobody asked for is not read.
  request.resume();
  response.writeHead(status, closingPageHeaders);
  response.end(closingPage(page, request.headers['accept-language'] ?? ''));
}
