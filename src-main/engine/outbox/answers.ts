import { failure } from '../../../src-shared/errors.ts';
import type { Answer, Trouble } from '../../../src-shared/outbox/event.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { ConnectorError, Performed } from '../../connectors/contract.ts';

/**
 * What a connector's error means for one delivery; an answer's own words stay with the account (`vitals.shape`). Two
 * refusals are not the account's: a token of too small a scope forbids this operation and no other, and a keychain that
 * does not answer now may answer later.
 */
export function troubleOf(error: ConnectorError): Trouble {
  switch (error.tag) {
    case 'rate-limited':
      return error.unpaid === undefined
        ? { tag: 'rate-limited', until: error.until }
        : { tag: 'rate-limited', until: error.until, failure: error.unpaid.failure };
    case 'auth':
      if (error.failure.code === 'scope-missing') return { tag: 'rejected', failure: error.failure };
      if (error.failure.code === 'keychain-refused' || error.failure.code === 'keychain-unavailable')
        return { tag: 'server', failure: error.failure };
      return { tag: 'auth', failure: error.failure };
    case 'protocol':
      return { tag: 'protocol', failure: error.failure };
    case 'unknown-outcome': {
      const { raw: _, ...trouble } = error;
      return trouble;
    }
    default:
      return error;
  }
}

export function answerOf(performed: Result<Performed, ConnectorError>): Answer {
  return performed.tag === 'ok' ? performed.value : troubleOf(performed.error);
}

/** A bug in a connector: of a write nobody knows what it left. */
export const threw: ConnectorError = { tag: 'unknown-outcome', failure: failure('internal') };
