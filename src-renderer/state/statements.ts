import { useCallback, useMemo } from 'react';
import { whereItLeaves, type Statement } from '../../src-shared/domain/statement.ts';
import type { WorkspaceId } from '../../src-shared/ids.ts';
import { createPost } from '../store/queries/posts.ts';
import { parseStatements } from '../store/queries/statements.ts';
import { useBrakes } from './brakes.ts';
import { useNavigation } from './navigation.ts';
import { useRealm } from './realm.ts';
import { useLiveTable } from './use-live.ts';

/** Holding statements of one client; null: of all of them. */
export function useStatements(client: WorkspaceId | null): readonly Statement[] {
  const rows = useLiveTable(useRealm().tables.statements);
  return useMemo(
    () => parseStatements(rows ?? []).filter((one) => client === null || one.workspaceId === client),
    [rows, client],
  );
}

/**
 * Opens the composer on a draft that says this. It is for the accounts on which it would leave now; where a freeze
 * leaves none open it is for all of them, and the composer says that it will be kept until the resume.
 */
export function useStatementPost(): (statement: Statement) => Promise<void> {
  const { databases, tables, now } = useRealm();
  return useCallback(
    async ({ workspaceId, text, language }) => {
      const own = (tables.accounts.snapshot() ?? []).filter(
        (one) => one.workspaceId === workspaceId && one.health.tag !== 'disconnected',
      );
      const { free, held } = whereItLeaves(workspaceId, own, useBrakes.getState().freezes);
      const accountIds = (free.length > 0 ? free : held).map(({ id }) => id);
      const draft = await createPost(
        databases,
        { workspaceId, accountIds, target: null, text, language },
        now(),
      );
      useNavigation.getState().compose(draft.id);
    },
    [databases, tables, now],
  );
}
