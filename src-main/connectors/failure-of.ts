import { failure, type Failure } from '../../src-shared/errors.ts';
import type { ConnectorError } from './contract.ts';

/** What the interface is told of a connector's error. */
export function failureOf(error: ConnectorError): Failure {
  if (error.tag !== 'rate-limited') return error.failure;
  return error.unpaid?.failure ?? failure('rate-limited', { until: error.until });
}
