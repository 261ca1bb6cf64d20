import type { ConnectorError } from '../contract.ts';

/** What a lost answer means where nobody sees what was made: it is made again, once the network lets it be. */
export function harmless(error: ConnectorError): ConnectorError {
  if (error.tag !== 'unknown-outcome') return error;
  return error.until === undefined
    ? { tag: 'server', failure: error.failure }
    : { tag: 'rate-limited', until: error.until };
}
