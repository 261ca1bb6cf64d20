import { failure } from '../../src-shared/errors.ts';
import { privateAddressCode } from './address-guard.ts';
import type { HttpError } from './http.ts';

/** Causes that mean that this machine has no network, as opposed to one server that does not answer. */
const noNetwork = new Set(['ENETUNREACH', 'ENETDOWN', 'EAI_AGAIN', 'EADDRNOTAVAIL']);

/** The request never left: nothing on the server can have happened. */
export const notSent = (host: string, cause: string): HttpError => ({
  tag: 'not-sent',
  failure: failure(noNetwork.has(cause) ? 'offline' : 'server-unreachable', { host, cause }),
});

/** The request left, in whole or in part, and no whole answer came back. */
export const cut = (host: string, cause: string): HttpError => ({
  tag: 'cut',
  failure: failure('server-error', { host, cause }),
});

export const tooLarge = (host: string, maxBytes: number): HttpError => ({
  tag: 'too-large',
  failure: failure('protocol', { host, cause: 'too-large', maxBytes }),
});

export const aborted = (host: string): HttpError => ({
  tag: 'aborted',
  failure: failure('cancelled', { host }),
});

/** The URL is one that nobody may ask: plain http elsewhere than on this machine, a private address, a password in it. */
export const forbidden = (host: string): HttpError => notSent(host, privateAddressCode);

/** Stable short name of a transport error, for `detail.cause`: its code, never its message (it may hold a URL). */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError && error.errors.length > 0) return causeOf(error.errors[0]);
  return error.cause === undefined ? error.name : causeOf(error.cause);
}
