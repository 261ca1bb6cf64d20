import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import type { AccountId, WorkspaceId } from '../ids.ts';
import { freezesOf, type Freeze } from './freeze.ts';

export const longestStatementName = 80;

/** A holding statement: what a client says first in a crisis, written while there is none. A record of the client's. */
export const statementSchema = v.object({
  name: v.pipe(v.string(), v.maxLength(longestStatementName)),
  text: v.string(),
  /** BCP 47, as a post's; null: not said. */
  language: v.nullable(v.string()),
});
export type StatementWords = Frozen<v.InferOutput<typeof statementSchema>>;

export interface Statement extends StatementWords {
  readonly id: string;
  readonly workspaceId: WorkspaceId;
}

/**
 * Where a post of this client's would leave now, and where a freeze would keep it. It is the freezes' own rule: a
 * statement passes no brake that another post does not pass.
 */
export function whereItLeaves<Place extends { readonly id: AccountId }>(
  workspaceId: WorkspaceId,
  accounts: readonly Place[],
  freezes: readonly Freeze[],
): { readonly free: readonly Place[]; readonly held: readonly Place[] } {
  const isHeld = ({ id }: Place): boolean =>
    freezesOf(freezes, { workspaceId, accountId: id, action: { tag: 'publish' } }).length > 0;
  return { free: accounts.filter((one) => !isHeld(one)), held: accounts.filter(isHeld) };
}
