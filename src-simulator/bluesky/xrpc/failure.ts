import type { ReplyHeaders, SimReply } from '../../core/reply.ts';
import { json } from '../../core/reply.ts';

/** sheet: 6 Errors */
export type XrpcFailure = {
  readonly status: number;
  readonly error: string;
  readonly message: string;
  readonly headers?: ReplyHeaders;
};

export const failure = (status: number, error: string, message: string): XrpcFailure => ({
  status,
  error,
  message,
});

export const invalidRequest = (message: string, error = 'InvalidRequest'): XrpcFailure =>
  failure(400, error, message);

export const authRequired = (
  message = 'Authentication Required',
  error = 'AuthenticationRequired',
): XrpcFailure => failure(401, error, message);

export const authMissing = (): XrpcFailure => authRequired('Authentication Required', 'AuthMissing');

/** A 500 never tells its reason. */
export const internalError = (): XrpcFailure => failure(500, 'InternalServerError', 'Internal Server Error');

export const notSupported = (): XrpcFailure => failure(404, 'XRPCNotSupported', 'XRPCNotSupported');

export const failureReply = (problem: XrpcFailure): SimReply =>
  json({ error: problem.error, message: problem.message }, problem.status, problem.headers ?? {});
