import { json, type SimReply } from '../core/reply.ts';

/** A refusal in the network's words. */
export interface ApiFailure {
  readonly status: number;
  readonly error: string;
  /** Further members of the body. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export function refusal(failure: ApiFailure): SimReply {
  return json({ error: failure.error, ...failure.extra }, failure.status);
}

// sheet: Errors
export const notFound: ApiFailure = { status: 404, error: 'Record not found' };
export const notAllowed: ApiFailure = { status: 403, error: 'This action is not allowed' };

export function invalid(problem: string): ApiFailure {
  return { status: 422, error: `Validation failed: ${problem}` };
}

/** A 422 whose `details` member some operations must carry. */
export function unprocessable(error: string): ApiFailure {
  return { status: 422, error, extra: { details: {} } };
}
