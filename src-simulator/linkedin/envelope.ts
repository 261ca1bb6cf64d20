import { json, type SimReply } from '../core/reply.ts';

/** A refusal in the network's words. */
// linkedin §8
export interface ApiFailure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly serviceErrorCode?: number;
  /** Members that only refused creations carry. */
  readonly details?: { readonly code: string; readonly description: string; readonly field?: string };
}

export function refusal(failure: ApiFailure): SimReply {
  const { status, code, message, serviceErrorCode, details } = failure;
  return json(
    {
      ...(details
        ? {
            errorDetailType: 'com.linkedin.common.error.BadRequest',
            errorDetails: {
              inputErrors: [
                {
                  description: details.description,
                  input: details.field === undefined ? {} : { inputPath: { fieldPath: details.field } },
                  code: details.code,
                },
              ],
            },
          }
        : {}),
      message,
      ...(serviceErrorCode === undefined ? {} : { serviceErrorCode }),
      // A refusal with details names its code in them only.
      ...(details ? {} : { code }),
      status,
    },
    status,
  );
}

/** A creation that names what is wrong with one of its fields. */
export function badField(code: string, field: string, description: string): ApiFailure {
  return {
    status: 400,
    code,
    message: `${field} :: ${description}`,
    details: { code, description, field },
  };
}

export const missingField = (field: string): ApiFailure =>
  badField('MISSING_FIELD', field, 'field is required but not found and has no default value');

export const wrongValue = (field: string, why: string): ApiFailure =>
  badField('INVALID_VALUE_FOR_FIELD', field, why);

export const tooLong = (field: string, limit: number): ApiFailure =>
  badField('FIELD_LENGTH_TOO_LONG', field, `length is beyond the maximum of ${limit} characters`);

export const wrongUrn = (field: string, urn: string): ApiFailure =>
  badField('INVALID_URN_TYPE', field, `URN "${urn.slice(0, 80)}" is not of an accepted type`);

export const notFound = (what: string): ApiFailure => ({
  status: 404,
  code: 'NOT_FOUND',
  message: `Could not find entity: ${what.slice(0, 120)}`,
});

export const denied = (operation: string): ApiFailure => ({
  status: 403,
  code: 'ACCESS_DENIED',
  message: `Not enough permissions to access: ${operation}`,
  serviceErrorCode: 100,
});

export const illegal = (message: string): ApiFailure => ({
  status: 400,
  code: 'ILLEGAL_ARGUMENT',
  message,
});

// linkedin §7: no Retry-After, no headers of a budget.
export const tooMany: ApiFailure = {
  status: 429,
  code: 'TOO_MANY_REQUESTS',
  message: 'Resource level throttle limit for calls to this resource is reached.',
};
