import * as v from 'valibot';
import type { Failure } from '../errors.ts';
import { accountIdSchema, type AccountId } from '../ids.ts';

/**
 * Main's word on an intent of which some accounts were refused, in one failure: that of the first, with all that it is
 * about. No account id holds a space.
 */
export const refusedFor = (reason: Failure, refused: readonly AccountId[], accepted: number): Failure => ({
  ...reason,
  detail: { ...reason.detail, refusedAccounts: refused.join(' '), accepted, refused: refused.length },
});

/** The accounts that a refusal of main's is about; null: it says nothing of accounts, so it is about all. */
export function refusedAccounts({ detail }: Failure): readonly AccountId[] | null {
  const { refusedAccounts: named } = detail;
  if (typeof named !== 'string' || named === '') return null;
  const parsed = v.safeParse(v.array(accountIdSchema), named.split(' '));
  return parsed.success ? parsed.output : null;
}
