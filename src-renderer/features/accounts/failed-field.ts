import type { ErrorCode } from '../../../src-shared/errors.ts';

/** The field of a connection form that a failure speaks of; null: none of them, or all. */
const fields: Readonly<Partial<Record<ErrorCode, string>>> = {
  'unknown-handle': 'handle',
  'wrong-password': 'password',
  'second-factor-needed': 'code',
  'not-that-kind-of-server': 'server',
  'html-instead-of-data': 'server',
  'server-unreachable': 'server',
  'app-id-invalid': 'client',
  'app-not-public': 'client',
  'port-invalid': 'port',
  'port-taken': 'port',
};

export const failedField = (code: ErrorCode): string | null => fields[code] ?? null;
