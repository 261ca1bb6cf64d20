import type { ConnectorError } from '../connectors/contract.ts';
import type { Http } from '../engine/http.ts';

/** What an account's server told of the time, and what else its answer said. */
export interface ServerTime {
  /** Epoch ms by the server's clock, whole seconds; null: it named none. */
  readonly at: number | null;
  /** Null: it answered as asked, or was asked in nobody's name and refused that. */
  readonly error: ConnectorError | null;
}

/** An account's door to its network that remembers the date of the last answer of its own server. */
export function listening(http: Http, origin: string): { readonly http: Http; heard(): number | null } {
  let last: number | null = null;
  return {
    http: {
      ...http,
      request: async (request) => {
        const answer = await http.request(request);
        if (answer.tag === 'ok' && request.url.startsWith(`${origin}/`)) {
          const date = Date.parse(answer.value.headers['date'] ?? '');
          last = Number.isFinite(date) ? date : null;
        }
        return answer;
      },
    },
    heard: () => last,
  };
}

/** Whether the server's own application answered, though not as hoped: its date is as good as any. */
export const isRefusal = (error: ConnectorError): boolean =>
  error.tag === 'auth' ||
  error.tag === 'rejected' ||
  error.tag === 'gone' ||
  (error.tag === 'rate-limited' && error.unpaid !== undefined);
